/* complete_value.c - the values that an argument may have.
 *
 * SPDX-License-Identifier: MIT */
#include "shell/complete.h"

#include <stdlib.h>
#include <string.h>

struct values {
    const char *prefix;
    const char *word; /* all of the word, which the candidates have to begin with */
    struct candidates *candidates;
};

static void add_value(void *context, const char *value)
{
    const struct values *values = context;
    candidates_add(values->candidates, values->word, values->prefix, value, "", NULL);
}

char *words_value(const struct words *words, const char *key)
{
    size_t length = strlen(key);
    for (size_t i = 1; i < words->count; i++) {
        const char *word = words->list[i];
        if (strncmp(word, key, length) != 0 || word[length] != '=')
            continue;
        const char *value = word + length + 1;
        size_t size = strlen(value);
        bool quoted = size >= 2 && (*value == '"' || *value == '\'') && value[size - 1] == *value;
        return quoted ? strndup(value + 1, size - 2) : strdup(value);
    }
    return NULL;
}

void complete_list(struct knowledge *knowledge, const char *command, const char *key,
                   const char *argument, const char *member, const char *note, const char *prefix,
                   const char *value, struct candidates *candidates)
{
    struct qmpc_message *reply = knowledge_ask(knowledge, command, key, argument);
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
    struct qmpc_json entry;
    struct qmpc_json part;
    while (qmpc_json_next(&walk, NULL, &entry)) {
        qmpc_json_member(entry, member, &part);
        char *name = qmpc_json_strdup(part);
        qmpc_json_member(entry, note, &part);
        char *text = qmpc_json_strdup(part);
        if (name != NULL && strncmp(name, value, strlen(value)) == 0)
            candidates_add(candidates, "", prefix, name, "", text);
        free(name);
        free(text);
    }
    qmpc_message_free(reply);
}

/* A board tells the values of a property at the end of its description: "... (none, stuck)". */
static void add_described(const char *description, struct values *values)
{
    const char *open = description != NULL ? strrchr(description, '(') : NULL;
    if (open == NULL || strchr(open, ',') == NULL || open[strlen(open) - 1] != ')')
        return;
    for (const char *at = open + 1; *at != '\0';) {
        size_t length = strcspn(at, ",)");
        char *value = strndup(at, length);
        if (value != NULL && strchr(value, ' ') == NULL)
            add_value(values, value);
        free(value);
        at += length + strspn(at + length, ",) ");
    }
}

/* What a property may be set to. */
static void complete_property_value(struct knowledge *knowledge, const struct words *words,
                                    struct values *values)
{
    char *path = words_value(words, "path");
    char *property = words_value(words, "property");
    struct qmpc_message *reply = path != NULL && property != NULL
                                     ? knowledge_ask(knowledge, "qom-list", "path", path)
                                     : NULL;
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
    struct qmpc_json entry;
    struct qmpc_json part;
    while (qmpc_json_next(&walk, NULL, &entry)) {
        if (qmpc_json_member(entry, "name", &part) != QMPC_OK ||
            !qmpc_json_string_is(part, property) ||
            qmpc_json_member(entry, "type", &part) != QMPC_OK)
            continue;
        char *type = qmpc_json_strdup(part);
        qmpc_json_member(entry, "description", &part);
        char *description = qmpc_json_strdup(part);
        const struct schema *schema = knowledge_schema(knowledge);
        schema_values(schema, schema_find(schema, type), add_value, values);
        add_described(description, values);
        free(type);
        free(description);
    }
    qmpc_message_free(reply);
    free(path);
    free(property);
}

static bool is_one_of(const char *word, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

/* What no schema tells: the meaning of arguments that are strings to it, by their names. */
static void complete_by_name(struct knowledge *knowledge, const struct words *words,
                             const char *key, struct values *values, const char *value)
{
    static const char *const types[] = {"driver", "qom-type", "typename", "implements", NULL};
    const char *command = words->list[0];
    const char *prefix = values->prefix;
    struct candidates *candidates = values->candidates;
    if (strcmp(key, "path") == 0 || strcmp(key, "qom-path") == 0) {
        complete_path(knowledge, prefix, value, candidates);
    } else if (strcmp(key, "property") == 0) {
        char *path = words_value(words, "path");
        if (path != NULL)
            complete_members(knowledge, path, false, prefix, value, candidates);
        free(path);
    } else if (strcmp(key, "value") == 0) {
        complete_property_value(knowledge, words, values);
    } else if (is_one_of(key, types)) {
        complete_list(knowledge, "qom-list-types", NULL, NULL, "name", "parent", prefix, value,
                      candidates);
    } else if (strcmp(key, "id") == 0 && strcmp(command, "device_del") == 0) {
        complete_members(knowledge, "/machine/peripheral", true, prefix, value, candidates);
    } else if (strcmp(key, "id") == 0 && strcmp(command, "object-del") == 0) {
        complete_members(knowledge, "/objects", true, prefix, value, candidates);
    } else if (strcmp(key, "device") == 0 && strncmp(command, "ringbuf-", 8) == 0) {
        complete_list(knowledge, "query-chardev", NULL, NULL, "label", "filename", prefix, value,
                      candidates);
    }
}

void complete_value(struct knowledge *knowledge, const struct words *words, const char *key,
                    const struct schema_entry *type, const char *prefix, const char *value,
                    struct candidates *candidates)
{
    struct values values = {.prefix = prefix, .word = words->last, .candidates = candidates};
    const struct schema *schema = knowledge_schema(knowledge);
    if (*value == '{' || *value == '[' || *value == '"' || *value == '\'')
        return;
    schema_values(schema, type, add_value, &values);
    if (candidates->count == 0)
        complete_by_name(knowledge, words, key, &values, value);
}
