/* worst.h - the parts of the image that counts the most instructions of a byte and of an interrupt.
 *
 * SPDX-License-Identifier: MIT */
#ifndef WORST_H
#define WORST_H

#include <stddef.h>
#include <stdint.h>

/* An input nobody means well with: HEAD, COUNT times UNIT, TAIL. */
struct hostile {
    const char *name;
    const char *head, *unit, *tail;
    uint32_t count;
    uint16_t unit_size; /* 0: UNIT is a text */
};

extern const struct hostile hostile_inputs[];
extern const size_t hostile_count;

static inline uint64_t instructions(void)
{
    uint64_t count;

    __asm__ volatile("csrr %0, minstret" : "=r"(count)::"memory");
    return count;
}

/* Notes one measure; the names of equal ones are one line, with the most of them. */
void note(const char *name, uint64_t count);

/* Feeds all of the above to a framer, byte by byte, and notes the most that one byte took. */
void count_framing(void);

#endif
