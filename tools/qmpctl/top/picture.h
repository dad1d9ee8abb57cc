/* picture.h - what is known of a server.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_TOP_PICTURE_H
#define QMPCTL_TOP_PICTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "qmpc/json.h"
#include "top/tally.h"
#include "top/watched.h"

/* Asked for once a session, and from ANSWER_LIVE on in each round. */
enum answer {
    ANSWER_VERSION,
    ANSWER_NAME,
    ANSWER_LIMITS,
    ANSWER_CPUS,
    ANSWER_MEMORY,
    ANSWER_STATUS,
    ANSWER_LIVE = ANSWER_STATUS,
    ANSWER_AGENT,
    ANSWER_PORTS,
    ANSWERS,
};

struct picture {
    const char *endpoint;
    int64_t interval_ms;
    bool connected;
    char *error;                 /* why there is no answer; NULL: there is */
    char *answers[ANSWERS];      /* what was returned, JSON text; NULL: not told */
    char *agent_before;          /* ANSWER_AGENT of the round before, for rates */
    int64_t agent_at, before_at; /* when these two came */
    struct tally tally;
    struct watched watched;
    uint64_t rounds;
};

/* "no value" if the server does not tell. */
struct qmpc_json picture_answer(const struct picture *picture, enum answer answer,
                                const char *path);

/* The name that the answer has in JSON, and the command that asks for it. */
const char *picture_name(enum answer answer);
const char *picture_command(enum answer answer);

/* Requests a second that the session on PORT has answered lately; below 0: not known. */
double picture_request_rate(const struct picture *picture, const char *port);

/* ERROR is copied; NULL: there is none. */
void picture_set_error(struct picture *picture, const char *error);

/* Frees what it has. */
void picture_end(struct picture *picture);

#endif
