/* late.c - replies that come after their commands were given up.
 *
 * A long one on a slow line goes on for minutes: the server is told to end it where it can be, and
 * what still comes is not for the terminal.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/style.h"
#include "shell/shell.h"

enum {
    LONG = 4096,      /* bytes of a reply that nobody wants on the terminal any more */
    CANCEL_MS = 1000, /* to hand the request to the line */
};

static const char cancel_id[] = "\"cancel\"";

static bool is_id(const struct qmpc_message *reply, const char *id)
{
    struct qmpc_json own = qmpc_get(reply, "id");
    return own.text != NULL && own.length == strlen(id) && memcmp(own.text, id, own.length) == 0;
}

static void forget(struct late *late)
{
    free(late->command);
    *late = (struct late){.command = NULL};
}

void late_forget(struct shell *shell)
{
    for (size_t i = 0; i < LATE_MOST; i++)
        forget(&shell->late[i]);
}

void late_note(struct shell *shell, const char *id, const char *command)
{
    struct late *late = &shell->late[shell->late_next++ % LATE_MOST];
    forget(late);
    if (id == NULL || *id == '\0')
        return;
    snprintf(late->id, sizeof late->id, "%s", id);
    late->command = strdup(command);
}

void late_give_up(struct shell *shell, const char *id, const char *command)
{
    const struct qmpc_request request = {.command = "agent-cancel", .id = cancel_id, .oob = true};
    bool begun = qmpc_arriving(shell->line) > 0;
    bool told = qmpc_has_oob(shell->line);
    late_note(shell, id, command);
    if (told) {
        traffic_command(&shell->traffic, request.command, NULL, true, false);
        told = qmpc_send(shell->line, &request, qmpc_deadline(CANCEL_MS), NULL) == QMPC_OK;
    }
    fprintf(stderr, "qmpctl: given up; %s\n",
            !begun ? "its answer is shown if it comes"
            : told ? "the server was told to end its answer"
                   : "the server goes on sending its answer");
}

const char *late_command(const struct shell *shell)
{
    for (size_t i = 0; i < LATE_MOST; i++)
        if (shell->late[(shell->late_next + i) % LATE_MOST].command != NULL)
            return shell->late[(shell->late_next + i) % LATE_MOST].command;
    return NULL;
}

bool late_show(struct shell *shell, const struct qmpc_message *reply)
{
    if (is_id(reply, cancel_id))
        return true; /* whether there was something to cancel is seen without it */
    for (size_t i = 0; i < LATE_MOST; i++) {
        struct late *late = &shell->late[i];
        if (late->command == NULL || !is_id(reply, late->id))
            continue;
        bool is_long = qmpc_message_length(reply) > LONG;
        if (is_long) {
            fputs("(late reply to ", stdout);
            style_put(stdout, false, STYLE_PLAIN, late->command);
            printf(", %zu bytes)\n", qmpc_message_length(reply));
            fflush(stdout);
        }
        forget(late);
        return is_long;
    }
    return false;
}
