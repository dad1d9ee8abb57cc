/* app_glue.c - the application's side of the agent (agent/app.h).
 *
 * The application and its interrupts call these; they only set flags the agent
 * looks at, and write to consoles.
 *
 * SPDX-License-Identifier: MIT */
#include "agent/app.h"

#include "agent/agent.h"
#include "app_glue.h"
#include "console.h"
#include "input_queue.h"
#include "qmp/memory.h"

/* An application shares the board with one agent. */
static struct agent *the_agent;

void agent_bind_application(struct agent *agent)
{
    the_agent = agent;
}

const struct agent *agent_of_application(void)
{
    return the_agent;
}

/* A write may take a part though there is room. */
static void write_console(struct board_port *port, const char *text, size_t left)
{
    size_t taken;

    do {
        taken = port->ops->write(port, text, left);
        text += taken;
        left -= taken;
    } while (left && taken);
}

#if BOARD_ISOLATED
#define FOR_THE_GATE
#else
#define FOR_THE_GATE static inline
#endif

FOR_THE_GATE void console_bytes(const char *text, size_t size)
{
    for (size_t i = 0; i < board_port_count; i++)
        if (board_ports[i]->role == BOARD_PORT_CONSOLE)
            write_console(board_ports[i], text, size);
#if QMP_GROUP_CONSOLE
    console_write(&the_agent->console_output, text, size);
#endif
}

void agent_console(const char *text)
{
    console_bytes(text, text_length(text));
}

#if QMP_GROUP_CONSOLE
size_t agent_console_read(void *buffer, size_t size)
{
    struct console_input *in = &the_agent->console_input;
    uint32_t count =
        console_get(in, buffer, size < AGENT_CONSOLE_IN ? (uint32_t)size : AGENT_CONSOLE_IN);

    if (count > 0 && in->waiting)
        board_request_agent();
    return count;
}
#endif

#if QMP_GROUP_INPUT
static const char *input_name(const struct input_event *event)
{
    static const struct qmp_type *const names[] = {
        [AGENT_INPUT_KEY] = &qmp_type_QKeyCode,
        [AGENT_INPUT_BUTTON] = &qmp_type_InputButton,
        [AGENT_INPUT_RELATIVE] = &qmp_type_InputAxis,
        [AGENT_INPUT_ABSOLUTE] = &qmp_type_InputAxis,
    };

    return event->by_number ? NULL : names[event->kind]->values[event->code];
}

bool agent_input(struct agent_input *event)
{
    struct input_event next;

    if (!input_get(&the_agent->input, &next))
        return false;
    *event = (struct agent_input){.kind = next.kind,
                                  .down = next.down,
                                  .code = next.code,
                                  .name = input_name(&next),
                                  .value = next.value};
    if (the_agent->input.waiting)
        board_request_agent();
    return true;
}
#endif

bool agent_powerdown_requested(void)
{
    bool requested = the_agent->app_powerdown;

    if (requested)
        the_agent->app_powerdown = false;
    return requested;
}

/* The agent forgets the message when it has seen it: where the board cannot stop here, or the
 * build has nobody who looks, there is nothing left but to wait. */
_Noreturn void agent_panic(const char *message)
{
#if QMP_GROUP_DEBUG
    do {
        the_agent->app_panic = message != NULL ? message : "";
        board_break();
    } while (the_agent->app_panic == NULL);
#else
    (void)message;
#endif
    for (;;)
        board_app_wait(UINT64_MAX);
}

void agent_shutdown(void)
{
    the_agent->app_shutdown = true;
    board_request_agent();
}
