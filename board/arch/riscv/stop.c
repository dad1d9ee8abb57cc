/* stop.c - what a trap of the application means to a debugger.
 * Source: The RISC-V Instruction Set Manual, volume II: "Machine Cause Register", and
 * The RISC-V Debug Specification 0.13, "Trigger Module": a trigger that fires is a breakpoint
 * exception too.
 *
 * SPDX-License-Identifier: MIT */
#include "application.h"
#include "core/arch.h"
#include "csr.h"
#include "decode.h"
#include "pass.h"
#include "step.h"
#include "triggers.h"

#define GUARD_SIZE 4096u
#define EBREAK     0x00100073u

extern const char riscv_break_call[];

static const char *cause_name(unsigned long cause)
{
    static const char *const names[] = {
        [MCAUSE_INSTRUCTION_MISALIGNED] = "misaligned",
        [MCAUSE_INSTRUCTION_ACCESS] = "instruction-access",
        [MCAUSE_ILLEGAL] = "illegal-instruction",
        [MCAUSE_BREAKPOINT] = "breakpoint",
        [MCAUSE_LOAD_MISALIGNED] = "misaligned",
        [MCAUSE_LOAD_ACCESS] = "load-access",
        [MCAUSE_STORE_MISALIGNED] = "misaligned",
        [MCAUSE_STORE_ACCESS] = "store-access",
        [MCAUSE_ECALL_U] = "environment-call",
        [MCAUSE_ECALL_M] = "environment-call",
    };

    if (cause >= sizeof names / sizeof *names || names[cause] == NULL)
        return "other";
    return names[cause];
}

void application_fault(const struct trap_frame *frame, uintptr_t guard, struct board_stop *stop)
{
    *stop = (struct board_stop){.kind = BOARD_STOP_FAULT,
                                .has_pc = true,
                                .pc = frame->pc,
                                .cause = cause_name(frame->cause),
                                .code = (uint32_t)frame->cause};
    switch (frame->cause) {
    case MCAUSE_INSTRUCTION_MISALIGNED:
    case MCAUSE_INSTRUCTION_ACCESS:
    case MCAUSE_LOAD_MISALIGNED:
    case MCAUSE_LOAD_ACCESS:
    case MCAUSE_STORE_MISALIGNED:
    case MCAUSE_STORE_ACCESS:
        stop->has_address = true;
        stop->address = frame->value;
        if (frame->value - guard < GUARD_SIZE)
            stop->cause = "stack-overflow";
        break;
    default:
        break;
    }
}

/* A breakpoint exception: a break instruction, or a trigger on what the instruction accesses. */
static bool break_or_watch(struct trap_frame *frame, struct board_stop *stop)
{
    struct decode_state state = step_state(frame);
    struct decode_access access;
    uint32_t instruction;

    if (decode_fetch(&state, frame->pc, &instruction) == 0 ||
        (decode_is_break(instruction) && !pass_ends_at(frame->pc))) {
        stop->kind = BOARD_STOP_BREAK;
        return true;
    }
    if (triggers_any() && decode_access(&state, instruction, &access)) {
        stop->kind = BOARD_STOP_WATCH;
        stop->has_address = true;
        stop->address = access.address;
        stop->size = access.size;
        stop->write = access.write;
        return true;
    }
    /* A break instruction, or a watchpoint, that has been removed since, or is about to be. */
    __asm__ volatile("fence.i" : : : "memory");
    return false;
}

/* In board_break(), and not at a breakpoint that stands in its place. */
static bool is_break_call(const struct trap_frame *frame)
{
    return frame->pc == (uintptr_t)riscv_break_call &&
           *(const volatile uint16_t *)frame->pc == (uint16_t)EBREAK;
}

bool application_stop(struct trap_frame *frame, uintptr_t guard, struct board_stop *stop)
{
    if (frame->cause != MCAUSE_BREAKPOINT) {
        application_fault(frame, guard, stop);
        return true;
    }
    *stop = (struct board_stop){.has_pc = true, .pc = frame->pc};
    if (is_break_call(frame)) {
        frame->pc += 4;
        stop->kind = BOARD_STOP_CALL;
        stop->pc = frame->pc;
        return true;
    }
    return break_or_watch(frame, stop);
}
