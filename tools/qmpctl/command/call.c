/* call.c - a command of the server from the command line, and what it returns.
 *
 * SPDX-License-Identifier: MIT */
#include "command/call.h"

#include "common/connect.h"
#include "common/request.h"

int call_run(struct options *options, int argc, char **argv)
{
    /* The words from the name on; options_scan() takes argv[0] for a program's. */
    int first = options_scan(options, argc, argv, NULL, NULL, true);
    if (first < 0)
        return options_code(first);
    argv[first - 1] = argv[0];
    int code;
    struct qmpc *line = connect_open(options, NULL, &code);
    if (line == NULL)
        return code;
    code = request_run(line, options, argv + first - 1, (size_t)(argc - first + 1));
    connect_close(line);
    return code;
}
