/* boards.c - two boards in one poll() loop: each is asked for its status once a round, and neither
 * waits for the other.
 *
 *     boards 3 unix:/tmp/one tty:/dev/ttyUSB0,115200
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include <qmpc/qmpc.h>

enum { BOARDS = 2, PATIENCE_MS = 5000 };

struct board {
    const char *name;
    struct qmpc *line;
    int rounds; /* that are left */
    int asked;  /* and not answered yet */
    int failed;
};

static void fail(struct board *board)
{
    fprintf(stderr, "%s: %s\n", board->name, qmpc_error(board->line));
    board->failed = 1;
    board->rounds = 0;
}

static void take_messages(struct board *board)
{
    struct qmpc_message *message;
    while (qmpc_receive(board->line, QMPC_NOW, &message) == QMPC_OK) {
        if (qmpc_message_kind(message) == QMPC_EVENT) {
            printf("%s: event\n", board->name);
        } else {
            char status[32] = "an error";
            qmpc_get_string(message, "return.status", status, sizeof status);
            printf("%s: %s\n", board->name, status);
            board->asked = 0;
            board->rounds--;
        }
        qmpc_message_free(message);
    }
}

/* What can be done for a board now. */
static void serve(struct board *board)
{
    const struct qmpc_request request = {.command = "query-status"};
    int status = qmpc_step(board->line);
    take_messages(board);
    if (status == QMPC_E_RESTARTED) {
        board->asked = 0;
        status = qmpc_begin_attach(board->line, qmpc_deadline(PATIENCE_MS));
    } else if (status == QMPC_OK && !board->asked && board->rounds > 0) {
        status = qmpc_post(board->line, &request, NULL);
        board->asked = 1;
    }
    if (status != QMPC_OK && status != QMPC_E_BUSY && board->rounds > 0)
        fail(board);
}

static void wait_for(struct board boards[BOARDS])
{
    struct pollfd fds[2 * BOARDS];
    nfds_t count = 0;
    int64_t soonest = QMPC_FOREVER;
    for (int i = 0; i < BOARDS; i++) {
        int64_t wake;
        if (boards[i].rounds == 0)
            continue;
        count += (nfds_t)qmpc_wants(boards[i].line, fds + count, &wake);
        soonest = wake < soonest ? wake : soonest;
    }
    poll(fds, count, qmpc_poll_ms(soonest));
}

int main(int argc, char **argv)
{
    struct board boards[BOARDS] = {{NULL}};
    int failed = 0;
    if (argc != 2 + BOARDS) {
        fprintf(stderr, "usage: boards ROUNDS ENDPOINT ENDPOINT\n");
        return 2;
    }
    for (int i = 0; i < BOARDS; i++) {
        boards[i] =
            (struct board){.name = argv[2 + i], .line = qmpc_new(NULL), .rounds = atoi(argv[1])};
        if (boards[i].line == NULL)
            return 1;
        if (qmpc_begin(boards[i].line, boards[i].name, qmpc_deadline(PATIENCE_MS)) != QMPC_OK)
            fail(&boards[i]);
    }
    while (boards[0].rounds > 0 || boards[1].rounds > 0) {
        wait_for(boards);
        for (int i = 0; i < BOARDS; i++)
            if (boards[i].rounds > 0)
                serve(&boards[i]);
    }
    for (int i = 0; i < BOARDS; i++) {
        failed |= boards[i].failed;
        qmpc_free(boards[i].line);
    }
    return failed;
}
