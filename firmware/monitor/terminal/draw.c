/* draw.c - makes a screen show the line that is edited: what has changed, and what is behind it.
 *
 * QEMU draws the whole line for each byte that is typed; here a byte at the end of the line is
 * the byte itself, and the screens are the same.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/terminal/draw.h"

#include "monitor/terminal/edit.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

/* Most bytes that are written at once. */
#define PIECE 64

void edit_show_again(struct monitor_edit *edit)
{
    edit->shown = edit->at = edit->back = 0;
    edit->erase = false;
}

static unsigned columns(const struct monitor_edit *edit, unsigned from, unsigned to)
{
    unsigned count = 0;

    for (; from < to; from++)
        count += !is_continuation(edit->line[from]);
    return count;
}

void draw_changes(struct monitor_edit *edit, uint16_t place)
{
    if (place < edit->at) {
        edit->back = (uint16_t)(edit->back + columns(edit, place, edit->at));
        edit->at = place;
    }
    if (place < edit->shown)
        edit->shown = place;
}

/* Moves the screen's cursor to the byte PLACE, which is on the screen or right behind.  Returns
 * false when it is there. */
static bool move(struct monitor_edit *edit, uint16_t place, struct json_writer *w)
{
    int right = -(int)edit->back;
    char text[24] = "\033[";
    uint32_t length = 2;

    if (place >= edit->at)
        right += (int)columns(edit, edit->at, place);
    else
        right -= (int)columns(edit, place, edit->at);
    if (right != 0) {
        if (right != 1 && right != -1)
            length += json_format_uint(text + length, (uint64_t)(right < 0 ? -right : right));
        text[length++] = right < 0 ? 'D' : 'C';
        json_write_bytes(w, text, length);
    }
    if (w->overflow)
        return true;
    edit->at = place;
    edit->back = 0;
    return right != 0;
}

/* Writes what is not on the screen, which has its cursor there. */
static void write_rest(struct monitor_edit *edit, struct json_writer *w)
{
    uint16_t size = (uint16_t)(edit->length - edit->shown);
    bool last = size <= PIECE;

    if (!last)
        size = PIECE;
    json_write_bytes(w, edit->line + edit->shown, size);
    if (last && edit->erase)
        json_write_text(w, "\033[K");
    if (w->overflow)
        return;
    edit->shown = edit->at = (uint16_t)(edit->shown + size);
    if (last)
        edit->erase = false;
}

bool edit_draw(struct monitor_edit *edit, struct json_writer *w)
{
    /* A terminal shows nothing of half a character. */
    if (edit->more > 0)
        return false;
    if (edit->shown == edit->length && !edit->erase)
        return move(edit, edit->cursor, w);
    if (!move(edit, edit->shown, w))
        write_rest(edit, w);
    return true;
}

#endif
