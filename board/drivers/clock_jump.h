/* clock_jump.h - lets the board's clock jump ahead, for a test that need not wait.
 *
 * A timer driver adds clock_skipped to what its device counted, sets it to 0 when it is
 * initialised, and has CLOCK_JUMP_PROPERTIES among its properties.  The device's own count stays
 * as it is.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_CLOCK_JUMP_H
#define DRIVERS_CLOCK_JUMP_H

#include "drivers/register.h"

/* Longest jump: a year.  It takes half a million to make the clock wrap. */
#define CLOCK_JUMP_MAX (365ull * 86400 * 1000000)

extern uint64_t clock_skipped; /* microseconds, all jumps together */

/* board_clock(); and a jump, with all that is due by then done at once.  Context: agent. */
const char *clock_jump_get(const struct object *object, union object_value *value);
const char *clock_jump_advance(const struct object *object, const union object_value *value);

#define CLOCK_JUMP_PROPERTIES                                                                      \
    REGISTER_GET("clock", 64, clock_jump_get, "the board's clock, microseconds since reset"),      \
        REGISTER_ACTION("advance", 64, clock_jump_advance, 0, CLOCK_JUMP_MAX,                      \
                        "lets the board's clock jump ahead, microseconds")

#endif
