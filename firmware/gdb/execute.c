/* execute.c - what gdb asks for, by the commands of QMP that do it.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

const char *gdb_execute(struct agent *agent, qmp_handler *handler)
{
    struct qmp_stream stream = {.context = agent};
    struct qmp_call call = {.server = &agent->server, .context = agent, .stream = &stream};

    return handler(&call) < 0 ? call.error_format : NULL;
}

#endif
