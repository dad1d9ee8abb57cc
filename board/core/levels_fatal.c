/* levels_fatal.c - what the way into a stop asks of the agent.
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"
#include "core/levels.h"

_Noreturn void levels_fatal(const struct board_stop *stop)
{
    static bool again; /* noting it failed, too */
    const struct board_hooks *hooks = levels_hooks();

    if (!again && hooks != NULL && hooks->fatal != NULL) {
        again = true;
        hooks->fatal(hooks->context, stop);
    }
    board_reset();
}

const uint8_t *levels_original(uintptr_t address)
{
    const struct board_hooks *hooks = levels_hooks();

    return hooks->original != NULL ? hooks->original(hooks->context, address) : NULL;
}
