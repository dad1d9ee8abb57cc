/* opening.c - from an endpoint to an open transport, with patience, and without waiting.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "internal.h"

enum { RETRY_MS = 20 };

int qmpc_opening_begin(struct qmpc *line, const char *endpoint)
{
    struct qmpc_opening *opening = &line->opening;
    struct qmpc_endpoint where;
    qmpc_close(line);
    int status = qmpc_endpoint_parse(line, endpoint, &where);
    if (status != QMPC_OK)
        return status;
    char *name = strdup(endpoint);
    if (name == NULL) {
        qmpc_endpoint_free(&where);
        return qmpc_fail(line, QMPC_E_MEMORY, "no memory");
    }
    *opening = (struct qmpc_opening){.name = name, .where = where, .fd = -1};
    return QMPC_OK;
}

static void forget_addresses(struct qmpc_opening *opening)
{
    if (opening->addresses != NULL)
        freeaddrinfo(opening->addresses);
    opening->addresses = NULL;
    opening->address = NULL;
}

void qmpc_opening_end(struct qmpc *line)
{
    struct qmpc_opening *opening = &line->opening;
    if (opening->name == NULL)
        return;
    if (opening->fd >= 0)
        close(opening->fd);
    forget_addresses(opening);
    qmpc_endpoint_free(&opening->where);
    free(opening->name);
    opening->name = NULL;
}

/* A host has several addresses; each gets its turn, as long as the one before failed. */
static int connect_next(struct qmpc_opening *opening, int error)
{
    while (opening->address != NULL) {
        const struct addrinfo *address = opening->address;
        opening->address = address->ai_next;
        error = qmpc_connect_address(address, &opening->fd);
        if (error == 0 || error == -EINPROGRESS)
            break;
    }
    return error;
}

static int try_tcp(struct qmpc_opening *opening)
{
    forget_addresses(opening);
    int error = qmpc_resolve(opening->where.first, opening->where.port, &opening->addresses);
    if (error != 0)
        return error;
    opening->address = opening->addresses;
    return connect_next(opening, -EADDRNOTAVAIL);
}

/* Begins an attempt, or goes on with it.  Returns 0 when `wires` are there. */
static int attempt(struct qmpc_opening *opening, struct qmpc_wires *wires)
{
    int error;
    if (opening->where.kind == QMPC_TTY || opening->where.kind == QMPC_PTY)
        return qmpc_try_tty(opening->where.first, opening->where.baud, wires);
    if (opening->where.kind == QMPC_EXEC)
        return qmpc_try_exec(opening->where.first, wires);
    if (opening->fd >= 0) {
        error = qmpc_connect_ended(opening->fd);
        if (error != 0 && error != -EINPROGRESS) {
            close(opening->fd);
            opening->fd = -1;
            error = connect_next(opening, error);
        }
    } else if (opening->where.kind == QMPC_TCP) {
        error = try_tcp(opening);
    } else {
        error = qmpc_connect_unix(opening->where.first, &opening->fd);
    }
    if (error == 0) {
        *wires = (struct qmpc_wires){opening->fd, opening->fd, 0};
        opening->fd = -1;
    }
    return error;
}

/* What a server that is just starting, or a board that is just being plugged in, looks like. */
static bool may_pass(int error)
{
    return error == ENOENT || error == ECONNREFUSED || error == ECONNRESET || error == EAGAIN ||
           error == EINTR || error == EBUSY || error == ENXIO || error == ENODEV || error == EIO ||
           error == EHOSTUNREACH || error == ENETUNREACH;
}

/* What to do about it, as far as the reason tells. */
static const char *advice(int error, bool serial)
{
    switch (error) {
    case ENOENT:
    case ECONNREFUSED:
        return " (is the server running?)";
    case EACCES:
    case EPERM:
        return serial ? " (may this user open it? Serial lines mostly belong to the group dialout)"
                      : " (may this user open it?)";
    case EBUSY:
        return " (has another program the line? fuser names it)";
    case ENXIO:
    case ENODEV:
    case EIO:
        return " (is the board plugged in?)";
    case ENOTTY:
        return " (this is no terminal)";
    case EADDRNOTAVAIL:
        return " (no such host or port?)";
    case ENAMETOOLONG:
        return " (a socket's path may have 107 bytes: take a shorter one)";
    default:
        return "";
    }
}

static int fail_open(struct qmpc *line, const char *text, bool serial, int error)
{
    if (error == ETIMEDOUT || error == EINPROGRESS)
        return qmpc_fail(line, QMPC_E_TIMEOUT, "%s: no connection in time", text);
    return qmpc_fail(line, QMPC_E_GONE, "%s: %s%s", text, strerror(error), advice(error, serial));
}

static int adopt(struct qmpc *line, const struct qmpc_wires *wires)
{
    line->in = wires->in;
    line->out = wires->out;
    line->child = wires->child;
    int error = -qmpc_set_nonblocking(line->in);
    return error != 0 ? error : -qmpc_set_nonblocking(line->out);
}

int qmpc_opening_step(struct qmpc *line)
{
    struct qmpc_opening *opening = &line->opening;
    struct qmpc_wires wires = {-1, -1, 0};
    int64_t deadline = line->plan.deadline;
    if (opening->fd < 0 && qmpc_clock() < opening->again)
        return QMPC_E_BUSY;
    int error = -attempt(opening, &wires);
    if (error == 0)
        error = adopt(line, &wires);
    bool late = qmpc_clock() >= deadline;
    if (error == EINPROGRESS && !late)
        return QMPC_E_BUSY;
    if (error == EINPROGRESS && opening->error != 0)
        error = opening->error; /* says more than that the last attempt had no time */
    if (may_pass(error) && !late) {
        opening->error = error;
        opening->again = qmpc_sooner(qmpc_deadline(RETRY_MS), deadline);
        return QMPC_E_BUSY;
    }
    int status = error != 0 ? fail_open(line, opening->name, opening->where.kind == QMPC_TTY, error)
                            : QMPC_OK;
    if (error == 0 && opening->where.kind == QMPC_TCP) {
        /* Requests are small and each waits for its answer: nothing is won by collecting them. */
        int on = 1;
        setsockopt(line->in, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    qmpc_opening_end(line);
    return status;
}

int qmpc_open(struct qmpc *line, const char *endpoint, int64_t deadline)
{
    int status = qmpc_opening_begin(line, endpoint);
    if (status != QMPC_OK)
        return status;
    qmpc_plan_begin(line, QMPC_OPENING, deadline);
    status = qmpc_plan_run(line);
    if (status != QMPC_OK)
        qmpc_close(line);
    return status;
}

int qmpc_open_fds(struct qmpc *line, int in, int out)
{
    qmpc_close(line);
    int error = adopt(line, &(struct qmpc_wires){in, out, 0});
    if (error == 0)
        return QMPC_OK;
    qmpc_close(line);
    return fail_open(line, "descriptor", false, error);
}

void qmpc_close(struct qmpc *line)
{
    qmpc_opening_end(line);
    if (line->in >= 0)
        close(line->in);
    if (line->out >= 0 && line->out != line->in)
        close(line->out);
    if (line->child > 0)
        qmpc_reap(line->child);
    qmpc_framer_clear(line);
    qmpc_output_clear(line);
    qmpc_inbox_clear(line);
    qmpc_message_free(line->greeting);
    line->greeting = NULL;
    line->plan = (struct qmpc_plan){.stage = QMPC_JOINED};
    line->greeted = false;
    line->oob = line->checked = false;
    qmpc_check_begin(line);
    line->ended = false;
    line->in = -1;
    line->out = -1;
    line->child = 0;
}
