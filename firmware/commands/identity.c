/* identity.c - what this agent and its board are.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"

const char agent_package[] = "e2kmon " AGENT_VERSION;

int agent_query_name(struct qmp_call *call)
{
#ifdef AGENT_NAME
    return qmp_return_text(call, "{\"name\": \"" AGENT_NAME "\"}");
#else
    return qmp_return_text(call, "{}");
#endif
}

int agent_query_uuid(struct qmp_call *call)
{
    return qmp_return_text(call, "{\"UUID\": \"" AGENT_UUID "\"}");
}

int agent_query_kvm(struct qmp_call *call)
{
    return qmp_return_text(call, "{\"enabled\": false, \"present\": false}");
}

int agent_query_current_machine(struct qmp_call *call)
{
    return qmp_return_text(call, "{\"wakeup-suspend-support\": false}");
}

int agent_query_yank(struct qmp_call *call)
{
    return qmp_return_text(call, "[]");
}

static bool emit_target(struct qmp_stream *stream, struct json_writer *w)
{
    (void)stream;
    json_write_begin(w, NULL, '{');
    json_write_string(w, "arch", board_info.target);
    json_write_end(w, '}');
    return false;
}

int agent_query_target(struct qmp_call *call)
{
    call->stream->emit = emit_target;
    return 0;
}

static void write_chardev(const struct board_port *port, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    json_write_bool(w, "frontend-open", true);
    json_write_string(w, "filename", port->device);
    json_write_string(w, "label", port->name);
    json_write_end(w, '}');
}

#if QMP_GROUP_CONSOLE
/* Not a port, but listed as one. */
static const struct board_port console = {.name = AGENT_CONSOLE_NAME, .device = "ringbuf"};
#endif

/* A port a piece; the list is short, but boards differ. */
static bool emit_chardev(struct qmp_stream *stream, struct json_writer *w)
{
    uintptr_t i = stream->at[0]++;

    if (i == 0)
        json_write_begin(w, NULL, '[');
    if (i < board_port_count) {
        write_chardev(board_ports[i], w);
        return true;
    }
#if QMP_GROUP_CONSOLE
    write_chardev(&console, w);
#endif
    json_write_end(w, ']');
    return false;
}

int agent_query_chardev(struct qmp_call *call)
{
    call->stream->emit = emit_chardev;
    return 0;
}

static void write_session(const struct agent_link *link, struct json_writer *w)
{
    const struct qmp_session *s = &link->session;

    json_write_begin(w, NULL, '{');
    json_write_string(w, "port", link->wire.port->name);
    json_write_bool(w, "negotiated", s->negotiated);
    json_write_uint(w, "requests", s->counters.requests);
    json_write_uint(w, "faults", s->counters.faults);
    json_write_uint(w, "events-dropped", s->counters.events_dropped);
    json_write_uint(w, "overruns", link->wire.overruns);
    json_write_end(w, '}');
}

static bool emit_info(struct qmp_stream *stream, struct json_writer *w)
{
    const struct agent *agent = stream->context;
    uintptr_t i = stream->at[0]++;

    if (i == 0) {
        json_write_begin(w, NULL, '{');
        json_write_string(w, "version", AGENT_VERSION);
        json_write_string(w, "board", board_info.name);
        json_write_string(w, "target", board_info.target);
        json_write_bool(w, "interrupts", board_info.interrupts);
        json_write_uint(w, "uptime", board_clock());
        json_write_begin(w, "sessions", '[');
        return true;
    }
    if (i <= agent->link_count) {
        write_session(&agent->links[i - 1], w);
        return true;
    }
    json_write_end(w, ']');
    json_write_end(w, '}');
    return false;
}

int agent_info(struct qmp_call *call)
{
    call->stream->emit = emit_info;
    return 0;
}
