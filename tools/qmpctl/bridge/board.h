/* board.h - the line to the board: attaching, losing it and finding it again.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_BOARD_H
#define BRIDGE_BOARD_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/alive.h"
#include "bridge/doubt.h"
#include "bridge/text.h"
#include "qmpc/qmpc.h"

struct bridge;
struct request;

enum board_state {
    BOARD_AWAY,    /* until `retry` */
    BOARD_JOINING, /* libqmp opens and attaches */
    BOARD_ASKED,   /* joined; the bridge's own questions are under way */
    BOARD_UP,
};

struct board {
    struct qmpc *line;
    enum board_state state;
    int64_t retry; /* when it is opened again */
    int64_t pause; /* how long until then, the next time */
    int64_t left;  /* since when it is not up */
    int64_t asked; /* when BOARD_ASKED began */
    bool ever;     /* it was up once */
    bool over;     /* `once`, and the line has ended */
    bool oob;
    bool was_reset;      /* the session was begun anew already, to be greeted */
    bool told;           /* why it is away, on standard error */
    char reason[640];    /* why it is away */
    struct text version; /* JSON text, of the greeting or of query-version */

    /* Requests at the board, in the order in which they were sent. */
    struct request *first;
    struct request *last;
    unsigned in_band;
    unsigned window; /* in-band ones allowed */
    size_t bytes;    /* of the in-band ones */
    uint64_t last_number;
    struct doubt doubt;
    struct alive alive;
};

/* Begins.  Returns 0, or an exit code after saying what is wrong. */
int board_start(struct bridge *bridge);
void board_stop(struct bridge *bridge);

/* What to poll() for, and until when; as qmpc_wants(). */
int board_wants(const struct bridge *bridge, struct pollfd fds[2], int64_t *wake);

/* Goes on.  ACTIVE: poll() found something to read. */
void board_step(struct bridge *bridge, bool active);

/* For flight.c: an answer to one of the bridge's own questions; NULL: it was lost. */
void board_answered(struct bridge *bridge, unsigned purpose, const struct qmpc_message *reply);

/* The board's session has begun anew without a greeting. */
void board_restarted(struct bridge *bridge);

#endif
