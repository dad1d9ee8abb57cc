/* trap.c - what a trap leads to: a device's handler, a probe's fix-up, the agent level.
 *
 * SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "application.h"
#include "board/board.h"
#include "core/arch.h"
#include "core/deadlines.h"
#include "core/fault.h"
#include "core/gate.h"
#include "core/levels.h"
#include "core/stops.h"
#include "csr.h"
#include "drivers/clint.h"
#include "drivers/plic.h"
#include "frame.h"
#include "harts.h"
#include "isolate.h"
#include "pass.h"
#include "triggers.h"

extern char __agent_stack_top[], __app_stack_top[], __app_stack_guard[];
extern const char riscv_probe_begin[], riscv_probe_end[], riscv_agent_call[], semihosting_call[];

_Noreturn void riscv_begin(void *stack_top, void (*prepare)(struct trap_frame *frame));
void trap_handle(struct trap_frame *frame, bool from_application);

void application_begin(struct trap_frame *frame, uintptr_t entry, uintptr_t top)
{
    memset(frame, 0, sizeof *frame);
    frame->pc = entry;
    frame->x[1] = top;
    frame->status = (BOARD_ISOLATED ? 0 : MSTATUS_MPP_M) | (BOARD_POLLED ? 0 : MSTATUS_MPIE);
}

static struct trap_frame *own_frame(void)
{
    return (struct trap_frame *)((uintptr_t)__agent_stack_top - sizeof(struct trap_frame));
}

static void begin(void (*entry)(void))
{
    application_begin(own_frame(), (uintptr_t)entry, (uintptr_t)__app_stack_top);
}

#if BOARD_DEBUG
#define forget_stop() stops_forget(0)
#else
#define forget_stop() (void)0
#endif

void arch_restart_application(void)
{
    begin(application_main);
    forget_stop();
    harts_restart();
}

static bool probe_fix_up(struct trap_frame *frame)
{
    if (frame->pc == (uintptr_t)semihosting_call) {
        frame->pc += 4; /* nobody listens */
        return true;
    }
    if (frame->pc < (uintptr_t)riscv_probe_begin || frame->pc >= (uintptr_t)riscv_probe_end)
        return false;
    frame->pc = (uintptr_t)riscv_probe_end;
    return true;
}

/* What cannot go on, and nobody mends, is put where it does no harm. */
static void park(const struct trap_frame *frame)
{
    board_fault.count++;
    board_fault.cause = frame->cause;
    board_fault.pc = frame->pc;
    board_fault.address = frame->value;
    begin(application_idle);
}

#if BOARD_DEBUG

struct trap_frame *application_frame(unsigned cpu)
{
#if BOARD_CPUS_MAX > 1
    if (cpu != 0)
        return harts_frame(cpu);
#endif
    return cpu == 0 ? own_frame() : NULL;
}

static void application_trap(struct trap_frame *frame)
{
    struct board_stop stop;

    if (application_stop(frame, (uintptr_t)__app_stack_guard, &stop))
        stops_raise(0, &stop);
}

/* A stop that nobody took would come again, and again. */
static void end_stop(void)
{
    if (stops_raised(0)) {
        stops_forget(0);
        park(own_frame());
    }
}

static bool is_passed(struct trap_frame *frame)
{
    return frame->cause == MCAUSE_BREAKPOINT && csr_read(mhartid) == 0 && pass_break(frame);
}

static _Noreturn void fatal(struct trap_frame *frame)
{
    struct board_stop stop;

    application_fault(frame, (uintptr_t)__app_stack_guard, &stop);
    levels_fatal(&stop);
}

#else

#define triggers_any()          false
#define triggers_disarm()       (void)0
#define triggers_arm()          (void)0
#define application_trap(frame) park(frame)
#define end_stop()              (void)0
#define is_passed(frame)        false
#define fatal(frame)            board_reset()

#endif

/* Of the agent, or of an interrupt of the board. */
static void other_trap(struct trap_frame *frame)
{
    if (is_passed(frame) || probe_fix_up(frame))
        return;
    fatal(frame);
}

#if BOARD_POLLED

static bool is_interrupt(unsigned long cause)
{
    (void)cause;
    return false;
}

#else

static bool is_interrupt(unsigned long cause)
{
    if (cause == MCAUSE_EXTERNAL) {
        plic_dispatch();
    } else if (cause == MCAUSE_TIMER) {
        deadlines_service();
    } else if (cause == MCAUSE_SOFTWARE) {
        clint_clear_software(0);
        harts_look();
    } else {
        return false;
    }
    return true;
}

/* Only the application needs the software interrupt: from a trap, trap_handle() looks. */
void arch_pend_agent(void)
{
    if (csr_read(mscratch) != 0)
        clint_raise_software(0);
}

#endif

/* An application that stopped while it had masked interrupts may be about to wait for one in wfi,
 * and that one came meanwhile. */
static void wake_masked(const struct trap_frame *frame)
{
    if (!BOARD_POLLED && !BOARD_ISOLATED && !(frame->status & MSTATUS_MPIE))
        clint_raise_software(0);
}

/* The call of board_poll(). */
static bool is_poll(struct trap_frame *frame)
{
#if BOARD_POLLED
    if (frame->cause == MCAUSE_ECALL_M && frame->pc == (uintptr_t)riscv_agent_call) {
        frame->pc += 4;
        levels_look();
        return true;
    }
#else
    (void)frame;
#endif
    return false;
}

/* The call of board_gate(): words and operation in a0 to a3, the result in a0. */
static bool is_gate(struct trap_frame *frame)
{
#if BOARD_ISOLATED
    struct board_gate_call call = {.words = {frame->x[9], frame->x[10], frame->x[11]}};
    bool done;

    if (frame->cause != MCAUSE_ECALL_U)
        return false;
    irq_enable();
    done = gate_do((unsigned)frame->x[12], &call);
    irq_disable();
    if (done) {
        frame->x[9] = call.result;
        frame->pc += 4;
    }
    return done;
#else
    (void)frame;
    return false;
#endif
}

void trap_handle(struct trap_frame *frame, bool from_application)
{
#if BOARD_CPUS_MAX > 1
    unsigned long hart = csr_read(mhartid);

    if (hart != 0 && from_application) {
        harts_trap((unsigned)hart, frame);
        return;
    }
#endif
    if (from_application && triggers_any())
        triggers_disarm();
    if (!is_interrupt(frame->cause)) {
        if (!from_application) {
            other_trap(frame);
        } else if (!is_poll(frame) && !is_gate(frame)) {
            application_trap(frame);
        }
    }
    if (!from_application)
        return;
    if (levels_agent_wanted())
        levels_run_agent();
    end_stop();
    wake_masked(frame);
    if (triggers_any())
        triggers_arm();
}

static void first_run(struct trap_frame *frame)
{
    (void)frame;
    begin(application_main);
    levels_run_agent();
    if (triggers_any())
        triggers_arm();
}

_Noreturn void arch_run(void)
{
    harts_init();
    isolate();
    if (!BOARD_POLLED)
        csr_write(mie, MIE_SOFTWARE | MIE_TIMER | MIE_EXTERNAL);
    riscv_begin(__agent_stack_top, first_run);
}
