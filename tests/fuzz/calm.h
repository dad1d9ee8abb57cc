/* calm.h - a server that is asked one thing after another, each reply read before the next request.
 *
 * It stands apart because names of the library are also those of jansson.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CALM_H
#define CALM_H

#include <stddef.h>

#include "qmp/schema.h"

struct qmp_call;
struct calm;

typedef int calm_handler(struct qmp_call *call);

/* A server of qmp_schema and, unless it is NULL, MORE, whose handlers do nothing; of the product's
 * commands query-qmp-schema and those of HANDLERS (by number, NULL: all) are executed.  The session
 * has negotiated.  Lives as long as the process. */
struct calm *calm_begin(calm_handler *const *handlers, const struct qmp_schema *more);

/* The line that answers REQUEST, which is one and has one, without its end; valid until the next.
 */
const char *calm_ask(struct calm *calm, const char *request, size_t size, size_t *reply_size);

/* The value that COMMAND, without arguments, returns. */
const char *calm_return(struct calm *calm, const char *command, size_t *size);

/* QMP_WHERE_MAX, which jansson's users cannot include. */
size_t calm_where_max(void);

#endif
