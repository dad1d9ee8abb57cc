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
    OPEN_MS = 500, /* how long an attempt to reconnect takes where Ctrl-C has to wait for it */
};

/* Until the session is joined, or cannot be, or Ctrl-C came.  A server that has begun anew once
 * more is joined then: the next look at its messages finds that. */
static int await_joined(struct shell *shell)
{
    int status;
    while ((status = qmpc_step(shell->line)) == QMPC_E_BUSY) {
        struct pollfd fds[2];
        int64_t wake;
        if (shell->interrupted != NULL && shell->interrupted(shell))
            return SHELL_GIVEN_UP;
        int count = qmpc_wants(shell->line, fds, &wake);
        shell_wait(shell, fds, count, wake);
    }
    if (status != QMPC_OK && status != QMPC_E_RESTARTED)
        return status;
    traffic_received(&shell->traffic, qmpc_greeting(shell->line));
    return QMPC_OK;
}

/* Both below: what never waits negotiates always; without that there is only the way that waits. */
static int join_again(struct shell *shell)
{
    int64_t deadline = qmpc_deadline(shell->options->timeout_ms);
    if (!shell->options->negotiate)
        return connect_again(shell->line, shell->options);
    int status = qmpc_begin_attach(shell->line, deadline);
    return status == QMPC_OK ? await_joined(shell) : status;
}

static int open_again(struct shell *shell)
{
    int64_t deadline = qmpc_deadline(shell->options->timeout_ms);
    if (!shell->options->negotiate)
        return rejoin(shell->line, shell->options, OPEN_MS, shell->options->timeout_ms);
    int status = qmpc_begin(shell->line, connect_endpoint(shell->options), deadline);
    return status == QMPC_OK ? await_joined(shell) : status;
}

/* Waits for a server that went away; false: the user would not. */
static bool reconnect(struct shell *shell)
{
    fprintf(stderr, "qmpctl: %s\nqmpctl: waiting for the server%s\n", qmpc_error(shell->line),
            shell->interactive ? "; Ctrl-C gives up" : "");
    knowledge_forget(shell->knowledge);
    late_forget(shell);
    shell->ending = false;
    for (;;) {
        int status = open_again(shell);
        if (status == QMPC_OK)
            break;
        if (status == SHELL_GIVEN_UP || status == QMPC_E_ARGUMENT || status == QMPC_E_MEMORY)
            return false;
        shell_wait(shell, NULL, 0, qmpc_deadline(PAUSE_MS)); /* some failures come at once */
        if (shell->interrupted != NULL && shell->interrupted(shell))
            return false;
    }
    fprintf(stderr, "qmpctl: the server is back\n");
    return true;
}

void shell_rejoin(struct shell *shell)
{
    fprintf(stderr, "qmpctl: the server has restarted; negotiating again\n");
    knowledge_forget(shell->knowledge);
    late_forget(shell);
    int status = join_again(shell);
    if (status == QMPC_OK)
        return;
    if (status == SHELL_GIVEN_UP) {
        fputs("qmpctl: given up; the server has not answered\n", stderr);
        shell_note(shell, EXIT_NO_ANSWER);
    } else if (shell->reconnect && reconnect(shell)) {
        return;
    } else {
        shell_note(shell, connect_explain(shell->line, status));
    }
    shell->leave = shell->lost = true;
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

static void hide(struct shell *shell)
{
    if (shell->hide != NULL)
        shell->hide(shell);
    fflush(stdout);
}

/* Takes over the message. */
static void show_message(struct shell *shell, struct qmpc_message *message)
{
    traffic_received(&shell->traffic, message);
    if (knowledge_take(shell->knowledge, message))
        return;
    hide(shell);
    if (late_show(shell, message)) {
        qmpc_message_free(message);
        return;
    }
    switch (qmpc_message_kind(message)) {
    case QMPC_EVENT:
        shell_show_event(shell, message);
        break;
    case QMPC_GREETING: /* while the shell waits for the server's end */
        break;
    default: /* the reply to a command that was given up, or to nothing */
        print_whole(shell->options, message);
        break;
    }
    qmpc_message_free(message);
}

static void see_end(struct shell *shell)
{
    if (shell->reconnect && reconnect(shell))
        return;
    if (!shell->ending) {
        shell_note(shell, connect_explain(shell->line, QMPC_E_GONE));
        shell->lost = true;
    }
    shell->leave = true;
}

/* What came is no message, or too long for one. */
static void say_fault(struct shell *shell)
{
    hide(shell);
    connect_explain(shell->line, QMPC_E_PROTOCOL);
}

bool shell_show_messages(struct shell *shell)
{
    struct qmpc_message *message;
    int64_t until = qmpc_deadline(SHELL_SLICE_MS);
    if (shell->leave)
        return false;
    int status = qmpc_step(shell->line);
    int taken;
    while ((taken = qmpc_receive(shell->line, QMPC_NOW, &message)) == QMPC_OK ||
           taken == QMPC_E_PROTOCOL) {
        if (taken == QMPC_OK)
            show_message(shell, message);
        else
            say_fault(shell);
        if (qmpc_deadline(0) >= until)
            return true;
    }
    if (status == QMPC_E_RESTARTED) {
        hide(shell);
        shell_rejoin(shell);
    } else if (status == QMPC_E_GONE) {
        hide(shell);
        see_end(shell);
    }
    return false;
}

void shell_await_end(struct shell *shell)
{
    struct qmpc_message *message;
    int64_t until = qmpc_deadline(END_MS);
    while (qmpc_receive(shell->line, until, &message) == QMPC_OK)
        show_message(shell, message);
}
