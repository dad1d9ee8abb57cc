/* request.c - composing requests, and ways to send them.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

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

static int check_arguments(struct qmpc *line, const char *arguments, struct qmpc_checked *checked)
{
    *checked = (struct qmpc_checked){.canonical = NULL};
    if (arguments == NULL)
        return QMPC_OK;
    int status = qmpc_check(arguments, strlen(arguments), checked);
    if (status == QMPC_E_MEMORY)
        return qmpc_fail(line, status, "no memory for the request");
    if (status != QMPC_OK)
        return qmpc_fail(line, status, "the arguments are not valid JSON at byte %zu",
                         checked->fault);
    if (qmpc_json_type(checked->value) == QMPC_JSON_OBJECT)
        return QMPC_OK;
    free(checked->canonical);
    return qmpc_fail(line, QMPC_E_ARGUMENT, "the arguments must be a JSON object");
}

/* One line, and its end is for bridges that forward lines; QMP needs none. */
static char *compose(const struct qmpc *line, const struct qmpc_request *request,
                     const struct qmpc_checked *arguments, const char *id)
{
    struct json_writer text;
    json_writer_init(&text, NULL, 0);
    size_t room = 6 * strlen(request->command) + strlen(id) + 64;
    if (room > QMP_MESSAGE_MAX || !qmpc_text_room(&text, room))
        return NULL;
    json_write_begin(&text, NULL, '{');
    json_write_string(&text, request->oob ? "exec-oob" : "execute", request->command);
    int status = QMPC_OK;
    if (arguments->canonical != NULL) {
        json_write_key(&text, "arguments");
        status = qmpc_text_canonical(&text, arguments->canonical, arguments->canonical_length,
                                     QMP_MESSAGE_MAX);
    }
    if (status != QMPC_OK || !qmpc_text_room(&text, strlen(id) + 64)) {
        free(text.buffer);
        return NULL;
    }
    json_write_key(&text, "id");
    json_write_text(&text, id);
    text.length = (uint32_t)qmpc_check_end(line, text.buffer, text.length);
    json_write_bytes(&text, "\n", 2); /* with the NUL behind it */
    return text.buffer;
}

int qmpc_request_text(struct qmpc *line, const struct qmpc_request *request, char id[QMPC_ID_SIZE],
                      char **text)
{
    struct qmpc_checked arguments;
    int status = check_arguments(line, request->arguments, &arguments);
    if (status != QMPC_OK)
        return status;
    status = choose_id(line, request, id);
    *text = status == QMPC_OK ? compose(line, request, &arguments, id) : NULL;
    free(arguments.canonical);
    if (status != QMPC_OK)
        return status;
    return *text != NULL ? QMPC_OK : qmpc_fail(line, QMPC_E_MEMORY, "no memory for the request");
}

/* ------------------------------------------------------------------ sending */

int qmpc_send_raw(struct qmpc *line, const void *bytes, size_t length, int64_t deadline)
{
    return qmpc_transport_write(line, bytes, length, deadline);
}

int qmpc_send(struct qmpc *line, const struct qmpc_request *request, int64_t deadline,
              char id[QMPC_ID_SIZE])
{
    char own[QMPC_ID_SIZE];
    char *text;
    int status = qmpc_request_text(line, request, id != NULL ? id : own, &text);
    if (status != QMPC_OK)
        return status;
    status = qmpc_transport_write(line, text, strlen(text), deadline);
    free(text);
    return status;
}

static int may_post(struct qmpc *line)
{
    if (line->plan.stage != QMPC_JOINED)
        return qmpc_fail(line, QMPC_E_BUSY, "the connection is still being attached");
    if (line->greeted)
        return qmpc_fail(line, QMPC_E_RESTARTED, "the server began anew, attach again first");
    return qmpc_transport_ended(line);
}

int qmpc_post_raw(struct qmpc *line, const void *bytes, size_t length)
{
    int status = may_post(line);
    if (status == QMPC_OK && qmpc_unsent(line) > 0)
        status = qmpc_output_flush(line);
    if (status != QMPC_OK)
        return status;
    size_t limit = line->options.output_limit;
    if (length > limit || qmpc_unsent(line) > limit - length)
        return qmpc_fail(line, QMPC_E_FULL, "%zu bytes wait to be sent, and %zu more are over %zu",
                         qmpc_unsent(line), length, limit);
    status = qmpc_output_put(line, bytes, length);
    return status == QMPC_OK ? qmpc_output_flush(line) : status;
}

int qmpc_post(struct qmpc *line, const struct qmpc_request *request, char id[QMPC_ID_SIZE])
{
    char own[QMPC_ID_SIZE];
    char *text;
    int status = may_post(line);
    if (status == QMPC_OK)
        status = qmpc_request_text(line, request, id != NULL ? id : own, &text);
    if (status != QMPC_OK)
        return status;
    status = qmpc_post_raw(line, text, strlen(text));
    free(text);
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
