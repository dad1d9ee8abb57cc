/* screen.c - the picture on a terminal.
 *
 * SPDX-License-Identifier: MIT */
#include "top/screen.h"

#include <curses.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/ending.h"
#include "common/style.h"
#include "top/keys.h"
#include "top/lines.h"

/* Less room is said to be too little; redrawing more often would only cost time. */
enum { LEAST_WIDTH = 60, LEAST_HEIGHT = 10, DRAW_MS = 50, AGE_MS = 1000 };

static void begin(const struct engine *engine)
{
    static const struct {
        short pair, colour;
    } pairs[] = {{STYLE_NAME, COLOR_CYAN},     {STYLE_VALUE, COLOR_GREEN},
                 {STYLE_EVENT, COLOR_MAGENTA}, {STYLE_GOOD, COLOR_GREEN},
                 {STYLE_WARN, COLOR_YELLOW},   {STYLE_BAD, COLOR_RED}};
    noecho();
    cbreak();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    curs_set(0);
    set_escdelay(50);
    if (!style_wanted(engine->options, stdout) || !has_colors())
        return;
    start_color();
    use_default_colors();
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        init_pair(pairs[i].pair, pairs[i].colour, -1);
}

/* Without colours what matters is still told apart. */
static attr_t attributes_of(enum style style)
{
    switch (style) {
    case STYLE_PLAIN:
    case STYLE_NOTE:
        return A_NORMAL;
    case STYLE_HEAD:
        return A_BOLD;
    default:
        return A_BOLD | (attr_t)COLOR_PAIR(style);
    }
}

static void put_row(int row, attr_t attributes, const char *text)
{
    attrset(attributes);
    mvaddstr(row, 0, text);
    attrset(A_NORMAL);
}

static void draw_foot(const struct keys *keys, size_t body, size_t room)
{
    char text[256];
    keys_foot(keys, body, room, text, sizeof text);
    char *cell = lines_cell(text, (size_t)COLS, false);
    /* The last place of the screen stays free: writing there scrolls some terminals. */
    if (cell != NULL) {
        attrset(A_REVERSE);
        mvaddnstr(LINES - 1, 0, cell, (int)strlen(cell) - 1);
        attrset(A_NORMAL);
    }
    free(cell);
}

static void draw_help(void)
{
    for (int i = 0; keys_help[i] != NULL && i < LINES - 1; i++)
        put_row(i, i == 0 ? A_BOLD : A_NORMAL, keys_help[i]);
}

static void draw(const struct engine *engine, struct keys *keys)
{
    struct lines lines;
    erase();
    if (COLS < LEAST_WIDTH || LINES < LEAST_HEIGHT) {
        mvprintw(0, 0, "too small: %dx%d is needed", LEAST_WIDTH, LEAST_HEIGHT);
        refresh();
        return;
    }
    lines_build(&lines, &engine->picture, (size_t)COLS, clock_ms());
    size_t room = (size_t)LINES - 1 - LINES_FIXED;
    size_t body = lines.count > LINES_FIXED ? lines.count - LINES_FIXED : 0;
    keys_limit(keys, body, room);
    if (keys->help) {
        draw_help();
    } else {
        for (size_t i = 0; i < lines.count && i < LINES_FIXED + room; i++) {
            const struct lines_line *line = &lines.all[i < LINES_FIXED ? i : i + keys->top];
            if (i >= LINES_FIXED && i + keys->top >= lines.count)
                break;
            put_row((int)i, attributes_of(line->style) | (i == 0 ? A_REVERSE : 0), line->text);
        }
    }
    draw_foot(keys, body, room);
    refresh();
    lines_free(&lines);
}

/* Waits for a key, the server, or the time of something to do; false: the terminal is gone. */
static bool wait_for(const struct engine *engine, int64_t drawn, const sigset_t *unmasked)
{
    struct pollfd wait[3] = {{.fd = STDIN_FILENO, .events = POLLIN}};
    int64_t until;
    int count = engine_wants(engine, wait + 1, &until);
    int64_t draw_at = drawn + (engine->fresh ? DRAW_MS : AGE_MS);
    int64_t left = (until < draw_at ? until : draw_at) - clock_ms();
    struct timespec time = {.tv_sec = left > 0 ? left / 1000 : 0,
                            .tv_nsec = left > 0 ? left % 1000 * 1000000 : 0};
    ppoll(wait, (nfds_t)count + 1, &time, unmasked);
    return (wait[0].revents & (POLLHUP | POLLERR)) == 0;
}

static void loop(struct engine *engine, struct keys *keys, const sigset_t *unmasked)
{
    int64_t drawn = 0;
    while (!ending_asked() && !keys->leave) {
        int key;
        engine_work(engine);
        while ((key = getch()) != ERR) {
            keys_take(keys, key);
            engine->fresh = true;
        }
        bool due = clock_ms() - drawn >= (engine->fresh ? DRAW_MS : AGE_MS);
        if (due) {
            draw(engine, keys);
            drawn = clock_ms();
            engine->fresh = false;
        }
        if (!keys->leave && !wait_for(engine, drawn, unmasked))
            break;
    }
}

int screen_run(struct engine *engine)
{
    sigset_t unmasked;
    struct keys keys = {.engine = engine};
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return options_refuse("top needs a terminal; otherwise say --once, --count N or --json",
                              "");
    SCREEN *screen = newterm(NULL, stdout, stdin);
    if (screen == NULL)
        return options_refuse("top cannot draw on a terminal of the type ",
                              getenv("TERM") != NULL ? getenv("TERM") : "(no $TERM)");
    begin(engine);
    ending_watch(&unmasked);
    loop(engine, &keys, &unmasked);
    sigprocmask(SIG_SETMASK, &unmasked, NULL);
    endwin();
    delscreen(screen);
    return EXIT_OK;
}
