/* doubt.c - whether the requests at the board are still there, and what is told of those that are
 * not.
 *
 * A probe is a request of the bridge's own, whose answer shows which of those before it were lost.
 * On a line with frame checks a probe may be lost as well, so it is repeated until one is answered:
 * soon, where something was damaged again, and now and then in any case.
 *
 * That a request was not executed is told only where it is certain.  The board says it without
 * naming the request: each such error is of one line that was a request, in the order of the
 * replies.  So where there are as many of them as requests without an answer, between two answers,
 * each of these has its own.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/doubt.h"

#include "bridge/bridge.h"
#include "bridge/event.h"
#include "bridge/expiry.h"
#include "bridge/flight.h"

enum {
    AGAIN_MS = 100, /* and doubled each time, up to */
    PARTS = 4,      /* a part of --timeout */
    DOUBLED = 8,
};

/* Other faults are told of what stands behind a request on its line, too. */
static const char not_executed[] = "Frame check failed: the request was damaged, and not executed";

static bool probe(struct bridge *bridge)
{
    struct doubt *doubt = &bridge->board.doubt;
    bool sent = flight_ask(bridge, FOR_PROBE);
    doubt->probes += sent;
    doubt->probed = qmpc_deadline(0);
    doubt->again = QMPC_FOREVER;
    if (bridge->options.frame_check)
        doubt->again = doubt->probed + expiry_patience(bridge) / PARTS;
    return sent;
}

/* A reply may be lost; a probe's, too, with frame checks. */
static void suspect(struct bridge *bridge)
{
    struct doubt *doubt = &bridge->board.doubt;
    if (bridge->board.first == NULL)
        return;
    if (doubt->probes == 0) {
        probe(bridge);
    } else if (bridge->options.frame_check) {
        unsigned doubled = doubt->probes < DOUBLED ? doubt->probes - 1 : DOUBLED;
        int64_t due = doubt->probed + ((int64_t)AGAIN_MS << doubled);
        if (due < doubt->again)
            doubt->again = due;
    }
}

void doubt_damaged(struct bridge *bridge)
{
    journal_remark(&bridge->journal, JOURNAL_BOARD, "a damaged line came");
    if (bridge->board.state == BOARD_UP)
        event_tell(bridge, "damaged", "");
    suspect(bridge);
}

static bool complains_of_check(const struct qmpc_message *message)
{
    return qmpc_string_at_is(message, "error.desc", not_executed);
}

static void keep_stray(struct doubt *doubt, const struct qmpc_message *message)
{
    struct qmpc_json error = qmpc_get(message, "error");
    text_clear(&doubt->stray);
    text_add(&doubt->stray, error.text, error.length);
    doubt->desc[0] = '\0';
    qmpc_get_string(message, "error.desc", doubt->desc, sizeof doubt->desc);
}

void doubt_stray(struct bridge *bridge, const struct qmpc_message *message)
{
    struct board *board = &bridge->board;
    struct doubt *doubt = &board->doubt;
    if (board->first == NULL || (doubt->probes > 0 && !bridge->options.frame_check))
        return;
    bool sure = complains_of_check(message);
    if (sure || doubt->refused == 0)
        keep_stray(doubt, message);
    doubt->refused += sure;
    suspect(bridge);
}

void doubt_heard(struct bridge *bridge)
{
    bridge->board.doubt.heard = qmpc_deadline(0);
    bridge->board.doubt.called = false;
}

const char *doubt_step(struct bridge *bridge, int64_t now)
{
    const struct board *board = &bridge->board;
    struct doubt *doubt = &bridge->board.doubt;
    if (now < doubt_wake(bridge))
        return NULL;
    if (board->state == BOARD_UP && now >= doubt->heard + expiry_patience(bridge)) {
        if (bridge->options.frame_check ? doubt->called : doubt->probes > 0)
            return "the board does not answer any more";
        doubt->heard = now;
        doubt->called = true;
        return probe(bridge) ? NULL : "the board does not take what is sent";
    }
    if (now >= doubt->again)
        probe(bridge);
    return NULL;
}

int64_t doubt_wake(const struct bridge *bridge)
{
    const struct board *board = &bridge->board;
    if (board->first == NULL || (board->state != BOARD_UP && board->state != BOARD_ASKED))
        return QMPC_FOREVER;
    int64_t silent = board->doubt.heard + expiry_patience(bridge);
    return board->state == BOARD_UP && silent < board->doubt.again ? silent : board->doubt.again;
}

void doubt_probe_ended(struct bridge *bridge)
{
    struct doubt *doubt = &bridge->board.doubt;
    if (--doubt->probes == 0)
        doubt->again = QMPC_FOREVER;
}

void doubt_weigh(struct bridge *bridge, unsigned count)
{
    struct doubt *doubt = &bridge->board.doubt;
    doubt->alone = count == 1;
    doubt->certain = 1;
    if (bridge->options.frame_check)
        doubt->certain = doubt->refused >= count ? count : 0;
}

void doubt_settled(struct bridge *bridge)
{
    struct doubt *doubt = &bridge->board.doubt;
    text_clear(&doubt->stray);
    doubt->desc[0] = '\0';
    doubt->refused = doubt->certain = 0;
    doubt->alone = false;
}
