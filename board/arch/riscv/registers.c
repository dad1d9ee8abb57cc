/* registers.c - the registers of a held application, and what else a debugger must know.
 * Source: The RISC-V ELF psABI (names, e_machine, e_flags); gdb's feature org.gnu.gdb.riscv.cpu
 * (order); Linux's elf_gregset_t of RISC-V.
 *
 * SPDX-License-Identifier: MIT */
#include "application.h"
#include "board/config.h"
#include "board/debug.h"
#include "core/debug_image.h"
#include "csr.h"
#include "harts.h"
#include "system.h"

#define RA     1
#define SP     2
#define PC     32
#define SYSTEM 33 /* the first of them */

#define EM_RISCV      243
#define EF_RISCV_RVC  1u /* compressed instructions; soft float has no bit */
#define C_EBREAK_LOW  0x02
#define C_EBREAK_HIGH 0x90

#define GENERAL(text) {.name = text, .size = 8, .writable = true},
/* The application's mstatus is kept in its frame.  In user mode nothing masks interrupts. */
#define STATUS_WRITABLE (!BOARD_POLLED && !BOARD_ISOLATED)
#define CONTROL(text)                                                                              \
    {.name = #text, .size = 8, .writable = STATUS_WRITABLE && SYSTEM_##text == SYSTEM_mstatus},

/* clang-format off */
static const struct board_register registers[] = {
    {.name = "zero", .size = 8, .writable = false},
    GENERAL("ra") GENERAL("sp") GENERAL("gp") GENERAL("tp") GENERAL("t0") GENERAL("t1")
    GENERAL("t2") GENERAL("fp") GENERAL("s1") GENERAL("a0") GENERAL("a1") GENERAL("a2")
    GENERAL("a3") GENERAL("a4") GENERAL("a5") GENERAL("a6") GENERAL("a7") GENERAL("s2")
    GENERAL("s3") GENERAL("s4") GENERAL("s5") GENERAL("s6") GENERAL("s7") GENERAL("s8")
    GENERAL("s9") GENERAL("s10") GENERAL("s11") GENERAL("t3") GENERAL("t4") GENERAL("t5")
    GENERAL("t6") GENERAL("pc")
    SYSTEM_REGISTERS(CONTROL)
};

static const uint8_t core_registers[] = {
    PC, 1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
};
/* clang-format on */

_Static_assert(sizeof registers / sizeof *registers == SYSTEM + SYSTEM_COUNT, "as numbered");

const struct board_debug board_debug = {
    .registers = registers,
    .register_count = SYSTEM + SYSTEM_COUNT,
    .general_count = SYSTEM,
    .pc = PC,
    .sp = SP,
    .link = RA,
    .watch_count = 2,
    .break_size = 2,
    .break_bytes = {C_EBREAK_LOW, C_EBREAK_HIGH},
    .architecture = "riscv:rv64",
    .feature = "org.gnu.gdb.riscv.cpu",
    .system_feature = "org.gnu.gdb.riscv.csr",
    .elf_machine = EM_RISCV,
    .elf_flags = EF_RISCV_RVC,
    .core_registers = core_registers,
    .core_register_count = sizeof core_registers,
    DEBUG_IMAGE,
};

/* -------------------------------------------------------------------- access */

/* As the application has it: the trap has put its MIE away. */
static unsigned long status_of(const struct trap_frame *frame)
{
    return (frame->status & ~MSTATUS_MIE) | (frame->status & MSTATUS_MPIE ? MSTATUS_MIE : 0);
}

static unsigned long read_system(unsigned cpu, const struct trap_frame *frame,
                                 enum system_register number)
{
    switch (number) {
    case SYSTEM_mstatus:
        return status_of(frame);
    case SYSTEM_mepc:
        return frame->pc;
    case SYSTEM_mcause:
        return frame->cause;
    case SYSTEM_mtval:
        return frame->value;
    case SYSTEM_mscratch:
        return (unsigned long)(frame + 1);
    default:
        break;
    }
#if BOARD_CPUS_MAX > 1
    if (cpu != 0)
        return harts_system(cpu)[number];
#endif
    (void)cpu;
    return system_read(number);
}

bool board_register_read(unsigned cpu, unsigned number, uint64_t *value)
{
    const struct trap_frame *frame = application_frame(cpu);

    if (frame == NULL || number >= SYSTEM + SYSTEM_COUNT)
        return false;
    if (number >= SYSTEM)
        *value = read_system(cpu, frame, number - SYSTEM);
    else if (number == PC)
        *value = frame->pc;
    else
        *value = number == 0 ? 0 : frame->x[number - 1];
    return true;
}

/* Of mstatus only MIE is the application's own. */
static bool write_status(struct trap_frame *frame, uint64_t value)
{
    if (!STATUS_WRITABLE || ((value ^ status_of(frame)) & ~MSTATUS_MIE) != 0)
        return false;
    frame->status &= ~MSTATUS_MPIE;
    if (value & MSTATUS_MIE)
        frame->status |= MSTATUS_MPIE;
    return true;
}

bool board_register_write(unsigned cpu, unsigned number, uint64_t value)
{
    struct trap_frame *frame = application_frame(cpu);

    if (frame == NULL || number == 0 || number > SYSTEM + SYSTEM_mstatus)
        return false;
    if (number > PC)
        return write_status(frame, value);
    if (number < PC)
        frame->x[number - 1] = value;
    else if (value & 1)
        return false; /* there is no such address of an instruction */
    else
        frame->pc = value;
    return true;
}

/* --------------------------------------------------------- what is not here */

void board_safepoints(bool every)
{
    (void)every;
}

bool board_is_safepoint(uintptr_t address)
{
    (void)address;
    return false;
}
