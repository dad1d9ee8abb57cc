/* options.c - the command line of e2k-board.
 *
 * SPDX-License-Identifier: MIT */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MIB         (UINT64_C(1) << 20)
#define RAM_DEFAULT 128u /* MiB */
#define RAM_MAX     (E2K_RAM_MAX / MIB)
#define USAGE       "usage: e2k-board [options] IMAGE (--help lists them)\n"

enum {
    OPTION_CHANNEL_A = 256,
    OPTION_CHANNEL_B,
    OPTION_WAIT,
    OPTION_RAM,
    OPTION_POKE,
    OPTION_LIMIT,
    OPTION_TRACE,
    OPTION_STATS,
    OPTION_JSON,
    OPTION_HELP,
    OPTION_VERSION,
};

static const struct option known[] = {
    {"channel-a", required_argument, NULL, OPTION_CHANNEL_A},
    {"channel-b", required_argument, NULL, OPTION_CHANNEL_B},
    {"wait", no_argument, NULL, OPTION_WAIT},
    {"ram", required_argument, NULL, OPTION_RAM},
    {"poke", required_argument, NULL, OPTION_POKE},
    {"limit", required_argument, NULL, OPTION_LIMIT},
    {"trace", optional_argument, NULL, OPTION_TRACE},
    {"stats", optional_argument, NULL, OPTION_STATS},
    {"json", no_argument, NULL, OPTION_JSON},
    {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION},
    {NULL, 0, NULL, 0},
};

static const char help[] =
    "usage: e2k-board [options] IMAGE\n"
    "Emulates a board with an Elbrus 2000 processor that runs IMAGE.\n"
    "\n"
    "  --channel-a EP        who is on serial channel A: unix:PATH, tcp:HOST:PORT (both\n"
    "                        listened on), stdio, pty or null (default)\n"
    "  --channel-b EP        the same for channel B\n"
    "  --wait                start when a client has connected to channel A\n"
    "  --ram MIB             size of the memory (128)\n"
    "  --poke ADDRESS=VALUE  write a 32-bit word once the image is loaded\n"
    "  --limit BUNDLES       end after so many\n"
    "  --trace[=FILE]        a line for each bundle\n"
    "  --stats[=FILE]        counts at the end\n"
    "  --json                counts at the end, as a line of JSON\n"
    "  -h, --help\n"
    "  --version\n"
    "\n"
    "Exit status: that of the program, 0 when it has powered the board off; 1 trap or error,\n"
    "2 wrong usage or image, 3 limit reached, 128+n ended by signal n.\n";

__attribute__((format(printf, 1, 2))) static bool complain(const char *format, ...)
{
    va_list arguments;

    fputs("e2k-board: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    return false;
}

/* A whole number up to END, which it must reach. */
static bool read_number(const char *text, const char *end, uint64_t *number)
{
    char *stop;

    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    *number = strtoull(text, &stop, 0);
    return errno == 0 && stop == end;
}

static bool read_option_number(const char *option, const char *text, uint64_t max, uint64_t *number)
{
    if (read_number(text, text + strlen(text), number) && *number > 0 && *number <= max)
        return true;
    return complain("--%s %s: not a number from 1 to %llu", option, text, (unsigned long long)max);
}

static bool add_poke(struct options *options, const char *text)
{
    const char *equals = strchr(text, '=');
    struct poke *pokes = realloc(options->pokes, (options->poke_count + 1) * sizeof *pokes);
    uint64_t address, value;

    if (!pokes)
        return complain("--poke: no memory");
    options->pokes = pokes;
    if (!equals || !read_number(text, equals, &address) ||
        !read_number(equals + 1, text + strlen(text), &value) || value > UINT32_MAX)
        return complain("--poke %s: not ADDRESS=VALUE", text);
    if (address % 4)
        return complain("--poke %s: the address is no multiple of 4", text);
    pokes[options->poke_count++] = (struct poke){.address = address, .value = (uint32_t)value};
    return true;
}

/* What getopt refused, in place of its own messages: those name the program by its path. */
static bool complain_option(int option, char **arguments)
{
    const char hint[] = "(e2k-board --help lists the options)";

    if (optopt > 0 && optopt < OPTION_CHANNEL_A)
        return complain("-%c: no such option %s", optopt, hint);
    return complain("%s: %s %s", arguments[optind - 1],
                    option == ':' ? "a value is missing"
                    : optopt != 0 ? "takes no value"
                                  : "no such option",
                    hint);
}

static bool read_option(struct options *options, int option, const char *value)
{
    switch (option) {
    case OPTION_CHANNEL_A:
        options->channels[E2K_CHANNEL_A] = value;
        return true;
    case OPTION_CHANNEL_B:
        options->channels[E2K_CHANNEL_B] = value;
        return true;
    case OPTION_WAIT:
        options->wait = true;
        return true;
    case OPTION_RAM:
        if (!read_option_number("ram", value, RAM_MAX, &options->ram_size))
            return false;
        options->ram_size *= MIB;
        return true;
    case OPTION_POKE:
        return add_poke(options, value);
    case OPTION_LIMIT:
        return read_option_number("limit", value, UINT64_MAX, &options->limit);
    case OPTION_TRACE:
        options->trace = true;
        options->trace_file = value;
        return true;
    case OPTION_STATS:
        options->stats = true;
        options->stats_file = value;
        return true;
    case OPTION_JSON:
        options->stats = options->json = true;
        return true;
    default:
        return false; /* none else is known */
    }
}

static bool is_listening(const char *endpoint)
{
    return strncmp(endpoint, "unix:", 5) == 0 || strncmp(endpoint, "tcp:", 4) == 0;
}

static bool check(const struct options *options)
{
    const char *a = options->channels[E2K_CHANNEL_A];
    const char *b = options->channels[E2K_CHANNEL_B];

    if (options->wait && !is_listening(a))
        return complain("--wait: channel A is no socket");
    if (strcmp(a, "stdio") == 0 && strcmp(b, "stdio") == 0)
        return complain("only one channel can be on stdio");
    for (size_t n = 0; n < options->poke_count; n++) {
        if (options->pokes[n].address >= options->ram_size)
            return complain("--poke: 0x%llx is outside of memory",
                            (unsigned long long)options->pokes[n].address);
    }
    return true;
}

enum options_result options_read(struct options *options, int count, char **arguments)
{
    int option;

    *options = (struct options){
        .channels = {"null", "null"}, .ram_size = RAM_DEFAULT * MIB, .limit = UINT64_MAX};
    opterr = 0;
    while ((option = getopt_long(count, arguments, ":h", known, NULL)) != -1) {
        if (option == ':' || option == '?') {
            complain_option(option, arguments);
            return OPTIONS_WRONG;
        }
        if (option == OPTION_HELP || option == 'h') {
            fputs(help, stdout);
            return OPTIONS_DONE;
        }
        if (option == OPTION_VERSION) {
            puts("e2k-board " E2K_BOARD_VERSION);
            return OPTIONS_DONE;
        }
        if (!read_option(options, option, optarg))
            return OPTIONS_WRONG;
    }
    if (optind + 1 != count) {
        fputs(USAGE, stderr);
        return OPTIONS_WRONG;
    }
    options->image = arguments[optind];
    return check(options) ? OPTIONS_RUN : OPTIONS_WRONG;
}

void options_free(struct options *options)
{
    free(options->pokes);
    options->pokes = NULL;
}
