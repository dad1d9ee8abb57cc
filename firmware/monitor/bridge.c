/* bridge.c - commands of the monitor that are commands of QMP: the request is made and executed.
 *
 * The text of a request is canonical JSON (qmp/reader.h): no blanks, and in strings only quotes
 * and backslashes escaped.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

static const char too_long[] = "the arguments are too long";

/* Room for the bracket at the end is always kept. */
static void put(struct monitor_run *run, char c)
{
    if (run->request_length + 1u < sizeof run->request)
        run->request[run->request_length++] = c;
    else
        run->request_full = true;
}

void request_more(struct monitor_run *run, const char *json)
{
    while (*json)
        put(run, *json++);
}

static void put_name(struct monitor_run *run, const char *name)
{
    if (run->request_length > 1)
        put(run, ',');
    put(run, '"');
    while (*name && *name != ',')
        put(run, *name++);
    request_more(run, "\":");
}

void request_begin(struct monitor_run *run)
{
    run->request_length = 0;
    run->request_full = false;
    put(run, '{');
}

static void put_string(struct monitor_run *run, struct json_span text)
{
    put(run, '"');
    for (uint32_t i = 0; i < text.length; i++) {
        if (text.text[i] == '"' || text.text[i] == '\\')
            put(run, '\\');
        put(run, text.text[i]);
    }
    put(run, '"');
}

void request_text(struct monitor_run *run, const char *name, struct json_span text)
{
    put_name(run, name);
    put_string(run, text);
}

void request_option(struct monitor_run *run, struct json_span name, struct json_span text)
{
    if (run->request_length > 1)
        put(run, ',');
    put_string(run, name);
    put(run, ':');
    put_string(run, text);
}

void request_int(struct monitor_run *run, const char *name, int64_t value)
{
    char digits[21];

    put_name(run, name);
    if (value < 0)
        put(run, '-');
    (void)json_format_uint(digits, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
    request_more(run, digits);
}

void request_bool(struct monitor_run *run, const char *name, bool value)
{
    request_json(run, name, value ? "true" : "false");
}

void request_json(struct monitor_run *run, const char *name, const char *json)
{
    put_name(run, name);
    request_more(run, json);
}

/* Argument NUMBER, of TYPE, under NAME. */
static void request_argument(struct monitor_run *run, unsigned number, const char *type,
                             const char *name)
{
    if (type[0] == '-' && type[2] != 's')
        request_bool(run, name, monitor_has(run, number));
    else if (!monitor_has(run, number))
        return;
    else if (type[0] == 'b')
        request_bool(run, name, monitor_number(run, number));
    else if (text_find("ilM", (unsigned char)type[0]) >= 0)
        request_int(run, name, monitor_number(run, number));
    else
        request_text(run, name, monitor_string(run, number));
}

void request_arguments(struct monitor_run *run)
{
    const char *at = monitor_text_of(run->row, MONITOR_ARGUMENTS), *type = at;
    unsigned number = 0;

    request_begin(run);
    for (; *at; at++) {
        if (*at == '=')
            request_argument(run, number, type, at + 1);
        if (*at == ',') {
            type = at + 1;
            number++;
        }
    }
}

int monitor_try(struct monitor_run *run, enum qmp_command_id command)
{
    struct agent *agent = run->agent;
    struct qmp_call call;

    if (run->request_full) {
        run->message = too_long;
        return -1;
    }
    run->request[run->request_length++] = '}';
    run->stream = (struct qmp_stream){.context = agent};
    call.server = &agent->server;
    call.session = run->session;
    call.context = agent;
    call.stream = &run->stream;
    if (qmp_execute(&call, command, run->request, run->request_length) == 0)
        return 0;
    run->stream.work = NULL;
    run->message = call.error_format;
    run->quoted = call.error_text;
    memcpy(run->where, call.where, sizeof run->where);
    return -1;
}

int monitor_execute(struct monitor_run *run, enum qmp_command_id command)
{
    return monitor_try(run, command) == 0 ? 0 : monitor_error(run, run->message);
}

int monitor_call(struct monitor_run *run, enum qmp_command_id command)
{
    request_begin(run);
    return monitor_execute(run, command);
}

/* The command NAME, which there is. */
static enum qmp_command_id find_command(const char *name)
{
    struct json_span text = {name, text_length(name)};
    unsigned i = 0;

    while (i + 1 < QMP_CMD_COUNT && !span_is(text, qmp_schema.commands[i].name))
        i++;
    return (enum qmp_command_id)i;
}

int monitor_pass_or(struct monitor_run *run, const char *if_full)
{
    request_arguments(run);
    if (run->request_full)
        return monitor_error(run, if_full);
    return monitor_execute(run, find_command(run->row->permission));
}

int monitor_pass(struct monitor_run *run)
{
    return monitor_pass_or(run, too_long);
}

#endif
