/* main.c - qmpdoc: the reference of commands and events, out of the one schema.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "qmpdoc.h"

static const char usage[] =
    "usage: qmpdoc [--limits | --names]\n"
    "\n"
    "Prints the reference of commands, events and types (docs/reference.md) in Markdown.\n"
    "\n"
    "  --limits   prints the table of limits instead\n"
    "  --names    prints a line for each command, event and type instead, for docs/interface\n"
    "  --help     this text\n";

static int finish(bool complete)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("qmpdoc");
        return 1;
    }
    return complete ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc == 1) {
        print_reference();
        return finish(true);
    }
    if (argc == 2 && strcmp(argv[1], "--limits") == 0)
        return finish(print_limits());
    if (argc == 2 && strcmp(argv[1], "--names") == 0) {
        print_names();
        return finish(true);
    }
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(usage, stdout);
        return finish(true);
    }
    fputs(usage, stderr);
    return 2;
}
