/* events.c - qmpctl events: follows what happens.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>

#include "command/follow.h"
#include "common/connect.h"
#include "common/subcommand.h"

enum { COUNT = OWN_OPTION, UNTIL, FOR };

struct events {
    char **patterns; /* any of them; none: all events */
    int pattern_count;
    uint64_t count; /* 0: no end */
    const char *until;
    int64_t for_ms; /* below 0: no end */
};

static int take(void *context, int option, const char *argument)
{
    struct events *events = context;
    switch (option) {
    case COUNT:
        if (!options_number(argument, &events->count) || events->count == 0)
            return options_refuse("--count needs a number from 1 on, not ", argument);
        return -1;
    case UNTIL:
        events->until = argument;
        return -1;
    default:
        if (!options_seconds(argument, &events->for_ms))
            return options_refuse("--for needs seconds, not ", argument);
        return -1;
    }
}

static bool is_wanted(const struct events *events, const struct qmpc_message *event)
{
    for (int i = 0; i < events->pattern_count; i++)
        if (follow_fits(event, events->patterns[i]))
            return true;
    return events->pattern_count == 0;
}

/* True if it was the last one. */
static bool show(const struct options *options, const struct events *events, uint64_t *shown,
                 const struct qmpc_message *event)
{
    bool last = events->until != NULL && follow_fits(event, events->until);
    if (last || is_wanted(events, event)) {
        follow_print(options, event);
        ++*shown;
    }
    return last || (events->count > 0 && *shown >= events->count);
}

/* The end of the time is what was asked for, unless something was to come in it. */
static int end(struct qmpc *line, const struct events *events, uint64_t shown, int status)
{
    bool open_end = events->count == 0 && events->until == NULL;
    if (open_end && ((status == QMPC_E_TIMEOUT && events->for_ms >= 0) || status == QMPC_E_GONE))
        return EXIT_OK;
    if (status != QMPC_E_TIMEOUT)
        return connect_explain(line, status);
    if (events->until != NULL)
        fprintf(stderr, "qmpctl: %s did not come in time\n", events->until);
    else if (events->count > 0)
        fprintf(stderr, "qmpctl: %" PRIu64 " of %" PRIu64 " events came in time\n", shown,
                events->count);
    else
        fputs("qmpctl: no event came in time\n", stderr);
    return EXIT_NO_ANSWER;
}

static int follow(struct qmpc *line, const struct options *options, const struct events *events)
{
    int64_t whole = qmpc_deadline(events->for_ms);
    uint64_t shown = 0;
    for (;;) {
        int64_t deadline = options->timeout_given ? qmpc_deadline(options->timeout_ms) : whole;
        struct qmpc_message *event;
        int status = follow_next(line, options, deadline < whole ? deadline : whole, &event);
        if (status != QMPC_OK)
            return end(line, events, shown, status);
        bool last = show(options, events, &shown, event);
        qmpc_message_free(event);
        if (last)
            return EXIT_OK;
    }
}

extern const struct subcommand subcommand_events;

static int run(struct options *options, int argc, char **argv)
{
    static const struct option longs[] = {{"count", required_argument, NULL, COUNT},
                                          {"until", required_argument, NULL, UNTIL},
                                          {"for", required_argument, NULL, FOR},
                                          {NULL, 0, NULL, 0}};
    struct events events = {.for_ms = -1};
    const struct own_options own = {
        .letters = "n:", .longs = longs, .take = take, .context = &events};
    int first = options_scan(options, argc, argv, &subcommand_events, &own, true);
    if (first < 0)
        return options_code(first);
    events.patterns = argv + first;
    events.pattern_count = argc - first;
    int code;
    struct qmpc *line = connect_open(options, NULL, &code);
    if (line == NULL)
        return code;
    code = follow(line, options, &events);
    connect_close(line);
    return code;
}

const struct subcommand subcommand_events = {
    .name = "events",
    .operands = "[NAME ...]",
    .summary = "follow the events of a server",
    .help =
        "\n"
        "  qmpctl events                                all, until Ctrl-C\n"
        "  qmpctl events 'AGENT_*' STOP RESUME          these; shell patterns\n"
        "  qmpctl events --until SHUTDOWN               all up to this one\n"
        "  qmpctl events --count 3 --for 60             three, within a minute\n"
        "  qmpctl --json events | jq -c '[.event, .data]'\n"
        "\n"
        "      --count N      leave after N events\n"
        "      --until NAME   leave after this event, which is shown; a shell pattern\n"
        "      --for SECONDS  leave after this time\n"
        "      --timeout SEC  if given, also the longest time without an event that is shown\n"
        "\n"
        "A line is the time that the server gave (seconds since its start behind a plus sign,\n"
        "where it has no clock), the name, and the members of its data.  A server that restarts\n"
        "is joined again.  The exit code is 3 if --count or --until were not reached.\n",
    .run = run,
};
