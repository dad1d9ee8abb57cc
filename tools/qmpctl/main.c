/* main.c - qmpctl: QMP from a shell, a script or a pipe.
 *
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/call.h"
#include "common/connect.h"
#include "common/subcommand.h"

enum { DEFAULT_TIMEOUT_MS = 10000 };

/* Who closed one of them must not find a connection at its place: reading from this is the end of
 * it, and writing to it fails. */
static void open_standard_files(void)
{
    for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
        if (fcntl(file, F_GETFD) < 0)
            open("/dev/null", O_RDONLY);
}

static int help(struct options *options, const char *name)
{
    const struct subcommand *found = name != NULL ? subcommand_find(name) : NULL;
    if (name == NULL || found != NULL) {
        subcommand_help(found);
        return EXIT_OK;
    }
    if (name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")])
        return options_refuse("there is no subcommand and no command ", name);
    if (connect_endpoint(options) == NULL)
        return options_refuse("no subcommand; for a command of the server say -s ENDPOINT too: ",
                              name);
    char line[128];
    char *shell[] = {"shell", "-c", line, NULL};
    snprintf(line, sizeof line, "help %s", name);
    return subcommand_find("shell")->run(options, 3, shell);
}

static int run(struct options *options, int argc, char **argv)
{
    int first = options_scan(options, argc, argv, NULL, NULL, false);
    if (first < 0)
        return options_code(first);
    if (first == argc) {
        static char *shell[] = {"shell", NULL};
        return subcommand_find("shell")->run(options, 1, shell);
    }
    if (strcmp(argv[first], "help") == 0)
        return help(options, first + 1 < argc ? argv[first + 1] : NULL);
    const struct subcommand *found = subcommand_find(argv[first]);
    if (found != NULL)
        return found->run(options, argc - first, argv + first);
    return call_run(options, argc - first, argv + first);
}

int main(int argc, char **argv)
{
    struct options options = {.timeout_ms = DEFAULT_TIMEOUT_MS, .negotiate = true};
    open_standard_files();
    int code = run(&options, argc, argv);
    free(options.endpoint);
    /* What was flushed before in vain is only an old error by now. */
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("qmpctl: not all could be written to standard output\n", stderr);
        code = EXIT_NOT_SAVED;
    }
    return code;
}
