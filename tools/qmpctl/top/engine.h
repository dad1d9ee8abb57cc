/* engine.h - asks the server round after round, and joins it again when it went away.
 *
 * It never waits, so that keys are heard whatever the server does, and one that hangs is shown as
 * such; and what a server that floods says is taken in pieces.
 *
 *     engine_begin(&engine, ...);
 *     for (;;) {
 *         engine_work(&engine);
 *         ... draw engine.picture, where engine.fresh ...
 *         ... poll() for what engine_wants(&engine, ...) says ...
 *     }
 *
 * Units: times are milliseconds.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_TOP_ENGINE_H
#define QMPCTL_TOP_ENGINE_H

#include "common/options.h"
#include "qmpc/qmpc.h"
#include "top/picture.h"

enum engine_phase {
    ENGINE_ONCE,    /* what stays the same in a session */
    ENGINE_RESOLVE, /* what the operands are */
    ENGINE_LIVE,
    ENGINE_VALUES, /* of the properties */
    ENGINE_IDLE,   /* the round is done */
};

struct engine {
    struct qmpc *line;
    const struct options *options;
    char *const *operands; /* OBJECT or OBJECT.PROPERTY; NULL: `hub`, if there is one */
    size_t operand_count;
    struct picture picture;
    bool fresh;  /* something changed; who draws it sets it to false */
    bool paused; /* no new rounds */

    /* The rest is the engine's own. */
    enum engine_phase phase;
    size_t index;               /* the question in the phase */
    bool split;                 /* ENGINE_RESOLVE: the operand is no object */
    bool unknown[ANSWERS];      /* commands that the server does not have */
    const char *order;          /* "stop" or "cont", to be sent next; NULL: none */
    bool ordered;               /* the answer awaited is that of an order */
    char id[QMPC_ID_SIZE];      /* of the answer awaited; "": none */
    int64_t asked, round, next; /* when: the question, the round under way, the next round */
    int64_t again;              /* when to try to join again; 0: joined, or joining */
    bool joining;
    char note[200]; /* what became of an order; "": nothing to say */
};

/* Milliseconds since some time before. */
int64_t clock_ms(void);

/* What the line is to be made with: all that one step reads fits into its queue. */
extern const struct qmpc_options engine_settings;

/* ENGINE is all zero but for line (joined), options, operands and picture.interval_ms. */
void engine_begin(struct engine *engine);

/* Does what can be done without waiting. */
void engine_work(struct engine *engine);

/* What to poll() for: fills in FDS and returns how many (0 to 2), and sets *WAKE to the time on
 * clock_ms() when there is something to do even if nothing comes. */
int engine_wants(const struct engine *engine, struct pollfd fds[2], int64_t *wake);

/* Sends "stop" or "cont" as soon as may be; engine->note says later what became of it. */
void engine_order(struct engine *engine, const char *command);

/* Begins a round now, if none is under way. */
void engine_hurry(struct engine *engine);

/* Does not free the line. */
void engine_end(struct engine *engine);

#endif
