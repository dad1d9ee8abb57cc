/* server.c - the server of a mount: asked, waited for, and joined again.
 *
 * SPDX-License-Identifier: MIT */
#include "fuse/server.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/connect.h"
#include "common/rejoin.h"
#include "common/style.h"
#include "fuse/refusal.h"

enum {
    OPEN_MS = 200, /* how long one who asks waits for a server that is not there */
    AT_ONCE = 1000 /* messages: a server that never stops talking must not keep files waiting */
};

/* One question or order. */
struct order {
    const char *path;
    const char *property;        /* NULL: list */
    const char *value;           /* JSON; NULL: get */
    struct objects_list *list;   /* of a list */
    struct qmpc_message **reply; /* of a get */
};

void server_init(struct server *server, struct qmpc *line, const struct options *options)
{
    memset(server, 0, sizeof *server);
    server->line = line;
    server->options = options;
}

void server_end(struct server *server)
{
    listings_clear(&server->listings);
    free(server->fault);
    server->fault = NULL;
}

/* What a server says unasked may mean that the tree is another now. */
void server_listen(struct server *server)
{
    struct qmpc_message *message;
    int status = server->lost ? QMPC_E_GONE : QMPC_OK;
    for (int i = 0; i < AT_ONCE && status == QMPC_OK; i++) {
        status = qmpc_receive(server->line, QMPC_NOW, &message);
        if (status == QMPC_OK) {
            listings_clear(&server->listings);
            qmpc_message_free(message);
        }
    }
    if (status == QMPC_E_GONE && !server->lost) {
        qmpc_close(server->line);
        listings_clear(&server->listings);
        server->lost = true;
    }
}

/* Joins the session where that is needed. */
static int make_ready(struct server *server)
{
    int status = QMPC_OK;
    if (server->lost)
        status = rejoin(server->line, server->options, OPEN_MS, server->options->timeout_ms);
    else if (qmpc_restarted(server->line))
        status = connect_again(server->line, server->options);
    else
        return QMPC_OK;
    listings_clear(&server->listings);
    server->lost = status != QMPC_OK;
    if (server->lost)
        qmpc_close(server->line);
    return status;
}

static int send(struct server *server, const struct order *order)
{
    int64_t patience = server->options->timeout_ms;
    if (order->property == NULL)
        return objects_list(server->line, order->path, patience, order->list);
    if (order->value == NULL)
        return objects_get(server->line, order->path, order->property, patience, order->reply);
    return objects_set(server->line, order->path, order->property, order->value, patience, NULL);
}

/* A question may be asked twice if the server went away at the first time, an order may not. */
static int insist(struct server *server, const struct order *order)
{
    for (int tries = order->value == NULL ? 2 : 1;; tries--) {
        int status = make_ready(server);
        if (status != QMPC_OK)
            return status;
        status = send(server, order);
        if (status == QMPC_E_GONE) {
            qmpc_close(server->line);
            server->lost = true;
        }
        if ((status != QMPC_E_GONE && status != QMPC_E_RESTARTED) || tries == 1)
            return status;
        if (order->reply != NULL) {
            qmpc_message_free(*order->reply);
            *order->reply = NULL;
        }
    }
}

void server_note(struct server *server, const char *path, const char *property, const char *words)
{
    char *raw = NULL;
    char *fault = NULL;
    bool slash = property != NULL && strcmp(path, "/") != 0;
    if (asprintf(&raw, "%s%s%s: %s", path, slash ? "/" : "", property != NULL ? property : "",
                 words) >= 0)
        fault = style_harmless(raw, strlen(raw));
    if (fault != NULL) {
        free(server->fault);
        server->fault = fault;
    }
    free(raw);
}

static int perform(struct server *server, const struct order *order)
{
    server_listen(server);
    int status = insist(server, order);
    if (status == QMPC_OK)
        return 0;
    bool refused = status == QMPC_E_SERVER;
    server_note(server, order->path, order->property,
                refused ? qmpc_error_desc(server->line) : qmpc_error(server->line));
    if (status == QMPC_E_MEMORY)
        return -ENOMEM;
    if (!refused)
        return -EIO;
    return -refusal_errno(qmpc_error_class(server->line), qmpc_error_desc(server->line),
                          order->value != NULL);
}

int server_list(struct server *server, const char *path, bool fresh,
                const struct objects_list **list)
{
    struct objects_list read;
    server_listen(server);
    *list = fresh ? NULL : listings_find(&server->listings, path);
    if (*list != NULL)
        return 0;
    int status = perform(server, &(struct order){.path = path, .list = &read});
    if (status != 0)
        return status;
    *list = listings_keep(&server->listings, path, &read);
    return *list != NULL ? 0 : -ENOMEM;
}

int server_get(struct server *server, const char *path, const char *property,
               struct qmpc_message **reply)
{
    *reply = NULL;
    int status =
        perform(server, &(struct order){.path = path, .property = property, .reply = reply});
    if (status != 0) {
        qmpc_message_free(*reply);
        *reply = NULL;
    }
    return status;
}

int server_set(struct server *server, const char *path, const char *property, const char *value)
{
    /* Setting may change the tree (a link, a device that appears). */
    listings_clear(&server->listings);
    return perform(server, &(struct order){.path = path, .property = property, .value = value});
}
