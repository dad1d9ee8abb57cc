/* sample.c - commands and events for tests of sessions.
 *
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#define MEMBERS(type_name, list)                                                                   \
    {                                                                                              \
        .name = type_name, .meta = QMP_OBJECT, .count = COUNT(list), .members = list               \
    }

static const struct qmp_member number_member[] = {{.name = "number", .type = &qmp_type_int}};
static const struct qmp_type number_arg = MEMBERS("number-arg", number_member);

static const struct qmp_member id_member[] = {{.name = "id", .type = &qmp_type_int}};
static const struct qmp_type id_arg = MEMBERS("id-arg", id_member);

static const struct qmp_member count_member[] = {{.name = "count", .type = &qmp_type_uint64}};
static const struct qmp_type count_arg = MEMBERS("count-arg", count_member);

static const struct qmp_member size_member[] = {{.name = "size", .type = &qmp_type_uint64}};
static const struct qmp_type size_arg = MEMBERS("size-arg", size_member);

static const struct qmp_member text_member[] = {{.name = "text", .type = &qmp_type_str}};
static const struct qmp_type text_arg = MEMBERS("text-arg", text_member);

static const char *const letters[] = {"alpha", "beta"};
static const struct qmp_type letter = {
    .name = "letter", .meta = QMP_ENUM, .count = COUNT(letters), .values = letters};
static const struct qmp_member kinds_member[] = {{.name = "i", .type = &qmp_type_int},
                                                 {.name = "b", .type = &qmp_type_bool},
                                                 {.name = "s", .type = &qmp_type_str},
                                                 {.name = "e", .type = &letter}};
static const struct qmp_type kinds_arg = MEMBERS("kinds-arg", kinds_member);

/* ----------------------------------------------------------------- handlers */

char sample_letter(uint64_t position)
{
    return (char)('a' + position * 7 % 26);
}

char *sample_fill_line(uint64_t size)
{
    char *line = malloc(size + 64), *to = line;

    assert_non_null(line);
    to += sprintf(to, "{\"return\": {\"data\": \"");
    for (uint64_t i = 0; i < size; i++)
        *to++ = sample_letter(i);
    memcpy(to, "\"}}", 4);
    return line;
}

/* at[0]: letters written, at[1]: letters wanted, at[2]: begun. */
static bool emit_fill(struct qmp_stream *s, struct json_writer *w)
{
    uint64_t piece = s->at[0] * 31 % 383 + 1;
    char bytes[384];

    if (!s->at[2]) {
        json_write_text(w, "{\"data\": \"");
        s->at[2] = 1;
        return true;
    }
    if (s->cancelled || s->at[0] == s->at[1]) {
        json_write_text(w, s->cancelled ? "\", \"cancelled\": true}" : "\"}");
        return false;
    }
    if (piece > s->at[1] - s->at[0])
        piece = s->at[1] - s->at[0];
    for (uint64_t i = 0; i < piece; i++)
        bytes[i] = sample_letter(s->at[0] + i);
    json_write_bytes(w, bytes, (uint32_t)piece);
    s->at[0] += piece;
    return true;
}

static int do_fill(struct qmp_call *call)
{
    call->stream->emit = emit_fill;
    call->stream->cancellable = true;
    call->stream->at[1] = qmp_uint(call, 0);
    return 0;
}

static int do_burst(struct qmp_call *call)
{
    for (uint64_t i = 0; i < qmp_uint(call, 0); i++)
        qmp_event_send(call->server, SAMPLE_NOTE, &i);
    return 0;
}

static int do_fail(struct qmp_call *call)
{
    call->error_text = qmp_string(call, 0);
    return qmp_fail(call, QMP_DEVICE_NOT_FOUND, "Device '%t' not found");
}

static bool emit_number(struct qmp_stream *stream, struct json_writer *w)
{
    json_write_int(w, NULL, (int64_t)stream->at[0]);
    return false;
}

static int do_mark(struct qmp_call *call)
{
    struct rig *rig = call->context;

    assert_ptr_equal(call->stream->context, rig);
    if (rig->mark_count < COUNT(rig->marks))
        rig->marks[rig->mark_count++] = qmp_int(call, 0);
    call->stream->emit = emit_number;
    call->stream->at[0] = (uint64_t)qmp_int(call, 0);
    return 0;
}

void sample_note(struct rig *rig, int64_t number)
{
    uint64_t data = (uint64_t)number;

    qmp_event_send(&rig->server, SAMPLE_NOTE, &data);
}

/* ------------------------------------------------------------------- tables */

#define COMMAND(command, takes, bits)                                                              \
    {                                                                                              \
        .name = command, .arguments = takes, QMP_RETURNS(&qmp_type_any).flags = bits               \
    }

static const struct qmp_command commands[] = {
    COMMAND("agent-cancel", &qmp_type_none, QMP_ALLOW_OOB),
    COMMAND("agent-reset-session", &qmp_type_none, QMP_ALLOW_EARLY),
    COMMAND("burst", &count_arg, 0),
    COMMAND("fail", &text_arg, 0),
    COMMAND("fill", &size_arg, 0),
    COMMAND("guest-sync", &id_arg, QMP_ALLOW_EARLY),
    COMMAND("guest-sync-delimited", &id_arg, QMP_ALLOW_EARLY),
    COMMAND("mark", &number_arg, QMP_ALLOW_OOB),
    COMMAND("missing", &qmp_type_none, 0),
    COMMAND("qmp_capabilities", &qmp_type_qmp_capabilities_arg, QMP_ALLOW_EARLY),
    COMMAND("query-commands", &qmp_type_none, 0),
};

qmp_handler *const sample_handlers[] = {
    qmp_do_cancel,         qmp_do_reset_session,  do_burst, do_fail, do_fill,
    qmp_do_sync,           qmp_do_sync_delimited, do_mark,  NULL,    qmp_do_capabilities,
    qmp_do_query_commands,
};
_Static_assert(COUNT(commands) == COUNT(sample_handlers), "a handler for each");

#define SLOW(event)                                                                                \
    {                                                                                              \
        .name = event, .data = &number_arg, .rate_limited = true                                   \
    }

static const struct qmp_event_type events[] = {
    [SAMPLE_DROPPED] = {.name = "AGENT_EVENTS_DROPPED", .data = &count_arg},
    [SAMPLE_NOTE] = {.name = "NOTE", .data = &number_arg},
    [SAMPLE_KINDS] = {.name = "KINDS", .data = &kinds_arg},
    [SAMPLE_BARE] = {.name = "BARE", .data = &qmp_type_none},
    [SAMPLE_SLOW] = SLOW("SLOW"),
    SLOW("SLOW_1"),
    SLOW("SLOW_2"),
    SLOW("SLOW_3"),
    SLOW("SLOW_4"),
    SLOW("SLOW_5"),
    SLOW("SLOW_6"),
    SLOW("SLOW_7"),
    SLOW("SLOW_8"),
    SLOW("SLOW_9"),
    SLOW("SLOW_10"),
    SLOW("SLOW_11"),
};
_Static_assert(COUNT(events) == SAMPLE_EVENTS, "an event for each number");

const struct qmp_schema sample_schema = {
    .commands = commands,
    .command_count = COUNT(commands),
    .events = events,
    .event_count = COUNT(events),
};
