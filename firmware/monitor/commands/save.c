/* save.c - memsave: the command of QMP, of the chosen processor.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_INSPECT

int hmp_memsave(struct monitor_run *run)
{
    request_arguments(run);
    request_int(run, "cpu-index", run->cpu);
    return monitor_execute(run, QMP_CMD_memsave);
}

#endif
