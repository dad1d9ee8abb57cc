/* layout.c - pretty output, as QEMU's with pretty=on.
 *
 * What is written is text for one line, ", " and ": " included, in pieces of any size: constants,
 * numbers, an id of the host's.  So the layout is made byte by byte, from the structure of the
 * text alone.
 *
 * Source: the output of QEMU 7.2, recorded in tests/unit/test_pretty.c.  An empty object has a
 * line for its closing bracket, and lines end with CR and LF.
 *
 * SPDX-License-Identifier: MIT */
#include "layout.h"

#if QMP_PRETTY

#define INDENT 4u /* blanks for each level */

_Static_assert(QMP_NESTING_MAX + 8u <= UINT16_MAX / INDENT,
               "a line's blanks are counted in 16 bits");
_Static_assert(QMP_OUT_SIZE >= 2048, "pieces of replies must fit with their blanks");

void json_writer_set_pretty(struct json_writer *w, bool pretty)
{
    w->layout = (struct json_layout){.on = pretty};
}

static bool put(struct json_writer *w, char byte)
{
    if (w->length == w->size)
        return false;
    w->buffer[w->length++] = byte;
    return true;
}

static bool closes(char byte)
{
    return byte == '}' || byte == ']';
}

/* Begins the line that BYTE stands on, as far as there is room. */
static bool put_break(struct json_writer *w, char byte)
{
    struct json_layout *l = &w->layout;

    if (!l->broken) {
        if (w->size - w->length < 2)
            return false;
        put(w, '\r');
        put(w, '\n');
        if (closes(byte))
            l->depth--;
        l->owed = (uint16_t)(l->depth * INDENT);
        l->broken = true;
    }
    while (l->owed > 0 && put(w, ' '))
        l->owed--;
    return l->owed == 0;
}

static bool string_byte(struct json_writer *w, char byte)
{
    struct json_layout *l = &w->layout;

    if (!put(w, byte))
        return false;
    if (byte == '"' && !l->escaped)
        l->in_string = false;
    l->escaped = byte == '\\' && !l->escaped;
    return true;
}

bool layout_byte(struct json_writer *w, char byte)
{
    struct json_layout *l = &w->layout;

    if (l->in_string)
        return string_byte(w, byte);
    if (byte == ' ' && l->break_due)
        return true; /* what stands behind a comma on one line */
    if ((l->break_due || closes(byte)) && !put_break(w, byte))
        return false;
    if (!put(w, byte))
        return false;
    l->in_string = byte == '"';
    l->broken = false;
    if (byte == '{' || byte == '[')
        l->depth++;
    l->break_due = byte == '{' || byte == '[' || byte == ',';
    return true;
}

void layout_bytes(struct json_writer *w, const char *bytes, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++)
        if (!layout_byte(w, bytes[i])) {
            w->overflow = true;
            return;
        }
}

#endif
