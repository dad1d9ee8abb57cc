/* progress.c - how far long work is.
 *
 * SPDX-License-Identifier: MIT */
#include "common/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/style.h"

enum {
    QUIET_MS = 500, /* work that takes less needs no bar */
    SHOW_MS = 100,
    COLUMNS = 80,
    BAR_MOST = 30,
    BAR_LEAST = 8, /* rather none than a shorter one */
    LINE = 256,
    /* Columns kept for the numbers, so that the bar does not change its length with them. */
    NUMBERS = 50,
    NUMBERS_UNKNOWN = 30,
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

char *progress_size(uint64_t bytes, char buffer[PROGRESS_SIZE_ROOM])
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double value = (double)bytes / 1024;
    size_t unit = 0;
    if (bytes < 1024) {
        snprintf(buffer, PROGRESS_SIZE_ROOM, "%" PRIu64 " B", bytes);
        return buffer;
    }
    while (value >= 1023.95 && unit + 1 < sizeof units / sizeof units[0]) {
        value /= 1024;
        unit++;
    }
    snprintf(buffer, PROGRESS_SIZE_ROOM, "%.1f %s", value, units[unit]);
    return buffer;
}

static void put_time(char *text, size_t size, int64_t seconds)
{
    if (seconds >= 3600)
        snprintf(text, size, "%" PRId64 ":%02d:%02d", seconds / 3600, (int)(seconds / 60 % 60),
                 (int)(seconds % 60));
    else
        snprintf(text, size, "%d:%02d", (int)(seconds / 60), (int)(seconds % 60));
}

/* What stands behind the bar. */
static void put_numbers(const struct progress *progress, int64_t elapsed_ms, char *text,
                        size_t size)
{
    char done[PROGRESS_SIZE_ROOM];
    char total[PROGRESS_SIZE_ROOM];
    char rate[PROGRESS_SIZE_ROOM];
    char clock[32];
    double per_ms = elapsed_ms > 0 ? (double)progress->done / (double)elapsed_ms : 0;
    progress_size(progress->done, done);
    progress_size((uint64_t)(per_ms * 1000), rate);
    if (progress->total == 0) {
        put_time(clock, sizeof clock, elapsed_ms / 1000);
        snprintf(text, size, "%s  %s/s  %s", done, rate, clock);
        return;
    }
    uint64_t left = progress->done < progress->total ? progress->total - progress->done : 0;
    double percent = left == 0 ? 100 : (double)progress->done * 100 / (double)progress->total;
    double left_ms = per_ms > 0 ? (double)left / per_ms : 0;
    int length = snprintf(text, size, "%3d %%  %s of %s  %s/s", (int)percent, done,
                          progress_size(progress->total, total), rate);
    bool ended = left == 0;
    if (!ended && (per_ms <= 0 || left_ms > 1e9)) /* nobody can tell */
        return;
    put_time(clock, sizeof clock, ended ? elapsed_ms / 1000 : (int64_t)(left_ms / 1000 + 0.5));
    snprintf(text + length, size - (size_t)length, "  %s%s", clock, ended ? "" : " left");
}

static void put_bar(const struct progress *progress, int64_t elapsed_ms, char *bar, unsigned width)
{
    memset(bar, ' ', width);
    bar[width] = '\0';
    if (progress->total == 0) { /* wanders to and fro */
        unsigned way = width - 3;
        unsigned at = (unsigned)(elapsed_ms / SHOW_MS % (2 * way));
        memcpy(bar + (at < way ? at : 2 * way - at), "<=>", 3);
        return;
    }
    double part =
        progress->done < progress->total ? (double)progress->done / (double)progress->total : 1;
    unsigned full = (unsigned)(part * width);
    memset(bar, '=', full);
    if (full > 0 && full < width)
        bar[full - 1] = '>';
}

size_t progress_line(const struct progress *progress, int64_t elapsed_ms, unsigned columns,
                     char *line, size_t size)
{
    char numbers[160];
    char bar[BAR_MOST + 1];
    put_numbers(progress, elapsed_ms, numbers, sizeof numbers);
    size_t room = progress->total > 0 ? NUMBERS : NUMBERS_UNKNOWN;
    size_t own = strlen(numbers);
    size_t others = strlen(progress->what) + (own > room ? own : room) + sizeof "  []  " - 1;
    size_t width = columns > others ? columns - others : 0;
    if (width > BAR_MOST)
        width = BAR_MOST;
    int length;
    if (width >= BAR_LEAST) {
        put_bar(progress, elapsed_ms, bar, (unsigned)width);
        length = snprintf(line, size, "%s  [%s]  %s", progress->what, bar, numbers);
    } else {
        length = snprintf(line, size, "%s  %s", progress->what, numbers);
    }
    size_t most = size - 1 < columns ? size - 1 : columns;
    if ((size_t)length > most) {
        line[most] = '\0';
        return most;
    }
    return (size_t)length;
}

void progress_begin(struct progress *progress, const char *what, uint64_t total)
{
    *progress = (struct progress){.what = what, .total = total, .begun_at = now_ms()};
    progress->terminal = isatty(STDERR_FILENO);
    progress->shown_at = progress->begun_at + QUIET_MS - SHOW_MS;
}

static void show(struct progress *progress, int64_t now)
{
    char line[LINE];
    progress_line(progress, now - progress->begun_at, style_columns(stderr, COLUMNS) - 1, line,
                  sizeof line);
    fprintf(stderr, "\r%s\033[K", line);
    progress->shown = true;
    progress->shown_at = now;
}

void progress_update(struct progress *progress, uint64_t done)
{
    progress->done = done;
    if (!progress->terminal)
        return;
    int64_t now = now_ms();
    if (now - progress->shown_at >= SHOW_MS)
        show(progress, now);
}

void progress_hide(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}

void progress_end(struct progress *progress)
{
    if (!progress->shown)
        return;
    show(progress, now_ms());
    fputc('\n', stderr);
    progress->shown = false;
}
