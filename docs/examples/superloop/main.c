/* main.c - a superloop that serves QMP on a UART beside its own work (gadget.c).
 *
 * Try it: qemu-system-arm -M lm3s6965evb -nographic -kernel superloop.elf
 *
 * SPDX-License-Identifier: MIT */
#include "agent/objects.h"
#include "clock.h"
#include "gadget.h"
#include "qmp/server.h"
#include "registers.h"
#include "uart.h"

static bool reset_asked;

static int query_status(struct qmp_call *call)
{
    return qmp_return_text(call,
                           "{\"status\": \"running\", \"singlestep\": false, \"running\": true}");
}

/* The event comes before the return, as QEMU has it, and the reset after both. */
static int system_reset(struct qmp_call *call)
{
    const uint64_t data[] = {false, (uintptr_t)qmp_type_ShutdownCause.values[QMP_CAUSE_RESET]};

    qmp_event_send(call->server, QMP_EVENT_RESET, data);
    reset_asked = true;
    return 0;
}

/* What is not here answers CommandNotFound. */
static qmp_handler *const handlers[QMP_CMD_COUNT] = {
    [QMP_CMD_agent_limits] = qmp_do_limits,
    [QMP_CMD_guest_sync] = qmp_do_sync,
    [QMP_CMD_guest_sync_delimited] = qmp_do_sync_delimited,
    [QMP_CMD_qmp_capabilities] = qmp_do_capabilities,
    [QMP_CMD_qom_get] = agent_qom_get,
    [QMP_CMD_qom_list] = agent_qom_list,
    [QMP_CMD_qom_set] = agent_qom_set,
    [QMP_CMD_query_commands] = qmp_do_query_commands,
    [QMP_CMD_query_status] = query_status,
    [QMP_CMD_query_version] = qmp_do_query_version,
    [QMP_CMD_system_reset] = system_reset,
};

static uint64_t host_clock(void *context)
{
    (void)context;
    return clock_now();
}

/* There is no calendar on this board. */
static bool host_time_of_day(void *context, int64_t *seconds, int32_t *microseconds)
{
    (void)context;
    (void)seconds;
    (void)microseconds;
    return false;
}

static const struct qmp_host host = {.clock = host_clock, .time_of_day = host_time_of_day};
static struct qmp_server server;
static struct qmp_session session;

/* One turn of QMP: a few bytes in, the work they make, what the UART has room for out. */
static void serve(void)
{
    static char bytes[32];
    static size_t held, used;
    const char *text;
    size_t n;

    if (used == held) {
        held = uart_read(bytes, sizeof bytes);
        used = 0;
    }
    used += qmp_session_input(&session, bytes + used, held - used);
    while (qmp_session_run(&session))
        ;
    n = qmp_session_output(&session, &text);
    qmp_session_sent(&session, uart_write(text, n));
}

int main(void)
{
    clock_init();
    uart_init();
    gadget_init();
    qmp_server_init(&server, &qmp_schema, handlers, &host, "superloop 1.0", NULL);
    qmp_server_extend(&server, &gadget_schema, gadget_handlers);
    qmp_session_init(&session, &server);
    for (;;) {
        serve();
        gadget_turn(clock_now());
        if (reset_asked && qmp_session_idle(&session) && uart_sent())
            REGISTER(0xE000ED0Cu) = 0x05FA0004u; /* AIRCR: SYSRESETREQ */
    }
}
