/* one_cpu.c - what board.h and debug.h say of processors, on a board that has one.
 *
 * Weak, as a board of another tree may be linked after it.
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"
#include "board/debug.h"

#define OTHERWISE __attribute__((weak))

OTHERWISE unsigned board_cpu_count(void)
{
    return 1;
}

OTHERWISE void board_run_only(uint32_t cpus)
{
    (void)cpus;
}

OTHERWISE bool board_cpu_runs(unsigned cpu)
{
    (void)cpu;
    return false;
}

OTHERWISE bool board_app_start_cpu(unsigned cpu, void (*entry)(void *argument), void *argument)
{
    (void)cpu, (void)entry, (void)argument;
    return false;
}
