/* error.c - failures as sentences.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>

#include "internal.h"

int qmpc_fail(struct qmpc *line, int status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line->error, sizeof line->error, format, arguments);
    va_end(arguments);
    return status;
}

int qmpc_fail_server(struct qmpc *line, const struct qmpc_message *reply)
{
    qmpc_get_string(reply, "error.class", line->error_class, sizeof line->error_class);
    qmpc_get_string(reply, "error.desc", line->error_desc, sizeof line->error_desc);
    return qmpc_fail(line, QMPC_E_SERVER, "%s: %s", line->error_class, line->error_desc);
}

const char *qmpc_error(const struct qmpc *line)
{
    return line->error;
}

const char *qmpc_error_class(const struct qmpc *line)
{
    return line->error_class;
}

const char *qmpc_error_desc(const struct qmpc *line)
{
    return line->error_desc;
}

const char *qmpc_status_name(int status)
{
    switch (status) {
    case QMPC_OK:
        return "ok";
    case QMPC_E_GONE:
        return "gone";
    case QMPC_E_TIMEOUT:
        return "timeout";
    case QMPC_E_PROTOCOL:
        return "protocol error";
    case QMPC_E_SERVER:
        return "error reply";
    case QMPC_E_RESTARTED:
        return "restarted";
    case QMPC_E_ARGUMENT:
        return "bad argument";
    case QMPC_E_MEMORY:
        return "no memory";
    case QMPC_E_MISSING:
        return "missing";
    case QMPC_E_TYPE:
        return "wrong type";
    case QMPC_E_BUSY:
        return "under way";
    case QMPC_E_DAMAGED:
        return "damaged";
    case QMPC_E_FULL:
        return "output full";
    default:
        return "unknown status";
    }
}
