/* debug.c - what a debugger sees of the application: it is a RISC-V program, and stops at its
 * safepoints.
 * Source: RISC-V ELF psABI, chapter 1 (names); gdb's manual, "RISC-V Features"; Linux'
 * struct user_regs_struct of RISC-V is the order in core dumps.
 *
 * The machine traps for nobody: there are no break instructions, no steps, no watchpoints.
 *
 * SPDX-License-Identifier: MIT */
#include "board/debug.h"

#include "arch/riscv/decode.h"
#include "board/board.h"
#include "call.h"
#include "custom.h"
#include "enter.h"

_Static_assert(BOARD_NEXT_MAX >= DECODE_NEXT_MAX, "a step may end at as many places");

#define PC 32

#define GENERAL(text)                                                                              \
    {                                                                                              \
        .name = text, .size = 8, .writable = true                                                  \
    }

static const struct board_register registers[] = {
    {.name = "zero", .size = 8},
    GENERAL("ra"),
    GENERAL("sp"),
    GENERAL("gp"),
    GENERAL("tp"),
    GENERAL("t0"),
    GENERAL("t1"),
    GENERAL("t2"),
    GENERAL("s0"),
    GENERAL("s1"),
    GENERAL("a0"),
    GENERAL("a1"),
    GENERAL("a2"),
    GENERAL("a3"),
    GENERAL("a4"),
    GENERAL("a5"),
    GENERAL("a6"),
    GENERAL("a7"),
    GENERAL("s2"),
    GENERAL("s3"),
    GENERAL("s4"),
    GENERAL("s5"),
    GENERAL("s6"),
    GENERAL("s7"),
    GENERAL("s8"),
    GENERAL("s9"),
    GENERAL("s10"),
    GENERAL("s11"),
    GENERAL("t3"),
    GENERAL("t4"),
    GENERAL("t5"),
    GENERAL("t6"),
    {.name = "pc", .size = 8}, /* the loop goes on where it is */
};

_Static_assert(sizeof registers / sizeof *registers == PC + 1, "numbers are indexes");

static const uint8_t core_registers[] = {PC, 1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                         11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                         22, 23, 24, 25, 26, 27, 28, 29, 30, 31};

extern const char __code_start[], __code_end[], __used_start[], __used_end[];

const struct board_debug board_debug = {
    .registers = registers,
    .register_count = PC + 1,
    .general_count = PC + 1,
    .pc = PC,
    .sp = 2,
    .link = 1,
    .safepoints = true,
    .architecture = "riscv:rv64",
    .feature = "org.gnu.gdb.riscv.cpu",
    .elf_machine = 243, /* EM_RISCV */
    .core_registers = core_registers,
    .core_register_count = sizeof core_registers,
    .code = __code_start,
    .code_end = __code_end,
    .used = __used_start,
    .used_end = __used_end,
};

/* ----------------------------------------------------------------- registers */

static bool is_known(const struct app_frame *frame, unsigned number)
{
    return number > 0 && number < PC && (frame->known >> number & 1) != 0;
}

bool board_register_read(unsigned cpu, unsigned number, uint64_t *value)
{
    const struct app_frame *frame = enter_frame();

    if (cpu != 0 || number > PC)
        return false;
    if (number == 0)
        *value = 0;
    else if (number == PC)
        *value = frame->x[0];
    else if (is_known(frame, number))
        *value = frame->x[number];
    else
        return false;
    return true;
}

bool board_register_write(unsigned cpu, unsigned number, uint64_t value)
{
    struct app_frame *frame = enter_frame();

    if (cpu != 0 || !is_known(frame, number))
        return false;
    frame->x[number] = value;
    return true;
}

/* ---------------------------------------------------------------- safepoints */

void board_safepoints(bool every)
{
    enter_every(every);
}

static bool is_in_table(uintptr_t address)
{
    const struct safepoint_table *table = custom_table();
    uint32_t low = 0, high = table == NULL ? 0 : table->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (table->lines[middle].pc == address)
            return true;
        if (table->lines[middle].pc < address)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

bool board_is_safepoint(uintptr_t address)
{
    struct call call;

    return is_in_table(address) ||
           (call_at(address, &call) && call.target == (uintptr_t)board_poll);
}

/* ------------------------------------------------------ steps and watchpoints */

static bool fetch(uint64_t address, uint16_t *half)
{
    return board_memory_read(address, half, sizeof *half) == sizeof *half;
}

/* Of no use for a step, as the application does not stop there; but gdb asks for one like this. */
unsigned board_next_pc(unsigned cpu, uintptr_t next[BOARD_NEXT_MAX])
{
    const struct app_frame *frame = enter_frame();
    const struct decode_state state = {.pc = frame->x[0], .x = frame->x, .fetch = fetch};

    return cpu == 0 ? decode_next(&state, next) : 0;
}

bool board_is_call(unsigned cpu, uintptr_t *after)
{
    (void)cpu;
    (void)after;
    return false;
}

bool board_is_return_address(uintptr_t address)
{
    struct call call;

    return call_before(address, &call);
}

/* What was written is not what is executed. */
void board_code_written(uintptr_t address, size_t size)
{
    (void)address;
    (void)size;
}

const char *board_watch_set(unsigned slot, uintptr_t address, size_t size, unsigned access)
{
    (void)slot;
    (void)address;
    (void)size;
    (void)access;
    return "The processor has no watchpoints";
}

void board_watch_clear(unsigned slot)
{
    (void)slot;
}
