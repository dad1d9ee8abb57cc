/* session.c - a connection, and waiting for its messages.
 *
 * SPDX-License-Identifier: MIT */
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
    if (line->options.message_limit > QMP_MESSAGE_MAX / 4)
        line->options.message_limit =
            QMP_MESSAGE_MAX / 4; /* 512 MiB; doubling it must not overflow */
    if (line->options.queue_limit == 0)
        line->options.queue_limit = 1024;
    if (line->options.output_limit == 0)
        line->options.output_limit = (size_t)1 << 20;
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
    qmpc_filter_clear(line);
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

bool qmpc_is_greeting(const struct qmpc_message *message, const void *what)
{
    (void)what;
    return message->kind == QMPC_GREETING;
}

void qmpc_keep_greeting(struct qmpc *line, struct qmpc_message *greeting)
{
    qmpc_message_free(line->greeting);
    line->greeting = greeting;
    line->oob = line->checked = false;
}

static int report_fault(struct qmpc *line)
{
    int fault = line->fault;
    line->fault = QMPC_OK;
    if (fault == QMPC_E_MEMORY)
        return qmpc_fail(line, fault, "no memory for a message; it was skipped");
    if (fault == QMPC_E_DAMAGED)
        return qmpc_fail(line, fault,
                         "a line was damaged on its way here (frame check): a reply or an event is "
                         "lost, and a command may have been executed");
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

int qmpc_look(struct qmpc *line, qmpc_match *match, const void *what, bool greeting_ends,
              struct qmpc_message **message)
{
    *message = qmpc_inbox_take(line, match, what);
    if (*message != NULL)
        return QMPC_OK;
    if (greeting_ends) {
        struct qmpc_message *greeting = qmpc_inbox_take(line, qmpc_is_greeting, NULL);
        if (greeting != NULL)
            return report_restart(line, greeting);
    }
    return line->fault != QMPC_OK ? report_fault(line) : QMPC_E_BUSY;
}

int qmpc_await(struct qmpc *line, qmpc_match *match, const void *what, bool greeting_ends,
               int64_t deadline, struct qmpc_message **message)
{
    bool late = false;
    for (;;) {
        int status = qmpc_look(line, match, what, greeting_ends, message);
        if (status != QMPC_E_BUSY)
            return status;
        /* A server that talks without end must not keep us past the deadline. */
        if (late)
            return qmpc_fail(line, QMPC_E_TIMEOUT, "nothing that was waited for came in time");
        late = qmpc_clock() >= deadline;
        status = qmpc_transport_read(line, deadline);
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

static bool is_no_greeting(const struct qmpc_message *message, const void *what)
{
    (void)what;
    return message->kind != QMPC_GREETING;
}

int qmpc_receive(struct qmpc *line, int64_t deadline, struct qmpc_message **message)
{
    if (!line->plan.stepped || deadline != QMPC_NOW)
        return qmpc_await(line, is_any, NULL, false, deadline, message);
    int status = qmpc_look(line, is_no_greeting, NULL, false, message);
    if (status != QMPC_E_BUSY)
        return status;
    status = qmpc_transport_ended(line);
    return status != QMPC_OK ? status : qmpc_fail(line, QMPC_E_TIMEOUT, "no message is here");
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

bool qmpc_is_reply_to(const struct qmpc_message *message, const void *id)
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
    int status = qmpc_await(line, qmpc_is_reply_to, id, true, deadline, &found);
    if (status == QMPC_OK && found->kind == QMPC_ERROR)
        status = qmpc_fail_server(line, found);
    hand_out(found, reply);
    return status;
}
