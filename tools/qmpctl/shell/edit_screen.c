/* edit_screen.c - the line that is being typed, off the screen and on it again.
 *
 * libedit draws from wherever the cursor is, as if that was the beginning of a line.  So it is
 * enough to go up as many rows as the cursor is below the prompt, to clear what is below, to print,
 * and to let libedit draw anew.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

#include "shell/edit.h"

static const char clear_below[] = "\r\033[J";

/* Terminals that know it say by ESC [200~ and ESC [201~ what is pasted. */
static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";

void edit_size(unsigned *rows, unsigned *columns)
{
    struct winsize size = {0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0)
        size.ws_row = size.ws_col = 0;
    *rows = size.ws_row > 1 ? size.ws_row : 24;
    *columns = size.ws_col > 1 ? size.ws_col : 80;
}

/* The columns that libedit gives a character at COLUMN. */
static unsigned width_of(wchar_t character, unsigned column)
{
    if (character == L'\t')
        return 8 - column % 8;
    if (character < 0x20 || character == 0x7F)
        return 2; /* ^X */
    int width = wcwidth(character);
    if (width >= 0)
        return (unsigned)width;
    return character > 0xFFFF ? 8 : 7; /* \U+XXXX */
}

/* Which row below the prompt's a place in the line is in, where a row has COLUMNS. */
static unsigned row_at(const struct edit *edit, const wchar_t *text, size_t length,
                       unsigned columns)
{
    unsigned row = 0;
    unsigned column = (unsigned)strlen(shell_prompt(edit->shell));
    for (size_t i = 0; i < length; i++) {
        unsigned width = width_of(text[i], column);
        if (width > 1 && text[i] >= 0x80 && column + width > columns) {
            row++; /* it does not begin in the last column */
            column = 0;
        }
        column += width;
        row += column / columns;
        column %= columns;
    }
    return row;
}

/* Most terminals break the line anew when their width changes; these leave it, or cut it. */
static bool keeps_rows(void)
{
    const char *terminal = getenv("TERM");
    return getenv("XTERM_VERSION") != NULL || getenv("STY") != NULL ||
           strcmp(terminal != NULL ? terminal : "", "linux") == 0;
}

/* The row now.  After a change of the width it may be one of those that were drawn before; to go
 * too far up would clear what was printed, so in doubt it is the lesser number. */
static unsigned row_of(const struct edit *edit, const wchar_t *text, size_t length)
{
    unsigned rows;
    unsigned columns;
    edit_size(&rows, &columns);
    unsigned row = row_at(edit, text, length, columns);
    if (columns != edit->columns && edit->columns > 0 && keeps_rows()) {
        unsigned before = row_at(edit, text, length, edit->columns);
        row = before < row ? before : row;
    }
    return row < rows ? row : rows - 1;
}

void edit_hide(struct edit *edit)
{
    if (!edit->typing || edit->hidden)
        return;
    const LineInfoW *line = el_wline(edit->el);
    unsigned row = row_of(edit, line->buffer, (size_t)(line->cursor - line->buffer));
    if (row > 0)
        printf("\033[%uA", row);
    fputs(clear_below, stdout);
    fflush(stdout);
    edit->hidden = true;
}

void edit_show(struct edit *edit)
{
    if (!edit->typing || !edit->hidden)
        return;
    fflush(stderr);
    fflush(stdout);
    edit->hidden = false;
    el_set(edit->el, EL_REFRESH);
    fflush(stdout);
}

void edit_go_below(struct edit *edit)
{
    if (edit->hidden)
        return;
    const LineInfoW *line = el_wline(edit->el);
    unsigned row = row_of(edit, line->buffer, (size_t)(line->cursor - line->buffer));
    unsigned end = row_of(edit, line->buffer, (size_t)(line->lastchar - line->buffer));
    for (; row < end; row++)
        putchar('\n');
    fputs(edit->dropped ? "^C\r\n" : "\r\n", stdout);
    fflush(stdout);
}

static void note_width(struct edit *edit)
{
    unsigned rows;
    edit_size(&rows, &edit->columns);
}

void edit_resize(struct edit *edit)
{
    edit_hide(edit);
    el_resize(edit->el);
    note_width(edit);
    edit_show(edit);
}

void edit_begin_typing(struct edit *edit)
{
    fputs(paste_on, stdout);
    fflush(stdout);
    edit->typing = true;
    edit->hidden = false;
    edit->tab_key = 0;
    note_width(edit);
}

void edit_end_typing(struct edit *edit)
{
    edit->typing = edit->hidden = false;
    fputs(paste_off, stdout);
    fflush(stdout);
}
