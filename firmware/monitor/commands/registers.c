/* registers.c - info registers: as QEMU lays them out, which the board knows (board/describe.h).
 *
 * All registers of a processor are of one moment: they are read at once, into the place of a
 * request, which the command has not.  One that is not known is shown as dashes.
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"
#include "debug/engine.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_DEBUG

#include "qmp/memory.h"

enum { ALL, CPU }; /* arguments */

/* The cursor: the processor, the one behind the last, the place in the layout. */
enum { AT_CPU, AT_END, AT_PLACE };

/* What is kept in run->request: values first, a bit for each that is known, the state's text. */
#define REGISTERS_MAX 56u
struct snapshot {
    uint64_t values[REGISTERS_MAX];
    uint8_t known[REGISTERS_MAX / 8];
    char state[BOARD_STATE_MAX];
};

_Static_assert(sizeof(struct snapshot) <= AGENT_MONITOR_REQUEST, "it fits");

/* Other processors are held while theirs are read; the agent lets them go on by itself. */
static void take_snapshot(struct monitor_run *run, unsigned cpu)
{
    struct snapshot snapshot;
    unsigned count = board_debug.register_count;

    memset(&snapshot, 0, sizeof snapshot);
    if (board_cpu_runs(cpu) && cpu != 0)
        debug_run_only(&run->agent->debug, 0);
    for (unsigned i = 0; i < count && i < REGISTERS_MAX; i++)
        if (board_register_read(cpu, i, &snapshot.values[i]))
            snapshot.known[i / 8] |= (uint8_t)(1u << i % 8);
    if (board_processor.state)
        board_processor.state(cpu, snapshot.state);
    memcpy(run->request, &snapshot, sizeof snapshot);
}

static void say_register(struct monitor_run *run, unsigned number)
{
    const struct snapshot *places = NULL;
    size_t value_at = offsetof(struct snapshot, values) + number * sizeof places->values[0];
    size_t known_at = offsetof(struct snapshot, known) + number / 8;
    unsigned digits = 2u * board_debug.registers[number].size;
    uint64_t value;

    memcpy(&value, run->request + value_at, sizeof value);
    if ((unsigned char)run->request[known_at] >> number % 8 & 1)
        say(run, "%0*jx", (int)digits,
            digits < 16 ? value & ((UINT64_C(1) << 4 * digits) - 1) : value);
    else
        for (unsigned i = 0; i < digits; i++)
            say_char(run, '-');
}

/* A line of the layout from PLACE on.  Returns where the next one begins. */
static size_t say_line(struct monitor_run *run, size_t place)
{
    const char *layout = board_processor.layout;
    unsigned char c;

    do {
        c = (unsigned char)layout[place++];
        if (c >= BOARD_LAYOUT_REGISTER)
            say_register(run, c - BOARD_LAYOUT_REGISTER);
        else if (c == BOARD_LAYOUT_STATE)
            say_text(run, run->request + offsetof(struct snapshot, state));
        else
            say_char(run, (char)c);
    } while (c != '\n');
    return place;
}

/* A line a piece. */
static bool emit(struct monitor_run *run)
{
    const char *layout = board_processor.layout;

    if (run->at[AT_PLACE] == 0) {
        take_snapshot(run, (unsigned)run->at[AT_CPU]);
        say(run, "\nCPU#%zu\n", run->at[AT_CPU]);
    }
    if (layout && layout[run->at[AT_PLACE]])
        run->at[AT_PLACE] = say_line(run, run->at[AT_PLACE]);
    if (layout && layout[run->at[AT_PLACE]])
        return true;
    run->at[AT_PLACE] = 0;
    return ++run->at[AT_CPU] < run->at[AT_END];
}

int hmp_info_registers(struct monitor_run *run)
{
    uint64_t cpu = monitor_has(run, CPU) ? (uint64_t)monitor_number(run, CPU) : run->cpu;

    if (monitor_has(run, ALL)) {
        run->at[AT_END] = board_cpu_count();
    } else {
        if (cpu >= board_cpu_count()) {
            json_format_uint(run->where, cpu);
            return monitor_print(run, "CPU#%w not available");
        }
        run->at[AT_CPU] = (uintptr_t)cpu;
        run->at[AT_END] = (uintptr_t)cpu + 1;
    }
    run->emit = emit;
    return 0;
}

#endif
