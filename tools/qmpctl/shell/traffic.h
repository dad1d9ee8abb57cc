/* traffic.h - what is sent and received, for a log and for who wants to see it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_TRAFFIC_H
#define QMPCTL_TRAFFIC_H

#include <stdbool.h>
#include <stdio.h>

#include "qmpc/qmpc.h"

struct traffic {
    FILE *log;   /* NULL: none */
    bool show;   /* requests on standard error */
    bool pretty; /* indented */
};

/* A command with its arguments (JSON text or NULL), before it is sent.  SHOWN: it is one that the
 * user gave, so that it may be shown. */
void traffic_command(const struct traffic *traffic, const char *command, const char *arguments,
                     bool oob, bool shown);

/* A request as it was written. */
void traffic_raw(const struct traffic *traffic, const char *text);

/* Closes the log; false, when this was told, if not all of it could be written. */
bool traffic_end(struct traffic *traffic);

void traffic_received(const struct traffic *traffic, const struct qmpc_message *message);

#endif
