/* knowledge.c - what the shell has learnt of the server, and asking it for more.
 *
 * SPDX-License-Identifier: MIT */
#include "shell/knowledge.h"

#include <stdlib.h>
#include <string.h>

enum learnt { UNKNOWN, COMING, KNOWN, NOT_THERE };

struct knowledge {
    struct qmpc *line;
    const struct traffic *traffic;
    int64_t patience_ms;
    char pending[QMPC_ID_SIZE]; /* the id of what has not been answered in time; "": nothing */
    bool pending_schema;        /* that is the schema */
    enum learnt schema_state;
    struct schema *schema;
    struct qmpc_message *commands; /* of query-commands, until there is a schema */
};

struct knowledge *knowledge_new(struct qmpc *line, const struct traffic *traffic,
                                int64_t patience_ms)
{
    struct knowledge *knowledge = calloc(1, sizeof *knowledge);
    if (knowledge != NULL) {
        knowledge->line = line;
        knowledge->traffic = traffic;
        knowledge->patience_ms = patience_ms;
    }
    return knowledge;
}

void knowledge_forget(struct knowledge *knowledge)
{
    schema_free(knowledge->schema);
    qmpc_message_free(knowledge->commands);
    knowledge->schema = NULL;
    knowledge->commands = NULL;
    knowledge->schema_state = UNKNOWN;
    knowledge->pending[0] = '\0';
    knowledge->pending_schema = false;
}

void knowledge_free(struct knowledge *knowledge)
{
    if (knowledge == NULL)
        return;
    knowledge_forget(knowledge);
    free(knowledge);
}

static void learn_schema(struct knowledge *knowledge, struct qmpc_message *reply)
{
    knowledge->schema = schema_new(reply);
    knowledge->schema_state = knowledge->schema != NULL ? KNOWN : NOT_THERE;
    if (knowledge->schema != NULL) {
        qmpc_message_free(knowledge->commands);
        knowledge->commands = NULL;
    }
}

bool knowledge_take(struct knowledge *knowledge, struct qmpc_message *message)
{
    struct qmpc_json id = qmpc_get(message, "id");
    if (knowledge->pending[0] == '\0' || id.length != strlen(knowledge->pending) ||
        memcmp(id.text, knowledge->pending, id.length) != 0)
        return false;
    knowledge->pending[0] = '\0';
    if (knowledge->pending_schema)
        learn_schema(knowledge, message);
    else
        qmpc_message_free(message);
    knowledge->pending_schema = false;
    return true;
}

/* Waits for what is under way; true: nothing is any more. */
static bool settle(struct knowledge *knowledge)
{
    struct qmpc_message *reply = NULL;
    if (knowledge->pending[0] == '\0')
        return true;
    qmpc_wait_reply(knowledge->line, knowledge->pending, qmpc_deadline(knowledge->patience_ms),
                    &reply);
    if (reply == NULL)
        return false;
    traffic_received(knowledge->traffic, reply);
    if (!knowledge_take(knowledge, reply))
        qmpc_message_free(reply);
    return knowledge->pending[0] == '\0';
}

/* The reply, an error too; NULL: none in time, and the id is then in `pending`. */
static struct qmpc_message *ask(struct knowledge *knowledge, const char *command,
                                const char *arguments, bool schema)
{
    struct qmpc_message *reply = NULL;
    const struct qmpc_request request = {.command = command, .arguments = arguments};
    int64_t deadline = qmpc_deadline(knowledge->patience_ms);
    char id[QMPC_ID_SIZE];
    if (!settle(knowledge))
        return NULL;
    traffic_command(knowledge->traffic, command, arguments, false, false);
    int status = qmpc_send(knowledge->line, &request, deadline, id);
    if (status == QMPC_OK)
        status = qmpc_wait_reply(knowledge->line, id, deadline, &reply);
    if (status == QMPC_E_TIMEOUT) {
        memcpy(knowledge->pending, id, sizeof id);
        knowledge->pending_schema = schema;
    }
    traffic_received(knowledge->traffic, reply);
    return reply;
}

const struct schema *knowledge_schema(struct knowledge *knowledge)
{
    if (knowledge->schema_state == COMING)
        settle(knowledge);
    if (knowledge->schema_state == UNKNOWN) {
        struct qmpc_message *reply = ask(knowledge, "query-qmp-schema", NULL, true);
        if (reply != NULL)
            learn_schema(knowledge, reply);
        else if (knowledge->pending_schema)
            knowledge->schema_state = COMING;
    }
    return knowledge->schema;
}

struct qmpc_message *knowledge_ask(struct knowledge *knowledge, const char *command,
                                   const char *key, const char *value)
{
    char *arguments = NULL;
    if (key != NULL) {
        char *quoted = qmpc_json_quote(value, strlen(value));
        if (quoted == NULL || asprintf(&arguments, "{\"%s\": %s}", key, quoted) < 0)
            arguments = NULL;
        free(quoted);
        if (arguments == NULL)
            return NULL;
    }
    struct qmpc_message *reply = ask(knowledge, command, arguments, false);
    free(arguments);
    if (reply == NULL || qmpc_message_kind(reply) == QMPC_RETURN)
        return reply;
    qmpc_message_free(reply);
    return NULL;
}

static void visit_schema(const struct schema *schema, knowledge_visit *visit, void *context)
{
    size_t count;
    const struct schema_entry *entries = schema_entries(schema, &count);
    for (size_t i = 0; i < count; i++)
        if (entries[i].kind == SCHEMA_COMMAND)
            visit(context, entries[i].name);
}

void knowledge_commands(struct knowledge *knowledge, knowledge_visit *visit, void *context)
{
    struct qmpc_json entry;
    struct qmpc_json name;
    if (knowledge->schema == NULL && knowledge->commands == NULL)
        knowledge->commands = knowledge_ask(knowledge, "query-commands", NULL, NULL);
    if (knowledge->commands == NULL) {
        visit_schema(knowledge_schema(knowledge), visit, context);
        return;
    }
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(knowledge->commands, "return"));
    while (qmpc_json_next(&walk, NULL, &entry)) {
        qmpc_json_member(entry, "name", &name);
        char *text = qmpc_json_strdup(name);
        if (text != NULL)
            visit(context, text);
        free(text);
    }
}
