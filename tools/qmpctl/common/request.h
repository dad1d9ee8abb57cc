/* request.h - one command in a session, from its words to its exit code.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_REQUEST_H
#define QMPCTL_REQUEST_H

#include "common/options.h"
#include "qmpc/qmpc.h"

/* words are a command with arguments, or one JSON text.  Returns an exit code. */
int request_run(struct qmpc *line, const struct options *options, char *const *words, size_t count);

/* How long a reply is waited for: the time-out is the longest pause in which nothing of any reply
 * comes. */
struct request_patience {
    int64_t timeout_ms;
    int64_t deadline; /* as it is now */
    size_t arriving;  /* bytes of a reply, at the last look */
};

struct request_patience request_patience(const struct options *options);

/* Has a look at what has come; true when the pause is too long. */
bool request_is_late(struct request_patience *patience, const struct qmpc *line);

/* As qmpc_wait_reply(), with this patience. */
int request_await(struct qmpc *line, const struct options *options, const char *id,
                  struct qmpc_message **reply);

/* As qmpc_command(), with this patience. */
int request_command(struct qmpc *line, const struct options *options,
                    const struct qmpc_request *request, struct qmpc_message **reply);

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
