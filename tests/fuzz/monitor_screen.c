/* monitor_screen.c - what a terminal shows of the monitor's output.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor_screen.h"

#define COLUMNS (AGENT_MONITOR_LINE * 4)

static struct {
    char line[COLUMNS]; /* the first byte of each character of the cursor's line */
    unsigned length, column;
    char sequence[16];
    unsigned sequence_length;
    char tail[64]; /* what was written last */
} screen;

static void shift_tail(char c)
{
    memmove(screen.tail, screen.tail + 1, sizeof screen.tail - 2);
    screen.tail[sizeof screen.tail - 2] = c;
}

static void control(void)
{
    unsigned count = (unsigned)strtoul(screen.sequence + 2, NULL, 10);

    switch (screen.sequence[screen.sequence_length - 1]) {
    case 'C':
        screen.column += count ? count : 1;
        REQUIRE(screen.column <= screen.length);
        break;
    case 'D':
        REQUIRE(screen.column >= (count ? count : 1));
        screen.column -= count ? count : 1;
        break;
    case 'K':
        REQUIRE(count == 0);
        screen.length = screen.column;
        break;
    default:
        REQUIRE(memcmp(screen.sequence, "\033[2J", 4) == 0 ||
                memcmp(screen.sequence, "\033[1;1H", 6) == 0);
        screen.length = screen.column = 0;
    }
    screen.sequence_length = 0;
}

void screen_show(char c)
{
    shift_tail(c);
    if (screen.sequence_length > 0 || c == '\033') {
        REQUIRE(screen.sequence_length < sizeof screen.sequence - 1);
        screen.sequence[screen.sequence_length++] = c;
        screen.sequence[screen.sequence_length] = '\0';
        if (screen.sequence_length == 2)
            REQUIRE(c == '[');
        else if (screen.sequence_length > 2 && c >= '@')
            control();
    } else if (c == '\r') {
        screen.column = 0;
    } else if (c == '\n') {
        screen.length = 0;
    } else if (((unsigned char)c & 0xc0) != 0x80) {
        REQUIRE((unsigned char)c >= ' ' && c != 0x7f && screen.column < COLUMNS);
        screen.line[screen.column++] = c;
        if (screen.length < screen.column)
            screen.length = screen.column;
    }
}

void screen_check(const struct monitor_edit *edit)
{
    static const char prompt[] = "(qemu) ";
    unsigned column = sizeof prompt - 1, cursor = column;

    REQUIRE(edit->cursor <= edit->length && edit->length <= edit->room);
    REQUIRE(screen.length >= column && memcmp(screen.line, prompt, column) == 0);
    for (unsigned i = 0; i < edit->length; i++) {
        if (((unsigned char)edit->line[i] & 0xc0) == 0x80)
            continue;
        cursor += i < edit->cursor;
        REQUIRE(column < screen.length && screen.line[column] == edit->line[i]);
        column++;
    }
    REQUIRE(screen.length == column && screen.column == cursor);
}

void screen_begin(void)
{
    memset(&screen, 0, sizeof screen);
}

void screen_cut_off(void)
{
    screen.sequence_length = 0;
}

bool screen_ends_with(const char *text)
{
    size_t size = strlen(text) + 1;

    return strcmp(screen.tail + sizeof screen.tail - size, text) == 0;
}
