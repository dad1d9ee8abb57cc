/* board.c - the line to the board: attaching, losing it and finding it again.
 *
 * A board on a serial line may have been up for days when the bridge comes.  Its session is then
 * begun anew with agent-reset-session, which brings its greeting and lets out-of-band execution be
 * negotiated, whoever was here before.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/board.h"

#include <stdio.h>
#include <string.h>

#include "bridge/bridge.h"
#include "bridge/event.h"
#include "bridge/expiry.h"
#include "bridge/flight.h"
#include "bridge/loss.h"
#include "bridge/turn.h"
#include "common/options.h"

enum {
    PAUSE_FIRST_MS = 50,
    PAUSE_LAST_MS = 2000,
    QUEUE_OF_QEMU = 8, /* QMP_REQ_QUEUE_LEN_MAX */
};

static const char unknown_version[] =
    "{\"qemu\": {\"micro\": 0, \"minor\": 0, \"major\": 0}, \"package\": \"\"}";

static int begin(struct bridge *bridge)
{
    struct board *board = &bridge->board;
    board->state = BOARD_JOINING;
    board->was_reset = false;
    return qmpc_begin(board->line, bridge->options.endpoint,
                      qmpc_deadline(expiry_patience(bridge)));
}

/* Out of step or gone: it is opened anew after a pause. */
static void lose_line(struct bridge *bridge, const char *reason)
{
    struct board *board = &bridge->board;
    bool was_up = board->state == BOARD_UP;
    snprintf(board->reason, sizeof board->reason, "%s", reason);
    if (was_up)
        board->left = qmpc_deadline(0);
    if (!board->told || was_up)
        bridge_tell(bridge, "%s%s", board->reason,
                    bridge->options.once ? "" : "; trying again until it is back");
    board->told = true;
    board->state = BOARD_AWAY;
    loss_of_all(bridge,
                "The line to the board was lost (%r): the command may or may not have been "
                "executed",
                board->reason);
    if (was_up && !bridge->options.once) /* else the end of the connection tells it, as QEMU's */
        event_tell(bridge, "down", board->reason);
    qmpc_close(board->line);
    board->retry = qmpc_deadline(board->pause);
    board->pause = board->pause * 2 < PAUSE_LAST_MS ? board->pause * 2 : PAUSE_LAST_MS;
    board->over = bridge->options.once;
}

int board_start(struct bridge *bridge)
{
    struct board *board = &bridge->board;
    const struct qmpc_options options = {
        .message_limit = (size_t)1 << 30,
        .queue_limit = (size_t)1 << 20, /* it is emptied after each step */
        .output_limit = (size_t)4 << 20,
        .oob = true,
        .frame_check = bridge->options.frame_check,
    };
    *board = (struct board){.pause = PAUSE_FIRST_MS,
                            .window = 1,
                            .left = qmpc_deadline(0),
                            .doubt = {.again = QMPC_FOREVER}};
    board->line = qmpc_new(&options);
    if (board->line == NULL) {
        fputs("qmpctl: no memory\n", stderr);
        return EXIT_NO_ANSWER;
    }
    int status = begin(bridge);
    if (status == QMPC_OK)
        return EXIT_OK;
    fprintf(stderr, "qmpctl: %s\n", qmpc_error(board->line));
    return status == QMPC_E_ARGUMENT ? EXIT_USAGE : EXIT_NO_ANSWER;
}

void board_stop(struct bridge *bridge)
{
    struct board *board = &bridge->board;
    board->state = BOARD_AWAY;
    loss_of_all(bridge, "The bridge has ended: the command may or may not have been executed", "");
    qmpc_free(board->line);
    board->line = NULL;
    text_free(&board->version);
    text_free(&board->doubt.stray);
}

/* ---------------------------------------------------------------- attaching */

static void ask(struct bridge *bridge, enum purpose purpose)
{
    if (!flight_ask(bridge, purpose))
        lose_line(bridge, "a question to the board could not be sent");
}

static void keep_version(struct board *board, struct qmpc_json version)
{
    text_clear(&board->version);
    if (qmpc_json_type(version) == QMPC_JSON_OBJECT)
        text_add(&board->version, version.text, version.length);
    else
        text_put(&board->version, unknown_version);
    for (size_t i = board->version.begin; i < board->version.end; i++)
        if (board->version.bytes[i] == '\n' || board->version.bytes[i] == '\r')
            board->version.bytes[i] = ' ';
}

static void go_up(struct bridge *bridge)
{
    struct board *board = &bridge->board;
    char package[128] = "";
    struct qmpc_json version = {text_bytes(&board->version), text_length(&board->version)};
    struct qmpc_json name;
    if (qmpc_json_find(version, "package", &name) == QMPC_OK)
        qmpc_json_string(name, package, sizeof package);
    bridge_tell(bridge, "the board is there%s%s", *package != '\0' ? ": " : "", package);
    board->state = BOARD_UP;
    if (board->ever)
        event_tell(bridge, "up", "");
    board->ever = true;
    board->told = false;
    board->pause = PAUSE_FIRST_MS;
    for (struct client *at = bridge->clients; at != NULL; at = at->next) {
        turn_greet(bridge, at);
        turn_run(bridge, at);
    }
}

static void joined(struct bridge *bridge)
{
    struct board *board = &bridge->board;
    const struct qmpc_message *greeting = qmpc_greeting(board->line);
    if (bridge->options.frame_check && !qmpc_has_frame_check(board->line)) {
        lose_line(bridge, "the server offers no frame checks");
        return;
    }
    board->state = BOARD_ASKED;
    board->asked = qmpc_deadline(0);
    board->oob = qmpc_has_oob(board->line);
    if (greeting != NULL) {
        keep_version(board, qmpc_get(greeting, "QMP.version"));
        ask(bridge, FOR_LIMITS);
    } else {
        ask(bridge, board->was_reset ? FOR_VERSION : FOR_RESET);
    }
}

static void take_limits(struct board *board, const struct qmpc_message *reply)
{
    uint64_t queued = QUEUE_OF_QEMU;
    if (reply != NULL)
        qmpc_get_uint64(reply, "return.queued-requests", &queued);
    if (queued > 256)
        queued = 256;
    board->window = queued > 1 ? (unsigned)queued - 1 : 1;
}

void board_answered(struct bridge *bridge, unsigned purpose, const struct qmpc_message *reply)
{
    struct board *board = &bridge->board;
    if (purpose == FOR_PROBE)
        doubt_probe_ended(bridge);
    if (board->state != BOARD_ASKED)
        return;
    switch (purpose) {
    case FOR_RESET: /* the greeting comes now */
        board->was_reset = true;
        if (reply == NULL || qmpc_message_kind(reply) != QMPC_RETURN)
            ask(bridge, FOR_VERSION);
        break;
    case FOR_VERSION:
        keep_version(board, qmpc_get(reply, "return"));
        ask(bridge, FOR_LIMITS);
        break;
    case FOR_LIMITS:
        if (reply == NULL && bridge->options.frame_check) { /* noise; they are still to be had */
            ask(bridge, FOR_LIMITS);
            break;
        }
        take_limits(board, reply);
        go_up(bridge);
        break;
    default:
        break;
    }
}

/* Its session began anew; ours with it is to be joined. */
static void rejoin(struct bridge *bridge, bool expected)
{
    struct board *board = &bridge->board;
    bool was_up = board->state == BOARD_UP;
    if (was_up)
        board->left = qmpc_deadline(0);
    board->state = BOARD_JOINING;
    if (!expected) {
        board->was_reset = false;
        snprintf(board->reason, sizeof board->reason, "it has restarted");
        loss_of_all(bridge,
                    "The board has restarted: the command may or may not have been executed", "");
    }
    if (was_up) {
        bridge_tell(bridge, "the board has restarted");
        event_tell(bridge, "restarted", "");
    }
    if (qmpc_begin_attach(board->line, qmpc_deadline(expiry_patience(bridge))) != QMPC_OK)
        lose_line(bridge, qmpc_error(board->line));
}

void board_restarted(struct bridge *bridge)
{
    if (bridge->board.state == BOARD_UP || bridge->board.state == BOARD_ASKED)
        rejoin(bridge, false);
}

/* ------------------------------------------------------------------ waiting */

/* Asks a silent board for a sign of life, and then gives it up. */
static void watch_silence(struct bridge *bridge, int64_t now)
{
    const struct board *board = &bridge->board;
    bool late = board->state == BOARD_ASKED && now >= board->asked + expiry_patience(bridge);
    const char *reason = late ? "the board did not answer in time" : doubt_step(bridge, now);
    if (reason != NULL)
        lose_line(bridge, reason);
}

int board_wants(const struct bridge *bridge, struct pollfd fds[2], int64_t *wake)
{
    const struct board *board = &bridge->board;
    int64_t least = QMPC_FOREVER;
    int count = 0;
    if (board->state == BOARD_AWAY)
        least = board->retry;
    else
        count = qmpc_wants(board->line, fds, &least);
    if (doubt_wake(bridge) < least)
        least = doubt_wake(bridge);
    if (board->state == BOARD_ASKED)
        least = board->asked + expiry_patience(bridge) < least
                    ? board->asked + expiry_patience(bridge)
                    : least;
    if (board->state != BOARD_UP && expiry_next(bridge) < least)
        least = expiry_next(bridge);
    *wake = least;
    return count;
}

/* -------------------------------------------------------------------- steps */

static void receive(struct bridge *bridge)
{
    struct board *board = &bridge->board;
    struct qmpc_message *message;
    for (;;) {
        int status = qmpc_receive(board->line, QMPC_NOW, &message);
        if (status == QMPC_E_PROTOCOL || status == QMPC_E_MEMORY) {
            loss_of_first(bridge, "The board's answer is too long for the bridge");
        } else if (status == QMPC_E_DAMAGED) {
            doubt_damaged(bridge);
        } else if (status != QMPC_OK) {
            return;
        } else {
            flight_message(bridge, message);
            qmpc_message_free(message);
        }
    }
}

static void follow(struct bridge *bridge, int status, const char *reason)
{
    struct board *board = &bridge->board;
    switch (status) {
    case QMPC_OK:
        if (board->state == BOARD_JOINING)
            joined(bridge);
        break;
    case QMPC_E_BUSY:
        break;
    case QMPC_E_RESTARTED:
        rejoin(bridge, board->state == BOARD_ASKED && board->was_reset);
        break;
    default:
        lose_line(bridge, reason);
        break;
    }
}

void board_step(struct bridge *bridge, bool active)
{
    struct board *board = &bridge->board;
    int64_t now = qmpc_deadline(0);
    if (active && !bridge->options.frame_check)
        doubt_heard(bridge);
    if (board->state == BOARD_AWAY && now >= board->retry && begin(bridge) != QMPC_OK)
        lose_line(bridge, "the line cannot be opened");
    if (board->state != BOARD_AWAY) {
        char reason[sizeof board->reason];
        int status = qmpc_step(board->line);
        snprintf(reason, sizeof reason, "%s", qmpc_error(board->line)); /* receiving has its own */
        enum board_state before = board->state;
        if (active && qmpc_arriving(board->line) > 0) /* a long one, as far as can be seen */
            doubt_heard(bridge);
        receive(bridge);
        /* What was received may have changed more than the step knew of. */
        bool rejoining = board->state == BOARD_JOINING && before != BOARD_JOINING;
        if (board->state != BOARD_AWAY && !rejoining)
            follow(bridge, status, reason);
    }
    alive_step(bridge, now);
    watch_silence(bridge, now);
    if (board->state != BOARD_UP && board->ever)
        expiry_run(bridge, now);
}
