/* session.c - commands and their replies, and waiting for messages.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

struct qmpc *qmpc_new(const struct qmpc_options *options)
{
    struct qmpc *line = calloc(1, sizeof *line);
    if (line == NULL)
        return NULL;
    if (options != NULL)
        line->options = *options;
    if (line->options.message_limit == 0)
        line->options.message_limit = (size_t)64 << 20;
    if (line->options.message_limit > SIZE_MAX / 4)
        line->options.message_limit = SIZE_MAX / 4; /* doubling it must not overflow */
    if (line->options.queue_limit == 0)
        line->options.queue_limit = 1024;
    if (line->options.greeting_ms == 0)
        line->options.greeting_ms = 500;
    if (line->options.id_prefix != NULL) {
        line->id_prefix = strdup(line->options.id_prefix);
        if (line->id_prefix == NULL) {
            free(line);
            return NULL;
        }
        line->options.id_prefix = NULL;
    }
    line->in = -1;
    line->out = -1;
    line->next_id = 1;
    return line;
}

void qmpc_free(struct qmpc *line)
{
    if (line == NULL)
        return;
    qmpc_close(line);
    free(line->id_prefix);
    free(line);
}

int qmpc_fd(const struct qmpc *line)
{
    return line->in;
}

pid_t qmpc_child(const struct qmpc *line)
{
    return line->child;
}

bool qmpc_has_oob(const struct qmpc *line)
{
    return line->oob;
}

bool qmpc_restarted(const struct qmpc *line)
{
    return line->greeted;
}

const struct qmpc_message *qmpc_greeting(const struct qmpc *line)
{
    return line->greeting;
}

struct qmpc_counts qmpc_counts(const struct qmpc *line)
{
    return line->counts;
}

/* ------------------------------------------------------------------ waiting */

static bool is_greeting(const struct qmpc_message *message, const void *what)
{
    (void)what;
    return message->kind == QMPC_GREETING;
}

void qmpc_keep_greeting(struct qmpc *line, struct qmpc_message *greeting)
{
    qmpc_message_free(line->greeting);
    line->greeting = greeting;
    line->oob = false;
}

static int report_fault(struct qmpc *line)
{
    int fault = line->fault;
    line->fault = QMPC_OK;
    if (fault == QMPC_E_MEMORY)
        return qmpc_fail(line, fault, "no memory for a message; it was skipped");
    return qmpc_fail(line, fault, "a message of more than %zu bytes was skipped",
                     line->options.message_limit);
}

static int report_restart(struct qmpc *line, struct qmpc_message *greeting)
{
    qmpc_keep_greeting(line, greeting);
    line->greeted = true;
    return qmpc_fail(line, QMPC_E_RESTARTED,
                     "the server sent a greeting: its session begins anew, negotiate again");
}

int qmpc_await(struct qmpc *line, qmpc_match *match, const void *what, bool greeting_ends,
               int64_t deadline, struct qmpc_message **message)
{
    bool late = false;
    for (;;) {
        *message = qmpc_inbox_take(line, match, what);
        if (*message != NULL)
            return QMPC_OK;
        if (greeting_ends) {
            struct qmpc_message *greeting = qmpc_inbox_take(line, is_greeting, NULL);
            if (greeting != NULL)
                return report_restart(line, greeting);
        }
        if (line->fault != QMPC_OK)
            return report_fault(line);
        /* A server that talks without end must not keep us past the deadline. */
        if (late)
            return qmpc_fail(line, QMPC_E_TIMEOUT, "nothing that was waited for came in time");
        late = qmpc_clock() >= deadline;
        int status = qmpc_transport_read(line, deadline);
        if (status != QMPC_OK)
            return status;
    }
}

/* A caller that does not want the message gets rid of it here. */
static void hand_out(struct qmpc_message *message, struct qmpc_message **result)
{
    if (result != NULL)
        *result = message;
    else
        qmpc_message_free(message);
}

static bool is_any(const struct qmpc_message *message, const void *what)
{
    (void)message;
    (void)what;
    return true;
}

int qmpc_receive(struct qmpc *line, int64_t deadline, struct qmpc_message **message)
{
    return qmpc_await(line, is_any, NULL, false, deadline, message);
}

static bool is_event_named(const struct qmpc_message *message, const void *name)
{
    return message->kind == QMPC_EVENT &&
           (name == NULL || qmpc_string_at_is(message, "event", name));
}

int qmpc_wait_event(struct qmpc *line, const char *name, int64_t deadline,
                    struct qmpc_message **event)
{
    struct qmpc_message *found;
    int status = qmpc_await(line, is_event_named, name, true, deadline, &found);
    hand_out(found, event);
    return status;
}

/* ----------------------------------------------------------------- commands */

int qmpc_send_raw(struct qmpc *line, const void *bytes, size_t length, int64_t deadline)
{
    return qmpc_transport_write(line, bytes, length, deadline);
}

static int choose_id(struct qmpc *line, const struct qmpc_request *request, char id[QMPC_ID_SIZE])
{
    if (request->id == NULL) {
        int length =
            line->id_prefix != NULL
                ? snprintf(id, QMPC_ID_SIZE, "\"%s%" PRIu64 "\"", line->id_prefix, line->next_id)
                : snprintf(id, QMPC_ID_SIZE, "%" PRIu64, line->next_id);
        line->next_id++;
        if (length < QMPC_ID_SIZE && qmpc_json_parse(id, strlen(id), NULL, NULL) == QMPC_OK)
            return QMPC_OK;
        return qmpc_fail(line, QMPC_E_ARGUMENT, "id_prefix is too long or needs escapes");
    }
    struct qmpc_json value;
    int64_t number;
    if (strlen(request->id) < QMPC_ID_SIZE &&
        qmpc_json_parse(request->id, strlen(request->id), &value, NULL) == QMPC_OK &&
        (qmpc_json_type(value) == QMPC_JSON_STRING || qmpc_json_int64(value, &number) == QMPC_OK)) {
        strcpy(id, request->id);
        return QMPC_OK;
    }
    return qmpc_fail(line, QMPC_E_ARGUMENT,
                     "the id must be JSON text of a string or integer, below %d bytes",
                     QMPC_ID_SIZE);
}

static int check_arguments(struct qmpc *line, const char *arguments)
{
    struct qmpc_json value;
    size_t fault;
    if (arguments == NULL)
        return QMPC_OK;
    if (qmpc_json_parse(arguments, strlen(arguments), &value, &fault) != QMPC_OK)
        return qmpc_fail(line, QMPC_E_ARGUMENT, "the arguments are not valid JSON at byte %zu",
                         fault);
    if (qmpc_json_type(value) != QMPC_JSON_OBJECT)
        return qmpc_fail(line, QMPC_E_ARGUMENT, "the arguments must be a JSON object");
    return QMPC_OK;
}

/* The end of line is for bridges that forward lines; QMP needs none. */
static char *request_text(const struct qmpc_request *request, const char *id)
{
    const char *verb = request->oob ? "exec-oob" : "execute";
    const char *arguments = request->arguments;
    char *command = qmpc_json_quote(request->command, strlen(request->command));
    char *text = NULL;
    if (command != NULL) {
        size_t room = strlen(command) + strlen(id) + 64;
        room += arguments != NULL ? strlen(arguments) : 0;
        text = malloc(room);
        if (text != NULL)
            snprintf(text, room, "{\"%s\": %s%s%s, \"id\": %s}\n", verb, command,
                     arguments != NULL ? ", \"arguments\": " : "",
                     arguments != NULL ? arguments : "", id);
    }
    free(command);
    return text;
}

int qmpc_send(struct qmpc *line, const struct qmpc_request *request, int64_t deadline,
              char id[QMPC_ID_SIZE])
{
    char own[QMPC_ID_SIZE];
    char *used = id != NULL ? id : own;
    int status = check_arguments(line, request->arguments);
    if (status == QMPC_OK)
        status = choose_id(line, request, used);
    if (status != QMPC_OK)
        return status;
    char *text = request_text(request, used);
    if (text == NULL)
        return qmpc_fail(line, QMPC_E_MEMORY, "no memory for the request");
    status = qmpc_transport_write(line, text, strlen(text), deadline);
    free(text);
    return status;
}

static bool is_reply_to(const struct qmpc_message *message, const void *id)
{
    if (message->kind != QMPC_RETURN && message->kind != QMPC_ERROR)
        return false;
    if (id == NULL || qmpc_has_id(message, id))
        return true;
    return message->kind == QMPC_ERROR && qmpc_get(message, "id").text == NULL;
}

int qmpc_wait_reply(struct qmpc *line, const char *id, int64_t deadline,
                    struct qmpc_message **reply)
{
    struct qmpc_message *found;
    int status = qmpc_await(line, is_reply_to, id, true, deadline, &found);
    if (status == QMPC_OK && found->kind == QMPC_ERROR)
        status = qmpc_fail_server(line, found);
    hand_out(found, reply);
    return status;
}

int qmpc_command(struct qmpc *line, const char *command, const char *arguments, int64_t deadline,
                 struct qmpc_message **reply)
{
    struct qmpc_request request = {.command = command, .arguments = arguments};
    char id[QMPC_ID_SIZE];
    if (reply != NULL)
        *reply = NULL;
    int status = qmpc_send(line, &request, deadline, id);
    return status == QMPC_OK ? qmpc_wait_reply(line, id, deadline, reply) : status;
}
