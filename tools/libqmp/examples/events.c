/* events.c - follows the events of some names, and survives the board's resets.
 *
 *     events unix:/tmp/board STOP RESUME 'AGENT_*'
 *
 * It ends with the event SHUTDOWN or with the connection.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <qmpc/qmpc.h>

/* Returns QMPC_OK after SHUTDOWN, else why it ended. */
static int follow(struct qmpc *line)
{
    for (;;) {
        struct qmpc_message *event;
        int status = qmpc_wait_event(line, NULL, QMPC_FOREVER, &event);
        if (status == QMPC_E_RESTARTED) {
            printf("(the board began anew)\n");
            status = qmpc_attach(line, qmpc_deadline(5000));
            if (status == QMPC_OK)
                continue;
        }
        if (status != QMPC_OK)
            return status;
        int last = qmpc_string_at_is(event, "event", "SHUTDOWN");
        printf("%s\n", qmpc_message_text(event));
        fflush(stdout);
        qmpc_message_free(event);
        if (last)
            return QMPC_OK;
    }
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: events ENDPOINT [NAME...]\n");
        return 2;
    }
    struct qmpc *line = qmpc_new(NULL);
    if (line == NULL)
        return 1;
    int64_t until = qmpc_deadline(5000);
    const char *const *names = (const char *const *)argv + 2; /* NULL stands behind them */
    int status = argc > 2 ? qmpc_keep_events(line, names) : QMPC_OK;
    if (status == QMPC_OK)
        status = qmpc_open(line, argv[1], until);
    if (status == QMPC_OK)
        status = qmpc_attach(line, until);
    if (status == QMPC_OK)
        status = follow(line);
    if (status != QMPC_OK)
        fprintf(stderr, "events: %s\n", qmpc_error(line));
    qmpc_free(line);
    return status != QMPC_OK;
}
