/* chardev.c - info chardev: the ports, as query-chardev lists them.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

static void say_chardev(struct monitor_run *run, const char *label, const char *device)
{
    say(run, "%s: filename=%s\n", label, device);
}

/* A port a piece; the console, which is none, is last. */
static bool emit_chardevs(struct monitor_run *run)
{
    uintptr_t i = run->at[0]++;

    if (i < board_port_count) {
        say_chardev(run, board_ports[i]->name, board_ports[i]->device);
        return true;
    }
#if QMP_GROUP_CONSOLE
    say_chardev(run, AGENT_CONSOLE_NAME, "ringbuf");
#endif
    return false;
}

int hmp_info_chardev(struct monitor_run *run)
{
    run->emit = emit_chardevs;
    return 0;
}

#endif
