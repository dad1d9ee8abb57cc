/* control.c - the commands that do nothing, and the choice of a processor.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR

int monitor_nothing(struct monitor_run *run)
{
    (void)run;
    return 0;
}

int hmp_cpu(struct monitor_run *run)
{
    if (monitor_number(run, 0) >= (int64_t)board_cpu_count())
        return monitor_fail(run, "invalid CPU index");
    run->cpu = (uint8_t)monitor_number(run, 0);
    return 0;
}

#endif
