/* clock_jump.c - lets the board's clock jump ahead.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/clock_jump.h"

#include "board/board.h"
#include "core/deadlines.h"

uint64_t clock_skipped;

const char *clock_jump_get(const struct object *object, union object_value *value)
{
    (void)object;
    value->natural = board_clock();
    return NULL;
}

const char *clock_jump_advance(const struct object *object, const union object_value *value)
{
    (void)object;
    clock_skipped += value->natural;
    deadlines_service();
    return NULL;
}
