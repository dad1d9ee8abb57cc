/* debug_machine.c - a little simulated machine.
 *
 * Its hardware watchpoints are as coarse as a memory protection unit's: they tell of everything
 * within 16 bytes.
 *
 * SPDX-License-Identifier: MIT */
#include "debug_machine.h"

#define WATCHES      2
#define WATCH_COARSE 16u

struct machine_cpu machine_cpus[MACHINE_CPUS];
uint8_t machine_memory[MACHINE_SIZE];
uint32_t machine_met[MACHINE_SIZE];
uint32_t machine_runs;
unsigned machine_writes, machine_every;
bool machine_watches;

static struct {
    uintptr_t address;
    size_t size;
    unsigned access; /* 0: off */
} watches[WATCHES];

#ifndef MACHINE_SAFEPOINTS
#define MACHINE_SAFEPOINTS 0
#endif

#define GENERAL(register_name)                                                                     \
    {                                                                                              \
        .name = register_name, .size = 8, .writable = true                                         \
    }

static const struct board_register registers[MACHINE_REGISTERS] = {
    GENERAL("r0"), GENERAL("r1"),   GENERAL("r2"), GENERAL("r3"),
    GENERAL("r4"), GENERAL("r5"),   GENERAL("r6"), GENERAL("r7"),
    GENERAL("sp"), GENERAL("link"), GENERAL("pc"), {"status", 4, false},
};

const struct board_debug board_debug = {
    .registers = registers,
    .register_count = MACHINE_REGISTERS,
    .general_count = MACHINE_STATUS,
    .pc = MACHINE_PC,
    .sp = MACHINE_SP,
    .link = MACHINE_LINK,
#if MACHINE_SAFEPOINTS
    .safepoints = true,
    .code_end = (const char *)12,
#else
    .watch_count = WATCHES,
    .break_size = 2,
    .break_bytes = {BREAK & 0xff, BREAK >> 8},
#endif
};

static const struct board_region regions[] = {
    {"ram", 0, MACHINE_ROM, true}, {"rom", MACHINE_ROM, MACHINE_SIZE - MACHINE_ROM, false}};
const struct board_info board_info = {
    .name = "machine", .target = "none", .regions = regions, .region_count = COUNT(regions)};

/* ------------------------------------------------------------------------ processor */

uint64_t *machine_register(unsigned cpu, unsigned number)
{
    return &machine_cpus[cpu].registers[number];
}

void machine_load(const uint16_t *code, size_t count)
{
    memset(machine_memory, 0, sizeof machine_memory);
    memset(machine_cpus, 0, sizeof machine_cpus);
    memset(machine_met, 0, sizeof machine_met);
    memset(watches, 0, sizeof watches);
    machine_every = machine_writes = 0;
    machine_watches = false;
    for (size_t i = 0; i < count; i++) {
        machine_memory[2 * i] = (uint8_t)code[i];
        machine_memory[2 * i + 1] = (uint8_t)(code[i] >> 8);
    }
    machine_begin(0, 0);
}

void machine_begin(unsigned cpu, uintptr_t address)
{
    memset(&machine_cpus[cpu], 0, sizeof machine_cpus[cpu]);
    machine_cpus[cpu].begun = true;
    machine_pc(cpu) = address;
    *machine_register(cpu, MACHINE_SP) = MACHINE_ROM - cpu * 0x200u;
}

static uint16_t fetch(uintptr_t pc)
{
    return pc + 1 < MACHINE_SIZE ? (uint16_t)(machine_memory[pc] | machine_memory[pc + 1] << 8)
                                 : ILLEGAL;
}

static uintptr_t jump_target(uintptr_t pc, uint16_t code)
{
    int offset = (code & 0xfff) - ((code & 0x800) ? 0x1000 : 0);

    return pc + (uintptr_t)(2 * (intptr_t)offset);
}

static uintptr_t branch_target(uintptr_t pc, uint16_t code)
{
    return pc + (uintptr_t)(2 * (intptr_t)(int8_t)(code & 0xff));
}

/* Where the instruction that CODE is leads; 0 is as good as anything for one that faults. */
static uintptr_t next_of(unsigned cpu, uint16_t code)
{
    uintptr_t pc = (uintptr_t)machine_pc(cpu);

    switch (code >> 12) {
    case 3:
        return *machine_register(cpu, code >> 8 & 7) ? branch_target(pc, code) : pc + 2;
    case 4:
    case 5:
        return jump_target(pc, code);
    case 6:
        return (uintptr_t)*machine_register(cpu, MACHINE_LINK);
    default:
        return pc + 2;
    }
}

static void raise_stop(unsigned cpu, enum board_stop_kind kind, const char *cause)
{
    machine_cpus[cpu].stop = (struct board_stop){
        .kind = kind, .has_pc = true, .pc = (uintptr_t)machine_pc(cpu), .cause = cause};
    machine_cpus[cpu].raised = true;
}

static bool is_watched(unsigned cpu, uintptr_t address, bool write)
{
    for (unsigned i = 0; i < WATCHES; i++) {
        uintptr_t first = watches[i].address / WATCH_COARSE * WATCH_COARSE;

        if (!(watches[i].access & (write ? BOARD_WATCH_WRITE : BOARD_WATCH_READ)) ||
            address + 4 <= first || address >= watches[i].address + watches[i].size + WATCH_COARSE)
            continue;
        raise_stop(cpu, BOARD_STOP_WATCH, NULL);
        machine_cpus[cpu].stop.has_address = true;
        machine_cpus[cpu].stop.address = address;
        machine_cpus[cpu].stop.size = 4;
        machine_cpus[cpu].stop.write = write;
        return true;
    }
    return false;
}

/* True when it was done; else the processor stands where it was. */
static bool access_memory(unsigned cpu, uint16_t code)
{
    uintptr_t address = MACHINE_DATA + 4u * (code & 0xff);
    uint64_t *r = machine_register(cpu, code >> 8 & 7);
    bool write = code >> 12 == 7;
    uint32_t value = (uint32_t)*r;

    if (is_watched(cpu, address, write))
        return false;
    if (write) {
        memcpy(machine_memory + address, &value, sizeof value);
    } else {
        memcpy(&value, machine_memory + address, sizeof value);
        *r = value;
    }
    return true;
}

static bool use_stack(unsigned cpu, bool push)
{
    uint64_t *sp = machine_register(cpu, MACHINE_SP), *link = machine_register(cpu, MACHINE_LINK);

    if (push) {
        *sp -= sizeof *link;
        memcpy(machine_memory + *sp, link, sizeof *link);
    } else {
        memcpy(link, machine_memory + *sp, sizeof *link);
        *sp += sizeof *link;
    }
    return true;
}

static bool poll(unsigned cpu)
{
    struct machine_cpu *c = &machine_cpus[cpu];

    if (machine_every && !c->polled) {
        c->polled = true;
        raise_stop(cpu, BOARD_STOP_SAFEPOINT, NULL);
        return false;
    }
    c->polled = false;
    return true;
}

static bool perform(unsigned cpu, uint16_t code)
{
    uint64_t *r = machine_register(cpu, code >> 8 & 7);

    switch (code >> 12) {
    case 0:
    case 3:
    case 4:
    case 6:
        return true;
    case 1:
        *r += (uint64_t)(int64_t)(int8_t)(code & 0xff);
        return true;
    case 2:
        *r = code & 0xff;
        return true;
    case 5:
        *machine_register(cpu, MACHINE_LINK) = machine_pc(cpu) + 2;
        return true;
    case 7:
    case 8:
        return access_memory(cpu, code);
    case 9:
        return use_stack(cpu, code == PUSH);
    case 10:
        return poll(cpu);
    case 11:
        raise_stop(cpu, BOARD_STOP_BREAK, NULL);
        return false;
    case 12:
        raise_stop(cpu, BOARD_STOP_CALL, NULL);
        machine_pc(cpu) += 2;
        return false;
    default:
        raise_stop(cpu, BOARD_STOP_FAULT, "illegal-instruction");
        return false;
    }
}

void machine_execute(unsigned cpu)
{
    uintptr_t pc = (uintptr_t)machine_pc(cpu), next;
    uint16_t code = fetch(pc);

    if (!machine_cpus[cpu].begun || machine_cpus[cpu].raised)
        return;
    next = next_of(cpu, code);
    if (!perform(cpu, code))
        return;
    machine_pc(cpu) = next;
    machine_met[pc]++;
    machine_cpus[cpu].executed++;
}

/* ---------------------------------------------------------------------------- board */

unsigned board_cpu_count(void)
{
    return MACHINE_CPUS;
}

void board_run_only(uint32_t cpus)
{
    machine_runs = cpus;
}

bool board_cpu_runs(unsigned cpu)
{
    return cpu > 0 && machine_cpus[cpu].begun && (machine_runs & 1u << cpu) &&
           !machine_cpus[cpu].raised;
}

bool board_register_read(unsigned cpu, unsigned number, uint64_t *value)
{
    *value = *machine_register(cpu, number);
    return machine_cpus[cpu].begun;
}

bool board_register_write(unsigned cpu, unsigned number, uint64_t value)
{
    *machine_register(cpu, number) = value;
    return machine_cpus[cpu].begun;
}

bool board_take_stop(unsigned cpu, struct board_stop *stop)
{
    if (!machine_cpus[cpu].raised)
        return false;
    *stop = machine_cpus[cpu].stop;
    machine_cpus[cpu].raised = false;
    return true;
}

void board_safepoints(bool every)
{
    machine_every = every;
}

bool board_is_safepoint(uintptr_t address)
{
    return address % 2 == 0 && fetch(address) == POLL;
}

unsigned board_next_pc(unsigned cpu, uintptr_t next[BOARD_NEXT_MAX])
{
    uint16_t code = fetch((uintptr_t)machine_pc(cpu));

    assert_int_not_equal(code, BREAK); /* it decodes what is there */
    if (code >= 0xd000)
        return 0;
    next[0] = next_of(cpu, code);
    return 1;
}

bool board_is_call(unsigned cpu, uintptr_t *after)
{
    assert_int_not_equal(fetch((uintptr_t)machine_pc(cpu)), BREAK);
    *after = (uintptr_t)machine_pc(cpu) + 2;
    return fetch((uintptr_t)machine_pc(cpu)) >> 12 == 5;
}

bool board_is_return_address(uintptr_t address)
{
    return address >= 2 && address < MACHINE_DATA && address % 2 == 0 &&
           fetch(address - 2) >> 12 == 5;
}

void board_code_written(uintptr_t address, size_t size)
{
    (void)address, (void)size;
}

static void look_at_watches(void)
{
    machine_watches = false;
    for (unsigned i = 0; i < WATCHES; i++)
        machine_watches |= watches[i].access != 0;
}

const char *board_watch_set(unsigned slot, uintptr_t address, size_t size, unsigned access)
{
    assert_in_range(slot, 0, WATCHES - 1);
    if (size > 64)
        return "This machine watches 64 bytes at most";
    watches[slot].address = address;
    watches[slot].size = size;
    watches[slot].access = access;
    look_at_watches();
    return NULL;
}

void board_watch_clear(unsigned slot)
{
    assert_in_range(slot, 0, WATCHES - 1);
    watches[slot].access = 0;
    look_at_watches();
}

size_t board_memory_read(uintptr_t address, void *buffer, size_t size)
{
    size_t here = address < MACHINE_SIZE ? MACHINE_SIZE - address : 0;

    if (size > here)
        size = here;
    memcpy(buffer, machine_memory + (size ? address : 0), size);
    return size;
}

/* ROM takes what is written and keeps nothing of it. */
size_t board_memory_write(uintptr_t address, const void *buffer, size_t size)
{
    size_t here = address < MACHINE_SIZE ? MACHINE_SIZE - address : 0;

    machine_writes++;
    if (size > here)
        size = here;
    if (address < MACHINE_ROM)
        memcpy(machine_memory + address, buffer,
               size < MACHINE_ROM - address ? size : MACHINE_ROM - address);
    return size;
}
