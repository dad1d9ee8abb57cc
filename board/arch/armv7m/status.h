/* status.h - what the processor says of a fault, and what that means.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_STATUS_H
#define ARMV7M_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include "board/debug.h"

struct fault_status {
    uint32_t exception; /* its number */
    uint32_t cfsr, hfsr, mmfar, bfar;
    uint32_t pc; /* where it happened; only if `stacked` */
    bool stacked;
};

/* Describes a fault of code whose stack begins, at its lowest address, at STACK_BOTTOM. */
void status_describe(const struct fault_status *status, uint32_t stack_bottom,
                     struct board_stop *stop);

#endif
