/* messages.c - what comes from the server unasked: events, a new beginning, the end.
 *
 * SPDX-License-Identifier: MIT */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/connect.h"
#include "common/print.h"
#include "common/rejoin.h"
#include "common/style.h"
#include "shell/shell.h"

enum {
    END_MS = 2000, /* how long a server that was told to quit may take for it */
    PAUSE_MS = 100,
    OPEN_MS = 500, /* how long one attempt to reconnect takes, and so what Ctrl-C may wait */
};

/* After a restart the session is joined again; anything else that is no answer ends the shell
 * when the line is gone, which the next receive shows. */
void shell_rejoin(struct shell *shell)
{
    fprintf(stderr, "qmpctl: the server has restarted; negotiating again\n");
    knowledge_forget(shell->knowledge);
    int status = connect_again(shell->line, shell->options);
    if (status != QMPC_OK) {
        shell_note(shell, connect_explain(shell->line, status));
        shell->leave = shell->lost = true;
    }
}

void shell_show_event(struct shell *shell, const struct qmpc_message *event)
{
    if (qmpc_string_at_is(event, "event", "SHUTDOWN"))
        shell->ending = true;
    if (!shell->traffic.pretty || shell->options->json) {
        print_event(shell->options, event, stderr);
        return;
    }
    char name[128] = "";
    struct qmpc_json data = qmpc_get(event, "data");
    qmpc_get_string(event, "event", name, sizeof name);
    fputs("event ", stderr);
    style_put(stderr, style_wanted(shell->options, stderr), STYLE_EVENT, name);
    if (data.text != NULL) {
        fputc(' ', stderr);
        print_pretty(stderr, data);
    }
    fputc('\n', stderr);
}

/* Takes over the message. */
static void show_message(struct shell *shell, struct qmpc_message *message)
{
    traffic_received(&shell->traffic, message);
    if (knowledge_take(shell->knowledge, message))
        return;
    if (shell->hide != NULL)
        shell->hide(shell);
    fflush(stdout);
    switch (qmpc_message_kind(message)) {
    case QMPC_EVENT:
        shell_show_event(shell, message);
        break;
    case QMPC_GREETING:
        shell_rejoin(shell);
        break;
    default: /* the reply to a command that was given up, or to nothing */
        print_whole(shell->options, message);
        break;
    }
    qmpc_message_free(message);
}

/* Waits for a server that went away; false: the user would not. */
static bool reconnect(struct shell *shell)
{
    int status = QMPC_E_GONE;
    fprintf(stderr, "qmpctl: %s\nqmpctl: waiting for the server%s\n", qmpc_error(shell->line),
            shell->interactive ? "; Ctrl-C gives up" : "");
    knowledge_forget(shell->knowledge);
    shell->ending = false;
    while (status != QMPC_OK) {
        if (shell->interrupted != NULL && shell->interrupted(shell))
            return false;
        status = rejoin(shell->line, shell->options, OPEN_MS, shell->options->timeout_ms);
        if (status == QMPC_E_ARGUMENT || status == QMPC_E_MEMORY)
            return false;
        if (status != QMPC_OK) /* some failures come at once */
            poll(NULL, 0, PAUSE_MS);
    }
    fprintf(stderr, "qmpctl: the server is back\n");
    return true;
}

static void see_end(struct shell *shell)
{
    if (shell->hide != NULL)
        shell->hide(shell);
    if (shell->reconnect && reconnect(shell))
        return;
    if (!shell->ending) {
        shell_note(shell, connect_explain(shell->line, QMPC_E_GONE));
        shell->lost = true;
    }
    shell->leave = true;
}

void shell_show_messages(struct shell *shell)
{
    struct qmpc_message *message;
    int status;
    while (!shell->leave &&
           (status = qmpc_receive(shell->line, QMPC_NOW, &message)) != QMPC_E_TIMEOUT) {
        if (status == QMPC_OK)
            show_message(shell, message);
        else if (status == QMPC_E_GONE)
            see_end(shell);
        else
            break;
    }
}

void shell_await_end(struct shell *shell)
{
    struct qmpc_message *message;
    int64_t until = qmpc_deadline(END_MS);
    while (qmpc_receive(shell->line, until, &message) == QMPC_OK)
        show_message(shell, message);
}
