/* output.h - the e2k ELF file.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RV2E2K_OUTPUT_H
#define RV2E2K_OUTPUT_H

#include "code.h"
#include "lower.h"
#include "source.h"
#include "translate.h"

/* Makes the file of a program: the page of the trap at 0, the table of jump targets and the
 * placed CODE, the data of SOURCE, symbols and map.  Returns 0 and fills RESULT's file and
 * size, or returns -1 with PROBLEM set. */
int output_make(const struct source *source, const struct code *code,
                const struct target_table *table, struct translate_result *result,
                struct problem *problem);

#endif
