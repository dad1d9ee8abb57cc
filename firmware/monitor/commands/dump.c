/* dump.c - x and xp: memory as numbers and characters.
 *
 * What is not memory is not touched, registers of devices included.  Instructions are not shown:
 * there is no disassembler in the agent.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/commands/show.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_MEMORY

enum { FORMAT, ADDRESS };

/* The cursor: units that are shown; how many there are, and how many in a line; whether the
 * address is one of the bus, which may have more bits than those of the processor. */
enum { AT_DONE, AT_COUNT, AT_LINE, AT_PHYSICAL };

#define LINE_MAX 16 /* bytes */

static uint64_t address_of(const struct monitor_run *run, uint64_t offset)
{
    uint64_t address = (uint64_t)monitor_number(run, ADDRESS) + offset;

    return run->at[AT_PHYSICAL] ? address : (uintptr_t)address;
}

static void show_address(struct monitor_run *run, uint64_t address)
{
    say(run, "%0*jx:", run->at[AT_PHYSICAL] ? 16 : 2 * (int)sizeof(uintptr_t), address);
}

static unsigned unit_of(const struct monitor_run *run)
{
    return run->format == 'c' ? 1 : run->size;
}

/* Little-endian, whatever the processor is. */
static uint64_t take_unit(const uint8_t *bytes, unsigned size)
{
    uint64_t value = 0;

    while (size--)
        value = value << 8 | bytes[size];
    return value;
}

/* A line a piece. */
static bool emit_line(struct monitor_run *run)
{
    unsigned unit = unit_of(run);
    uintptr_t left = run->at[AT_COUNT] - run->at[AT_DONE];
    uintptr_t count = left < run->at[AT_LINE] ? left : run->at[AT_LINE];
    uint64_t address = address_of(run, (uint64_t)run->at[AT_DONE] * unit);
    uint8_t bytes[LINE_MAX];

    if (count == 0)
        return false;
    show_address(run, address);
    if (monitor_look(run, address, bytes, count * unit) < count * unit) {
        say_text(run, " Cannot access memory\n");
        return false;
    }
    for (uintptr_t i = 0; i < count; i++) {
        say_char(run, ' ');
        show_unit(run, take_unit(bytes + i * unit, unit));
    }
    say_char(run, '\n');
    run->at[AT_DONE] += count;
    return true;
}

static bool emit_no_instructions(struct monitor_run *run)
{
    say(run, "0x%0*jx: Asm output not supported on this arch\n", 2 * (int)sizeof(uintptr_t),
        address_of(run, 0));
    return false;
}

static int dump(struct monitor_run *run, bool physical)
{
    uint32_t line = run->size == 1 ? LINE_MAX / 2 : LINE_MAX, count = run->count;

    run->at[AT_PHYSICAL] = physical;
    if (run->format == 'i') {
        run->emit = emit_no_instructions;
        return 0;
    }
    /* As many bytes as the units would have. */
    if (run->format == 'c')
        count = count > UINT32_MAX / run->size ? UINT32_MAX : count * run->size;
    run->at[AT_COUNT] = count;
    run->at[AT_LINE] = line / unit_of(run);
    run->emit = emit_line;
    return 0;
}

int hmp_x(struct monitor_run *run)
{
    return dump(run, false);
}

int hmp_xp(struct monitor_run *run)
{
    return dump(run, true);
}

#endif
