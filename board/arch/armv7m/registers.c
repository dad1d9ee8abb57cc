/* registers.c - the application's registers: where PendSV and the processor put them.
 * Source: ARMv7-M Architecture Reference Manual, B1.4 (registers).
 *
 * Their order and names are those of gdb's features for M-profile; the fault status registers
 * come after them, as they were at the application's last fault.
 *
 * SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "board/debug.h"
#include "core/debug_image.h"
#include "held.h"
#include "scb.h"
#include "status.h"
#include "stop.h"
#include "watch.h"

enum {
    R4 = 4,
    R12 = 12,
    SP,
    LR,
    PC,
    XPSR,
    GENERAL_COUNT,
    MSP = GENERAL_COUNT,
    PSP,
    PRIMASK,
    BASEPRI,
    FAULTMASK,
    CONTROL,
    CFSR,
    HFSR,
    MMFAR,
    BFAR,
};

#define WORD(register_name)                                                                        \
    {                                                                                              \
        .name = register_name, .size = 4, .writable = true                                         \
    }
#define READ(register_name)                                                                        \
    {                                                                                              \
        .name = register_name, .size = 4, .writable = false                                        \
    }

static const struct board_register registers[] = {
    WORD("r0"),      WORD("r1"),        WORD("r2"),      WORD("r3"),   WORD("r4"),
    WORD("r5"),      WORD("r6"),        WORD("r7"),      WORD("r8"),   WORD("r9"),
    WORD("r10"),     WORD("r11"),       WORD("r12"),     WORD("sp"),   WORD("lr"),
    WORD("pc"),      WORD("xpsr"),      READ("msp"),     READ("psp"),  WORD("primask"),
    WORD("basepri"), READ("faultmask"), READ("control"), READ("cfsr"), READ("hfsr"),
    READ("mmfar"),   READ("bfar"),
};

#define COUNT (sizeof registers / sizeof *registers)

/* r0 to r15, cpsr, and a word that only Linux has a use for. */
static const uint8_t core_registers[] = {0, 1,  2,  3,  4,  5,  6,  7,    8,
                                         9, 10, 11, 12, SP, LR, PC, XPSR, 255};

#define EM_ARM           40
#define EF_ARM_EABI_SOFT 0x05000200u

const struct board_debug board_debug = {
    .registers = registers,
    .register_count = COUNT,
    .general_count = GENERAL_COUNT,
    .pc = PC,
    .sp = SP,
    .link = LR,
    .watch_count = WATCH_COUNT,
    .break_size = 2,
    .break_bytes = {0x00, 0xbe}, /* bkpt #0 */
    .nmi = true,
    .architecture = "arm",
    .feature = "org.gnu.gdb.arm.m-profile",
    .system_feature = "org.gnu.gdb.arm.m-system",
    .elf_machine = EM_ARM,
    .elf_flags = EF_ARM_EABI_SOFT,
    .core_registers = core_registers,
    .core_register_count = sizeof core_registers,
    DEBUG_IMAGE,
};

/* ---------------------------------------------------------------- general registers */

/* Where a register is that is simply somewhere; NULL: it is not known. */
static uint32_t *place(unsigned number)
{
    struct pendsv_frame *pendsv = held_pendsv();
    struct exception_frame *frame = held_frame();

    if (pendsv != NULL && number >= R4 && number < R12)
        return &pendsv->r4_to_r11[number - R4];
    if (frame == NULL)
        return NULL;
    switch (number) {
    case 0:
        return &frame->r0;
    case 1:
        return &frame->r1;
    case 2:
        return &frame->r2;
    case 3:
        return &frame->r3;
    case R12:
        return &frame->r12;
    case LR:
        return &frame->lr;
    case PC:
        return &frame->pc;
    }
    return NULL;
}

/* An instruction elsewhere is in no IT block, and goes on with nothing.  What faulted for want of
 * Thumb can then be sent on. */
static bool write_pc(uint32_t value)
{
    struct exception_frame *frame = held_frame();

    if (frame == NULL)
        return false;
    value &= ~1u;
    if (frame->pc != value)
        frame->xpsr &= ~XPSR_IT;
    frame->xpsr |= XPSR_THUMB;
    frame->pc = value;
    return true;
}

/* The exception number and the padding tell where the frame is; without Thumb nothing goes on. */
static bool write_xpsr(uint32_t value)
{
    struct exception_frame *frame = held_frame();
    const uint32_t kept = XPSR_PADDED | XPSR_EXCEPTION;

    if (frame == NULL)
        return false;
    frame->xpsr = (frame->xpsr & kept) | (value & ~kept) | XPSR_THUMB;
    return true;
}

/* ----------------------------------------------------------------- system registers */

/* What the main stack pointer will be when PendSV has returned. */
static uint32_t main_stack(void)
{
    return held_is_thread() ? (uint32_t)(uintptr_t)&held_pendsv()->stacked : held_stack();
}

static uint32_t process_stack(void)
{
    uint32_t psp;

    if (held_is_thread() && held_frame() != NULL)
        return held_stack();
    __asm__ volatile("mrs %0, psp" : "=r"(psp));
    return psp;
}

/* A handler reads its own choice of stack, not the thread's. */
static uint32_t control(void)
{
    uint32_t control;

    __asm__ volatile("mrs %0, control" : "=r"(control));
    return held_is_thread() ? control | 2u : control & ~2u;
}

static bool read_system(unsigned number, uint64_t *value)
{
    switch (number) {
    case MSP:
        *value = main_stack();
        break;
    case PSP:
        *value = process_stack();
        break;
    case PRIMASK:
        *value = held_masks()->primask;
        break;
    case BASEPRI:
        *value = held_masks()->basepri;
        break;
    case FAULTMASK:
        *value = held_masks()->faultmask;
        break;
    case CONTROL:
        *value = control();
        break;
    case CFSR:
        *value = stop_status()->cfsr;
        break;
    case HFSR:
        *value = stop_status()->hfsr;
        break;
    case MMFAR:
        *value = stop_status()->mmfar;
        break;
    case BFAR:
        *value = stop_status()->bfar;
        break;
    default:
        return false;
    }
    return true;
}

static bool write_system(unsigned number, uint32_t value)
{
    switch (number) {
    case PRIMASK:
        held_masks()->primask = value & 1;
        return true;
    case BASEPRI:
        held_masks()->basepri = value & 0xff;
        return true;
    }
    return false;
}

/* --------------------------------------------------------------------------- public */

bool board_register_read(unsigned cpu, unsigned number, uint64_t *value)
{
    const uint32_t *at = place(number);

    (void)cpu;
    if (held_pendsv() == NULL)
        return false;
    if (at != NULL)
        *value = *at;
    else if (number >= GENERAL_COUNT)
        return read_system(number, value);
    else if (held_frame() == NULL)
        return false;
    else if (number == SP)
        *value = held_stack();
    else
        *value = held_frame()->xpsr & ~XPSR_PADDED;
    return true;
}

bool board_register_write(unsigned cpu, unsigned number, uint64_t value)
{
    uint32_t *at = place(number), word = (uint32_t)value;

    (void)cpu;
    if (held_pendsv() == NULL)
        return false;
    if (number == PC)
        return write_pc(word);
    if (at != NULL)
        *at = word;
    else if (number >= GENERAL_COUNT)
        return write_system(number, word);
    else if (number == SP)
        return held_move_stack(word);
    else
        return write_xpsr(word);
    return true;
}
