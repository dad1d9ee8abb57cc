/* client.h - a client's connection.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_CLIENT_H
#define BRIDGE_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/text.h"
#include "qmp/framer.h"

struct bridge;

enum {
    CLIENT_QUEUE = 8,      /* messages that wait for their turn */
    CLIENT_INPUT = 16384,  /* bytes read at a time */
    CLIENT_UNREAD = 65536, /* bytes of output from which on it is not read from */
};

/* A message that waits for its turn. */
struct message {
    struct message *next;
    int64_t since;   /* when it was complete */
    uint8_t fault;   /* enum json_fault; the text is then that of the fault */
    uint32_t length; /* of canonical text */
    char text[];
};

/* A request on its way to the board. */
struct request {
    struct request *next;
    struct client *client; /* NULL: one of the bridge's own, or the client has gone */
    uint64_t number;       /* its id at the board */
    int64_t since;         /* when it came */
    uint8_t purpose;       /* enum purpose of flight.h */
    bool oob;
    bool cancel;      /* agent-cancel */
    size_t length;    /* of the text: {"execute": ..., "arguments": ... without the end */
    size_t id_length; /* of the client's id, JSON text behind the text; 0: none */
    char text[];
};

struct client {
    struct client *next;
    uint64_t number; /* in the log */
    int fd;
    bool greeted;
    bool negotiated;
    bool oob;
    bool ended;  /* it sends nothing more */
    bool broken; /* to be closed, whatever is left */
    struct json_framer framer;
    char *store; /* of the framer */
    uint32_t room;
    char input[CLIENT_INPUT]; /* what was read and not framed */
    size_t input_begin;
    size_t input_end;
    struct message *first;
    struct message *last;
    unsigned queued;
    struct request *ready;  /* the one whose turn it is */
    struct request *urgent; /* an out-of-band one that was not sent yet */
    bool urgent_in_flight;
    unsigned in_flight; /* in-band ones at the board */
    struct text out;
    uint64_t dropped; /* events, since it was told of some */
};

/* FD becomes the client's.  NULL without memory; FD is then as it was. */
struct client *client_new(int fd, uint64_t number);

/* Closes it; requests of it at the board must have been forgotten (flight_forget()). */
void client_free(struct client *client);

/* Whether it is to be read from. */
bool client_wants_input(const struct client *client);

/* Reads what is there, once, and frames it. */
void client_read(struct bridge *bridge, struct client *client);

/* Frames what was read, as far as there is a place for it in the queue. */
void client_frame(struct bridge *bridge, struct client *client);

/* Whether more can be asked for in its name: it reads what it gets. */
bool client_keeps_up(const struct client *client);

/* Whether an out-of-band request of it can be taken: one at a time. */
bool client_takes_urgent(const struct client *client);

/* Whether an out-of-band request of it may still come. */
bool client_may_cancel(const struct client *client);

/* Sends what it takes now. */
void client_flush(struct bridge *bridge, struct client *client);

/* Lines to the client: add to client->out between the two.  A reply finds the client disconnected
 * if it has left too much unread: client_begin() then returns false. */
bool client_begin(struct bridge *bridge, struct client *client, size_t *mark);
void client_end(struct bridge *bridge, struct client *client, size_t mark);

/* Nothing is left to be done for it. */
bool client_is_done(const struct client *client);

/* Takes the first message out of the queue; to be freed. */
struct message *client_next(struct client *client);

/* Whether an event finds room; counts it if it does not. */
bool client_takes_event(struct client *client);

#endif
