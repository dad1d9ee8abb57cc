/* edit.c - the line editor of a terminal: what keys do to the line.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/terminal/edit.h"

#if QMP_GROUP_MONITOR

#include "monitor/terminal/draw.h"
#include "monitor/terminal/history.h"
#include "qmp/memory.h"

#define CONTROL(letter) ((letter)-0x40)
#define ESCAPE          0x1b
#define DELETE          0x7f
#define CSI             0x9b /* ESC [ in one byte */

enum edit_escape {
    ESCAPE_NONE,
    ESCAPE_BEGUN,     /* ESC */
    ESCAPE_O,         /* ESC O */
    ESCAPE_PARAMETER, /* ESC [ and its first number */
    ESCAPE_REST       /* more numbers, which no key needs */
};

void edit_init(struct monitor_edit *edit, char *line, uint16_t room)
{
    edit->line = line;
    edit->room = room;
    edit->after_cr = false;
    edit->history.length = 0;
    edit_reset(edit);
}

void edit_reset(struct monitor_edit *edit)
{
    edit->length = edit->cursor = 0;
    edit->escape = ESCAPE_NONE;
    edit->more = 0;
    edit->history.recalled = edit->history.length;
    edit_show_again(edit);
}

/* -------------------------------------------------------------------- changes */

void edit_insert(struct monitor_edit *edit, const char *bytes, uint32_t size)
{
    char *place = edit->line + edit->cursor;

    if (size > (uint32_t)edit->room - edit->length)
        size = (uint32_t)edit->room - edit->length;
    if (size == 0)
        return;
    draw_changes(edit, edit->cursor);
    memmove(place + size, place, (size_t)edit->length - edit->cursor);
    memcpy(place, bytes, size);
    edit->length = (uint16_t)(edit->length + size);
    edit->cursor = (uint16_t)(edit->cursor + size);
}

/* Takes the bytes between FROM and TO away; the cursor is then there. */
static void delete (struct monitor_edit *edit, unsigned from, unsigned to)
{
    edit->cursor = (uint16_t)from;
    if (from == to)
        return;
    draw_changes(edit, (uint16_t)from);
    memmove(edit->line + from, edit->line + to, edit->length - to);
    edit->length = (uint16_t)(edit->length - (to - from));
    edit->erase = true;
}

void edit_replace(struct monitor_edit *edit, const char *text, uint16_t size)
{
    delete (edit, 0, edit->length);
    edit_insert(edit, text, size);
}

/* ----------------------------------------------------------------------- keys */

/* The places of the characters before and behind the cursor. */
static unsigned before(const struct monitor_edit *edit)
{
    unsigned place = edit->cursor;

    if (place > 0)
        place--;
    while (place > 0 && is_continuation(edit->line[place]))
        place--;
    return place;
}

static unsigned behind(const struct monitor_edit *edit)
{
    unsigned place = edit->cursor;

    if (place < edit->length)
        place++;
    while (place < edit->length && is_continuation(edit->line[place]))
        place++;
    return place;
}

/* Where the word before the cursor begins; the blanks behind it are of it. */
static unsigned word_before(const struct monitor_edit *edit)
{
    unsigned place = edit->cursor;

    while (place > 0 && edit->line[place - 1] == ' ')
        place--;
    while (place > 0 && edit->line[place - 1] != ' ')
        place--;
    return place;
}

static enum edit_event take_control(struct monitor_edit *edit, unsigned char c)
{
    switch (c) {
    case CONTROL('A'):
        edit->cursor = 0;
        break;
    case CONTROL('D'):
        delete (edit, edit->cursor, behind(edit));
        break;
    case CONTROL('E'):
        edit->cursor = edit->length;
        break;
    case CONTROL('H'):
        delete (edit, before(edit), edit->cursor);
        break;
    case CONTROL('I'):
        return EDIT_COMPLETE;
    case CONTROL('J'):
    case CONTROL('M'):
        return EDIT_LINE;
    case CONTROL('K'):
        delete (edit, edit->cursor, edit->length);
        break;
    case CONTROL('L'):
        return EDIT_CLEAR;
    case CONTROL('N'):
        history_down(edit);
        break;
    case CONTROL('P'):
        history_up(edit);
        break;
    case CONTROL('U'):
        delete (edit, 0, edit->cursor);
        break;
    case CONTROL('W'):
        delete (edit, word_before(edit), edit->cursor);
        break;
    case ESCAPE:
        edit->escape = ESCAPE_BEGUN;
        break;
    default:
        break;
    }
    return EDIT_NOTHING;
}

/* C ends ESC [ or ESC O. */
static void take_key(struct monitor_edit *edit, unsigned char c)
{
    /* Of ESC [ NUMBER ~ the control character that does the same. */
    static const char numbers[] = {[1] = CONTROL('A'), [3] = CONTROL('D'), [4] = CONTROL('E')};

    switch (c) {
    case 'A':
        history_up(edit);
        break;
    case 'B':
    case 'E':
        history_down(edit);
        break;
    case 'C':
        edit->cursor = (uint16_t)behind(edit);
        break;
    case 'D':
        edit->cursor = (uint16_t)before(edit);
        break;
    case 'F':
        edit->cursor = edit->length;
        break;
    case 'H':
        edit->cursor = 0;
        break;
    case '~':
        if (edit->parameter < sizeof numbers)
            (void)take_control(edit, (unsigned char)numbers[edit->parameter]);
        break;
    default:
        break;
    }
}

static void take_escape(struct monitor_edit *edit, unsigned char c)
{
    uint8_t state = edit->escape;

    edit->escape = ESCAPE_NONE;
    if (state == ESCAPE_BEGUN) {
        edit->parameter = 0;
        edit->escape = c == '[' ? ESCAPE_PARAMETER : c == 'O' ? ESCAPE_O : ESCAPE_NONE;
    } else if (state == ESCAPE_O || c < ' ' || c > '?') {
        take_key(edit, c);
    } else if (state == ESCAPE_PARAMETER && c >= '0' && c <= '9') {
        if (edit->parameter < 10)
            edit->parameter = (uint8_t)(edit->parameter * 10 + (c - '0'));
        edit->escape = ESCAPE_PARAMETER;
    } else {
        edit->escape = ESCAPE_REST;
    }
}

/* Bytes that follow the first one of a character. */
static uint8_t bytes_behind(unsigned char c)
{
    return c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
}

bool edit_passes(struct monitor_edit *edit, char byte)
{
    bool passes = edit->after_cr && byte == '\n';

    if (passes)
        edit->after_cr = false;
    return passes;
}

enum edit_event edit_take(struct monitor_edit *edit, char byte)
{
    unsigned char c = (unsigned char)byte;
    bool continues = edit->more > 0 && is_continuation(byte);

    if (edit_passes(edit, byte))
        return EDIT_NOTHING;
    edit->after_cr = c == '\r';
    edit->more = (uint8_t)(continues ? edit->more - 1 : 0);
    if (c < ' ') {
        edit->escape = ESCAPE_NONE;
        return take_control(edit, c);
    }
    if (edit->escape != ESCAPE_NONE) {
        take_escape(edit, c);
    } else if (c == DELETE) {
        return take_control(edit, CONTROL('H'));
    } else if (c == CSI && !continues) {
        edit->escape = ESCAPE_PARAMETER;
        edit->parameter = 0;
    } else {
        edit_insert(edit, &byte, 1);
        if (!continues)
            edit->more = bytes_behind(c);
    }
    return EDIT_NOTHING;
}

void edit_end_line(struct monitor_edit *edit)
{
    edit->line[edit->length] = '\0';
    history_add(&edit->history, edit->line, edit->length);
}

#endif
