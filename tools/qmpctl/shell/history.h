/* history.h - the lines that were typed in this session and in earlier ones.
 *
 * They are kept in $XDG_STATE_HOME/qmpctl/history, a line each, readable by their owner alone.
 * Each line is added when it is typed, so that several sessions can share the file and none loses
 * what it has when it is killed.  A history that cannot be kept is no reason to fail.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_HISTORY_H
#define QMPCTL_HISTORY_H

#include <stdbool.h>

enum { HISTORY_LINES = 1000 };

/* Where it is, to be freed; the folders are made.  NULL: nowhere. */
char *history_path(void);

/* Visits the last HISTORY_LINES lines of the file, oldest first; a file with twice as many is cut
 * to them. */
typedef void history_visit(void *context, const char *line);
void history_load(const char *path, history_visit *visit, void *context);

/* Adds a line (without its end) to the file, unless it may hold a secret. */
void history_append(const char *path, const char *line);

/* True for a line that is not to be written down. */
bool history_is_secret(const char *line);

#endif
