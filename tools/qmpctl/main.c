/* main.c - qmpctl: QMP from a shell, a script or a pipe.
 *
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "qmpctl.h"

/* For the signal handler: the server we started must not outlive us. */
static volatile sig_atomic_t spawned;

static void end_with_server(int number)
{
    pid_t child = (pid_t)spawned;
    if (child > 0) {
        const struct timespec step = {0, 10000000};
        kill(-child, SIGTERM);
        for (int i = 0; i < 100 && waitpid(child, NULL, WNOHANG) == 0; i++)
            nanosleep(&step, NULL);
        kill(-child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    signal(number, SIG_DFL);
    raise(number);
}

static void watch_signals(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
    struct sigaction action = {.sa_handler = end_with_server};
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        sigaction(numbers[i], &action, NULL);
}

/* Without a number it goes on until interrupted, or for as long as --timeout says; with one, each
 * event has that time. */
static int show_events(struct qmpc *line, const struct options *options)
{
    int64_t patience = options->timeout_given ? options->timeout_ms : -1;
    int64_t deadline = qmpc_deadline(patience);
    uint64_t left = options->event_count;
    do {
        struct qmpc_message *event;
        int status = qmpc_wait_event(line, NULL, deadline, &event);
        if (status == QMPC_E_TIMEOUT && options->event_count == 0)
            return EXIT_OK;
        if (status == QMPC_E_RESTARTED) {
            status = request_attach(line, options);
            if (status == QMPC_OK)
                continue;
        }
        if (status != QMPC_OK)
            return request_explain(line, status);
        print_event(options, event);
        qmpc_message_free(event);
        if (options->event_count > 0) {
            left--;
            deadline = qmpc_deadline(patience);
        }
    } while (options->event_count == 0 || left > 0);
    return EXIT_OK;
}

static int run(struct qmpc *line, const struct options *options)
{
    int status = qmpc_open(line, options->endpoint, qmpc_deadline(options->timeout_ms));
    spawned = qmpc_child(line);
    if (status == QMPC_OK)
        status = request_attach(line, options);
    if (status != QMPC_OK)
        return request_explain(line, status);
    int code = EXIT_OK;
    if (options->word_count > 0)
        code = request_run(line, options, options->words, options->word_count);
    if (code == EXIT_OK && options->events)
        code = show_events(line, options);
    else if (options->word_count == 0)
        code = prompt_run(line, options);
    return code;
}

int main(int argc, char **argv)
{
    struct options options;
    int code = options_parse(&options, argc, argv);
    if (code >= 0) {
        free(options.endpoint);
        return code;
    }
    struct qmpc_options settings = {.oob = options.oob};
    struct qmpc *line = qmpc_new(&settings);
    if (line == NULL) {
        fputs("qmpctl: no memory\n", stderr);
        return EXIT_NO_ANSWER;
    }
    watch_signals();
    code = run(line, &options);
    qmpc_free(line);
    free(options.endpoint);
    if (fflush(stdout) != 0) {
        perror("qmpctl: standard output");
        code = EXIT_NO_ANSWER;
    }
    return code;
}
