/* edit.h - the parts of the prompt with editing (libedit).
 *
 * Who calls it: the parts call each other, from the main thread; signals only set flags, or put
 *               the terminal back.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_EDIT_H
#define QMPCTL_EDIT_H

#include <histedit.h>
#include <stdbool.h>
#include <stddef.h>

#include "shell/shell.h"

struct edit {
    struct shell *shell;
    EditLine *el;
    History *history;
    char *history_path; /* NULL: the history is not kept */

    char bytes[4096]; /* read from the terminal and not yet taken */
    size_t at, length;
    bool ended;   /* no more will come from the terminal */
    bool dropped; /* Ctrl-C: the line that was being typed is none */

    bool typing;      /* libedit has the terminal and shows a line */
    bool hidden;      /* the line is off the screen */
    unsigned columns; /* of the terminal when it was drawn last */
    bool pasting;     /* what comes is pasted, as the terminal says */

    unsigned long keys;    /* characters taken */
    unsigned long tab_key; /* which of them was the last TAB */
};

/* edit_screen.c: the line off the screen, and on it again at the cursor's new place. */
void edit_hide(struct edit *edit);
void edit_show(struct edit *edit);
/* Leaves the line on the screen and goes below it. */
void edit_go_below(struct edit *edit);
void edit_resize(struct edit *edit);
/* Begins and ends the time in which libedit has the terminal. */
void edit_begin_typing(struct edit *edit);
void edit_end_typing(struct edit *edit);
/* Lines and columns of the terminal. */
void edit_size(unsigned *rows, unsigned *columns);

/* edit_signals.c: signals are blocked but where edit_wait() waits.  Called before libedit has the
 * terminal, as its state then is what signals put back; false: there is none. */
bool edit_watch_signals(void);
void edit_unwatch_signals(void);
/* Waits for the terminal or the server, or only looks; true: the terminal has something. */
bool edit_wait(struct edit *edit, bool look_only);
/* Does what signals asked for.  True after Ctrl-C, once. */
bool edit_attend(struct edit *edit);

/* edit_keys.c: the TAB key and the others that are not libedit's own. */
void edit_bind_keys(struct edit *edit);

#endif
