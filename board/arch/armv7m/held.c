/* held.c - the application while it stands still.
 * Source: ARMv7-M Architecture Reference Manual, B1.4 (masks), B1.5.6 to B1.5.8 (exception entry
 * and return).
 *
 * PendSV is pended like any exception, so PRIMASK, FAULTMASK and a low BASEPRI of the
 * application would hold it back, although the application stands in a fault and cannot unmask
 * anything.  They are set aside before, and put back when the application goes on.  Not FAULTMASK:
 * an exception return clears it, and a break instruction under it would be the processor's end.
 *
 * SPDX-License-Identifier: MIT */
#include "held.h"

#include <stddef.h>

#include "application.h"
#include "core/arch.h"
#include "core/deadlines.h"
#include "core/levels.h"
#include "core/stops.h"
#include "scb.h"
#include "watch.h"

/* Bits of EXC_RETURN. */
#define ON_PROCESS_STACK  4u
#define NO_FLOATING_POINT 16u

#define FLOATING_POINT_BYTES 72u /* s0 to s15, fpscr, and a word */

static struct pendsv_frame *pendsv; /* NULL outside of PendSV */
static struct held_masks masks;
static bool set_aside;   /* `masks` are the application's, the processor's are clear */
static bool restarted;   /* what is on the process stack comes when handlers are unwound */
static bool not_stacked; /* by the last fault */
static uint32_t midst;   /* PRIMASK with which it went on */

/* ----------------------------------------------------------------------- masks */

static struct held_masks read_masks(void)
{
    struct held_masks now;

    __asm__ volatile("mrs %0, primask" : "=r"(now.primask));
    __asm__ volatile("mrs %0, basepri" : "=r"(now.basepri));
    __asm__ volatile("mrs %0, faultmask" : "=r"(now.faultmask));
    return now;
}

void held_let_agent_in(void)
{
    if (!set_aside)
        masks = read_masks();
    set_aside = true;
    __asm__ volatile("cpsie i\n\t"
                     "cpsie f\n\t"
                     "msr basepri, %0"
                     :
                     : "r"(0)
                     : "memory");
    mmio_write32(SCB_ICSR, ICSR_PENDSVSET);
}

/* If nothing was set aside PendSV came by itself, that is, through what the masks let pass. */
struct held_masks *held_masks(void)
{
    if (!set_aside) {
        masks = read_masks();
        masks.primask = masks.faultmask = 0;
        set_aside = true;
    }
    return &masks;
}

/* ---------------------------------------------------------------------- PendSV */

void held_enter(struct pendsv_frame *frame)
{
    pendsv = frame;
    watch_off();
}

/* An application that masks interrupts, sees that its time has not come and sleeps may have been
 * stopped in between; the interrupt that was to wake it has then been taken by the agent.  PendSV,
 * pending until it unmasks, wakes it instead.  And it may have been stopped while it programmed
 * the timer, which is done again then.
 * The last steps touch nothing but stack: what is watched may be anywhere else. */
void held_leave(void)
{
    uint32_t primask = 0;

    if (set_aside) {
        __asm__ volatile("msr basepri, %0" : : "r"(masks.basepri));
        primask = masks.primask;
    }
    if (primask)
        mmio_write32(SCB_ICSR, ICSR_PENDSVSET);
    else if (midst)
        deadlines_service();
    midst = primask;
    set_aside = restarted = false;
    pendsv = NULL;
    watch_on();
    irq_restore(primask);
}

void held_stacking(bool failed)
{
    not_stacked = failed;
}

void held_restart(void (*entry)(void))
{
    stops_forget(0);
    pendsv->exc_return = application_continue_at(entry, pendsv->exc_return, &pendsv->stacked);
    masks = (struct held_masks){.primask = 0};
    set_aside = restarted = true;
    not_stacked = false;
}

/* -------------------------------------------------------------------- the frame */

struct pendsv_frame *held_pendsv(void)
{
    return pendsv;
}

bool held_is_thread(void)
{
    return pendsv != NULL && (restarted || (pendsv->exc_return & ON_PROCESS_STACK) != 0);
}

static struct exception_frame *on_process_stack(void)
{
    uint32_t psp;

    __asm__ volatile("mrs %0, psp" : "=r"(psp));
    return (struct exception_frame *)psp;
}

struct exception_frame *held_frame(void)
{
    if (pendsv == NULL || not_stacked)
        return NULL;
    return held_is_thread() ? on_process_stack() : &pendsv->stacked;
}

static uint32_t frame_size(void)
{
    bool extended = !restarted && !(pendsv->exc_return & NO_FLOATING_POINT);

    return sizeof(struct exception_frame) + (extended ? FLOATING_POINT_BYTES : 0);
}

uint32_t held_stack(void)
{
    const struct exception_frame *frame = held_frame();

    return (uint32_t)(uintptr_t)frame + frame_size() + (frame->xpsr & XPSR_PADDED ? 4 : 0);
}

/* The frame moves along.  It lies at a multiple of 8. */
bool held_move_stack(uint32_t sp)
{
    struct exception_frame copy, *frame = held_frame();
    uint32_t to = (sp - sizeof copy) & ~7u;

    if (frame == NULL || !held_is_thread() || sp % 4 != 0 || frame_size() != sizeof copy)
        return false;
    copy = *frame;
    copy.xpsr = (copy.xpsr & ~XPSR_PADDED) | (sp & 4 ? XPSR_PADDED : 0);
    if (arch_probe_copy((void *)to, &copy, sizeof copy) != sizeof copy)
        return false;
    __asm__ volatile("msr psp, %0" : : "r"(to) : "memory");
    return true;
}
