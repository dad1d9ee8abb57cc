/* levels.c - the agent runs in PendSV: above the application's interrupts, below the ports'.
 *
 * SPDX-License-Identifier: MIT */
#include "core/levels.h"

#include "application.h"
#include "core/arch.h"
#include "core/stops.h"
#include "held.h"
#include "isolate.h"
#include "mpu.h"
#include "nvic.h"
#include "scb.h"
#include "stop.h"
#include "vectors.h"

void armv7m_run_agent(struct pendsv_frame *frame);

static void set_priorities(void)
{
    mmio_write32(SCB_CCR, mmio_read32(SCB_CCR) | CCR_STKALIGN);
    mmio_write32(SCB_SHPR1, 0); /* faults are as urgent as ports: a probe is in PendSV */
    /* The gate's work is not to be interrupted by the agent. */
    mmio_write32(SCB_SHPR2, (BOARD_ISOLATED ? PRIORITY_AGENT : PRIORITY_APPLICATION) << 24);
    mmio_write32(SCB_SHPR3, PRIORITY_AGENT << 16 |
                                (NVIC_SYSTICK ? PRIORITY_PORT : PRIORITY_APPLICATION) << 24);
    mmio_write32(SCB_SHCSR, mmio_read32(SCB_SHCSR) | SHCSR_FAULTS_ON);
}

#if BOARD_DEBUG

void armv7m_finish_handler(void)
{
    mmio_write32(SCB_SHPR2, 0);
    mmio_write32(SCB_SHPR3, PRIORITY_AGENT << 16 | PRIORITY_PORT << 24);
}

/* What faulted and was sent on without anybody asking why would only fault again. */
void armv7m_run_agent(struct pendsv_frame *frame)
{
    irq_disable();
    isolate_thread();
    held_enter(frame);
    if (stop_deliver())
        set_priorities();
    if (levels_agent_wanted())
        levels_run_agent();
    if (stops_raised(0))
        held_restart(application_idle);
    held_leave();
}

void arch_restart_application(void)
{
    held_restart(application_main);
}

#else

void armv7m_run_agent(struct pendsv_frame *frame)
{
    irq_disable();
    if (levels_agent_wanted() && levels_run_agent())
        frame->exc_return =
            application_continue_at(application_main, frame->exc_return, &frame->stacked);
    irq_enable();
}

#endif

__attribute__((naked)) void pendsv_handler(void)
{
    __asm__ volatile("push {r3-r11, lr}\n\t"
                     "mov r0, sp\n\t"
                     "bl armv7m_run_agent\n\t"
                     "pop {r3-r11, pc}");
}

void arch_pend_agent(void)
{
    mmio_write32(SCB_ICSR, ICSR_PENDSVSET);
}

/* The thread moves to the process stack, the main stack is empty for the handlers, and the
 * agent, which is pending, goes first. */
_Noreturn void arch_run(void)
{
    set_priorities();
#if BOARD_DEBUG
    mpu_init();
#endif
    arch_pend_agent();
    __asm__ volatile("msr psp, %0\n\t"
                     "mov r0, #2\n\t"
                     "msr control, r0\n\t"
                     "isb\n\t"
                     "msr msp, %1\n\t"
                     "cpsie i\n\t"
                     "isb\n\t"
                     "b application_main"
                     :
                     : "r"(&__app_stack_top), "r"(&__agent_stack_top)
                     : "r0", "memory");
    __builtin_unreachable();
}
