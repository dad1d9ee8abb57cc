/* progress.h - how far long work is, on standard error while it is a terminal.
 *
 *     struct progress progress;
 *     progress_begin(&progress, "reading", size);
 *     while (...) progress_update(&progress, done);
 *     progress_end(&progress);
 *
 *     reading  [=============>                ]  45 %  7.2 MiB of 16.0 MiB  3.1 MiB/s  0:03 left
 *     dumping  [      <=>                     ]  812.0 KiB  1.2 MiB/s  0:00
 *
 * Who calls it: one at a time, from the main thread.
 * Units:        bytes, milliseconds.
 * Time:         writes at most ten times a second; nothing at all where standard error is no
 *               terminal, or the work took less than half a second.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_PROGRESS_H
#define QMPCTL_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    const char *what; /* a verb in -ing; not copied */
    uint64_t total;   /* 0: nobody knows */
    uint64_t done;
    int64_t begun_at;
    int64_t shown_at;
    bool terminal;
    bool shown; /* there is a bar on the terminal */
};

void progress_begin(struct progress *progress, const char *what, uint64_t total);
void progress_update(struct progress *progress, uint64_t done);

/* Takes the bar off the terminal, for a message in its place; the next update draws it again. */
void progress_hide(struct progress *progress);

/* The last bar stays if there was one. */
void progress_end(struct progress *progress);

/* The bar itself: what progress looks like ELAPSED_MS after its begin on COLUMNS columns, always
 * NUL-terminated, without a line end.  Returns its length. */
size_t progress_line(const struct progress *progress, int64_t elapsed_ms, unsigned columns,
                     char *line, size_t size);

/* 1536 as "1.5 KiB", in BUFFER, which is returned. */
#define PROGRESS_SIZE_ROOM 24
char *progress_size(uint64_t bytes, char buffer[PROGRESS_SIZE_ROOM]);

#endif
