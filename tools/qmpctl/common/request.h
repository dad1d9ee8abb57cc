/* request.h - one command in a session, from its words to its exit code.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_REQUEST_H
#define QMPCTL_REQUEST_H

#include "common/options.h"
#include "qmpc/qmpc.h"

/* words are a command with arguments, or one JSON text.  Returns an exit code. */
int request_run(struct qmpc *line, const struct options *options, char *const *words, size_t count);

/* Sends a request byte by byte as it was written, right or wrong: that is what it is for.  ID gets
 * what stands in it as that, "" if nothing does.  Returns as qmpc_send_raw(). */
int request_send_raw(struct qmpc *line, const char *text, int64_t deadline, char id[QMPC_ID_SIZE]);

/* After an error reply to these words: what looks like a number was sent as one, so that it may be
 * needed to say how a text is written. */
void request_hint(struct qmpc *line, char *const *words, size_t count);

/* Prints events that came before or with a reply; with --json only in a session, as there is to be
 * one line otherwise. */
void request_show_events(struct qmpc *line, const struct options *options);

#endif
