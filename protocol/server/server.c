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
void qmp_server_extend(struct qmp_server *server, const struct qmp_schema *schema,
                       qmp_handler *const *handlers)
{
    server->more_schema = schema;
    server->more_handlers = handlers;
}
#endif
