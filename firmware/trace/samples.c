/* samples.c - where the application is, looked at many times a second.
 *
 * SPDX-License-Identifier: MIT */
#include "trace/samples.h"

#if QMP_GROUP_MONITOR

#include "board/debug.h"
#include "qmp/memory.h"
#include "trace/trace.h"

/* Entries that are looked at for a place. */
#define PROBES 8

#if QMP_GROUP_DEBUG
bool samples_are_possible(void)
{
    return board_debug.register_count > 0 && (board_info.interrupts || board_debug.safepoints);
}

static bool find_application(uint64_t *pc)
{
    return board_register_read(0, board_debug.pc, pc);
}
#else
/* A build without the debugger links no registers. */
bool samples_are_possible(void)
{
    return false;
}

static bool find_application(uint64_t *pc)
{
    (void)pc;
    return false;
}
#endif

void samples_begin(struct agent *agent)
{
    memset(&agent->samples, 0, sizeof agent->samples);
    agent->samples.due = board_clock() + SAMPLES_PERIOD;
}

/* The first of the entries where ADDRESS, a place's, may stand. */
static unsigned hash(uintptr_t address)
{
    return (unsigned)((uint32_t)(address / SAMPLES_PLACE) * 2654435761u >> 16);
}

static void count_place(struct agent_samples *samples, uintptr_t pc)
{
    uintptr_t address = pc - pc % SAMPLES_PLACE;

    for (unsigned i = 0; i < PROBES; i++) {
        struct agent_place *place = &samples->places[(hash(address) + i) % AGENT_PROFILE_PLACES];

        if (place->count > 0 && place->address != address)
            continue;
        place->address = address;
        place->count++;
        return;
    }
    samples->elsewhere++;
}

static void take_application(struct agent_samples *samples)
{
    uint64_t pc;

    samples->running[0]++;
    if (find_application(&pc))
        count_place(samples, (uintptr_t)pc);
    else
        samples->elsewhere++;
}

static void take(struct agent_samples *samples, bool fresh, bool held)
{
    samples->total++;
    if (!held && fresh)
        take_application(samples);
    else if (!held)
        samples->agent++;
    for (unsigned cpu = 1; cpu < board_cpu_count() && cpu < BOARD_CPUS_MAX; cpu++)
        samples->running[cpu] += board_cpu_runs(cpu);
}

uint64_t samples_tick(struct agent *agent, bool fresh, bool held)
{
    struct agent_samples *samples = &agent->samples;
    uint64_t now;

    if (!(agent->trace.enabled & TRACE_BIT(profile_sample)))
        return UINT64_MAX;
    now = board_clock();
    if (now < samples->due)
        return samples->due;
    take(samples, fresh, held);
    samples->due += SAMPLES_PERIOD;
    if (samples->due <= now)
        samples->due = now + SAMPLES_PERIOD;
    return samples->due;
}

static bool is_before(const struct agent_place *a, const struct agent_place *b)
{
    return a->count > b->count || (a->count == b->count && a->address < b->address);
}

const struct agent_place *samples_next(const struct agent *agent, const struct agent_place *place)
{
    const struct agent_place *next = NULL;

    for (unsigned i = 0; i < AGENT_PROFILE_PLACES; i++) {
        const struct agent_place *other = &agent->samples.places[i];

        if (other->count > 0 && (!place || is_before(place, other)) &&
            (!next || is_before(other, next)))
            next = other;
    }
    return next;
}

#endif
