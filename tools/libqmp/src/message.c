/* message.c - access to one message.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "json_scan.h"

void qmpc_message_free(struct qmpc_message *message)
{
    if (message != NULL)
        free((char *)message->json.text);
    free(message);
}

enum qmpc_kind qmpc_message_kind(const struct qmpc_message *message)
{
    return message->kind;
}

const char *qmpc_message_text(const struct qmpc_message *message)
{
    return message->json.text;
}

size_t qmpc_message_length(const struct qmpc_message *message)
{
    return message->json.length;
}

struct qmpc_json qmpc_message_json(const struct qmpc_message *message)
{
    return message != NULL ? message->json : (struct qmpc_json){NULL, 0};
}

bool qmpc_message_delimited(const struct qmpc_message *message)
{
    return message->delimited;
}

struct qmpc_json qmpc_get(const struct qmpc_message *message, const char *path)
{
    struct qmpc_json found;
    qmpc_json_find(qmpc_message_json(message), path, &found);
    return found;
}

int qmpc_get_int64(const struct qmpc_message *message, const char *path, int64_t *result)
{
    return qmpc_json_int64(qmpc_get(message, path), result);
}

int qmpc_get_uint64(const struct qmpc_message *message, const char *path, uint64_t *result)
{
    return qmpc_json_uint64(qmpc_get(message, path), result);
}

int qmpc_get_bool(const struct qmpc_message *message, const char *path, bool *result)
{
    return qmpc_json_bool(qmpc_get(message, path), result);
}

int64_t qmpc_get_string(const struct qmpc_message *message, const char *path, char *buffer,
                        size_t size)
{
    return qmpc_json_string(qmpc_get(message, path), buffer, size);
}

bool qmpc_string_at_is(const struct qmpc_message *message, const char *path, const char *text)
{
    return qmpc_json_string_is(qmpc_get(message, path), text);
}

/* Ids are compared as values, since a server may escape a string in another way.  An id that is
 * not a string is an integer of our own, which has one spelling only. */
bool qmpc_is_id(struct qmpc_json theirs, const char *id)
{
    struct qmpc_json ours;
    if (theirs.text == NULL || qmpc_json_parse(id, strlen(id), &ours, NULL) != QMPC_OK)
        return false;
    if (qmpc_json_type(ours) != QMPC_JSON_STRING)
        return ours.length == theirs.length && memcmp(ours.text, theirs.text, ours.length) == 0;
    char text[QMPC_ID_SIZE];
    int64_t length = qmpc_json_string(ours, text, sizeof text);
    return length >= 0 && (size_t)length < sizeof text &&
           qmpc_json_type(theirs) == QMPC_JSON_STRING &&
           qmpc_scan_string_is(theirs, text, (size_t)length);
}

bool qmpc_has_id(const struct qmpc_message *message, const char *id)
{
    return qmpc_is_id(qmpc_get(message, "id"), id);
}
