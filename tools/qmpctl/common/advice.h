/* advice.h - what to do next when something failed.
 *
 * Who calls it: connect.c and request.c after they have said what failed; advice goes to standard
 *               error, in lines that begin with "qmpctl: ".
 * Time:         advice_refused() asks the server for what it has: at most ADVICE_MS a question.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_ADVICE_H
#define QMPCTL_ADVICE_H

#include <stddef.h>

#include "qmpc/qmpc.h"

enum { ADVICE_MS = 2000 };

/* The endpoint could not be opened: looks for the reason that the user can change. */
void advice_closed(const char *endpoint);

/* The server refused COMMAND with ARGUMENTS (JSON text or NULL) for the error it gave last:
 * similar commands where there is none of this name, the properties of an object where it has
 * none of this name, similar objects where there is none. */
void advice_refused(struct qmpc *line, const char *command, const char *arguments);

/* The one of COUNT names that is most similar to NAME, NULL if none is similar. */
const char *advice_similar(const char *name, char *const *names, size_t count);

#endif
