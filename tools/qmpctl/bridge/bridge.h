/* bridge.h - one line to a board, many clients.
 *
 *   loop      poll(), and who does something in which order
 *   listen    the sockets
 *   client    a client's socket: bytes in, messages queued; bytes out
 *   turn      a message that is due: refused, answered here, or ready for the board
 *   envelope  what a message asks for
 *   own       the commands that the bridge answers itself
 *   board     the line: attaching, losing and finding it again
 *   flight    the requests at the board, and their replies
 *   alive     a client whose reply is on its way is shown that it is
 *   doubt     whether they are still there, where a line was damaged or nothing comes
 *   loss      those that are not, and what their clients are told
 *   event     what goes to all clients
 *   expiry    how long they wait for a line that is away
 *   splice    a reply with the client's id
 *   journal   the log
 *
 * One thread; nothing waits but poll().
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_BRIDGE_H
#define BRIDGE_BRIDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/board.h"
#include "bridge/client.h"
#include "bridge/journal.h"
#include "bridge/listen.h"

struct bridge_options {
    const char *endpoint;
    int64_t timeout_ms;
    size_t backlog; /* bytes of replies that a client may leave unread */
    bool frame_check;
    bool once;
    bool quiet;
};

struct bridge {
    struct bridge_options options;
    struct listeners listeners;
    struct journal journal;
    struct board board;
    struct client *clients; /* in the order of their turns */
    uint64_t last_client;   /* its number */
    int64_t accept_after;   /* no descriptors are left until then */
    jsmntok_t *tokens;      /* of the message that is looked at */
};

/* Serves until ORDERS, a pipe, has the byte 'q' or, with `once`, until the line has ended; 'h'
 * there opens the log anew.  The listeners and the journal are the caller's, who has opened them.
 * Returns an exit code of common/options.h. */
int bridge_run(struct bridge *bridge, int orders);

/* Says something on standard error, unless it is to be quiet, and in the log. */
void bridge_tell(struct bridge *bridge, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
