/* no_debug.c - board/debug.h for a board that offers none of it.
 *
 * Weak, as a board of another tree may be linked after it.
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"
#include "board/debug.h"

#define OTHERWISE __attribute__((weak))

OTHERWISE const struct board_debug board_debug = {.architecture = NULL};

OTHERWISE bool board_register_read(unsigned cpu, unsigned number, uint64_t *value)
{
    (void)cpu, (void)number, (void)value;
    return false;
}

OTHERWISE bool board_register_write(unsigned cpu, unsigned number, uint64_t value)
{
    (void)cpu, (void)number, (void)value;
    return false;
}

OTHERWISE bool board_take_stop(unsigned cpu, struct board_stop *stop)
{
    (void)cpu, (void)stop;
    return false;
}

OTHERWISE void board_break(void)
{
    board_request_agent();
    board_poll();
}

OTHERWISE void board_safepoints(bool every)
{
    (void)every;
}

OTHERWISE bool board_is_safepoint(uintptr_t address)
{
    (void)address;
    return false;
}

OTHERWISE unsigned board_next_pc(unsigned cpu, uintptr_t next[BOARD_NEXT_MAX])
{
    (void)cpu, (void)next;
    return 0;
}

OTHERWISE bool board_is_call(unsigned cpu, uintptr_t *after)
{
    (void)cpu, (void)after;
    return false;
}

OTHERWISE bool board_is_return_address(uintptr_t address)
{
    (void)address;
    return false;
}

OTHERWISE void board_code_written(uintptr_t address, size_t size)
{
    (void)address, (void)size;
}

OTHERWISE const char *board_watch_set(unsigned slot, uintptr_t address, size_t size,
                                      unsigned access)
{
    (void)slot, (void)address, (void)size, (void)access;
    return "There are no watchpoints on this board";
}

OTHERWISE void board_watch_clear(unsigned slot)
{
    (void)slot;
}
