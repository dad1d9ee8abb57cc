/* stop.c - the application's faults as stops.
 *
 * The fault's handler only notes what happened, has PendSV pended and returns.  PendSV comes
 * before the application executes another instruction, finds it as the fault left it, and says
 * what it means.  So the handler calls nothing that the application may call, too, and that may
 * have a break instruction therefore: in a HardFault that would be the processor's end.
 *
 * SPDX-License-Identifier: MIT */
#include "stop.h"

#include <stddef.h>

#include "board/board.h"
#include "core/levels.h"
#include "core/stops.h"
#include "held.h"
#include "scb.h"
#include "status.h"
#include "thumb.h"
#include "vectors.h"
#include "watch.h"

extern char __app_stack_bottom[], __agent_stack_bottom[];
extern const char armv7m_break_call[];

#define HARD_FAULT 3u

static struct fault_status last;
static enum board_stop_kind kind; /* of what is to be delivered: BREAK, CALL, WATCH or FAULT */
static bool stopped;              /* there is something to be delivered */

/* Member by member: a copy of the whole might be a call. */
static void note_status(const struct exception_frame *frame)
{
    last.cfsr = mmio_read32(SCB_CFSR);
    last.hfsr = mmio_read32(SCB_HFSR);
    last.mmfar = mmio_read32(SCB_MMFAR);
    last.bfar = mmio_read32(SCB_BFAR);
    __asm__ volatile("mrs %0, ipsr" : "=r"(last.exception));
    last.stacked = !(last.cfsr & CFSR_STACKING);
    last.pc = last.stacked ? frame->pc : 0;
}

static bool is_watched(void)
{
    const uint32_t both = CFSR_DACCVIOL | CFSR_MMARVALID;

    return (mmio_read32(SCB_CFSR) & both) == both && watch_covers(mmio_read32(SCB_MMFAR));
}

/* A processor that no debugger is attached to makes BKPT a HardFault. */
bool stop_is_break(const struct exception_frame *frame)
{
    uint32_t exception;

    __asm__ volatile("mrs %0, ipsr" : "=r"(exception));
    return exception == HARD_FAULT && mmio_read32(SCB_CFSR) == 0 &&
           *(const volatile uint16_t *)frame->pc >> 8 == 0xbe;
}

void stop_application(struct exception_frame *frame)
{
    note_status(frame);
    kind = BOARD_STOP_FAULT;
    if (is_watched())
        kind = BOARD_STOP_WATCH;
    else if (last.stacked && stop_is_break(frame))
        kind = BOARD_STOP_BREAK;
    if (kind == BOARD_STOP_BREAK && frame->pc == (uintptr_t)armv7m_break_call) {
        kind = BOARD_STOP_CALL;
        last.pc = frame->pc += 2;
    }
    stopped = true;
    held_stacking(!last.stacked);
    armv7m_finish_handler();
    held_let_agent_in();
}

/* ---------------------------------------------------------------------- PendSV */

static void describe_access(struct board_stop *stop)
{
    struct thumb_access access;

    if (last.stacked && thumb_access(last.pc, &access)) {
        stop->write = access.write;
        stop->size = access.size;
    }
}

bool stop_deliver(void)
{
    struct board_stop stop;

    if (!stopped)
        return false;
    stopped = false;
    status_describe(&last, (uint32_t)(uintptr_t)__app_stack_bottom, &stop);
    stop.kind = kind;
    if (kind != BOARD_STOP_FAULT)
        stop.cause = NULL;
    if (kind == BOARD_STOP_WATCH)
        describe_access(&stop);
    stops_raise(0, &stop);
    mmio_write32(SCB_ICSR, ICSR_PENDSVCLR); /* it is this one that stops_raise() asks for */
    return true;
}

const struct fault_status *stop_status(void)
{
    return &last;
}

/* The label stands at the instruction, which a Thumb function's symbol does not. */
__attribute__((naked)) void board_break(void)
{
    __asm__ volatile(".globl armv7m_break_call\n"
                     "armv7m_break_call:\n\t"
                     "bkpt #0\n\t"
                     "bx lr");
}

/* ------------------------------------------------------------------------ others */

bool stop_watching(void)
{
    if (!is_watched())
        return false;
    watch_off();
    mmio_write32(SCB_ICSR, ICSR_PENDSVSET);
    return true;
}

static struct board_stop ending;

static _Noreturn void end(void)
{
    levels_fatal(&ending);
}

/* The agent's hook may come to a break instruction of its own, which a HardFault must not: it runs
 * in the place of what faulted, if there is a frame to return by. */
void stop_for_good(struct exception_frame *frame)
{
    note_status(frame);
    status_describe(&last, (uint32_t)(uintptr_t)__agent_stack_bottom, &ending);
    if (!last.stacked)
        end();
    frame->pc = (uint32_t)(uintptr_t)end & ~1u;
    frame->xpsr = (frame->xpsr & ~XPSR_IT) | XPSR_THUMB;
}
