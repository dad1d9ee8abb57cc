/* bridge.c - the subcommand: its options, its sockets, its signals.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/bridge.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/options.h"
#include "common/subcommand.h"

enum { ONCE = OWN_OPTION, MODE, LOG, BACKLOG };

enum { DEFAULT_BACKLOG_MIB = 16 };

/* The own options. */
struct settings {
    bool once;
    bool quiet;
    int mode; /* -1: not told */
    const char *log;
    uint64_t backlog; /* MiB */
};

/* ------------------------------------------------------------------- signals */

static int orders_in = -1; /* where the signal handlers write to */
static char hang_up = 'q'; /* what SIGHUP orders */

static void order(int number)
{
    int error = errno;
    char byte = number == SIGHUP ? hang_up : 'q';
    if (write(orders_in, &byte, 1) < 0)
        byte = 0; /* the pipe is full of orders that do the same */
    errno = error;
}

/* Returns the end of a pipe from which the loop reads what signals order, or -1.  What nohup(1) or
 * a shell has set to be ignored stays so, but for the order to open the log anew. */
static int take_signals(bool logs)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = order, .sa_flags = SA_RESTART};
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
        return -1;
    orders_in = ends[1];
    hang_up = logs ? 'h' : 'q';
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct sigaction before;
        sigaction(numbers[i], NULL, &before);
        if (before.sa_handler != SIG_IGN || (numbers[i] == SIGHUP && logs))
            sigaction(numbers[i], &action, NULL);
    }
    signal(SIGPIPE, SIG_IGN); /* nobody may read what it says on standard error */
    return ends[0];
}

/* ------------------------------------------------------------------- options */

static int take_mode(struct settings *settings, const char *text)
{
    char *end;
    long mode = strtol(text, &end, 8);
    if (end == text || *end != '\0' || mode < 0 || mode > 0777)
        return options_refuse("--mode needs permissions in octal such as 0660, not ", text);
    settings->mode = (int)mode;
    return -1;
}

static int take(void *context, int option, const char *argument)
{
    struct settings *settings = context;
    switch (option) {
    case ONCE:
        settings->once = true;
        return -1;
    case 'q':
        settings->quiet = true;
        return -1;
    case MODE:
        return take_mode(settings, argument);
    case LOG:
        settings->log = argument;
        return -1;
    default:
        if (options_number(argument, &settings->backlog) && settings->backlog > 0 &&
            settings->backlog <= SIZE_MAX >> 20)
            return -1;
        return options_refuse("--backlog needs a number of MiB, not ", argument);
    }
}

/* -------------------------------------------------------------------- start */

static int serve(struct bridge *bridge, const struct settings *settings, char **words)
{
    int orders = take_signals(settings->log != NULL);
    if (orders < 0) {
        perror("qmpctl: pipe");
        return EXIT_NO_ANSWER;
    }
    int code = EXIT_OK;
    if (settings->log != NULL && journal_open(&bridge->journal, settings->log) < 0)
        code = EXIT_USAGE;
    for (; code == EXIT_OK && *words != NULL; words++)
        if (listeners_add(&bridge->listeners, *words, settings->mode, !settings->quiet) < 0)
            code = EXIT_USAGE;
    if (code == EXIT_OK)
        code = bridge_run(bridge, orders);
    listeners_close(&bridge->listeners);
    journal_close(&bridge->journal);
    return code;
}

extern const struct subcommand subcommand_bridge;

static int run(struct options *options, int argc, char **argv)
{
    static const struct option longs[] = {
        {"once", no_argument, NULL, ONCE},
        {"mode", required_argument, NULL, MODE},
        {"log", required_argument, NULL, LOG},
        {"quiet", no_argument, NULL, 'q'},
        {"backlog", required_argument, NULL, BACKLOG},
        {NULL, 0, NULL, 0},
    };
    struct settings settings = {.mode = -1, .backlog = DEFAULT_BACKLOG_MIB};
    const struct own_options own = {"q", longs, take, &settings};
    int first = options_scan(options, argc, argv, &subcommand_bridge, &own, true);
    if (first < 0)
        return options_code(first);
    const char *endpoint = options->endpoint;
    if (endpoint == NULL)
        endpoint = getenv("QMPCTL_SERVER");
    if (endpoint == NULL || *endpoint == '\0')
        return options_refuse("where is the server? say -s ENDPOINT or --spawn COMMAND", "");
    if (first == argc)
        return options_refuse("where are the clients to come to? say unix:PATH or tcp:HOST:PORT",
                              "");
    struct bridge bridge = {
        .options = {.endpoint = endpoint,
                    .timeout_ms = options->timeout_ms,
                    .backlog = (size_t)settings.backlog << 20,
                    .frame_check = options->frame_check,
                    .once = settings.once || strncmp(endpoint, "exec:", 5) == 0,
                    .quiet = settings.quiet},
    };
    return serve(&bridge, &settings, argv + first);
}

const struct subcommand subcommand_bridge = {
    .name = "bridge",
    .operands = "LISTEN...",
    .summary = "share one line among many clients",
    .help =
        "\n"
        "  qmpctl -s tty:/dev/ttyUSB0,115200 bridge unix:/tmp/qmp.sock\n"
        "  qmpctl -s /tmp/qmp.sock query-status         a client, at the same time as others\n"
        "  qmpctl -s tty:/dev/ttyUSB0 bridge --mode 0660 --log /tmp/qmp.log \\\n"
        "      unix:/tmp/qmp.sock tcp:localhost:4444\n"
        "  qmpctl --spawn 'board/run riscv-virt' bridge tcp:localhost:4444\n"
        "\n"
        "LISTEN is unix:PATH or tcp:HOST:PORT.  Each client is greeted, negotiates by itself,\n"
        "gets the replies to its own requests and all events.  When the board restarts or the\n"
        "line is unplugged, clients stay connected.\n"
        "\n"
        "      --once          end when the line ends; always so with --spawn\n"
        "      --mode OCTAL    permissions of unix sockets; default: as umask leaves them\n"
        "      --log FILE      append all traffic with its time; SIGHUP opens FILE anew\n"
        "      --backlog MIB   disconnect a client that leaves more replies unread; default 16\n"
        "  -q, --quiet         say nothing but errors\n",
    .run = run,
};
