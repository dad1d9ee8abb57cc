/* hub_test.c - tests in C, with libqmp.
 *
 *     hub_test unix:PATH fan      the room gets warm, and the fan goes on
 *     hub_test unix:PATH crash    the application gives up, says why, and starts again
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "qmpc/qmpc.h"

#define PATIENCE_MS 5000

struct command {
    const char *name, *arguments;
};

static const struct command warm_up[] = {
    {"agent-watch", "{\"path\": \"fan\", \"property\": \"actual\"}"},
    {"qom-set", "{\"path\": \"temperature\", \"property\": \"ramp-rate\", \"value\": 4000}"},
    {"qom-set", "{\"path\": \"temperature\", \"property\": \"ramp-to\", \"value\": 3000}"},
    {NULL, NULL},
};
static const struct command give_up[] = {
    {"qom-set", "{\"path\": \"hub\", \"property\": \"fails\", \"value\": \"panic\"}"},
    {NULL, NULL},
};
static const struct command begin_again[] = {
    {"system_reset", NULL},
    {"cont", NULL},
    {NULL, NULL},
};

static bool run(struct qmpc *line, const struct command *command, int64_t until)
{
    for (; command->name != NULL; command++)
        if (qmpc_command(line, command->name, command->arguments, until, NULL) != QMPC_OK)
            return false;
    return true;
}

static bool fan_goes_on(struct qmpc *line, int64_t until)
{
    struct qmpc_message *event = NULL;
    int64_t value = -1;

    if (!run(line, warm_up, until) ||
        qmpc_wait_event(line, "AGENT_PROPERTY_CHANGE", until, &event) != QMPC_OK)
        return false;
    qmpc_get_int64(event, "data.value", &value);
    qmpc_message_free(event);
    return value == 1;
}

static bool crash_is_told(struct qmpc *line, int64_t until)
{
    struct qmpc_message *event = NULL;
    bool why;

    if (!run(line, give_up, until) ||
        qmpc_wait_event(line, "GUEST_PANICKED", until, &event) != QMPC_OK)
        return false;
    why = qmpc_string_at_is(event, "data.info.message", "the hub was told to panic");
    qmpc_message_free(event);
    return why && run(line, begin_again, until);
}

int main(int argc, char **argv)
{
    struct qmpc *line = qmpc_new(NULL);
    int64_t until = qmpc_deadline(PATIENCE_MS);
    bool good = line != NULL && argc == 3 && qmpc_open(line, argv[1], until) == QMPC_OK &&
                qmpc_attach(line, until) == QMPC_OK &&
                (strcmp(argv[2], "fan") == 0 ? fan_goes_on : crash_is_told)(line, until);

    if (!good)
        fprintf(stderr, "hub_test: not as it should be: %s\n",
                line != NULL ? qmpc_error(line) : "no memory");
    qmpc_free(line);
    return good ? 0 : 1;
}
