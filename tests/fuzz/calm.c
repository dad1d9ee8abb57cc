/* calm.c - a server that is asked one thing after another.
 *
 * SPDX-License-Identifier: MIT */
#include "calm.h"

#include "fuzz.h"

#include "qmp/server.h"

#define COMMANDS_MAX 64 /* of a schema that extends the product's */

struct calm {
    struct qmp_server server;
    struct qmp_session session;
    qmp_handler *handlers[QMP_CMD_COUNT], *more_handlers[COMMANDS_MAX];
    char *line;
    size_t length, size;
};

static uint64_t clock_now(void *context)
{
    (void)context;
    return 0;
}

static bool time_of_day(void *context, int64_t *seconds, int32_t *microseconds)
{
    (void)context;
    (void)seconds;
    (void)microseconds;
    return false;
}

struct calm *calm_begin(calm_handler *const *handlers, const struct qmp_schema *more)
{
    static const struct qmp_host host = {.clock = clock_now, .time_of_day = time_of_day};
    struct calm *c = calloc(1, sizeof *c);

    REQUIRE(c);
    for (unsigned i = 0; i < QMP_CMD_COUNT; i++)
        c->handlers[i] = handlers ? handlers[i] : qmp_do_nothing;
    c->handlers[QMP_CMD_query_qmp_schema] = qmp_do_query_schema;
    qmp_server_init(&c->server, &qmp_schema, c->handlers, &host, "fuzz", NULL);
#if QMP_EXTENSIONS
    if (more) {
        REQUIRE(more->command_count <= COMMANDS_MAX);
        for (unsigned i = 0; i < more->command_count; i++)
            c->more_handlers[i] = qmp_do_nothing;
        REQUIRE(qmp_server_extend(&c->server, more, c->more_handlers) == 0);
    }
#else
    REQUIRE(!more);
#endif
    qmp_session_init(&c->session, &c->server);
    (void)calm_ask(c, "{\"execute\":\"qmp_capabilities\"}", 30, &(size_t){0});
    c->session.negotiated = true;
    return c;
}

/* Reads all there is. */
static void read_all(struct calm *c)
{
    const char *bytes;
    size_t n;

    do {
        while (qmp_session_run(&c->session))
            continue;
        n = qmp_session_output(&c->session, &bytes);
        if (c->length + n + 1 > c->size) {
            c->size = 2 * (c->length + n + 1);
            c->line = realloc(c->line, c->size);
            REQUIRE(c->line);
        }
        memcpy(c->line + c->length, bytes, n);
        c->length += n;
        qmp_session_sent(&c->session, n);
    } while (n > 0);
    REQUIRE(qmp_session_idle(&c->session));
}

const char *calm_ask(struct calm *c, const char *request, size_t size, size_t *reply_size)
{
    size_t taken = 0;

    read_all(c); /* the greeting */
    c->length = 0;
    while (taken < size) {
        taken += qmp_session_input(&c->session, request + taken, size - taken);
        read_all(c);
    }
    REQUIRE(c->length > 2 && memcmp(c->line + c->length - 2, "\r\n", 2) == 0);
    *reply_size = c->length - 2;
    c->line[c->length - 2] = '\0';
    REQUIRE(!strchr(c->line, '\n'));
    return c->line;
}

const char *calm_return(struct calm *c, const char *command, size_t *size)
{
    static const char before[] = "{\"return\": ";
    char request[120];
    const char *line;

    snprintf(request, sizeof request, "{\"execute\":\"%s\"}", command);
    line = calm_ask(c, request, strlen(request), size);
    REQUIRE(strncmp(line, before, sizeof before - 1) == 0);
    *size -= sizeof before; /* its last brace, too */
    return line + sizeof before - 1;
}

size_t calm_where_max(void)
{
    return QMP_WHERE_MAX;
}
