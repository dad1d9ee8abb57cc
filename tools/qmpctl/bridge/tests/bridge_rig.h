/* bridge_rig.h - a bridge in a thread, between a board and clients that the test plays itself.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_RIG_H
#define BRIDGE_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>

#include "bridge/bridge.h"

#define BOARD_GREETING                                                                             \
    "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 0, \"minor\": 2, \"major\": 7}, "              \
    "\"package\": \"fake\"}, \"capabilities\": [\"oob\"]}}"

#define CHECKING_GREETING                                                                          \
    "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 0, \"minor\": 2, \"major\": 7}, "              \
    "\"package\": \"fake\"}, \"capabilities\": [\"oob\", \"agent-frame-check\"]}}"

#define RESTARTED "The board has restarted: the command may or may not have been executed"

/* One end of a line, read a line at a time. */
struct wire {
    int fd;
    char *bytes;
    size_t begin;
    size_t end;
};

struct rig {
    char folder[64];
    char socket[96]; /* of the bridge */
    char log[96];
    int listener; /* of the board */
    struct wire board;
    struct bridge bridge;
    int orders[2];
    pthread_t thread;
    int code;
    char id[32];  /* of the request that the board has heard last */
    bool checked; /* what the board says gets a frame check */
};

/* With a board that is attached, or with none yet.  The options may be NULL; endpoint is set.  With
 * frame_check the board offers and negotiates that. */
void rig_start(struct rig *rig, const struct bridge_options *options);
void rig_start_without_board(struct rig *rig, const struct bridge_options *options);
/* Ends the bridge and checks that it ended well. */
void rig_stop(struct rig *rig);

/* The board: takes the bridge's connection, greets and answers its questions, of which queued is
 * the answer to agent-limits. */
void board_accept(struct rig *rig);
void board_attach(struct rig *rig, int queued);
/* Answers the negotiation that follows a greeting. */
void board_negotiate(struct rig *rig, int queued);
/* The next line, which must contain PART; keeps its id. */
const char *board_hears(struct rig *rig, const char *part);
/* Nothing comes for a while. */
void board_hears_nothing(struct rig *rig);
void board_says(struct rig *rig, const char *line);
/* The same, damaged on its way. */
void board_says_damaged(struct rig *rig, const char *line);
/* {"id": ID, "return": VALUE} to the request that was heard last. */
void board_returns(struct rig *rig, const char *value);
/* The same to the request with ID, one heard earlier. */
void board_returns_to(struct rig *rig, const char *id, const char *value);
/* {"id": ID, "error": {"class": CLASS, "desc": DESC}} to the request that was heard last. */
void board_fails(struct rig *rig, const char *class, const char *desc);
void board_hangs_up(struct rig *rig);

/* A client: connected and greeted, and negotiated if CAPABILITIES (the arguments) is not NULL. */
void client_opens(struct rig *rig, struct wire *client, const char *capabilities);
void client_closes(struct wire *client);
void client_says(struct wire *client, const char *bytes);
/* The next line is TEXT, or contains it. */
void client_hears(struct wire *client, const char *text);
void client_hears_part(struct wire *client, const char *part);
void client_hears_nothing(struct wire *client);
void client_hears_the_end(struct wire *client);

/* The next line, without its end, valid until the next call; NULL: the line has ended. */
const char *wire_line(struct wire *wire);
void wire_send(struct wire *wire, const void *bytes, size_t length);

#endif
