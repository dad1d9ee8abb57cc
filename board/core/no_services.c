/* no_services.c - board/services.h for a board that is not of this tree and has none of it.
 *
 * SPDX-License-Identifier: MIT */
#include "board/services.h"

__attribute__((weak)) const struct board_services board_services = {.balloon = NULL};

__attribute__((weak)) unsigned board_take_notices(void)
{
    return 0;
}
