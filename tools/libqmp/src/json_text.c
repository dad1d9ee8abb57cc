/* json_text.c - JSON text of any length, by the firmware's writer.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* The longest that the writer wants to have free for one character. */
enum { CHARACTER = 12 };

bool qmpc_text_room(struct json_writer *text, size_t more)
{
    size_t needed = text->length + more;
    if (needed <= text->size)
        return true;
    size_t size = text->size + text->size / 2;
    if (size < needed)
        size = needed;
    if (size > QMP_MESSAGE_MAX)
        size = QMP_MESSAGE_MAX;
    char *bytes = needed <= size ? realloc(text->buffer, size) : NULL;
    if (bytes == NULL)
        return false;
    text->buffer = bytes;
    text->size = (uint32_t)size;
    return true;
}

int qmpc_text_canonical(struct json_writer *text, const char *canonical, size_t length,
                        size_t limit)
{
    struct json_span rest = {canonical, (uint32_t)length};
    bool in_string = false;
    size_t begin = text->length;
    if (!qmpc_text_room(text, length + length / 8 + 2 * CHARACTER))
        return QMPC_E_MEMORY;
    json_write_canonical(text, &rest, &in_string);
    while (rest.length > 0) {
        if (text->length - begin > limit)
            return QMPC_E_PROTOCOL;
        if (!qmpc_text_room(text, rest.length + rest.length / 8 + 2 * CHARACTER))
            return QMPC_E_MEMORY;
        json_write_canonical(text, &rest, &in_string);
    }
    return text->length - begin > limit ? QMPC_E_PROTOCOL : QMPC_OK;
}

char *qmpc_json_quote(const char *text, size_t length)
{
    struct json_writer writer;
    struct json_span rest = {text, (uint32_t)length};
    json_writer_init(&writer, NULL, 0);
    if (length > QMP_MESSAGE_MAX / 6 - CHARACTER ||
        !qmpc_text_room(&writer, length * 6 + 3 + CHARACTER))
        return NULL;
    json_write_text(&writer, "\"");
    json_write_escaped(&writer, &rest);
    json_write_bytes(&writer, "\"", 2); /* with the NUL behind it */
    return writer.buffer;
}
