/* report.c - what ended the program, in one line for people.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "core.h"

bool machine_fault(struct e2k_machine *machine, enum fault_kind kind, const char *text,
                   uint64_t address, unsigned bytes)
{
    machine->fault = (struct fault){.kind = kind, .text = text, .address = address, .bytes = bytes};
    return false;
}

__attribute__((format(printf, 2, 3))) static void add(struct e2k_machine *machine,
                                                      const char *format, ...)
{
    size_t length = strlen(machine->message);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(machine->message + length, sizeof machine->message - length, format, arguments);
    va_end(arguments);
}

static void add_riscv(struct e2k_machine *machine, uint64_t e2k, uint64_t riscv, const char *before)
{
    char text[256];

    symbols_print(&machine->symbols, e2k, riscv, " in ", text, sizeof text);
    if (*text)
        add(machine, "%sriscv %s", before, text);
}

static void add_words(struct e2k_machine *machine, const uint32_t *words)
{
    uint64_t room = (machine->ram_size - machine->pc) / 4;
    unsigned count = ((words[0] >> 4 & 7) + 1) * 2;

    add(machine, ": words");
    for (unsigned n = 0; n < count && n < room; n++)
        add(machine, " %08" PRIx32, words[n]);
}

/* The bundle at pc, as text or, if it is none, as words. */
static void add_bundle(struct e2k_machine *machine)
{
    uint32_t words[E2K_WORDS_MAX] = {0};
    struct e2k_bundle bundle;
    char text[E2K_TEXT_MAX];

    if (machine->pc >= machine->ram_size || machine->pc % E2K_ALIGN)
        return;
    if (machine_decode(machine, machine->pc, words, &bundle) < 0)
        add_words(machine, words);
    else if (words[0] || words[1])
        add(machine, ": %s", e2k_print(&bundle, machine->pc, text, sizeof text));
}

static uint64_t riscv_address(const struct e2k_machine *machine, uint64_t e2k)
{
    const uint32_t *map = symbols_map(&machine->symbols, e2k);

    return map ? map[1] : 0;
}

/* Where: the bundle that was executed. */
static void add_place(struct e2k_machine *machine, bool with_riscv)
{
    add(machine, "; bundle %" PRIu64 " at e2k 0x%" PRIx64, machine->bundles, machine->pc);
    if (with_riscv)
        add_riscv(machine, machine->pc, riscv_address(machine, machine->pc), ", ");
    add_bundle(machine);
}

/* Where: the bundle that could not be, and the one before. */
static void add_way(struct e2k_machine *machine)
{
    bool started = machine->bundles > 0;

    add(machine, "; bundle %" PRIu64, machine->bundles + 1);
    add_riscv(machine, machine->pc, riscv_address(machine, machine->pc), ", ");
    add_bundle(machine);
    if (!started)
        return;
    add(machine, "; reached from e2k 0x%" PRIx64, machine->came_from);
    add_riscv(machine, machine->came_from, riscv_address(machine, machine->came_from), ", ");
}

/* A load from the table of jump targets that finds no entry. */
static bool is_lookup(const struct e2k_machine *machine)
{
    const uint32_t *map = symbols_map(&machine->symbols, machine->pc);

    return machine->fault.kind == FAULT_LOAD && machine->symbols.has_bias && map &&
           (map[2] & E2K_MAP_LOOKUP);
}

static void report_jump(struct e2k_machine *machine, uint64_t target)
{
    add(machine, "trap: indirect jump to 0x%" PRIx64 ", which is no known target", target);
}

static enum e2k_stop report_trap(struct e2k_machine *machine)
{
    uint64_t kind = machine->values[E2K_REG_TRAP_KIND];
    uint64_t pc = machine->values[E2K_REG_TRAP_PC];

    if (kind == E2K_TRAP_EBREAK && machine->values[11] == E2K_POWER_OFF_MAGIC) {
        machine->status = (int)(machine->values[10] & 0xFF);
        add(machine, "power off with status %d", machine->status);
        return E2K_STOP_POWER_OFF;
    }
    if (kind == E2K_TRAP_EBREAK)
        add(machine, "trap: ebreak");
    else if (kind == E2K_TRAP_JUMP)
        report_jump(machine, machine->values[E2K_REG_TRAP_VALUE]);
    else
        add(machine, "trap: ct through %%ctpr%" PRIu64 ", which nobody has prepared",
            machine->fault.address);
    if (kind == E2K_TRAP_EBREAK || kind == E2K_TRAP_JUMP)
        add_riscv(machine, machine->pc, pc, ", at ");
    add_place(machine, kind != E2K_TRAP_EBREAK && kind != E2K_TRAP_JUMP);
    return E2K_STOP_TRAP;
}

static void report_access(struct e2k_machine *machine)
{
    const struct fault *fault = &machine->fault;
    bool load = fault->kind == FAULT_LOAD;

    add(machine, "machine check: %s of %u byte%s %s 0x%" PRIx64 ": %s", load ? "load" : "store",
        fault->bytes, fault->bytes == 1 ? "" : "s", load ? "from" : "to", fault->address,
        fault->text);
}

enum e2k_stop report_fault(struct e2k_machine *machine)
{
    const struct fault *fault = &machine->fault;

    machine->message[0] = '\0';
    if (fault->kind == FAULT_TRAP)
        return report_trap(machine);
    if (is_lookup(machine)) {
        report_jump(machine, fault->address - machine->symbols.bias);
        add_place(machine, true);
        return E2K_STOP_TRAP;
    }
    switch (fault->kind) {
    case FAULT_LOAD:
    case FAULT_STORE:
        report_access(machine);
        add_place(machine, true);
        break;
    case FAULT_FETCH:
        add(machine, "machine check: no bundle at e2k 0x%" PRIx64 ": %s", fault->address,
            fault->text);
        add_way(machine);
        break;
    case FAULT_OPERATION:
        add(machine, "machine check: %s", fault->text);
        add_place(machine, true);
        break;
    default:
        add(machine, "the host has no memory left to decode bundles");
        break;
    }
    return E2K_STOP_CHECK;
}
