/* fault.h - what is kept of an unexpected trap of the application.
 *
 * The application is then parked in application_idle() with interrupts enabled, so that
 * the agent stays reachable.  A fault of the agent or of an interrupt handler is not kept:
 * the state it leaves cannot be trusted, and the board is reset.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_FAULT_H
#define CORE_FAULT_H

#include <stdint.h>

struct fault_record {
    uint32_t count;    /* faults since reset; 0: the rest means nothing */
    uintptr_t cause;   /* mcause, or the Cortex-M exception number */
    uintptr_t pc;      /* where it happened; 0 when the processor could not save it */
    uintptr_t address; /* mtval, or BFAR/MMFAR when valid, else 0 */
};

extern struct fault_record board_fault;

#endif
