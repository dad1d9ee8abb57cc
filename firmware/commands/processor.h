/* processor.h - what commands about a processor have in common.
 *
 * SPDX-License-Identifier: MIT */
#ifndef COMMANDS_PROCESSOR_H
#define COMMANDS_PROCESSOR_H

#include "commands.h"

#if QMP_GROUP_DEBUG

/* The processor that the ARGUMENT cpu-index tells, or below 0 after qmp_fail(). */
int processor_argument(struct qmp_call *call, unsigned argument);

/* The same; one that runs while the agent does is an error. */
int processor_that_stands(struct qmp_call *call, unsigned argument);

/* The number of the register that the string VALUE of the request names, or below 0 after
 * qmp_fail(). */
int processor_register(struct qmp_call *call, int value);

/* The bits of a number of SIZE bytes. */
uint64_t processor_ones(unsigned size);

#endif
#endif
