/* no_calendar.c - board_time_of_day() of a board without a calendar clock.
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"

bool board_time_of_day(int64_t *seconds, int32_t *microseconds)
{
    (void)seconds;
    (void)microseconds;
    return false;
}
