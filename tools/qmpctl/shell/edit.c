/* edit.c - the prompt with editing: libedit has the line, and events come between its characters.
 *
 * SPDX-License-Identifier: MIT */
#include "shell/edit.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "shell/history.h"

static struct edit *edit_of(EditLine *el)
{
    struct edit *edit = NULL;
    el_get(el, EL_CLIENTDATA, &edit);
    return edit;
}

static char *prompt(EditLine *el)
{
    return (char *)shell_prompt(edit_of(el)->shell);
}

/* The next character of the bytes that were read.  What is no character in this locale is left
 * out, as nothing could show or send it. */
static bool take_character(struct edit *edit, wchar_t *character)
{
    while (edit->at < edit->length) {
        mbstate_t state = {0};
        size_t size = mbrtowc(character, edit->bytes + edit->at, edit->length - edit->at, &state);
        if (size == (size_t)-2 && edit->length - edit->at < MB_CUR_MAX)
            return false; /* its other bytes are still to come */
        bool good = size != (size_t)-1 && size != (size_t)-2;
        edit->at += good && size > 0 ? size : 1;
        if (good && size > 0) {
            edit->keys++;
            return true;
        }
    }
    return false;
}

static void read_bytes(struct edit *edit)
{
    edit->length -= edit->at;
    memmove(edit->bytes, edit->bytes + edit->at, edit->length);
    edit->at = 0;
    ssize_t count =
        read(STDIN_FILENO, edit->bytes + edit->length, sizeof edit->bytes - edit->length);
    if (count > 0)
        edit->length += (size_t)count;
    else if (count == 0 || (errno != EINTR && errno != EAGAIN))
        edit->ended = true;
}

/* For libedit: 1 with a character, 0 at the end, -1 to leave the line. */
static int get_character(EditLine *el, wchar_t *character)
{
    struct edit *edit = edit_of(el);
    for (;;) {
        if (edit_attend(edit)) {
            edit->at = edit->length = 0; /* as the terminal drops what it has not passed on */
            edit->dropped = true;
            edit->pasting = false;
            return -1;
        }
        if (take_character(edit, character))
            return 1;
        bool more = shell_show_messages(edit->shell);
        if (edit->shell->leave || edit->ended)
            return -1;
        edit_show(edit);
        if (edit_wait(edit, more))
            read_bytes(edit);
    }
}

static void recall(void *context, const char *line)
{
    struct edit *edit = context;
    HistEvent event;
    history(edit->history, &event, H_ENTER, line);
}

/* LINE loses the blanks at its end, which TAB leaves there. */
static void remember(struct edit *edit, char *line)
{
    for (size_t length = strlen(line); length > 0 && strchr(" \t", line[length - 1]); length--)
        line[length - 1] = '\0';
    HistEvent event;
    if (line[strspn(line, " \t")] == '\0')
        return;
    history(edit->history, &event, H_ENTER, line);
    history_append(edit->history_path, line);
}

static bool set_up(struct edit *edit)
{
    HistEvent event;
    edit->el = el_init("qmpctl", stdin, stdout, stderr);
    edit->history = history_init();
    if (edit->el == NULL || edit->history == NULL)
        return false;
    el_set(edit->el, EL_CLIENTDATA, edit);
    el_set(edit->el, EL_SIGNAL, 0);
    el_set(edit->el, EL_PROMPT, prompt);
    el_set(edit->el, EL_EDITOR, "emacs");
    el_set(edit->el, EL_GETCFN, get_character);
    history(edit->history, &event, H_SETSIZE, HISTORY_LINES);
    history(edit->history, &event, H_SETUNIQUE, 1);
    el_set(edit->el, EL_HIST, history, edit->history);
    /* Between the lines the terminal neither echoes what is typed ahead nor cuts it at 4096 bytes,
     * which it would of a long paste. */
    el_set(edit->el, EL_SETTY, "-x", "-icanon", "-echo", NULL);
    edit_bind_keys(edit);
    el_source(edit->el, NULL);
    edit->history_path = history_path();
    history_load(edit->history_path, recall, edit);
    return true;
}

static void tear_down(struct edit *edit)
{
    if (edit->el != NULL)
        el_end(edit->el);
    if (edit->history != NULL)
        history_end(edit->history);
    free(edit->history_path);
}

/* A line without its end, to be freed; NULL: there is none. */
static char *read_line(struct edit *edit)
{
    int count;
    edit->dropped = false;
    edit_begin_typing(edit);
    const char *text = el_gets(edit->el, &count);
    char *line = text != NULL && count > 0 ? strndup(text, strcspn(text, "\r\n")) : NULL;
    if (line == NULL && (edit->dropped || !edit->shell->leave))
        edit_go_below(edit);
    edit_end_typing(edit);
    return line;
}

static void run_lines(struct edit *edit)
{
    struct shell *shell = edit->shell;
    while (!shell->leave) {
        char *line = read_line(edit);
        if (line != NULL) {
            remember(edit, line);
            shell_run_line(shell, line);
            free(line);
            shell_show_messages(shell);
        } else if (edit->dropped) {
            transaction_drop(shell);
        } else {
            shell->leave = true; /* Ctrl-D, or the terminal is gone */
        }
        fflush(stdout);
    }
}

static void hide(struct shell *shell)
{
    edit_hide(shell->reader);
}

static bool interrupted(struct shell *shell)
{
    return edit_attend(shell->reader);
}

bool edit_lines(struct shell *shell)
{
    static struct edit edit; /* its buffer is large, and there is one terminal */
    const char *terminal = getenv("TERM");
    if (!isatty(STDOUT_FILENO) || terminal == NULL || *terminal == '\0' ||
        strcmp(terminal, "dumb") == 0)
        return false;
    setlocale(LC_CTYPE, "");
    edit = (struct edit){.shell = shell, .keys = 1};
    if (!edit_watch_signals())
        return false;
    if (!set_up(&edit)) {
        tear_down(&edit);
        edit_unwatch_signals();
        return false;
    }
    shell->reader = &edit;
    shell->hide = hide;
    shell->interrupted = interrupted;
    run_lines(&edit);
    tear_down(&edit);
    edit_unwatch_signals();
    shell->hide = NULL;
    shell->interrupted = NULL;
    shell->reader = NULL;
    return true;
}
