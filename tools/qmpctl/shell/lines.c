/* lines.c - lines from a pipe, a file, or a terminal without editing.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shell/shell.h"

struct lines {
    int file;
    bool shown;  /* the prompt stands at the beginning of the line */
    bool ended;  /* no more will come */
    char *bytes; /* read and not yet used */
    size_t length;
    size_t room;
};

static void show_prompt(struct shell *shell, struct lines *lines)
{
    if (shell->interactive && !lines->shown) {
        fputs(shell_prompt(shell), stdout);
        fflush(stdout);
        lines->shown = true;
    }
}

/* What was typed stays where it is; what comes next begins a line of its own. */
static void hide_prompt(struct shell *shell)
{
    struct lines *lines = shell->reader;
    if (lines->shown)
        putchar('\n');
    fflush(stdout);
    lines->shown = false;
}

static void run_complete_lines(struct shell *shell, struct lines *lines)
{
    char *at = lines->bytes;
    char *end = lines->bytes + lines->length;
    char *stop;
    while (!shell->leave && at < end && (stop = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        *stop = '\0';
        lines->shown = false;
        shell_run_line(shell, at);
        shell_show_messages(shell);
        at = stop + 1;
    }
    lines->length = (size_t)(end - at);
    memmove(lines->bytes, at, lines->length);
}

static bool make_room(struct shell *shell, struct lines *lines)
{
    if (lines->room - lines->length >= 2)
        return true;
    size_t room = lines->room > 0 ? lines->room * 2 : 4096;
    char *bytes = realloc(lines->bytes, room);
    if (bytes == NULL) {
        fprintf(stderr, "qmpctl: no memory for a line of %zu bytes\n", lines->length);
        shell_note(shell, EXIT_USAGE);
        return false;
    }
    lines->bytes = bytes;
    lines->room = room;
    return true;
}

/* Not getline(): its buffer would hide input from poll(). */
static void read_input(struct shell *shell, struct lines *lines)
{
    lines->ended = !make_room(shell, lines);
    if (lines->ended)
        return;
    /* One byte stays free for the end of a last line without one. */
    ssize_t count =
        read(lines->file, lines->bytes + lines->length, lines->room - lines->length - 1);
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count > 0) {
        lines->length += (size_t)count;
    } else {
        lines->ended = true;
        if (count < 0) {
            fprintf(stderr, "qmpctl: the lines cannot be read: %s\n", strerror(errno));
            shell_note(shell, EXIT_USAGE);
        }
        if (lines->length > 0)
            lines->bytes[lines->length++] = '\n';
    }
    run_complete_lines(shell, lines);
}

void lines_from(struct shell *shell, int file)
{
    struct lines lines = {.file = file};
    shell->reader = &lines;
    shell->hide = hide_prompt;
    for (;;) {
        bool more = shell_show_messages(shell);
        if (shell->leave || lines.ended)
            break;
        show_prompt(shell, &lines);
        struct pollfd wait[2] = {{.fd = file, .events = POLLIN},
                                 {.fd = qmpc_fd(shell->line), .events = POLLIN}};
        if (poll(wait, 2, more ? 0 : -1) > 0 && wait[0].revents != 0)
            read_input(shell, &lines);
    }
    if (lines.shown && lines.ended)
        putchar('\n');
    free(lines.bytes);
    shell->hide = NULL;
    shell->reader = NULL;
}
