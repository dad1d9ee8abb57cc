/* qom.h - what the subcommands for objects have in common.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_QOM_H
#define QMPCTL_QOM_H

#include <stdio.h>

#include "common/objects.h"
#include "common/options.h"

/* Reads the property; the JSON text of its value in memory to be freed.  NULL with *STATUS. */
char *qom_value(struct qmpc *line, const char *path, const char *property, int64_t timeout_ms,
                int *status);

/* All properties of the object but its type, as "name  value" lines, or with --json as one object
 * under "return".  Returns an exit code. */
int qom_show_all(struct qmpc *line, const struct options *options, const char *path);

#endif
