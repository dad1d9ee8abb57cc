/* command_line.h - a command line of qmpctl that is not complete yet.
 *
 * What options there are, and whether they take a value, is read from the help texts: an option
 * that is not explained there is not completed either.
 *
 * Who calls it: the completion of bash and zsh.
 * Ownership:    the words belong to the caller.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_COMMAND_LINE_H
#define QMPCTL_COMMAND_LINE_H

#include "common/subcommand.h"
#include "shell/candidates.h"

struct command_line {
    const char *endpoint; /* NULL: not told */
    const struct subcommand *subcommand;
    char **operands; /* of the subcommand, or the command of the server and its arguments */
    size_t count;
    const char *option; /* the last word is the value of this one; NULL: of none */
    const char *last;
};

/* WORDS: what stands behind "qmpctl", the last one is to be completed.  False without memory. */
bool command_line_read(struct command_line *line, char **words, size_t count);
void command_line_free(struct command_line *line);

/* Adds the options that begin as the last word. */
void command_line_options(const struct command_line *line, struct candidates *candidates);

/* The name of the operand that the last word is, as in the usage line ("PATH"), in BUFFER; "" if
 * there is none. */
void command_line_operand(const struct command_line *line, char *buffer, size_t size);

#endif
