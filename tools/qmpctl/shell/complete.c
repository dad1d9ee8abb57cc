/* complete.c - what may stand at the end of a line of the shell: commands and names of arguments.
 *
 * SPDX-License-Identifier: MIT */
#include "shell/complete.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS = 256 };

struct place {
    struct knowledge *knowledge;
    const struct schema *schema;
    const struct words *words;
    const char *prefix; /* the dotted part of the key that is done: "server." */
    struct candidates *candidates;
};

static void add_command(void *context, const char *name)
{
    struct place *place = context;
    candidates_add(place->candidates, place->words->last, "", name, "", NULL);
}

void complete_commands(struct knowledge *knowledge, const char *word, struct candidates *candidates)
{
    const struct words words = {.last = word};
    struct place place = {.words = &words, .candidates = candidates};
    knowledge_commands(knowledge, add_command, &place);
}

/* True if an argument of this name, or a part of it, is there already. */
static bool is_given(const struct words *words, const char *prefix, const char *name)
{
    size_t before = strlen(prefix);
    size_t length = strlen(name);
    for (size_t i = 1; i < words->count; i++) {
        const char *word = words->list[i];
        if (strncmp(word, prefix, before) == 0 && strncmp(word + before, name, length) == 0 &&
            word[before + length] == '=')
            return true;
    }
    return false;
}

static void add_argument(const struct place *place, const char *name, const char *end,
                         const char *note)
{
    if (!is_given(place->words, place->prefix, name))
        candidates_add(place->candidates, place->words->last, place->prefix, name, end, note);
}

static void add_member(void *context, const struct schema_member *member)
{
    const struct place *place = context;
    const char *end = member->type != NULL && member->type->kind == SCHEMA_OBJECT ? "." : "=";
    char *note = NULL;
    size_t size;
    FILE *out = open_memstream(&note, &size);
    if (out == NULL)
        return;
    schema_describe(place->schema, member->type, out);
    fputs(member->optional ? ", optional" : "", out);
    fclose(out);
    add_argument(place, member->name, end, note);
    free(note);
}

/* The type with the members that a union has besides, by the value of its tag in the words. */
static const struct schema_entry *chosen_case(const struct place *place,
                                              const struct schema_entry *object)
{
    char *tag = schema_tag(object);
    char *key = NULL;
    if (tag == NULL || asprintf(&key, "%s%s", place->prefix, tag) < 0)
        key = NULL;
    free(tag);
    char *value = key != NULL ? words_value(place->words, key) : NULL;
    const struct schema_entry *chosen =
        value != NULL ? schema_case(place->schema, object, value) : NULL;
    free(key);
    free(value);
    return chosen;
}

/* The arguments of device_add and object-add that no schema tells: the properties of what is to be
 * made. */
static void add_properties(const struct place *place)
{
    static const char *const rows[][3] = {
        {"device_add", "driver", "device-list-properties"},
        {"object-add", "qom-type", "qom-list-properties"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *type = strcmp(place->words->list[0], rows[i][0]) == 0
                         ? words_value(place->words, rows[i][1])
                         : NULL;
        struct qmpc_message *reply =
            type != NULL ? knowledge_ask(place->knowledge, rows[i][2], "typename", type) : NULL;
        struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
        struct qmpc_json entry;
        struct qmpc_json part;
        while (qmpc_json_next(&walk, NULL, &entry)) {
            qmpc_json_member(entry, "name", &part);
            char *name = qmpc_json_strdup(part);
            qmpc_json_member(entry, "type", &part);
            char *note = qmpc_json_strdup(part);
            if (name != NULL)
                add_argument(place, name, "=", note);
            free(name);
            free(note);
        }
        qmpc_message_free(reply);
        free(type);
    }
}

/* Follows the dotted KEY up to its last part: the object type there, and in *REST that part. */
static const struct schema_entry *descend(struct place *place, const struct schema_entry *object,
                                          const char *key, const char **rest)
{
    const char *dot;
    *rest = key;
    while (object != NULL && (dot = strchr(*rest, '.')) != NULL) {
        char *name = strndup(*rest, (size_t)(dot - *rest));
        char *before = strndup(key, (size_t)(*rest - key));
        struct place outer = *place;
        outer.prefix = before != NULL ? before : "";
        const struct schema_entry *other = chosen_case(&outer, object);
        const struct schema_entry *inner =
            name != NULL ? schema_member_type(place->schema, object, name) : NULL;
        if (inner == NULL && name != NULL)
            inner = schema_member_type(place->schema, other, name);
        object = inner;
        *rest = dot + 1;
        free(name);
        free(before);
    }
    return object;
}

static void complete_name(struct place *place, const struct schema_entry *object)
{
    const char *rest;
    const struct schema_entry *inner = descend(place, object, place->words->last, &rest);
    char *prefix = strndup(place->words->last, (size_t)(rest - place->words->last));
    if (prefix == NULL)
        return;
    place->prefix = prefix;
    schema_members(place->schema, inner, add_member, place);
    schema_members(place->schema, chosen_case(place, inner), add_member, place);
    char *tag = schema_tag(object);
    if (*prefix == '\0' && tag == NULL)
        add_properties(place);
    free(tag);
    free(prefix);
}

static void complete_argument(struct place *place, const struct schema_entry *object)
{
    const char *last = place->words->last;
    const char *equals = strchr(last, '=');
    if (equals == NULL) {
        complete_name(place, object);
        return;
    }
    char *key = strndup(last, (size_t)(equals - last));
    char *prefix = strndup(last, (size_t)(equals + 1 - last));
    if (key != NULL && prefix != NULL) {
        const char *rest;
        const struct schema_entry *inner = descend(place, object, key, &rest);
        const struct schema_entry *type = schema_member_type(place->schema, inner, rest);
        char *before = strndup(key, (size_t)(rest - key));
        place->prefix = before != NULL ? before : "";
        if (type == NULL)
            type = schema_member_type(place->schema, chosen_case(place, inner), rest);
        complete_value(place->knowledge, place->words, key, type, prefix, equals + 1,
                       place->candidates);
        free(before);
    }
    free(key);
    free(prefix);
}

/* What the arguments of the command at the beginning of the words are members of. */
static const struct schema_entry *arguments_of(const struct place *place, bool transaction)
{
    const char *name = place->words->list[0];
    if (!transaction)
        return schema_type(place->schema, schema_command(place->schema, name), "arg-type");
    const struct schema_entry *all =
        schema_type(place->schema, schema_command(place->schema, "transaction"), "arg-type");
    const struct schema_entry *actions = schema_member_type(place->schema, all, "actions");
    const struct schema_entry *action = schema_type(place->schema, actions, "element-type");
    return schema_member_type(place->schema, schema_case(place->schema, action, name), "data");
}

static void add_action(void *context, const char *name)
{
    add_command(context, name);
}

static void complete_actions(struct place *place)
{
    const struct schema_entry *all =
        schema_type(place->schema, schema_command(place->schema, "transaction"), "arg-type");
    const struct schema_entry *actions = schema_member_type(place->schema, all, "actions");
    const struct schema_entry *action = schema_type(place->schema, actions, "element-type");
    schema_values(place->schema, schema_member_type(place->schema, action, "type"), add_action,
                  place);
    candidates_add(place->candidates, place->words->last, "", ")", "", NULL);
}

void complete_words(struct knowledge *knowledge, const struct words *words, bool transaction,
                    struct candidates *candidates)
{
    struct place place = {.knowledge = knowledge, .words = words, .candidates = candidates};
    if (words->count > 0 && words->list[0][0] == '{')
        return;
    if (words->count > 0 || transaction)
        place.schema = knowledge_schema(knowledge);
    place.prefix = "";
    if (words->count > 0)
        complete_argument(&place, arguments_of(&place, transaction));
    else if (transaction)
        complete_actions(&place);
    else
        complete_commands(knowledge, words->last, candidates);
}

/* Behind the word that begins at AT; the end of the text too if a quote or bracket is open. */
static char *word_end(char *at)
{
    int depth = 0;
    char quote = '\0';
    for (; *at != '\0'; at++) {
        if (quote != '\0') {
            if (*at == '\\' && quote == '"' && at[1] != '\0')
                at++;
            else if (*at == quote)
                quote = '\0';
        } else if (*at == '"' || *at == '\'') {
            quote = *at;
        } else if (*at == '{' || *at == '[') {
            depth++;
        } else if ((*at == '}' || *at == ']') && depth > 0) {
            depth--;
        } else if (strchr(" \t", *at) != NULL && depth == 0) {
            break;
        }
    }
    return at;
}

void complete_line(struct knowledge *knowledge, const char *text, bool transaction,
                   struct candidates *candidates)
{
    char *copy = strdup(text);
    char *list[WORDS];
    struct words words = {.list = list};
    if (copy == NULL)
        return;
    char *at = copy + strspn(copy, " \t");
    for (char *end; *(end = word_end(at)) != '\0' && words.count < WORDS;) {
        list[words.count++] = at;
        *end = '\0';
        at = end + 1 + strspn(end + 1, " \t");
    }
    words.last = at;
    candidates->from = (size_t)(at - copy);
    if (words.count > 0 && strcmp(list[0], "transaction(") == 0) {
        words.list++;
        words.count--;
        transaction = true;
    }
    if (words.count == 1 && !transaction && strcmp(list[0], "help") == 0)
        complete_commands(knowledge, words.last, candidates);
    else
        complete_words(knowledge, &words, transaction, candidates);
    if (words.count == 0 && !transaction) {
        candidates_add(candidates, words.last, "", "exit", "", NULL);
        candidates_add(candidates, words.last, "", "help", "", NULL);
        candidates_sort(candidates);
    }
    free(copy);
}
