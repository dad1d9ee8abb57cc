/* endpoint.c - what the name of an endpoint says.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "internal.h"

/* "HOST:PORT" or "[HOST]:PORT". */
static int split_tcp(struct qmpc_endpoint *where)
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
static int split_tty(struct qmpc_endpoint *where)
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

/* Says what is wrong with the rest of an endpoint; NULL if nothing is. */
static const char *split(struct qmpc_endpoint *where)
{
    if (where->first[0] == '\0')
        return "nothing is named";
    if (where->kind == QMPC_TCP && split_tcp(where) != QMPC_OK)
        return "this needs a host and a port, tcp:HOST:PORT";
    if (where->kind == QMPC_TTY && split_tty(where) != QMPC_OK)
        return "the baud rate is none of the usual ones (9600, 115200, 921600, ...)";
    if (where->first[0] == '\0')
        return "no device is named";
    return NULL;
}

/* A device that is not there yet is known by where it will be. */
static enum qmpc_endpoint_kind kind_of_path(const char *path)
{
    struct stat found;
    if (stat(path, &found) == 0)
        return S_ISCHR(found.st_mode) ? QMPC_TTY : QMPC_UNIX;
    return strncmp(path, "/dev/", 5) == 0 ? QMPC_TTY : QMPC_UNIX;
}

int qmpc_endpoint_parse(struct qmpc *line, const char *text, struct qmpc_endpoint *where)
{
    static const struct {
        const char *prefix;
        enum qmpc_endpoint_kind kind;
    } kinds[] = {{"unix:", QMPC_UNIX},
                 {"tcp:", QMPC_TCP},
                 {"tty:", QMPC_TTY},
                 {"pty:", QMPC_PTY},
                 {"exec:", QMPC_EXEC}};
    const char *rest = NULL;
    *where = (struct qmpc_endpoint){.kind = QMPC_UNIX};
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
    const char *fault = split(where);
    if (fault == NULL)
        return QMPC_OK;
    qmpc_endpoint_free(where);
    return qmpc_fail(line, QMPC_E_ARGUMENT,
                     "cannot use the endpoint \"%s\": %s; endpoints are unix:PATH, "
                     "tcp:HOST:PORT, tty:DEVICE[,BAUD], pty:DEVICE and exec:COMMAND",
                     text, fault);
}

void qmpc_endpoint_free(struct qmpc_endpoint *where)
{
    free(where->first);
    where->first = NULL;
}
