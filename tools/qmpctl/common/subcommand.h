/* subcommand.h - what a subcommand of qmpctl is.
 *
 * You define one const object in a file of your own, name it in subcommands.def, and get its
 * place in the usage text and in the shell completion.  A word that names none is a command of
 * the server: `qmpctl query-status`.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_SUBCOMMAND_H
#define QMPCTL_SUBCOMMAND_H

#include <stdio.h>

#include "common/options.h"

struct subcommand {
    const char *name;
    const char *operands; /* as in a usage line: "[OBJECT [PROPERTY]]" */
    const char *summary;  /* a line of the list, without a full stop; NULL: it is not listed */
    const char *help;     /* what its own --help says below the usage line: examples first, then
                           * its options; ends with a line end */

    /* argv[0] is the name; options has what stood before it, and the rest is the subcommand's
     * to scan with options_scan().  Returns an exit code of options.h. */
    int (*run)(struct options *options, int argc, char **argv);
};

/* The ones of this build, in the order of the list; ends with NULL. */
extern const struct subcommand *const subcommands[];

/* Prints the help of SELF, NULL: of qmpctl. */
void subcommand_help(const struct subcommand *self);

/* The same on OUT; the completion of bash and zsh finds the options in it. */
void subcommand_write_help(const struct subcommand *self, FILE *out);

/* NULL: there is none of this name. */
const struct subcommand *subcommand_find(const char *name);

#endif
