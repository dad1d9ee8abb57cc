/* execute.c - a line of the shell, from its text to its exit code.
 *
 * SPDX-License-Identifier: MIT */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/advice.h"
#include "common/arguments.h"
#include "common/connect.h"
#include "common/print.h"
#include "common/request.h"
#include "common/style.h"
#include "common/subcommand.h"
#include "shell/shell.h"

enum {
    WORDS = 256,
    BUSY_MS = 1000, /* until it is said that another reply has the line */
};

void shell_note(struct shell *shell, int code)
{
    if (shell->code == EXIT_OK)
        shell->code = code;
    if (code != EXIT_OK && shell->stop_at_failure)
        shell->leave = true;
}

const char *shell_prompt(const struct shell *shell)
{
    if (shell->transaction != NULL)
        return "TRANS> ";
    return shell->hmp ? "(HMP) " : "(qmp) ";
}

static void show_events(struct shell *shell)
{
    struct qmpc_message *event;
    int64_t until = qmpc_deadline(SHELL_SLICE_MS);
    while (qmpc_deadline(0) < until &&
           qmpc_wait_event(shell->line, NULL, QMPC_NOW, &event) == QMPC_OK) {
        traffic_received(&shell->traffic, event);
        shell_show_event(shell, event);
        qmpc_message_free(event);
    }
}

/* The terminal's signals are blocked but here, so that none is missed between looking for one and
 * waiting. */
void shell_wait(const struct shell *shell, struct pollfd *fds, int count, int64_t wake)
{
    sigset_t none;
    int left = qmpc_poll_ms(wake);
    struct timespec time = {left / 1000, left % 1000 * 1000000L};
    sigemptyset(&none);
    ppoll(fds, (nfds_t)count, left < 0 ? NULL : &time, shell->interrupted != NULL ? &none : NULL);
}

/* A reply that was coming before the command was sent still has the line; BEFORE: its length
 * then. */
static void say_busy(const struct shell *shell, size_t before)
{
    const char *other = late_command(shell);
    size_t arriving = qmpc_arriving(shell->line);
    if (before == 0 || arriving < before || other == NULL)
        return;
    fputs("qmpctl: waiting for the end of the reply to ", stderr);
    style_put(stderr, false, STYLE_PLAIN, other);
    fprintf(stderr, " (%zu bytes of it have come)\n", arriving);
}

/* As qmpc_wait_reply(), but events are shown as they come, and Ctrl-C gives up.  Looking for the
 * reply comes last before the wait, as looking for events may have read it; events that were read
 * then are shown a slice later. */
static int await_reply(struct shell *shell, const char *id, struct qmpc_message **reply)
{
    struct request_patience patience = request_patience(shell->options);
    size_t before = qmpc_arriving(shell->line);
    int64_t busy = qmpc_deadline(BUSY_MS);
    for (;;) {
        bool late = request_is_late(&patience, shell->line);
        show_events(shell);
        int status = qmpc_wait_reply(shell->line, id, late ? patience.deadline : QMPC_NOW, reply);
        if (status == QMPC_E_TIMEOUT && qmpc_restarted(shell->line))
            return QMPC_E_RESTARTED; /* looking for events has found that */
        if (status != QMPC_E_TIMEOUT || late) {
            show_events(shell); /* those that came before it */
            traffic_received(&shell->traffic, *reply);
            return status;
        }
        if (shell->interrupted != NULL && shell->interrupted(shell))
            return SHELL_GIVEN_UP;
        if (qmpc_deadline(0) >= busy) {
            say_busy(shell, before);
            busy = QMPC_FOREVER;
        }
        struct pollfd wait = {.fd = qmpc_fd(shell->line), .events = POLLIN};
        int64_t slice = qmpc_deadline(SHELL_SLICE_MS);
        shell_wait(shell, &wait, 1, slice < patience.deadline ? slice : patience.deadline);
    }
}

int shell_explain(struct shell *shell, int status)
{
    if (status == SHELL_GIVEN_UP)
        return EXIT_NO_ANSWER; /* said already: late.c */
    if (status == QMPC_E_RESTARTED)
        fputs("qmpctl: the server began anew before it answered; the command may have been lost\n",
              stderr);
    else
        return connect_explain(shell->line, status);
    return EXIT_NO_ANSWER;
}

/* After a wait for a reply: it may come yet. */
static int give_up(struct shell *shell, int status, const char *id, const char *command)
{
    if (status == SHELL_GIVEN_UP)
        late_give_up(shell, id, command);
    else if (status == QMPC_E_TIMEOUT)
        late_note(shell, id, command);
    return status;
}

int shell_command(struct shell *shell, const char *command, const char *arguments,
                  struct qmpc_message **reply)
{
    struct qmpc_request request = {.command = command,
                                   .arguments = arguments,
                                   .oob = shell->options->oob && qmpc_has_oob(shell->line)};
    char id[QMPC_ID_SIZE];
    *reply = NULL;
    traffic_command(&shell->traffic, command, arguments, request.oob, true);
    int status = qmpc_send(shell->line, &request, qmpc_deadline(shell->options->timeout_ms), id);
    if (status == QMPC_OK)
        status = await_reply(shell, id, reply);
    else
        id[0] = '\0';
    return give_up(shell, status, id, command);
}

static int run_raw(struct shell *shell, const char *text)
{
    int64_t deadline = qmpc_deadline(shell->options->timeout_ms);
    struct qmpc_message *reply = NULL;
    char id[QMPC_ID_SIZE];
    traffic_raw(&shell->traffic, text);
    int status = request_send_raw(shell->line, text, deadline, id);
    if (status == QMPC_OK)
        status = give_up(shell, await_reply(shell, id[0] != '\0' ? id : NULL, &reply), id,
                         "the request");
    if (reply == NULL)
        return shell_explain(shell, status);
    print_whole(shell->options, reply);
    qmpc_message_free(reply);
    return status == QMPC_OK ? EXIT_OK : EXIT_COMMAND_FAILED;
}

static int run_command(struct shell *shell, char *const *words, size_t count)
{
    char *error = NULL;
    char *arguments = NULL;
    struct qmpc_message *reply;
    if (count > 1) {
        arguments = arguments_build(words + 1, count - 1, &error);
        if (arguments == NULL) {
            fprintf(stderr, "qmpctl: %s\n", error != NULL ? error : "no memory");
            free(error);
            forms_advise(words, count);
            return EXIT_USAGE;
        }
    }
    int status = shell_command(shell, words[0], arguments, &reply);
    int code = status == QMPC_OK ? EXIT_OK : EXIT_COMMAND_FAILED;
    if (reply == NULL) {
        code = shell_explain(shell, status);
    } else {
        print_reply(shell->options, reply);
        bool unknown = code == EXIT_COMMAND_FAILED && subcommand_find(words[0]) != NULL &&
                       strcmp(qmpc_error_class(shell->line), "CommandNotFound") == 0;
        if (unknown) {
            forms_advise(words, count);
        } else if (code == EXIT_COMMAND_FAILED) {
            request_hint(shell->line, words, count);
            if (!shell->options->json)
                advice_refused(shell->line, words[0], arguments);
        }
    }
    qmpc_message_free(reply);
    free(arguments);
    return code;
}

static int run_words(struct shell *shell, char *const *words, size_t count)
{
    if ((strcmp(words[0], "help") == 0 || strcmp(words[0], "?") == 0) && count <= 2)
        return help_show(shell, count > 1 ? words[1] : NULL);
    if (words[0][0] == '{' && count == 1)
        return run_raw(shell, words[0]);
    if (words[0][0] == '{') {
        fprintf(stderr, "qmpctl: a raw JSON request takes no further arguments\n");
        return EXIT_USAGE;
    }
    int code = run_command(shell, words, count);
    shell->ending |= code == EXIT_OK && strcmp(words[0], "quit") == 0;
    return code;
}

static int run_text(struct shell *shell, char *text)
{
    char *words[WORDS];
    const char *error;
    if (shell->hmp)
        return hmp_line(shell, text);
    if (shell->transaction != NULL || transaction_begins(text))
        return transaction_line(shell, text);
    int count = words_split(text, words, WORDS, &error);
    if (count >= 0)
        return run_words(shell, words, (size_t)count);
    fprintf(stderr, "qmpctl: %s\n", error);
    return EXIT_USAGE;
}

void shell_run_line(struct shell *shell, char *text)
{
    text += strspn(text, " \t\r");
    for (size_t length = strlen(text); length > 0 && strchr(" \t\r", text[length - 1]); length--)
        text[length - 1] = '\0';
    if (*text == '\0' || *text == '#')
        return;
    if (strcmp(text, "exit") == 0) {
        shell->leave = true;
        return;
    }
    shell_note(shell, run_text(shell, text));
    if (qmpc_restarted(shell->line) && !shell->leave)
        shell_rejoin(shell);
}
