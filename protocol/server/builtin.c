/* builtin.c - the handlers of commands that concern the protocol alone.
 *
 * SPDX-License-Identifier: MIT */
#include "internal.h"
#include "qmp/memory.h"

int qmp_do_nothing(struct qmp_call *call)
{
    (void)call;
    return 0;
}

/* Arguments: enable (optional array of QMPCapability). */
int qmp_do_capabilities(struct qmp_call *call)
{
    struct qmp_session *s = call->session;
    const struct json_doc *doc = &call->doc;
    bool oob = false;
#if QMP_FRAME_CHECK
    bool check = false;
#endif

    if (s->negotiated)
        return qmp_fail(call, QMP_COMMAND_NOT_FOUND,
                        "Capabilities negotiation is already complete, command ignored");
    if (qmp_has(call, 0)) {
        int list = call->argument[0];

#if QMP_FRAME_CHECK
        for (int i = json_first(list); i < json_end(doc, list); i = json_next(doc, i))
            *(json_equals(doc, i, "oob") ? &oob : &check) = true;
        if (check && !qmp_frame_is_offered(s))
            return qmp_fail(call, QMP_GENERIC_ERROR,
                            "Capability 'agent-frame-check' not available");
#else
        /* The only capability of the schema is oob. */
        oob = json_first(list) < json_end(doc, list);
#endif
        if (oob && !QMP_OOB) {
            call->error_text.length = 0;
            return qmp_fail(call, QMP_GENERIC_ERROR, "Capability 'oob' not available");
        }
    }
    s->negotiated = true;
    s->oob = oob;
#if QMP_FRAME_CHECK
    s->checked = check;
    s->frame.skip = false;
    s->frame.begun = json_framer_pending(&s->framer) > 0;
#endif
    s->next_event = call->server->event_head;
    return 0;
}

static bool emit_version(struct qmp_stream *stream, struct json_writer *w)
{
    qmp_write_version((const char *)stream->at[0], w);
    return false;
}

int qmp_do_query_version(struct qmp_call *call)
{
    call->stream->emit = emit_version;
    call->stream->at[0] = (uintptr_t)call->server->package;
    return 0;
}

int qmp_do_reset_session(struct qmp_call *call)
{
    struct qmp_session *s = call->session;

    s->negotiated = s->oob = false;
#if QMP_FRAME_CHECK
    s->checked = false;
#endif
    s->greet = true;
    return 0;
}

static bool emit_text(struct qmp_stream *stream, struct json_writer *w)
{
    json_write_text(w, (const char *)stream->at[0]);
    return false;
}

int qmp_return_text(struct qmp_call *call, const char *text)
{
    call->stream->emit = emit_text;
    call->stream->at[0] = (uintptr_t)text;
    return 0;
}

/* at[]: the integer, which may be wider than a word. */
static bool emit_integer(struct qmp_stream *stream, struct json_writer *w)
{
    int64_t value;

    memcpy(&value, stream->at, sizeof value);
    json_write_int(w, NULL, value);
    return false;
}

int qmp_do_sync(struct qmp_call *call)
{
    int64_t value = qmp_int(call, 0);

    call->stream->emit = emit_integer;
    memcpy(call->stream->at, &value, sizeof value);
    return 0;
}

int qmp_do_sync_delimited(struct qmp_call *call)
{
    call->session->reply.delimited = true;
    return qmp_do_sync(call);
}

/* ------------------------------------------------------------------- cancel */

int qmp_do_cancel(struct qmp_call *call)
{
    struct qmp_reply *running = &call->session->reply;
    /* In band, the only reply under way is this command's own. */
    bool found = call->stream != &running->stream && running->phase != QMP_REPLY_NONE &&
                 running->stream.cancellable;

    if (found)
        running->stream.cancelled = true;
    return qmp_return_text(call, found ? "{\"cancelled\": true}" : "{\"cancelled\": false}");
}

/* ------------------------------------------------------------------- limits */

static bool emit_limits(struct qmp_stream *stream, struct json_writer *w)
{
    static const struct {
        const char *name;
        uint32_t value;
    } limits[] = {
        {"nesting", QMP_NESTING_MAX},      {"message-size", QMP_MESSAGE_MAX},
        {"tokens", QMP_TOKENS_MAX},        {"queued-requests", QMP_QUEUE_MAX},
        {"oob-reserve", QMP_OOB_RESERVE},  {"output-buffer", QMP_OUT_SIZE},
        {"queued-events", QMP_EVENTS_MAX}, {"event-interval", QMP_EVENT_INTERVAL},
    };

    (void)stream;
    json_write_begin(w, NULL, '{');
    for (unsigned i = 0; i < sizeof limits / sizeof limits[0]; i++)
        json_write_uint(w, limits[i].name, limits[i].value);
    json_write_end(w, '}');
    return false;
}

int qmp_do_limits(struct qmp_call *call)
{
    call->stream->emit = emit_limits;
    return 0;
}

/* ----------------------------------------------------------- query-commands */

/* The next command from *AT on that this image has, which *AT then is; NULL: there is none. */
static const struct qmp_command *next_command(const struct qmp_server *server, uintptr_t *at)
{
    uintptr_t own = server->schema->command_count;

    while (*at < own && !server->handlers[*at])
        ++*at;
    if (*at < own)
        return &server->schema->commands[*at];
#if QMP_EXTENSIONS
    for (; server->more_schema && *at - own < server->more_schema->command_count; ++*at)
        if (qmp_can_execute(server, &server->more_schema->commands[*at - own]))
            return &server->more_schema->commands[*at - own];
#endif
    return NULL;
}

/* at[0]: the command; at[1]: the server; at[2]: the list has begun. */
static bool emit_commands(struct qmp_stream *stream, struct json_writer *w)
{
    const struct qmp_server *server = (const struct qmp_server *)stream->at[1];
    const struct qmp_command *next = next_command(server, &stream->at[0]);

    if (!stream->at[2]) {
        json_write_begin(w, NULL, '[');
        stream->at[2] = true;
        return true;
    }
    if (next) {
        stream->at[0]++;
        json_write_begin(w, NULL, '{');
        json_write_string(w, "name", next->name);
        json_write_end(w, '}');
        return true;
    }
    json_write_end(w, ']');
    return false;
}

int qmp_do_query_commands(struct qmp_call *call)
{
    call->stream->emit = emit_commands;
    call->stream->at[1] = (uintptr_t)call->server;
    return 0;
}

static bool emit_guest_info(struct qmp_stream *stream, struct json_writer *w)
{
    const struct qmp_server *server = (const struct qmp_server *)stream->at[1];
    const struct qmp_command *next = next_command(server, &stream->at[0]);

    if (!stream->at[2]) {
        json_write_begin(w, NULL, '{');
        json_write_string(w, "version", server->package);
        json_write_begin(w, "supported_commands", '[');
        stream->at[2] = true;
        return true;
    }
    if (next) {
        json_write_begin(w, NULL, '{');
        json_write_bool(w, "enabled", true);
        stream->at[0]++;
        json_write_string(w, "name", next->name);
        json_write_bool(w, "success-response", true);
        json_write_end(w, '}');
        return true;
    }
    json_write_end(w, ']');
    json_write_end(w, '}');
    return false;
}

int qmp_do_guest_info(struct qmp_call *call)
{
    call->stream->emit = emit_guest_info;
    call->stream->at[1] = (uintptr_t)call->server;
    return 0;
}
