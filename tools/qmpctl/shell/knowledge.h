/* knowledge.h - what the shell has learnt of the server, and asking it for more.
 *
 * Who calls it: completion and help, while no command of the user's is under way.
 * Time:         each function waits at most the patience that was given; an answer that comes later
 *               is recognised by knowledge_take(), and until then nothing more is asked.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_KNOWLEDGE_H
#define QMPCTL_KNOWLEDGE_H

#include "common/schema.h"
#include "qmpc/qmpc.h"
#include "shell/traffic.h"

struct knowledge;

/* NULL without memory.  LINE and TRAFFIC are used as long as it lives. */
struct knowledge *knowledge_new(struct qmpc *line, const struct traffic *traffic,
                                int64_t patience_ms);
void knowledge_free(struct knowledge *knowledge);

/* The server has begun anew: it may be another one, and no answer is under way. */
void knowledge_forget(struct knowledge *knowledge);

/* True if MESSAGE is an answer that came late; it then belongs to the knowledge. */
bool knowledge_take(struct knowledge *knowledge, struct qmpc_message *message);

/* The server's schema, asked for when it is first needed; NULL: it has none, or not yet. */
const struct schema *knowledge_schema(struct knowledge *knowledge);

/* Visits the names of its commands.  As long as the schema is not there it asks query-commands,
 * whose answer is a tenth of it: that matters on a serial line. */
typedef void knowledge_visit(void *context, const char *name);
void knowledge_commands(struct knowledge *knowledge, knowledge_visit *visit, void *context);

/* Asks COMMAND with one argument KEY: VALUE (a string; KEY NULL: none).  The reply, to be freed;
 * NULL: an error, or no answer in time. */
struct qmpc_message *knowledge_ask(struct knowledge *knowledge, const char *command,
                                   const char *key, const char *value);

#endif
