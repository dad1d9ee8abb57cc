/* enter.c - into the agent and out of it.
 *
 * SPDX-License-Identifier: MIT */
#include "enter.h"

#include "board/board.h"
#include "call.h"
#include "core/arch.h"
#include "core/levels.h"
#include "core/stops.h"
#include "custom.h"

#define NEVER (UINT64_MAX >> 1) /* back-edges; the countdown is signed */

/* sp, gp, tp, s0 to s11: what a function has kept when it returns. */
#define KEPT 0x0ffc031cu

/* As it starts: at its entry, on an empty stack. */
#define FRESH                                                                                      \
    {                                                                                              \
        .x = {[0] = (uintptr_t)application_main, [2] = (uintptr_t)__app_stack_top},                \
        .known = UINT64_MAX,                                                                       \
    }

extern char __app_stack_top[];

static struct app_frame entry = FRESH;
static struct app_frame *frame = &entry;
static bool every;

struct app_frame *enter_frame(void)
{
    return frame;
}

void enter_every(bool wanted)
{
    every = wanted;
}

bool enter_wanted(void)
{
    if (levels_agent_active())
        return false;
    levels_look();
    return every || levels_agent_wanted();
}

static void leave(void)
{
    const struct safepoint_table *table = custom_table();

    if (table != NULL)
        custom_countdown(every ? 0 : table->countdown);
}

/* While the agent runs safepoints count for nothing: what it calls of the application, getters of
 * its objects, must not come here again, as there is one place for where to go on. */
static void run(struct app_frame *of)
{
    frame = of;
    custom_countdown(NEVER);
    levels_run_agent();
    if (frame == &entry)
        arch_enter_application();
    leave();
}

const struct app_frame *enter_begin(void)
{
    leave();
    return &entry;
}

/* The application is to start afresh: there is nothing left of what it did. */
void arch_restart_application(void)
{
    entry = (struct app_frame)FRESH;
    frame = &entry;
#if BOARD_DEBUG
    stops_forget(0);
#endif
}

static void raise(const struct app_frame *of, enum board_stop_kind kind)
{
#if BOARD_DEBUG
    const struct board_stop stop = {.kind = kind, .has_pc = true, .pc = of->x[0]};

    stops_raise(0, &stop);
#else
    (void)of;
    (void)kind;
    board_request_agent();
#endif
}

void enter_at_safepoint(struct app_frame *of)
{
    of->x[0] = of->line->pc;
    of->known = of->line->known;
    if (every)
        raise(of, BOARD_STOP_SAFEPOINT);
    run(of);
}

/* The application stands at the call it made.  With a call that is the last thing of a function
 * (a jump), that is the call of this function. */
static void at_call(struct app_frame *of)
{
    struct call call;

    of->x[0] = call_before(of->x[1], &call) ? call.address : of->x[1];
    of->known = KEPT;
}

void enter_at_poll(struct app_frame *of)
{
    at_call(of);
    if (every)
        raise(of, BOARD_STOP_SAFEPOINT);
    run(of);
}

void enter_at_break(struct app_frame *of)
{
    if (levels_agent_active())
        return;
    at_call(of);
    raise(of, BOARD_STOP_CALL);
    run(of);
}
