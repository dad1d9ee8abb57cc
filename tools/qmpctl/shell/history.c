/* history.c - the lines that were typed, in a file.
 *
 * SPDX-License-Identifier: MIT */
#include "shell/history.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Makes the folders that lead to PATH, for their owner alone as the XDG specification has it. */
static void make_folders(char *path)
{
    for (char *at = strchr(path + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
        *at = '\0';
        mkdir(path, 0700);
        *at = '/';
    }
}

char *history_path(void)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    char *path = NULL;
    int length = -1;
    if (state != NULL && *state == '/')
        length = asprintf(&path, "%s/qmpctl/history", state);
    else if (home != NULL && *home == '/')
        length = asprintf(&path, "%s/.local/state/qmpctl/history", home);
    if (length < 0)
        return NULL;
    make_folders(path);
    return path;
}

bool history_is_secret(const char *line)
{
    static const char *const marks[] = {"secret", "agent-unlock", "password", "passwd"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (strcasestr(line, marks[i]) != NULL)
            return true;
    return false;
}

void history_append(const char *path, const char *line)
{
    if (path == NULL || history_is_secret(line))
        return;
    int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    char *text = NULL;
    int length = asprintf(&text, "%s\n", line);
    /* One write, so that lines of sessions at the same time do not mix. */
    if (file >= 0 && length > 0) {
        ssize_t written = write(file, text, (size_t)length);
        (void)written; /* a full disk: nothing to be done */
    }
    if (length >= 0)
        free(text);
    if (file >= 0)
        close(file);
}

/* Puts the lines from AT on into the place of the file, at once. */
static void cut(const char *path, const char *at)
{
    char *fresh = NULL;
    if (asprintf(&fresh, "%s.%ld", path, (long)getpid()) < 0)
        return;
    int file = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) {
        size_t length = strlen(at);
        bool whole = write(file, at, length) == (ssize_t)length;
        if (close(file) < 0 || !whole || rename(fresh, path) < 0)
            unlink(fresh);
    }
    free(fresh);
}

/* The whole file, NUL-terminated; NULL: there is none. */
static char *read_all(const char *path)
{
    struct stat status;
    char *text = NULL;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return NULL;
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode))
        text = malloc((size_t)status.st_size + 1);
    ssize_t length = text != NULL ? read(file, text, (size_t)status.st_size) : -1;
    close(file);
    if (length < 0) {
        free(text);
        return NULL;
    }
    text[length] = '\0';
    return text;
}

void history_load(const char *path, history_visit *visit, void *context)
{
    char *text = path != NULL ? read_all(path) : NULL;
    size_t count = 0;
    if (text == NULL)
        return;
    for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++)
        count++;
    char *at = text;
    for (size_t skip = count > HISTORY_LINES ? count - HISTORY_LINES : 0; skip > 0; skip--)
        at = strchr(at, '\n') + 1;
    if (count > 2 * HISTORY_LINES)
        cut(path, at);
    for (char *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
        *end = '\0';
        if (*at != '\0')
            visit(context, at);
    }
    free(text);
}
