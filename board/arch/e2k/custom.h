/* custom.h - the instructions that rv2e2k has for the routine of its safepoints; safepoint.S has
 * two more.  See tools/e2k/rv2e2k/rv2e2k.1.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_CUSTOM_H
#define E2K_CUSTOM_H

#include <stdint.h>

#include "frame.h"

/* The table of safepoints, ascending by pc; NULL: the image has none. */
struct safepoint_table {
    uint32_t count;
    uint32_t countdown;          /* what it begins with */
    uint32_t bundles, code_size; /* of the translated code; bytes */
    struct safepoint lines[];
};

static inline const struct safepoint_table *custom_table(void)
{
    const struct safepoint_table *table;

    __asm__("\t.insn i 0x0b, 2, %0, x0, 0" : "=r"(table));
    return table;
}

/* Back-edges that are passed before one comes in.  0: so does every other safepoint, until this is
 * called again. */
static inline void custom_countdown(uint64_t count)
{
    __asm__ volatile("\t.insn i 0x0b, 3, x0, %0, 0" : : "r"(count) : "memory");
}
#endif
