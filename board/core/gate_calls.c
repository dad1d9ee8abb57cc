/* gate_calls.c - the board's functions as an isolated application calls them, and where it begins.
 *
 * Nothing here touches what is not the application's.
 *
 * SPDX-License-Identifier: MIT */
#include "board/unprivileged.h"

#include "board/board.h"
#include "board/gate.h"
#include "core/levels.h"

uint64_t board_clock(void)
{
    return board_gate(0, 0, 0, BOARD_GATE_CLOCK);
}

void board_app_wait(uint64_t until)
{
    while (!board_gate((uintptr_t)until, (uintptr_t)(until >> 32), 0, BOARD_GATE_WAIT))
        ;
}

_Noreturn void application_main(void)
{
    void (*entry)(void) = (void (*)(void))(uintptr_t)board_gate(0, 0, 0, BOARD_GATE_ENTRY);

    entry();
    application_idle();
}

_Noreturn void application_idle(void)
{
    for (;;)
        board_app_wait(UINT64_MAX);
}
