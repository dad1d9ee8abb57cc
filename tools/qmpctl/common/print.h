/* print.h - replies and events, for people or for programs.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_PRINT_H
#define QMPCTL_PRINT_H

#include <stdio.h>

#include "common/options.h"
#include "qmpc/qmpc.h"

/* What a reply returns on standard output, or its error on standard error.  For people: as JSON in
 * a session (the shell), as a table or list (show.h) otherwise. */
void print_reply(const struct options *options, const struct qmpc_message *reply);

/* A message with all its members, on standard output. */
void print_whole(const struct options *options, const struct qmpc_message *message);

/* An event: a remark on OUT or, with --json, a line on standard output. */
void print_event(const struct options *options, const struct qmpc_message *event, FILE *out);

/* A JSON value, indented, without a line end. */
void print_pretty(FILE *out, struct qmpc_json value);

/* A JSON string as text, made harmless (style.h).  Ends with a line end. */
void print_text(FILE *out, struct qmpc_json value);

#endif
