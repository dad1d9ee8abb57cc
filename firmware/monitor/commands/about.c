/* about.c - info status, version, name, uuid, kvm and cpus.
 *
 * SPDX-License-Identifier: MIT */
#include "commands/commands.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

static bool emit_status(struct monitor_run *run)
{
    enum qmp_run_state state = run->agent->state;

    say(run, "VM status: %s%s", state == QMP_RUN_RUNNING ? "running" : "paused",
        run->agent->singlestep ? " (single step mode)" : "");
    if (state != QMP_RUN_RUNNING && state != QMP_RUN_PAUSED)
        say(run, " (%s)", qmp_type_RunState.values[state]);
    say_char(run, '\n');
    return false;
}

int hmp_info_status(struct monitor_run *run)
{
    run->emit = emit_status;
    return 0;
}

/* The version of QEMU whose protocol this is, and the package right behind it, as QEMU has it. */
static bool emit_version(struct monitor_run *run)
{
    say(run, "7.2.0%s\n", agent_package);
    return false;
}

int hmp_info_version(struct monitor_run *run)
{
    run->emit = emit_version;
    return 0;
}

int hmp_info_name(struct monitor_run *run)
{
#ifdef AGENT_NAME
    run->quoted = (struct json_span){AGENT_NAME, sizeof AGENT_NAME - 1};
    return monitor_print(run, "%t");
#else
    (void)run;
    return 0;
#endif
}

int hmp_info_uuid(struct monitor_run *run)
{
    return monitor_print(run, AGENT_UUID);
}

int hmp_info_kvm(struct monitor_run *run)
{
    return monitor_print(run, "kvm support: not compiled");
}

/* A processor a piece. */
static bool emit_cpus(struct monitor_run *run)
{
    uintptr_t i = run->at[0]++;

    if (i >= board_cpu_count())
        return false;
    say(run, "%c CPU #%zu: thread_id=0\n", i == run->cpu ? '*' : ' ', i);
    return true;
}

int hmp_info_cpus(struct monitor_run *run)
{
    run->emit = emit_cpus;
    return 0;
}

#endif
