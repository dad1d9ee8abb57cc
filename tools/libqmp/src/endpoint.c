/* endpoint.c - from the name of an endpoint to an open transport, with patience.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "internal.h"

enum { RETRY_MS = 20 };

enum endpoint_kind { UNIX, TCP, TTY, EXEC };

struct endpoint {
    enum endpoint_kind kind;
    char *first; /* path, host, device or command; the one allocation */
    char *port;  /* inside first */
    unsigned baud;
};

/* "HOST:PORT" or "[HOST]:PORT". */
static int split_tcp(struct endpoint *where)
{
    char *colon = strrchr(where->first, ':');
    if (colon == NULL || colon == where->first || colon[1] == '\0')
        return QMPC_E_ARGUMENT;
    *colon = '\0';
    where->port = colon + 1;
    size_t length = strlen(where->first);
    if (where->first[0] == '[' && where->first[length - 1] == ']') {
        where->first[length - 1] = '\0';
        memmove(where->first, where->first + 1, length - 1);
    }
    return QMPC_OK;
}

/* "DEVICE" or "DEVICE,BAUD". */
static int split_tty(struct endpoint *where)
{
    char *comma = strrchr(where->first, ',');
    if (comma == NULL)
        return QMPC_OK;
    char *end;
    unsigned long baud = strtoul(comma + 1, &end, 10);
    *comma = '\0';
    if (*end != '\0' || baud > 100000000 || !qmpc_baud_is_known((unsigned)baud))
        return QMPC_E_ARGUMENT;
    where->baud = (unsigned)baud;
    return QMPC_OK;
}

static int split(struct endpoint *where)
{
    if (where->first[0] == '\0')
        return QMPC_E_ARGUMENT;
    if (where->kind == TCP)
        return split_tcp(where);
    return where->kind == TTY ? split_tty(where) : QMPC_OK;
}

/* A device that is not there yet is known by where it will be. */
static enum endpoint_kind kind_of_path(const char *path)
{
    struct stat found;
    if (stat(path, &found) == 0)
        return S_ISCHR(found.st_mode) ? TTY : UNIX;
    return strncmp(path, "/dev/", 5) == 0 ? TTY : UNIX;
}

static int parse(struct qmpc *line, const char *text, struct endpoint *where)
{
    static const struct {
        const char *prefix;
        enum endpoint_kind kind;
    } kinds[] = {{"unix:", UNIX}, {"tcp:", TCP}, {"tty:", TTY}, {"exec:", EXEC}};
    const char *rest = NULL;
    *where = (struct endpoint){.kind = UNIX};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t length = strlen(kinds[i].prefix);
        if (strncmp(text, kinds[i].prefix, length) == 0) {
            where->kind = kinds[i].kind;
            rest = text + length;
        }
    }
    if (rest == NULL) {
        where->kind = kind_of_path(text);
        rest = text;
    }
    where->first = strdup(rest);
    if (where->first == NULL)
        return qmpc_fail(line, QMPC_E_MEMORY, "no memory");
    if (split(where) == QMPC_OK)
        return QMPC_OK;
    free(where->first);
    return qmpc_fail(line, QMPC_E_ARGUMENT,
                     "cannot understand the endpoint \"%s\": use unix:PATH, tcp:HOST:PORT, "
                     "tty:DEVICE[,BAUD] with a standard baud rate, or exec:COMMAND",
                     text);
}

static int try_once(const struct endpoint *where, int64_t deadline, struct qmpc_wires *wires)
{
    switch (where->kind) {
    case UNIX:
        return qmpc_try_unix(where->first, deadline, wires);
    case TCP:
        return qmpc_try_tcp(where->first, where->port, deadline, wires);
    case TTY:
        return qmpc_try_tty(where->first, where->baud, wires);
    default:
        return qmpc_try_exec(where->first, wires);
    }
}

/* What a server that is just starting, or a board that is just being plugged in, looks like. */
static bool may_pass(int error)
{
    return error == ENOENT || error == ECONNREFUSED || error == ECONNRESET || error == EAGAIN ||
           error == EINTR || error == EBUSY || error == ENXIO || error == ENODEV || error == EIO ||
           error == EHOSTUNREACH || error == ENETUNREACH;
}

static int fail_open(struct qmpc *line, const char *text, int error)
{
    if (error == ETIMEDOUT)
        return qmpc_fail(line, QMPC_E_TIMEOUT, "%s: no connection in time", text);
    const char *hint = error == ENOENT || error == ECONNREFUSED ? " (is the server running?)"
                       : error == EACCES                        ? " (may this user open it?)"
                                                                : "";
    return qmpc_fail(line, QMPC_E_GONE, "%s: %s%s", text, strerror(error), hint);
}

int qmpc_open(struct qmpc *line, const char *endpoint, int64_t deadline)
{
    struct endpoint where;
    struct qmpc_wires wires = {-1, -1, 0};
    qmpc_close(line);
    int status = parse(line, endpoint, &where);
    if (status != QMPC_OK)
        return status;
    int error;
    while ((error = -try_once(&where, deadline, &wires)) != 0) {
        if (!may_pass(error) || qmpc_clock() >= deadline)
            break;
        qmpc_pause(RETRY_MS, deadline);
    }
    free(where.first);
    if (error != 0)
        return fail_open(line, endpoint, error);
    status = qmpc_open_fds(line, wires.in, wires.out);
    line->child = wires.child;
    return status;
}

int qmpc_open_fds(struct qmpc *line, int in, int out)
{
    qmpc_close(line);
    line->in = in;
    line->out = out;
    int error = -qmpc_set_nonblocking(in);
    if (error == 0)
        error = -qmpc_set_nonblocking(out);
    if (error == 0)
        return QMPC_OK;
    qmpc_close(line);
    return fail_open(line, "descriptor", error);
}

void qmpc_close(struct qmpc *line)
{
    if (line->in >= 0)
        close(line->in);
    if (line->out >= 0 && line->out != line->in)
        close(line->out);
    if (line->child > 0)
        qmpc_reap(line->child);
    qmpc_framer_clear(line);
    qmpc_inbox_clear(line);
    qmpc_message_free(line->greeting);
    line->greeting = NULL;
    line->greeted = false;
    line->oob = false;
    line->ended = false;
    line->in = -1;
    line->out = -1;
    line->child = 0;
}
