/* top.c - qmpctl top: a live view of a server.
 *
 * SPDX-License-Identifier: MIT */
#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include "common/connect.h"
#include "common/subcommand.h"
#include "top/engine.h"
#include "top/report.h"
#include "top/screen.h"

extern const struct subcommand subcommand_top;

struct wishes {
    int64_t interval_ms;
    uint64_t count; /* of pictures; 0: for ever */
    bool counted;
};

enum { ONCE = OWN_OPTION, COUNT };

static int take_interval(struct wishes *wishes, const char *text)
{
    char *end;
    double seconds = strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(seconds) || seconds < 0.1 || seconds > 3600)
        return options_refuse("--interval needs seconds from 0.1 to 3600, not ", text);
    wishes->interval_ms = (int64_t)(seconds * 1000 + 0.5);
    return -1;
}

static int take(void *context, int option, const char *argument)
{
    struct wishes *wishes = context;
    if (option == 'n')
        return take_interval(wishes, argument);
    wishes->counted = true;
    wishes->count = 1;
    if (option == COUNT && (!options_number(argument, &wishes->count) || wishes->count == 0))
        return options_refuse("--count needs a number greater than 0, not ", argument);
    return -1;
}

static int show(struct engine *engine, const struct wishes *wishes)
{
    engine_begin(engine);
    int code = wishes->counted || engine->options->json ? report_run(engine, wishes->count)
                                                        : screen_run(engine);
    engine_end(engine);
    return code;
}

static int run(struct options *options, int argc, char **argv)
{
    static const struct option longs[] = {{"interval", required_argument, NULL, 'n'},
                                          {"once", no_argument, NULL, ONCE},
                                          {"count", required_argument, NULL, COUNT},
                                          {NULL, 0, NULL, 0}};
    struct wishes wishes = {.interval_ms = 1000};
    struct own_options own = {.letters = "n:", .longs = longs, .take = take, .context = &wishes};
    int code;
    int first = options_scan(options, argc, argv, &subcommand_top, &own, true);
    if (first < 0)
        return options_code(first);
    struct engine *engine = calloc(1, sizeof *engine);
    if (engine == NULL)
        return options_refuse("no memory", "");
    setlocale(LC_CTYPE, "");
    engine->options = options;
    engine->operands = argv + first;
    engine->operand_count = (size_t)(argc - first);
    engine->picture.interval_ms = wishes.interval_ms;
    engine->picture.endpoint =
        options->endpoint != NULL ? options->endpoint : getenv("QMPCTL_SERVER");
    engine->line = connect_open(options, &engine_settings, &code);
    if (engine->line != NULL)
        code = show(engine, &wishes);
    connect_close(engine->line);
    free(engine);
    return code;
}

const struct subcommand subcommand_top = {
    .name = "top",
    .operands = "[-n SECONDS] [--once | --count N] [OBJECT | OBJECT.PROPERTY ...]",
    .summary = "a live view: status, ports, events, values of properties",
    .help = "\n"
            "  qmpctl -s /tmp/qmp.sock top\n"
            "  qmpctl -s /tmp/qmp.sock top hub.temperature hub.fan uplink0\n"
            "  qmpctl -s /tmp/qmp.sock top --once                one picture as text\n"
            "  qmpctl -s /tmp/qmp.sock top --json --count 60     a line of JSON a second\n"
            "\n"
            "  -n, --interval SECONDS  between two rounds of questions; default 1\n"
            "      --once              one picture on standard output\n"
            "      --count N           N pictures\n"
            "      --json              as lines of JSON, for ever without --count\n"
            "\n"
            "Without operands, the object hub is watched if there is one.\n"
            "Keys: q quit, p pause, s stop, c cont, + - interval, arrows scroll, h help\n",
    .run = run,
};
