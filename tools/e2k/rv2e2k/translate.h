/* translate.h - a RISC-V program to an e2k program.
 *
 * You call translate() with the bytes of an ELF file and get those of another.  No state
 * is kept; it may be called from several threads.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RV2E2K_TRANSLATE_H
#define RV2E2K_TRANSLATE_H

#include <stddef.h>
#include <stdint.h>

#include "flow.h"
#include "problem.h"

struct translate_options {
    uint32_t code_base;     /* where the e2k code goes; a multiple of 4096 */
    const char *safepoints; /* section whose back-edges get safepoints; NULL: none */
    enum flow_at safepoints_at;
    const char *poll;  /* symbol of the safepoint routine */
    uint32_t interval; /* back-edges from one call of it to the next */
};

#define TRANSLATE_CODE_BASE 0x01800000u
#define TRANSLATE_INTERVAL  4096u

struct translate_result {
    uint8_t *file; /* the e2k ELF file; free() it */
    size_t size;   /* bytes */
    /* Counts, for people. */
    size_t insns, insn_bytes; /* RISC-V instructions, and the bytes of their sections */
    size_t regions, bundles, operations;
    size_t code_bytes, table_bytes, safepoints;
};

/* Returns 0, or -1 with PROBLEM set and no file. */
int translate(const void *file, size_t size, const struct translate_options *options,
              struct translate_result *result, struct problem *problem);

#endif
