/* options.c - the command line, and how it is taught.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qmpctl.h"

enum { DEFAULT_TIMEOUT_MS = 10000 };

static const char help_text[] =
    "Talk QMP to a board, to QEMU or to its guest agent.\n"
    "\n"
    "  qmpctl -s tty:/dev/ttyUSB0,115200 query-status\n"
    "  qmpctl -s unix:/tmp/qmp.sock qom-get path=hub property=temperature\n"
    "  qmpctl -s tcp:localhost:4444 agent-memory-read address=0x80000000 size=16\n"
    "  qmpctl -s /tmp/qmp.sock device_add driver=sensor id=spare\n"
    "  qmpctl -s /tmp/qmp.sock '{\"execute\": \"query-status\", \"id\": 7}'\n"
    "  qmpctl -s /tmp/qmp.sock --events=1           wait for one event\n"
    "  qmpctl -s /tmp/qmp.sock --save core agent-dump\n"
    "  qmpctl --spawn 'board/run riscv-virt'        start a server, get a prompt\n"
    "  echo query-status | qmpctl -s /dev/pts/3     commands from a pipe\n"
    "\n"
    "usage: qmpctl [OPTIONS] [COMMAND [KEY=VALUE ... | JSON-OBJECT] | JSON-REQUEST]\n"
    "\n"
    "  -s, --server ENDPOINT  unix:PATH, tcp:HOST:PORT, tty:DEVICE[,BAUD], exec:COMMAND, or a\n"
    "                         path; default: $QMPCTL_SERVER\n"
    "      --spawn COMMAND    start COMMAND with QMP on its standard input and output, and end\n"
    "                         it when qmpctl ends\n"
    "      --timeout SEC      how long to wait for a connection and for each answer; default 10\n"
    "      --json             one line of JSON for each result: {\"return\": ...} or\n"
    "                         {\"error\": ...}\n"
    "      --events[=N]       print N events (default: until interrupted) on standard output\n"
    "      --save FILE        write the data that COMMAND returns (agent-dump, agent-memory-read) "
    "to\n"
    "                         FILE, decoded, as it comes\n"
    "      --oob              send COMMAND out of band, where the server offers that\n"
    "      --no-negotiate     do not send qmp_capabilities\n"
    "  -h, --help             this text\n"
    "      --version\n"
    "\n"
    "A value is JSON if it reads as JSON (12, true, null, [1,2], \"12\"), 0x10 is 16, and all "
    "else\n"
    "is a string.  a.b=1 means {\"a\": {\"b\": 1}}.\n"
    "\n"
    "exit code: 0 done, 1 the server refused, 2 wrong usage, 3 no connection or no answer,\n"
    "4 saved only in part\n";

static int refuse(const char *what, const char *subject)
{
    fprintf(stderr, "qmpctl: %s%s\nqmpctl: \"qmpctl --help\" shows how it is used\n", what,
            subject);
    return EXIT_USAGE;
}

static int set_timeout(struct options *options, const char *text)
{
    char *end;
    double seconds = strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(seconds) || seconds < 0 || seconds > 1e9)
        return refuse("--timeout needs seconds, not ", text);
    options->timeout_ms = (int64_t)(seconds * 1000);
    options->timeout_given = true;
    return -1;
}

static int set_events(struct options *options, const char *text)
{
    char *end;
    options->events = true;
    if (text == NULL)
        return -1;
    errno = 0;
    options->event_count = strtoull(text, &end, 10);
    if (*text < '1' || *text > '9' || *end != '\0' || errno != 0)
        return refuse("--events needs a number from 1 on, not ", text);
    return -1;
}

static int set_endpoint(struct options *options, const char *prefix, const char *text)
{
    if (options->endpoint != NULL)
        return refuse("only one of -s and --spawn can be given", "");
    if (asprintf(&options->endpoint, "%s%s", prefix, text) < 0)
        options->endpoint = NULL;
    return options->endpoint == NULL ? refuse("no memory", "") : -1;
}

enum { SPAWN = 256, TIMEOUT, JSON, EVENTS, SAVE, OOB, NO_NEGOTIATE, VERSION };

static const struct option long_options[] = {
    {"server", required_argument, NULL, 's'},
    {"spawn", required_argument, NULL, SPAWN},
    {"timeout", required_argument, NULL, TIMEOUT},
    {"json", no_argument, NULL, JSON},
    {"events", optional_argument, NULL, EVENTS},
    {"save", required_argument, NULL, SAVE},
    {"oob", no_argument, NULL, OOB},
    {"no-negotiate", no_argument, NULL, NO_NEGOTIATE},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, VERSION},
    {NULL, 0, NULL, 0},
};

static int set_option(struct options *options, int option)
{
    switch (option) {
    case 's':
        return set_endpoint(options, "", optarg);
    case SPAWN:
        return set_endpoint(options, "exec:", optarg);
    case TIMEOUT:
        return set_timeout(options, optarg);
    case JSON:
        options->json = true;
        return -1;
    case EVENTS:
        return set_events(options, optarg);
    case SAVE:
        options->save = optarg;
        return -1;
    case OOB:
        options->oob = true;
        return -1;
    case NO_NEGOTIATE:
        options->negotiate = false;
        return -1;
    case 'h':
        fputs(help_text, stdout);
        return EXIT_OK;
    case VERSION:
        puts("qmpctl " QMPCTL_VERSION);
        return EXIT_OK;
    default: /* getopt_long() has said what is wrong */
        fputs("qmpctl: \"qmpctl --help\" shows how it is used\n", stderr);
        return EXIT_USAGE;
    }
}

int options_parse(struct options *options, int argc, char **argv)
{
    *options = (struct options){.timeout_ms = DEFAULT_TIMEOUT_MS, .negotiate = true};
    int option;
    while ((option = getopt_long(argc, argv, "s:h", long_options, NULL)) != -1) {
        int code = set_option(options, option);
        if (code >= 0)
            return code;
    }
    options->words = argv + optind;
    options->word_count = (size_t)(argc - optind);
    if (options->save != NULL && options->word_count == 0)
        return refuse("--save needs a command", "");
    if (options->save != NULL && options->oob)
        return refuse("--save and --oob do not go together", "");
    const char *server = getenv("QMPCTL_SERVER");
    if (options->endpoint == NULL && server != NULL && *server != '\0')
        return set_endpoint(options, "", server);
    if (options->endpoint == NULL)
        return refuse("where is the server? say -s ENDPOINT or --spawn COMMAND", "");
    return -1;
}
