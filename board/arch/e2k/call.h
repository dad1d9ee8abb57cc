/* call.h - calls in the RISC-V code of the image, which is there to be read.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_CALL_H
#define E2K_CALL_H

#include <stdbool.h>
#include <stdint.h>

/* A call: the address of its first instruction, the auipc where it is a pair, and what it calls;
 * 0: what is in a register. */
struct call {
    uintptr_t address, target;
};

/* The call that returns to ADDRESS; false: there is none before it. */
bool call_before(uintptr_t address, struct call *call);

/* The call that begins at ADDRESS. */
bool call_at(uintptr_t address, struct call *call);

#endif
