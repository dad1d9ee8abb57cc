/* fault.c - the application cannot go on: what is said of it, and what becomes of it.
 *
 * The order of events is that of QEMU 7.2: GUEST_PANICKED, STOP, SHUTDOWN.
 *
 * SPDX-License-Identifier: MIT */
#include "debug/fault.h"

#include "commands/commands.h"
#include "debug/crash.h"
#include "debug/debug.h"
#include "debug/panic.h"
#include "qmp/memory.h"
#include "trace/trace.h"
#include "watchdog.h"

#if QMP_GROUP_DEBUG

/* All members but the message at their longest, and the end of one. */
_Static_assert(QMP_EVENT_TEXT >= 192, "GUEST_PANICKED needs QMP_EVENT_TEXT of 192 bytes");

/* What follows the message: `"}` and a NUL. */
#define TAIL 3

void fault_init(struct agent *agent)
{
    struct agent_debug *debug = &agent->debug;

    debug->panic_action = QMP_PANIC_PAUSE;
    debug->reboot_ends = debug->shutdown_pauses = false;
    debug->given_up = debug->restart_due = false;
    debug->restart_after = 0;
    agent->app_panic = NULL;
    crash_count_reset();
}

/* ---------------------------------------------------------------------- cause */

static bool is_same(const char *a, const char *b)
{
    uint32_t length = text_length(a);

    return length == text_length(b) && memcmp(a, b, length) == 0;
}

static unsigned cause_of(const struct board_stop *stop)
{
    unsigned cause = 0;

    if (stop->kind == BOARD_STOP_CALL)
        return CRASH_ASSERTION;
    if (stop->kind == BOARD_STOP_BREAK)
        return CRASH_BREAKPOINT;
    if (stop->cause == NULL)
        return CRASH_OTHER;
    while (cause < CRASH_OTHER && !is_same(qmp_type_AgentFaultCause.values[cause], stop->cause))
        cause++;
    return cause;
}

/* --------------------------------------------------------------------- events */

/* The information as JSON; the message, which comes last, is cut at a character. */
static uint32_t write_info(const struct crash_record *crash, char text[QMP_EVENT_TEXT])
{
    struct json_span rest = {crash->message, text_length(crash->message)};
    struct json_writer w;

    json_writer_init(&w, text, QMP_EVENT_TEXT - TAIL);
    json_write_begin(&w, NULL, '{');
    json_write_string(&w, "type", "agent");
    crash_write(crash, &w);
    if (rest.length > 0) {
        json_write_key(&w, "message");
        json_write_bytes(&w, "\"", 1);
        json_write_escaped(&w, &rest);
    }
    w.size = QMP_EVENT_TEXT;
    if (crash->message[0] != '\0')
        json_write_bytes(&w, "\"", 1);
    json_write_bytes(&w, "}", 2); /* with its NUL */
    return w.length;
}

enum { PAUSE, POWEROFF, RUN }; /* QMP's GuestPanicAction */

static void send_panicked(struct agent *agent, const struct crash_record *crash, unsigned action)
{
    const uint64_t data[] = {(uintptr_t)qmp_type_GuestPanicAction.values[action], 0};
    char text[QMP_EVENT_TEXT];

    qmp_event_send_text(&agent->server, QMP_EVENT_GUEST_PANICKED, data, text,
                        write_info(crash, text));
}

/* -------------------------------------------------------------------- actions */

static void restart(struct agent *agent)
{
    agent->debug.restart_after = board_clock() + AGENT_PANIC_WAIT;
    agent_restart(agent, true, QMP_CAUSE_GUEST_PANIC);
}

/* An application that faults whenever it starts is not restarted all the time.  Its watchdog
 * would do just that. */
static void restart_in_time(struct agent *agent)
{
    if (board_clock() >= agent->debug.restart_after) {
        restart(agent);
    } else {
        agent->debug.restart_due = true;
        watchdog_reset();
    }
}

static void stop(struct agent *agent, const struct crash_record *crash)
{
    bool panicked = crash->cause == CRASH_ASSERTION;

    agent->debug.last.cpu = crash->cpu;
    agent->debug.last.address = (uintptr_t)crash->address;
    agent->debug.last.has_address = crash->has_address;
    agent->debug.last.cause = qmp_type_AgentFaultCause.values[crash->cause];
    debug_stop(agent, QMP_RUN_GUEST_PANICKED, panicked ? DEBUG_PANIC : DEBUG_FAULT);
}

static void act(struct agent *agent, const struct crash_record *crash)
{
    enum qmp_panic_action action = (enum qmp_panic_action)agent->debug.panic_action;

    if (action == QMP_PANIC_SHUTDOWN && agent->debug.shutdown_pauses)
        action = QMP_PANIC_PAUSE;
    switch (action) {
    case QMP_PANIC_PAUSE:
        send_panicked(agent, crash, PAUSE);
        stop(agent, crash);
        break;
    case QMP_PANIC_SHUTDOWN:
    case QMP_PANIC_EXIT_FAILURE:
        send_panicked(agent, crash, POWEROFF);
        stop(agent, crash);
        agent_shut_down(agent, true, QMP_CAUSE_GUEST_PANIC);
        break;
    case QMP_PANIC_NONE:
        send_panicked(agent, crash, RUN);
        agent->debug.given_up = agent->state == QMP_RUN_RUNNING;
        break;
    case QMP_PANIC_RESET:
        send_panicked(agent, crash, RUN);
        restart_in_time(agent);
        break;
    }
}

/* -------------------------------------------------------------------- entries */

static void take(struct agent *agent, unsigned cpu, const struct board_stop *stop, unsigned cause)
{
    struct board_stop known = *stop;
    char message[AGENT_PANIC_TEXT];
    uint64_t pc;

    message[0] = '\0';
    if (stop->kind == BOARD_STOP_CALL)
        panic_take_message(agent, message);
    if (!known.has_pc && stop->kind != BOARD_STOP_FAULT &&
        board_register_read(cpu, board_debug.pc, &pc)) {
        known.has_pc = true;
        known.pc = (uintptr_t)pc;
    }
    TRACE(agent, app_fault, qmp_type_AgentFaultCause.values[cause], known.has_pc ? known.pc : 0);
    crash_note(false, cpu, &known, cause, message);
    act(agent, crash_record());
    board_request_agent(); /* a restart that has to wait, or the end, is to be looked after */
}

void fault_take(struct agent *agent, unsigned cpu, const struct board_stop *stop)
{
    take(agent, cpu, stop, cause_of(stop));
}

bool fault_inject_nmi(struct agent *agent)
{
    /* Not a fault's, so that pc is looked for. */
    const struct board_stop nmi = {.kind = BOARD_STOP_SAFEPOINT};

    if (!board_debug.nmi)
        return false;
    take(agent, 0, &nmi, CRASH_NMI);
    return true;
}

void fault_of_agent(void *context, const struct board_stop *stop)
{
    (void)context;
    crash_note(true, 0, stop, cause_of(stop), "");
}

void fault_stop_for_watchdog(struct agent *agent)
{
    agent->debug.last.cpu = 0;
    debug_stop(agent, QMP_RUN_WATCHDOG, DEBUG_WATCHDOG);
}

/* ----------------------------------------------------------------------- time */

uint64_t fault_tick(struct agent *agent)
{
    if (!agent->debug.restart_due)
        return UINT64_MAX;
    if (board_clock() < agent->debug.restart_after)
        return agent->debug.restart_after;
    restart(agent);
    return UINT64_MAX;
}

bool fault_holds(const struct agent *agent)
{
    return agent->debug.given_up || agent->debug.restart_due;
}

void fault_stopped(struct agent *agent)
{
    agent->debug.given_up = false;
}

void fault_restart(struct agent *agent)
{
    agent->debug.given_up = agent->debug.restart_due = false;
    agent->app_panic = NULL;
}

#endif
