/* status.c - the shortest program: asks a server what state it is in.
 *
 *     status unix:/tmp/board
 *     status tty:/dev/ttyUSB0,115200
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include <qmpc/qmpc.h>

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: status ENDPOINT\n");
        return 2;
    }
    struct qmpc *line = qmpc_new(NULL);
    if (line == NULL)
        return 1;
    int64_t until = qmpc_deadline(5000);
    struct qmpc_message *reply = NULL;
    char status[32] = "";
    int result = 1;
    if (qmpc_open(line, argv[1], until) == QMPC_OK && qmpc_attach(line, until) == QMPC_OK &&
        qmpc_command(line, "query-status", NULL, until, &reply) == QMPC_OK &&
        qmpc_get_string(reply, "return.status", status, sizeof status) >= 0) {
        printf("%s\n", status);
        result = 0;
    } else {
        fprintf(stderr, "status: %s\n", qmpc_error(line));
    }
    qmpc_message_free(reply);
    qmpc_free(line);
    return result;
}
