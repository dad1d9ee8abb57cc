/* absent.c - commands for what no board has, and QMP has no command for: snapshots, sound, PCMCIA
 * sockets, timers of PCs.  They say what QEMU says where nothing of the kind is configured;
 * those that say nothing there are QUIET in the table.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR

/* ----------------------------------------------------------------- snapshots */

#define NO_SNAPSHOTS "no block device can store vmstate for snapshot"

int hmp_savevm(struct monitor_run *run)
{
    return monitor_error(run, NO_SNAPSHOTS);
}

int hmp_loadvm(struct monitor_run *run)
{
    return monitor_error(run, NO_SNAPSHOTS);
}

int hmp_info_snapshots(struct monitor_run *run)
{
    return monitor_fail(run, NO_SNAPSHOTS);
}

/* -------------------------------------------------------------------- drives */

int hmp_commit(struct monitor_run *run)
{
    return monitor_is(run, 0, "all") ? 0 : monitor_fail(run, "Device '%0' not found");
}

/* --------------------------------------------------------------------- sound */

int hmp_wavcapture(struct monitor_run *run)
{
    return monitor_fail(run, "Audiodev '%1' not found");
}

/* ----------------------------------------------------------------- migration */

/* QEMU's defaults, which it lists where nothing has migrated either. */
int hmp_info_migrate(struct monitor_run *run)
{
    return monitor_print(run, "globals:\n"
                              "store-global-state: on\n"
                              "only-migratable: off\n"
                              "send-configuration: on\n"
                              "send-section-footer: on\n"
                              "decompress-error-check: on\n"
                              "clear-bitmap-shift: 18");
}

/* ----------------------------------------------------------- parts of machines */

int hmp_info_vnc(struct monitor_run *run)
{
    return monitor_print(run, "None");
}

int hmp_info_numa(struct monitor_run *run)
{
    return monitor_print(run, "0 nodes");
}

int hmp_info_hpet(struct monitor_run *run)
{
    return monitor_print(run, "HPET is disabled by QEMU");
}

#endif
