/* shell.h - a session of the shell, and its parts.
 *
 * A session reads lines from somewhere (a terminal, a pipe, a file, the command line), runs each,
 * and shows what comes from the server meanwhile.
 *
 * Who calls it: the parts of the shell call each other; one thread.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_SHELL_H
#define QMPCTL_SHELL_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/options.h"
#include "qmpc/qmpc.h"
#include "shell/knowledge.h"
#include "shell/traffic.h"

enum {
    PATIENCE_MS = 2000,     /* longest a TAB or help waits for an answer of the server */
    SHELL_SLICE_MS = 50,    /* longest that events of a busy server are shown in one go */
    SHELL_GIVEN_UP = -1000, /* besides those of enum qmpc_status: Ctrl-C */
};

struct transaction; /* transaction.c */

/* A command whose reply was not waited for any longer; it may come yet. */
struct late {
    char id[QMPC_ID_SIZE]; /* "": none */
    char *command;
};
enum { LATE_MOST = 8 };

struct shell {
    struct qmpc *line;
    const struct options *options;
    struct traffic traffic;
    struct knowledge *knowledge;
    struct transaction *transaction; /* the one that is being written; NULL: none */
    struct late late[LATE_MOST];     /* the oldest makes room */
    size_t late_next;
    long cpu; /* of the human monitor */
    bool hmp;
    bool reconnect;
    bool stop_at_failure;
    bool interactive;
    bool leave;
    bool lost;   /* the line broke */
    bool ending; /* the server was told to quit, or said it will: its end is no failure */
    int code;    /* of the first line that failed */

    /* What reads the lines of a terminal; NULL for other sources.
     * hide: takes the prompt and what is typed off the screen before something is printed; may be
     * called again.  interrupted: true once after Ctrl-C. */
    void *reader;
    void (*hide)(struct shell *shell);
    bool (*interrupted)(struct shell *shell);
};

/* execute.c: runs a line, which is changed; its failure is noted. */
void shell_run_line(struct shell *shell, char *text);
/* A command with its arguments (JSON text or NULL); *REPLY as of qmpc_command(). */
int shell_command(struct shell *shell, const char *command, const char *arguments,
                  struct qmpc_message **reply);
/* Notes the exit code of a line. */
void shell_note(struct shell *shell, int code);
/* Says what STATUS means, when a command has no reply; returns an exit code. */
int shell_explain(struct shell *shell, int status);
const char *shell_prompt(const struct shell *shell);

/* Until one of the descriptors is ready, a signal of the terminal arrives, or WAKE (a deadline). */
void shell_wait(const struct shell *shell, struct pollfd *fds, int count, int64_t wake);

/* late.c: notes a command that is not waited for any longer; the same after Ctrl-C, which tells the
 * server to end what it sends where it can be told, and says so. */
void late_note(struct shell *shell, const char *id, const char *command);
void late_give_up(struct shell *shell, const char *id, const char *command);
/* The reply to one of those is one line if it is long, that of the server that was told none.
 * False: it is neither, or to be shown as others are. */
bool late_show(struct shell *shell, const struct qmpc_message *reply);
/* The oldest of them; NULL: there is none. */
const char *late_command(const struct shell *shell);
void late_forget(struct shell *shell);

/* forms.c: what WORDS, which are no line of the shell, would have to be here. */
void forms_advise(char *const *words, size_t count);

/* messages.c: shows what has come from the server, joins again where it began anew, and sees that
 * it is gone.  True: there is more, but who sits at the terminal may have something to say. */
bool shell_show_messages(struct shell *shell);
void shell_show_event(struct shell *shell, const struct qmpc_message *event);
void shell_rejoin(struct shell *shell);
/* Gives a server that is ending the time to do so, before a spawned one would be told to. */
void shell_await_end(struct shell *shell);

/* transaction.c */
bool transaction_begins(const char *text);
/* TEXT is a line of it, the first too.  Runs it when it is complete.  Returns an exit code. */
int transaction_line(struct shell *shell, char *text);
void transaction_drop(struct shell *shell);

/* hmp.c: a line of the human monitor; returns an exit code. */
int hmp_line(struct shell *shell, const char *text);
/* Candidates for the end of TEXT. */
struct candidates;
void hmp_complete(struct shell *shell, const char *text, struct candidates *candidates);

/* help.c: what a line may be; with COMMAND (NULL: none) its arguments.  Returns an exit code. */
int help_show(struct shell *shell, const char *command);

/* lines.c: lines from a descriptor; a prompt without editing if that is a terminal. */
void lines_from(struct shell *shell, int file);

/* edit.c: lines of a terminal, with editing.  False: it cannot do that (lines_from() can). */
bool edit_lines(struct shell *shell);

#endif
