/* picture.c - what is known of a server.
 *
 * SPDX-License-Identifier: MIT */
#include "top/picture.h"

#include <stdlib.h>
#include <string.h>

#include "qmpc/qmpc.h"

static const struct {
    const char *name;
    const char *command;
} questions[ANSWERS] = {
    [ANSWER_VERSION] = {"version", "query-version"},
    [ANSWER_NAME] = {"name", "query-name"},
    [ANSWER_LIMITS] = {"limits", "agent-limits"},
    [ANSWER_CPUS] = {"cpus", "query-cpus-fast"},
    [ANSWER_MEMORY] = {"memory", "query-memory-size-summary"},
    [ANSWER_STATUS] = {"status", "query-status"},
    [ANSWER_AGENT] = {"agent", "agent-info"},
    [ANSWER_PORTS] = {"ports", "query-chardev"},
};

const char *picture_name(enum answer answer)
{
    return questions[answer].name;
}

const char *picture_command(enum answer answer)
{
    return questions[answer].command;
}

static struct qmpc_json look(const char *text, const char *path)
{
    struct qmpc_json value = {NULL, 0};
    if (text != NULL)
        value = (struct qmpc_json){text, strlen(text)};
    qmpc_json_find(value, path, &value);
    return value;
}

struct qmpc_json picture_answer(const struct picture *picture, enum answer answer, const char *path)
{
    return look(picture->answers[answer], path);
}

static bool requests_of(const char *agent, const char *port, int64_t *requests)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(look(agent, "sessions"));
    struct qmpc_json session, label, count;
    while (qmpc_json_next(&walk, NULL, &session))
        if (qmpc_json_member(session, "port", &label) == QMPC_OK &&
            qmpc_json_string_is(label, port) &&
            qmpc_json_member(session, "requests", &count) == QMPC_OK)
            return qmpc_json_int64(count, requests) == QMPC_OK;
    return false;
}

double picture_request_rate(const struct picture *picture, const char *port)
{
    int64_t now, before;
    if (picture->agent_before == NULL || picture->agent_at <= picture->before_at ||
        !requests_of(picture->answers[ANSWER_AGENT], port, &now) ||
        !requests_of(picture->agent_before, port, &before) || now < before)
        return -1;
    return (double)(now - before) * 1000 / (double)(picture->agent_at - picture->before_at);
}

void picture_set_error(struct picture *picture, const char *error)
{
    free(picture->error);
    picture->error = error != NULL ? strdup(error) : NULL;
    picture->connected = error == NULL;
}

void picture_end(struct picture *picture)
{
    for (int i = 0; i < ANSWERS; i++)
        free(picture->answers[i]);
    free(picture->agent_before);
    free(picture->error);
    tally_end(&picture->tally);
    watched_end(&picture->watched);
}
