/* qmpctl.h - what the files of qmpctl share.
 *
 *   options    the command line
 *   words      a line of the prompt -> words
 *   arguments  key=value words -> a JSON object
 *   request    one command: send it, wait, print, say how it went
 *   save       one command whose data goes to a file
 *   prompt     commands from standard input
 *   print      replies and events for people or for programs
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_H
#define QMPCTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qmpc/qmpc.h"

/* A promise of the manual page. */
enum exit_code {
    EXIT_OK = 0,
    EXIT_COMMAND_FAILED = 1, /* the server answered with an error */
    EXIT_USAGE = 2,
    EXIT_NO_ANSWER = 3, /* no connection, no answer, or not QMP */
    EXIT_NOT_SAVED = 4, /* --save: the file has only a part of what was asked for, or nothing */
};

struct options {
    char *endpoint; /* freed by main() */
    int64_t timeout_ms;
    bool timeout_given;
    bool json;
    bool negotiate;
    bool oob;
    bool events;
    uint64_t event_count; /* 0: without end */
    const char *save;     /* the file, NULL: none */
    char **words;         /* command and arguments, part of argv */
    size_t word_count;
};

/* options.c: returns -1 to go on, or the exit code to leave with. */
int options_parse(struct options *options, int argc, char **argv);

/* words.c: cuts a line at the blanks that are outside of quotes, brackets and braces; the words
 * point into the line, which is changed.  Returns the number of words, or -1 with *error. */
int words_split(char *text, char **words, size_t room, const char **error);

/* arguments.c: a JSON object in memory to be freed, or NULL with *error (to be freed too). */
char *arguments_build(char *const *words, size_t count, char **error);

/* request.c: words are a command with arguments, or one JSON text.  Returns an exit code. */
int request_run(struct qmpc *line, const struct options *options, char *const *words, size_t count);

/* Prints events that came before or with the reply, unless main() counts them. */
void request_show_events(struct qmpc *line, const struct options *options);

/* Joins (or joins again) the server's session, as the options want it. */
int request_attach(struct qmpc *line, const struct options *options);

/* Says what went wrong and what to do about it; returns the exit code for status. */
int request_explain(struct qmpc *line, int status);

/* save.c: the command with its arguments (JSON text or NULL), whose data goes to options->save.
 * Returns an exit code. */
int save_run(struct qmpc *line, const struct options *options, const char *command,
             const char *arguments);

/* prompt.c */
int prompt_run(struct qmpc *line, const struct options *options);

/* print.c */
void print_reply(const struct options *options, const struct qmpc_message *reply);
void print_whole(const struct options *options, const struct qmpc_message *message);
void print_event(const struct options *options, const struct qmpc_message *event);

#endif
