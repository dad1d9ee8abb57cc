/* editor_model.c - a line editor without a screen.
 *
 * SPDX-License-Identifier: MIT */
#include "editor_model.h"

#define CONTROL(letter) ((letter)&0x1f)

void editor_begin(struct editor *editor)
{
    editor->length = editor->cursor = editor->typed = editor->expected = 0;
    editor->recalled = editor->lines;
}

/* -------------------------------------------------------------------- changes */

/* The bytes between FROM and TO become the SIZE bytes at TEXT. */
static void replace(struct editor *editor, unsigned from, unsigned to, const char *text,
                    unsigned size)
{
    char line[2 * EDITOR_LINE];
    unsigned length = 0;

    for (unsigned i = 0; i < from; i++)
        line[length++] = editor->line[i];
    for (unsigned i = 0; i < size; i++)
        line[length++] = text[i];
    editor->cursor = length;
    for (unsigned i = to; i < editor->length; i++)
        line[length++] = editor->line[i];
    REQUIRE(length <= EDITOR_LINE);
    memcpy(editor->line, line, length);
    editor->length = length;
}

static void recall(struct editor *editor, unsigned number)
{
    const char *text = number < editor->lines ? editor->history[number] : "";

    editor->recalled = number;
    replace(editor, 0, editor->length, text, (unsigned)strlen(text));
}

static bool begins(const struct editor *editor, unsigned place)
{
    return place == 0 || place >= editor->length || (editor->line[place] & 0xc0) != 0x80;
}

static unsigned left(const struct editor *editor)
{
    unsigned place = editor->cursor;

    do
        place -= place > 0;
    while (!begins(editor, place));
    return place;
}

static unsigned right(const struct editor *editor)
{
    unsigned place = editor->cursor;

    do
        place += place < editor->length;
    while (!begins(editor, place));
    return place;
}

/* Where the word before the cursor begins, blanks behind it included. */
static unsigned word(const struct editor *editor)
{
    unsigned place = editor->cursor;
    bool inside = false;

    for (; place > 0; place--) {
        bool blank = editor->line[place - 1] == ' ';

        if (inside && blank)
            break;
        inside |= !blank;
    }
    return place;
}

/* ----------------------------------------------------------------------- keys */

static enum editor_event press(struct editor *editor, char key)
{
    switch (key) {
    case CONTROL('A'):
        editor->cursor = 0;
        return EDITOR_GOES_ON;
    case CONTROL('E'):
        editor->cursor = editor->length;
        return EDITOR_GOES_ON;
    case CONTROL('D'):
        replace(editor, editor->cursor, right(editor), "", 0);
        return EDITOR_GOES_ON;
    case CONTROL('H'):
        replace(editor, left(editor), editor->cursor, "", 0);
        return EDITOR_GOES_ON;
    case CONTROL('W'):
        replace(editor, word(editor), editor->cursor, "", 0);
        return EDITOR_GOES_ON;
    case CONTROL('U'):
        replace(editor, 0, editor->cursor, "", 0);
        return EDITOR_GOES_ON;
    case CONTROL('K'):
        replace(editor, editor->cursor, editor->length, "", 0);
        return EDITOR_GOES_ON;
    case CONTROL('P'):
        if (editor->recalled > 0)
            recall(editor, editor->recalled - 1);
        return EDITOR_GOES_ON;
    case CONTROL('N'):
        if (editor->recalled < editor->lines)
            recall(editor, editor->recalled + 1);
        return EDITOR_GOES_ON;
    case '\t':
        return EDITOR_COMPLETES;
    case '\r':
    case '\n':
        return EDITOR_LINE_ENDS;
    case CONTROL('L'):
        return EDITOR_CLEARS;
    default:
        return EDITOR_GOES_ON;
    }
}

/* The sequence has come to its end: ESC [ numbers letter, or ESC O letter. */
static void press_sequence(struct editor *editor)
{
    static const char letters[] = "ABCDEFH";
    static const char keys[] = {CONTROL('P'), CONTROL('N'), 0,           0,
                                CONTROL('N'), CONTROL('E'), CONTROL('A')};
    char last = editor->sequence[editor->typed - 1];
    const char *place = last ? strchr(letters, last) : NULL;

    if (last == 'C')
        editor->cursor = right(editor);
    else if (last == 'D')
        editor->cursor = left(editor);
    else if (place)
        (void)press(editor, keys[place - letters]);
    else if (last == '~' && editor->sequence[1] == '[') {
        long number = strtol(editor->sequence + 2, NULL, 10);

        if (editor->sequence[2] >= '0' && editor->sequence[2] <= '9')
            (void)press(editor, number == 1   ? CONTROL('A')
                                : number == 3 ? CONTROL('D')
                                : number == 4 ? CONTROL('E')
                                              : 0);
    }
}

/* Takes a byte of a sequence. */
static void continue_sequence(struct editor *editor, char c)
{
    bool ends = (unsigned char)c > '?';

    /* Of numbers without an end the first digits tell enough: none of the keys has so long a one.
     */
    if (editor->typed == sizeof editor->sequence - 1)
        editor->typed--;
    editor->sequence[editor->typed++] = c;
    editor->sequence[editor->typed] = '\0';
    if (editor->typed == 2) {
        if (c != '[' && c != 'O')
            editor->typed = 0;
    } else if (ends || editor->sequence[1] == 'O') {
        press_sequence(editor);
        editor->typed = 0;
    }
}

static void begin_sequence(struct editor *editor, const char *text)
{
    strcpy(editor->sequence, text);
    editor->typed = (unsigned)strlen(text);
}

bool editor_passes(struct editor *editor, char c)
{
    bool passes = editor->after_cr && c == '\n';

    editor->after_cr &= !passes;
    return passes;
}

enum editor_event editor_type(struct editor *editor, char c)
{
    unsigned char byte = (unsigned char)c;
    bool follows = editor->expected > 0 && byte >= 0x80 && byte < 0xc0;

    if (editor_passes(editor, c))
        return EDITOR_GOES_ON;
    editor->after_cr = c == '\r';
    editor->expected = follows ? editor->expected - 1 : 0;
    if (byte < ' ')
        editor->typed = 0;
    if (byte == 0x1b) {
        begin_sequence(editor, "\033");
    } else if (byte < ' ') {
        return press(editor, c);
    } else if (editor->typed > 0) {
        continue_sequence(editor, c);
    } else if (byte == 0x7f) {
        return press(editor, CONTROL('H'));
    } else if (byte == 0x9b && !follows) {
        begin_sequence(editor, "\033[");
    } else {
        if (editor->length < EDITOR_LINE)
            replace(editor, editor->cursor, editor->cursor, &c, 1);
        if (!follows)
            editor->expected = (byte >= 0xc0) + (byte >= 0xe0) + (byte >= 0xf0);
    }
    return EDITOR_GOES_ON;
}

/* -------------------------------------------------------------------- history */

static void forget(struct editor *editor, unsigned number)
{
    memmove(editor->history[number], editor->history[number + 1],
            (EDITOR_LINES - number - 1) * sizeof editor->history[0]);
    editor->lines--;
}

static size_t kept(const struct editor *editor)
{
    size_t size = 0;

    for (unsigned i = 0; i < editor->lines; i++)
        size += strlen(editor->history[i]) + 1;
    return size;
}

void editor_end(struct editor *editor)
{
    editor->line[editor->length] = '\0';
    if (editor->length > 0 && editor->length < EDITOR_HISTORY / 2) {
        for (unsigned i = editor->lines; i-- > 0;)
            if (strcmp(editor->history[i], editor->line) == 0)
                forget(editor, i);
        while (editor->lines == EDITOR_LINES || kept(editor) + editor->length + 1 > EDITOR_HISTORY)
            forget(editor, 0);
        strcpy(editor->history[editor->lines++], editor->line);
    }
    editor_begin(editor);
}
