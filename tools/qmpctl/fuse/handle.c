/* handle.c - an open file.
 *
 * SPDX-License-Identifier: MIT */
#include "fuse/handle.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fuse/value.h"

struct handle *handle_new(struct tree_node *node)
{
    struct handle *handle = calloc(1, sizeof *handle);
    if (handle == NULL) {
        tree_free(node);
        return NULL;
    }
    handle->node = *node;
    return handle;
}

void handle_free(struct handle *handle)
{
    tree_free(&handle->node);
    free(handle->text);
    free(handle->written);
    free(handle);
}

static int take_text(struct handle *handle, char *text, size_t length)
{
    if (text == NULL)
        return -ENOMEM;
    free(handle->text);
    handle->text = text;
    handle->length = length;
    handle->unread = true;
    return 0;
}

static int fetch_error(struct handle *handle, const struct server *server)
{
    const char *fault = server->fault != NULL ? server->fault : "";
    size_t length = strlen(fault);
    char *text = malloc(length + 2);
    if (text != NULL) {
        memcpy(text, fault, length);
        memcpy(text + length, "\n", 2);
    }
    return take_text(handle, text, length > 0 ? length + 1 : 0);
}

int handle_fetch(struct handle *handle, struct server *server)
{
    struct qmpc_message *reply;
    size_t length = 0;
    if (handle->node.kind == TREE_ERROR)
        return fetch_error(handle, server);
    int status = server_get(server, handle->node.object, handle->node.name, &reply);
    if (status == 0) {
        char *text = value_to_text(qmpc_get(reply, "return"), &length);
        status = take_text(handle, text, length);
    }
    qmpc_message_free(reply);
    return status;
}

int handle_read(struct handle *handle, struct server *server, char *buffer, size_t size,
                off_t offset)
{
    if (handle->text == NULL || (offset == 0 && !handle->unread)) {
        int status = handle_fetch(handle, server);
        if (status != 0)
            return status;
    }
    handle->unread = false;
    if ((uint64_t)offset >= handle->length)
        return 0;
    size_t rest = handle->length - (size_t)offset;
    size_t count = rest < size ? rest : size;
    memcpy(buffer, handle->text + offset, count);
    return (int)count;
}

/* The names of an enum are strings, which only a value shows. */
static int has_strings(struct handle *handle, struct server *server, bool *strings)
{
    struct qmpc_message *reply;
    *strings = false;
    if (value_type_is_known(handle->node.type))
        return 0;
    int status = server_get(server, handle->node.object, handle->node.name, &reply);
    if (status == 0)
        *strings = qmpc_json_type(qmpc_get(reply, "return")) == QMPC_JSON_STRING;
    qmpc_message_free(reply);
    /* One that cannot be read may still be written. */
    return status == -EACCES || status == -ENODATA ? 0 : status;
}

static int set(struct handle *handle, struct server *server, const char *text, size_t length)
{
    bool strings;
    if (handle->node.kind == TREE_ERROR)
        return -EACCES;
    int status = has_strings(handle, server, &strings);
    if (status != 0)
        return status;
    char *value = value_from_text(handle->node.type, strings, text, length);
    if (value == NULL) {
        server_note(server, handle->node.object, handle->node.name,
                    "no value can be made of what was written");
        return -EINVAL;
    }
    status = server_set(server, handle->node.object, handle->node.name, value);
    free(value);
    handle->unread = false;
    return status;
}

int handle_flush(struct handle *handle, struct server *server)
{
    if (handle->written == NULL)
        return 0;
    char *text = handle->written;
    handle->written = NULL;
    int status = set(handle, server, text, handle->written_length);
    handle->written_length = 0;
    free(text);
    return status;
}

static int append(struct handle *handle, const char *bytes, size_t size)
{
    if (size > HANDLE_LIMIT - handle->written_length)
        return -EFBIG;
    char *more = realloc(handle->written, handle->written_length + size + 1);
    if (more == NULL)
        return -ENOMEM;
    memcpy(more + handle->written_length, bytes, size);
    handle->written = more;
    handle->written_length += size;
    return 0;
}

int handle_write(struct handle *handle, struct server *server, const char *bytes, size_t size)
{
    if (size == 0)
        return 0;
    bool whole = size < HANDLE_PIECE || bytes[size - 1] == '\n';
    int status = 0;
    if (!whole || handle->written != NULL)
        status = append(handle, bytes, size);
    if (status == 0 && whole)
        status = handle->written != NULL ? handle_flush(handle, server)
                                         : set(handle, server, bytes, size);
    return status == 0 ? (int)size : status;
}
