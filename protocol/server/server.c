/* server.c - what all sessions share.
 *
 * SPDX-License-Identifier: MIT */
#include "internal.h"
#include "qmp/memory.h"

void qmp_server_init(struct qmp_server *server, const struct qmp_schema *schema,
                     qmp_handler *const *handlers, const struct qmp_host *host, const char *package,
                     void *context)
{
    memset(server, 0, sizeof *server - sizeof server->tokens);
    server->schema = schema;
    server->handlers = handlers;
    server->host = host;
    server->package = package;
    server->context = context;
}

#if QMP_EXTENSIONS
/* As strcmp(), of which only the sign counts. */
static int compare(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    return (unsigned char)*a - (unsigned char)*b;
}

int qmp_server_extend(struct qmp_server *server, const struct qmp_schema *schema,
                      qmp_handler *const *handlers)
{
    if (server->more_schema)
        return -1;
    for (unsigned i = 1; i < schema->command_count; i++)
        if (compare(schema->commands[i - 1].name, schema->commands[i].name) >= 0)
            return -1;
    server->more_schema = schema;
    server->more_handlers = handlers;
    return 0;
}
#endif
