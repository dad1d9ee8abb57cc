/* keys.c - what the keys of `qmpctl top` do.
 *
 * SPDX-License-Identifier: MIT */
#include "top/keys.h"

#include <curses.h>
#include <stdio.h>

const char *const keys_help[] = {
    "qmpctl top",
    "",
    "  q                    leave",
    "  p                    ask no more; again: go on",
    "  s                    stop the application (asks first)",
    "  c                    let it go on (asks first)",
    "  +  -                 ask more often, less often",
    "  arrows, PageUp, PageDown, Home, End    scroll",
    "  h  ?                 this help",
    "",
    "A star marks a value that changed since the round before.",
    "HISTORY has a character a round, the newest at the right:",
    "0 the least to 9 the greatest of them, . no change.",
    NULL,
};

static const int64_t intervals[] = {100,   200,   500,   1000,   2000,   5000,
                                    10000, 30000, 60000, 300000, 600000, 3600000};
enum { INTERVALS = sizeof intervals / sizeof intervals[0] };

static void ask_more_often(struct picture *picture)
{
    for (size_t i = INTERVALS; i-- > 0;)
        if (intervals[i] < picture->interval_ms) {
            picture->interval_ms = intervals[i];
            return;
        }
}

static void ask_less_often(struct picture *picture)
{
    for (size_t i = 0; i < INTERVALS; i++)
        if (intervals[i] > picture->interval_ms) {
            picture->interval_ms = intervals[i];
            return;
        }
}

static void answer(struct keys *keys, int key)
{
    if (key == 'y' || key == 'Y')
        engine_order(keys->engine, keys->asked);
    keys->asked = NULL;
}

static void scroll_by(struct keys *keys, int key)
{
    size_t page = keys->room > 1 ? keys->room - 1 : 1;
    switch (key) {
    case KEY_UP:
        keys->top -= keys->top > 0;
        break;
    case KEY_DOWN:
        keys->top++;
        break;
    case KEY_PPAGE:
        keys->top -= keys->top < page ? keys->top : page;
        break;
    case KEY_NPAGE:
        keys->top += page;
        break;
    case KEY_HOME:
        keys->top = 0;
        break;
    case KEY_END:
        keys->top = SIZE_MAX / 2;
        break;
    default:
        break;
    }
}

static void command(struct keys *keys, int key)
{
    struct engine *engine = keys->engine;
    switch (key) {
    case 'q':
    case 'Q':
        keys->leave = true;
        break;
    case 'p':
        engine->paused = !engine->paused;
        engine_hurry(engine);
        break;
    case 's':
        keys->asked = "stop";
        break;
    case 'c':
        keys->asked = "cont";
        break;
    case '+':
    case '=':
        ask_more_often(&engine->picture);
        engine_hurry(engine);
        break;
    case '-':
        ask_less_often(&engine->picture);
        engine_hurry(engine);
        break;
    case 'h':
    case '?':
        keys->help = true;
        break;
    default:
        scroll_by(keys, key);
        break;
    }
}

void keys_take(struct keys *keys, int key)
{
    if (key == KEY_RESIZE)
        return;
    keys->engine->note[0] = '\0';
    if (keys->asked != NULL)
        answer(keys, key);
    else if (keys->help)
        keys->help = false;
    else
        command(keys, key);
}

void keys_limit(struct keys *keys, size_t body, size_t room)
{
    size_t most = body > room ? body - room : 0;
    keys->room = room;
    if (keys->top > most)
        keys->top = most;
}

void keys_foot(const struct keys *keys, size_t body, size_t room, char *text, size_t size)
{
    const struct engine *engine = keys->engine;
    size_t last = keys->top + room < body ? keys->top + room : body;
    if (keys->asked != NULL)
        snprintf(text, size, "%s the application?  y: yes, any other key: no",
                 *keys->asked == 's' ? "Stop" : "Continue");
    else if (keys->help)
        snprintf(text, size, "any key goes back");
    else if (engine->note[0] != '\0')
        snprintf(text, size, "%s", engine->note);
    else if (body > room)
        snprintf(text, size,
                 "%sq quit  p pause  s stop  c cont  +/- interval  h help   lines %zu-%zu of %zu",
                 engine->paused ? "PAUSED  " : "", keys->top + 1, last, body);
    else
        snprintf(text, size, "%sq quit  p pause  s stop  c cont  +/- interval  h help",
                 engine->paused ? "PAUSED  " : "");
}
