/* samples.c - info profile and info cpustats.
 *
 * SPDX-License-Identifier: MIT */
#include "trace/samples.h"

#include "board/debug.h"
#include "commands/commands.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

/* -------------------------------------------------------------------- profile */

enum { AT_LINE, AT_COUNT, AT_ADDRESS };

/* Tenths of a percent.  Both are made small enough for 32 bits first. */
static uint32_t share(uint32_t part, uint32_t all)
{
    while (all > UINT32_MAX / 1000) {
        part >>= 1;
        all >>= 1;
    }
    return all ? part * 1000 / all : 0;
}

static void say_count(struct monitor_run *run, uint32_t count)
{
    uint32_t part = share(count, run->agent->samples.running[0]);

    say(run, "%10u%4u.%u%%  ", (unsigned)count, (unsigned)(part / 10), (unsigned)(part % 10));
}

static bool emit_elsewhere(struct monitor_run *run)
{
    if (run->agent->samples.elsewhere > 0) {
        say_count(run, run->agent->samples.elsewhere);
        say_text(run, "elsewhere\n");
    }
    return false;
}

/* A place a piece, by the count it has when its turn comes: the counts go on. */
static bool emit_place(struct monitor_run *run)
{
    struct agent_place last = {run->at[AT_ADDRESS], (uint32_t)run->at[AT_COUNT]};
    const struct agent_place *place =
        samples_next(run->agent, run->at[AT_LINE]++ > 0 ? &last : NULL);

    if (!place) {
        run->emit = emit_elsewhere;
        return true;
    }
    say_count(run, place->count);
    say(run, "%0*zx\n", 2 * (int)sizeof place->address, place->address);
    run->at[AT_COUNT] = place->count;
    run->at[AT_ADDRESS] = place->address;
    run->pause = run->at[AT_LINE] % 16 == 0;
    return true;
}

static bool emit_profile(struct monitor_run *run)
{
    say(run, "%u samples, one in %u us; places of %u bytes\n",
        (unsigned)run->agent->samples.running[0], SAMPLES_PERIOD, SAMPLES_PLACE);
    run->at[AT_LINE] = 0;
    run->emit = emit_place;
    return true;
}

int hmp_info_profile(struct monitor_run *run)
{
    if (run->agent->samples.due == 0)
        return monitor_error(run, "Internal profiler not compiled");
    run->emit = emit_profile;
    return 0;
}

#if QMP_GROUP_UNCONFIGURED
int agent_x_query_profile(struct qmp_call *call)
{
    return monitor_human_readable(call, "profile");
}
#endif

/* ------------------------------------------------------------------- cpustats */

/* A processor a piece. */
static bool emit_cpu(struct monitor_run *run)
{
    const struct agent_samples *samples = &run->agent->samples;
    uintptr_t cpu = run->at[0]++;
    uint32_t agent = cpu == 0 ? samples->agent : 0;

    if (cpu >= board_cpu_count() || cpu >= BOARD_CPUS_MAX)
        return false;
    say(run, "CPU #%zu: samples=%u application=%u agent=%u held=%u\n", cpu,
        (unsigned)samples->total, (unsigned)samples->running[cpu], (unsigned)agent,
        (unsigned)(samples->total - samples->running[cpu] - agent));
    return true;
}

int hmp_info_cpustats(struct monitor_run *run)
{
    run->at[0] = 0;
    run->emit = emit_cpu;
    return 0;
}

#endif
