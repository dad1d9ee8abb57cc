/* connect.c - a session with the server, and no server left behind.
 *
 * SPDX-License-Identifier: MIT */
#include "common/connect.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/advice.h"
#include "common/style.h"

enum {
    NOISE = 4,     /* a quarter of it is no text: a line at the wrong speed */
    WAITING_S = 1, /* until it is said what is waited for */
};

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
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct sigaction before;
        sigaction(numbers[i], NULL, &before);
        /* nohup(1), or a job in the background of a script; but output that nobody reads any more
         * ends us in any case. */
        if (before.sa_handler != SIG_IGN || numbers[i] == SIGPIPE)
            sigaction(numbers[i], &action, NULL);
    }
}

static void explain_timeout(const struct qmpc *line)
{
    struct qmpc_counts counts = qmpc_counts(line);
    if (qmpc_arriving(line) > 0)
        fprintf(stderr,
                "qmpctl: the answer had begun (%zu bytes); allow longer pauses in it with "
                "--timeout SECONDS\n",
                qmpc_arriving(line));
    else if (counts.binary_bytes > counts.received_bytes / NOISE)
        fprintf(stderr,
                "qmpctl: is the baud rate right, or is this a console? (bytes that are no text: "
                "%" PRIu64 ")\n",
                counts.binary_bytes);
    else if (counts.skipped_lines > 0)
        fprintf(stderr,
                "qmpctl: is this a console instead of the QMP port? (lines of other "
                "text: %" PRIu64 ")\n",
                counts.skipped_lines);
    else
        fprintf(stderr, "qmpctl: check the endpoint and its baud rate, or allow more time "
                        "with --timeout SECONDS\n");
}

int connect_explain(struct qmpc *line, int status)
{
    fputs("qmpctl: ", stderr);
    style_put(stderr, false, STYLE_PLAIN, qmpc_error(line));
    fputc('\n', stderr);
    switch (status) {
    case QMPC_E_SERVER:
        return EXIT_COMMAND_FAILED;
    case QMPC_E_ARGUMENT:
        return EXIT_USAGE;
    case QMPC_E_TIMEOUT:
        explain_timeout(line);
        break;
    case QMPC_E_DAMAGED:
        fprintf(stderr, "qmpctl: the line has noise; ask what the state is before trying again\n");
        break;
    case QMPC_E_RESTARTED:
        fprintf(stderr, "qmpctl: the command may have been lost; send it again if need be\n");
        break;
    default:
        break;
    }
    return EXIT_NO_ANSWER;
}

/* ----------------------------------------------------------- waiting for a server */

/* What the handler writes; without that a server that does not answer looks like a qmpctl that
 * hangs. */
static char waiting[256];

static void say_waiting(int number)
{
    int error = errno;
    ssize_t written = write(STDERR_FILENO, waiting, strlen(waiting));
    (void)number;
    (void)written;
    errno = error;
}

static void begin_waiting(const char *endpoint)
{
    const struct sigaction action = {.sa_handler = say_waiting, .sa_flags = SA_RESTART};
    if (!isatty(STDERR_FILENO))
        return;
    char *name = style_harmless(endpoint, strlen(endpoint));
    snprintf(waiting, sizeof waiting, "qmpctl: waiting for %.200s ...\n", name != NULL ? name : "");
    free(name);
    sigaction(SIGALRM, &action, NULL);
    alarm(WAITING_S);
}

static void end_waiting(void)
{
    alarm(0);
    signal(SIGALRM, SIG_DFL);
}

int connect_again(struct qmpc *line, const struct options *options)
{
    int64_t deadline = qmpc_deadline(options->timeout_ms);
    return options->negotiate ? qmpc_attach(line, deadline) : qmpc_meet(line, deadline);
}

const char *connect_endpoint(const struct options *options)
{
    return options->endpoint != NULL ? options->endpoint : getenv("QMPCTL_SERVER");
}

bool connect_is_spawned(const struct options *options)
{
    const char *endpoint = connect_endpoint(options);
    return endpoint != NULL && strncmp(endpoint, "exec:", 5) == 0;
}

/* An emulator's socket takes a second client and leaves it waiting. */
static void advise_occupied(const char *endpoint)
{
    if (strncmp(endpoint, "exec:", 5) != 0)
        fputs("qmpctl: a port serves one client at a time; is another one connected?\n", stderr);
}

/* A server that was started must be known before a signal may end us. */
static int open_line(struct qmpc *line, const char *endpoint, const struct options *options)
{
    sigset_t held;
    sigset_t before;
    sigemptyset(&held);
    if (connect_is_spawned(options))
        sigfillset(&held);
    sigprocmask(SIG_BLOCK, &held, &before);
    int status = qmpc_open(line, endpoint, qmpc_deadline(options->timeout_ms));
    spawned = qmpc_child(line);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}

/* Who asks for frame checks does not want to go without them. */
static bool has_what_was_asked_for(const struct qmpc *line, const struct options *options)
{
    return !options->frame_check || !options->negotiate || qmpc_has_frame_check(line);
}

struct qmpc *connect_open(struct options *options, const struct qmpc_options *settings, int *code)
{
    struct qmpc_options wanted = settings != NULL ? *settings : (struct qmpc_options){0};
    const char *endpoint = connect_endpoint(options);
    if (endpoint == NULL || *endpoint == '\0') {
        *code = options_refuse("where is the server? say -s ENDPOINT or --spawn COMMAND", "");
        return NULL;
    }
    wanted.oob |= options->oob;
    wanted.frame_check |= options->frame_check;
    struct qmpc *line = qmpc_new(&wanted);
    if (line == NULL) {
        fputs("qmpctl: no memory\n", stderr);
        *code = EXIT_NO_ANSWER;
        return NULL;
    }
    watch_signals();
    begin_waiting(endpoint);
    int opened = open_line(line, endpoint, options);
    int status = opened == QMPC_OK ? connect_again(line, options) : opened;
    end_waiting();
    if (status == QMPC_OK && has_what_was_asked_for(line, options))
        return line;
    if (status == QMPC_OK) {
        fputs("qmpctl: the server offers no frame checks\n", stderr);
        *code = EXIT_NO_ANSWER;
        connect_close(line);
        return NULL;
    }
    *code = connect_explain(line, status);
    if (opened == QMPC_E_GONE)
        advice_closed(endpoint);
    else if (status == QMPC_E_TIMEOUT && opened == QMPC_OK)
        advise_occupied(endpoint);
    connect_close(line);
    return NULL;
}

void connect_close(struct qmpc *line)
{
    qmpc_free(line);
    spawned = 0;
}
