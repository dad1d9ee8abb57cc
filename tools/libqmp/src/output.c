/* output.c - bytes that wait for room on the line.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* A buffer that was needed once is not kept for ever. */
enum { KEEP_ROOM = 1 << 16 };

size_t qmpc_unsent(const struct qmpc *line)
{
    return line->output.length - line->output.sent;
}

static int make_room(struct qmpc_output *output, size_t length)
{
    if (output->sent > 0) {
        memmove(output->bytes, output->bytes + output->sent, output->length - output->sent);
        output->length -= output->sent;
        output->sent = 0;
    }
    if (length <= output->room - output->length)
        return QMPC_OK;
    size_t room = output->room > 0 ? output->room : 1024;
    while (room - output->length < length) {
        if (room > SIZE_MAX / 2)
            return QMPC_E_MEMORY;
        room *= 2;
    }
    char *bytes = realloc(output->bytes, room);
    if (bytes == NULL)
        return QMPC_E_MEMORY;
    output->bytes = bytes;
    output->room = room;
    return QMPC_OK;
}

int qmpc_output_put(struct qmpc *line, const char *bytes, size_t length)
{
    struct qmpc_output *output = &line->output;
    if (length == 0)
        return QMPC_OK;
    if (make_room(output, length) != QMPC_OK)
        return qmpc_fail(line, QMPC_E_MEMORY, "no memory for what is to be sent");
    memcpy(output->bytes + output->length, bytes, length);
    output->length += length;
    return QMPC_OK;
}

int qmpc_output_flush(struct qmpc *line)
{
    struct qmpc_output *output = &line->output;
    while (output->sent < output->length) {
        int64_t count =
            qmpc_transport_push(line, output->bytes + output->sent, output->length - output->sent);
        if (count <= 0)
            return (int)count;
        output->sent += (size_t)count;
    }
    output->sent = 0;
    output->length = 0;
    if (output->room > KEEP_ROOM) {
        free(output->bytes);
        output->bytes = NULL;
        output->room = 0;
    }
    return QMPC_OK;
}

bool qmpc_output_is_cut(const struct qmpc *line)
{
    return qmpc_unsent(line) > 0 && line->output.last != '\0' && line->output.last != '\n';
}

void qmpc_output_clear(struct qmpc *line)
{
    free(line->output.bytes);
    line->output = (struct qmpc_output){.bytes = NULL};
}
