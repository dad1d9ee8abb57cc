/* wait.c - qmpctl wait: until an event comes.
 *
 * SPDX-License-Identifier: MIT */
#include <fnmatch.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/call.h"
#include "command/follow.h"
#include "common/arguments.h"
#include "common/connect.h"
#include "common/subcommand.h"

enum { MATCH = OWN_OPTION, MATCHES = 16 };

struct wait {
    const char *event;
    const char *matches[MATCHES]; /* "path=value" */
    int match_count;
    uint64_t others; /* that came meanwhile */
};

static int take(void *context, int option, const char *argument)
{
    struct wait *wait = context;
    (void)option;
    if (wait->match_count == MATCHES)
        return options_refuse("there can be 16 times --match, not also ", argument);
    if (argument[0] == '=' || strchr(argument, '=') == NULL)
        return options_refuse("--match needs PATH=VALUE, not ", argument);
    wait->matches[wait->match_count++] = argument;
    return -1;
}

/* ------------------------------------------------------------------------- matching */

static bool numbers_equal(struct qmpc_json a, struct qmpc_json b)
{
    int64_t whole_a, whole_b;
    double x, y;
    if (qmpc_json_int64(a, &whole_a) == QMPC_OK && qmpc_json_int64(b, &whole_b) == QMPC_OK)
        return whole_a == whole_b;
    return qmpc_json_double(a, &x) == QMPC_OK && qmpc_json_double(b, &y) == QMPC_OK && x == y;
}

/* A text fits a shell pattern; other values are the same JSON. */
static bool value_fits(struct qmpc_json value, const char *text)
{
    struct qmpc_json wanted;
    char *string = qmpc_json_strdup(value);
    if (string != NULL) {
        bool fits = fnmatch(text, string, 0) == 0;
        free(string);
        return fits;
    }
    char *json = arguments_value(text);
    bool fits =
        json != NULL && qmpc_json_parse(json, strlen(json), &wanted, NULL) == QMPC_OK &&
        (numbers_equal(value, wanted) ||
         (value.length == wanted.length && memcmp(value.text, wanted.text, value.length) == 0));
    free(json);
    return fits;
}

static bool match_fits(const struct qmpc_message *event, const char *match)
{
    struct qmpc_json found;
    size_t length = strcspn(match, "=");
    char *path = strndup(match, length);
    bool fits = path != NULL && qmpc_json_find(qmpc_get(event, "data"), path, &found) == QMPC_OK &&
                value_fits(found, match + length + 1);
    free(path);
    return fits;
}

static bool fits(const struct wait *wait, const struct qmpc_message *event)
{
    if (!follow_fits(event, wait->event))
        return false;
    for (int i = 0; i < wait->match_count; i++)
        if (!match_fits(event, wait->matches[i]))
            return false;
    return true;
}

/* --------------------------------------------------------------------------- waiting */

/* What came before the command was sent cannot be its consequence. */
static void drop_events(struct qmpc *line)
{
    struct qmpc_message *event;
    while (qmpc_wait_event(line, NULL, QMPC_NOW, &event) == QMPC_OK)
        qmpc_message_free(event);
}

static int send_command(struct qmpc *line, const struct options *options, char **words, int count)
{
    char *error = NULL;
    char *arguments = NULL;
    if (count > 1) {
        arguments = arguments_build(words + 1, (size_t)count - 1, &error);
        if (arguments == NULL) {
            fprintf(stderr, "qmpctl: %s\n", error != NULL ? error : "no memory");
            free(error);
            return EXIT_USAGE;
        }
    }
    drop_events(line);
    int status = qmpc_command(line, words[0], arguments, qmpc_deadline(options->timeout_ms), NULL);
    int code =
        status == QMPC_OK ? EXIT_OK : call_failed(line, options, status, words[0], arguments);
    free(arguments);
    return code;
}

static int await(struct qmpc *line, const struct options *options, struct wait *wait)
{
    int64_t deadline = qmpc_deadline(options->timeout_ms);
    for (;;) {
        struct qmpc_message *event;
        int status = follow_next(line, options, deadline, &event);
        if (status == QMPC_E_TIMEOUT) {
            fprintf(stderr,
                    "qmpctl: no such %s in %g seconds (other events: %" PRIu64
                    "); --timeout SECONDS allows more\n",
                    wait->event, (double)options->timeout_ms / 1000, wait->others);
            return EXIT_NO_ANSWER;
        }
        if (status != QMPC_OK)
            return connect_explain(line, status);
        bool found = fits(wait, event);
        if (found)
            follow_print(options, event);
        qmpc_message_free(event);
        if (found)
            return EXIT_OK;
        wait->others++;
    }
}

extern const struct subcommand subcommand_wait;

static int run(struct options *options, int argc, char **argv)
{
    static const struct option longs[] = {{"match", required_argument, NULL, MATCH},
                                          {NULL, 0, NULL, 0}};
    struct wait wait = {0};
    const struct own_options own = {
        .letters = "m:", .longs = longs, .take = take, .context = &wait};
    int first = options_scan(options, argc, argv, &subcommand_wait, &own, true);
    if (first < 0)
        return options_code(first);
    if (first == argc)
        return options_refuse("which event? wait takes EVENT", "");
    wait.event = argv[first++];
    if (first < argc && argv[first][0] == '{')
        return options_refuse("COMMAND is a name with KEY=VALUE, not a whole request: ",
                              argv[first]);
    int code;
    struct qmpc *line = connect_open(options, NULL, &code);
    if (line == NULL)
        return code;
    code = argc > first ? send_command(line, options, argv + first, argc - first) : EXIT_OK;
    if (code == EXIT_OK)
        code = await(line, options, &wait);
    connect_close(line);
    return code;
}

const struct subcommand subcommand_wait = {
    .name = "wait",
    .operands = "EVENT [--match PATH=VALUE] [-- COMMAND [KEY=VALUE ...]]",
    .summary = "wait for an event, after a command that causes it if you like",
    .help =
        "\n"
        "  qmpctl --timeout 60 wait SHUTDOWN\n"
        "  qmpctl wait STOP -- stop\n"
        "  qmpctl wait AGENT_PROPERTY_CHANGE --match property=actual --match value=1\n"
        "  qmpctl wait DEVICE_DELETED -m device=spare -- device_del id=spare\n"
        "\n"
        "  -m, --match PATH=VALUE  only an event whose data has this; a shell pattern for a text,\n"
        "                          \"a.b\" for a member inside; several times: all of them\n"
        "      --timeout SEC       how long to wait for the event; default 10\n"
        "\n"
        "It joins the session, sends COMMAND, and then looks for the event, so that it cannot be\n"
        "missed.  EVENT may be a shell pattern.  The event is printed; the exit code is 3 if it\n"
        "does not come, 1 if COMMAND is refused.\n",
    .run = run,
};
