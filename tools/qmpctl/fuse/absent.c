/* absent.c - qmpctl fuse where libfuse3 was not there when qmpctl was built.
 *
 * SPDX-License-Identifier: MIT */
#include "common/subcommand.h"

static int run(struct options *options, int argc, char **argv)
{
    (void)options;
    (void)argc;
    (void)argv;
    return options_refuse("this qmpctl was built without fuse; install libfuse3-dev and pkgconf, "
                          "configure the build anew and build it again",
                          "");
}

const struct subcommand subcommand_fuse = {
    .name = "fuse",
    .operands = "MOUNTPOINT",
    .summary = "(not in this build: libfuse3 was missing)",
    .help = "",
    .run = run,
};
