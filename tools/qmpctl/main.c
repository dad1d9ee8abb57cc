/* main.c - qmpctl: QMP from a shell, a script or a pipe.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/call.h"
#include "common/subcommand.h"

enum { DEFAULT_TIMEOUT_MS = 10000 };

static int run(struct options *options, int argc, char **argv)
{
    int first = options_scan(options, argc, argv, NULL, NULL, false);
    if (first < 0)
        return options_code(first);
    if (first == argc) {
        static char *shell[] = {"shell", NULL};
        return subcommand_find("shell")->run(options, 1, shell);
    }
    if (strcmp(argv[first], "help") == 0) {
        subcommand_help(first + 1 < argc ? subcommand_find(argv[first + 1]) : NULL);
        return EXIT_OK;
    }
    const struct subcommand *found = subcommand_find(argv[first]);
    if (found != NULL)
        return found->run(options, argc - first, argv + first);
    return call_run(options, argc - first, argv + first);
}

int main(int argc, char **argv)
{
    struct options options = {.timeout_ms = DEFAULT_TIMEOUT_MS, .negotiate = true};
    int code = run(&options, argc, argv);
    free(options.endpoint);
    /* What was flushed before in vain is only an old error by now. */
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("qmpctl: not all could be written to standard output\n", stderr);
        code = EXIT_NOT_SAVED;
    }
    return code;
}
