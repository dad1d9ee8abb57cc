/* options.h - the command line of e2k-board.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_OPTIONS_H
#define E2K_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "machine.h"

struct poke {
    uint64_t address;
    uint32_t value;
};

struct options {
    const char *image;
    const char *channels[E2K_CHANNELS_ESCC];
    uint64_t ram_size; /* bytes */
    uint64_t limit;    /* bundles */
    struct poke *pokes;
    size_t poke_count;
    const char *trace_file, *stats_file; /* NULL: standard error */
    bool wait, trace, stats, json;
};

enum options_result {
    OPTIONS_RUN,
    OPTIONS_DONE, /* --help or --version has been answered */
    OPTIONS_WRONG,
};

/* Reads the arguments, which must stay.  What is wrong is said on standard error. */
enum options_result options_read(struct options *options, int count, char **arguments);
void options_free(struct options *options);

#endif
