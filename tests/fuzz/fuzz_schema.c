/* fuzz_schema.c - the check of arguments against a slow one that works from what clients are told.
 *
 * An input is the name of a command, a blank and arguments as JSON; or, when it does not begin with
 * a letter, two bytes that choose a command and others that choose what its arguments are
 * (arguments.c).  A server whose handlers do nothing has to answer with an empty return exactly
 * when reference.c finds nothing wrong, and else with the same class and the same words, the member
 * that they name included.  The commands are the product's and those of own_schema.c.
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <ctype.h>

#include "arguments.h"
#include "calm.h"
#include "oracle.h"
#include "own_schema.h"
#include "reference.h"

static struct {
    struct calm *calm;
    struct reference reference;
    char *request;
    size_t size;
} world;

static void begin(void)
{
    const char *schema;
    size_t size;

    if (world.calm)
        return;
    world.calm = calm_begin(NULL, own_schema);
    schema = calm_return(world.calm, "query-qmp-schema", &size);
    reference_init(&world.reference, schema, size, own_schema, calm_where_max());
}

/* The line that the reference expects, as oracle_exactly() would leave it. */
static json_t *expect(const char *desc)
{
    json_t *line = json_object(), *error = json_object();
    char *marked = NULL;

    if (!desc) {
        json_object_set_new(line, "return", error);
        return line;
    }
    REQUIRE(asprintf(&marked, "S%s", desc) > 0);
    json_object_set_new(error, "class", json_string("SGenericError"));
    json_object_set_new_nocheck(error, "desc", json_string_nocheck(marked));
    json_object_set_new(line, "error", error);
    free(marked);
    return line;
}

static json_t *load(const char *text, size_t size)
{
    size_t length;
    char *exact = oracle_exactly(text, size, &length);
    json_t *value = json_loadb(exact, length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);

    free(exact);
    return value;
}

static const char *ask(const char *command, const char *arguments, size_t size, size_t *reply_size)
{
    FILE *out = open_memstream(&world.request, &world.size);

    REQUIRE(out);
    fprintf(out, "{\"execute\":\"%s\"", command);
    if (arguments) {
        fputs(",\"arguments\":", out);
        fwrite(arguments, 1, size, out);
    }
    fputc('}', out);
    REQUIRE(fclose(out) == 0);
    return calm_ask(world.calm, world.request, world.size, reply_size);
}

/* ARGUMENTS is a JSON object, or NULL. */
static void compare(const char *command, const char *arguments, size_t size, const json_t *value)
{
    json_t *expected = expect(reference_check(&world.reference, command, value)), *line;
    size_t length;
    const char *reply = ask(command, arguments, size, &length);

    line = load(reply, length);
    if (strcmp(command, "query-qmp-schema") == 0 && json_is_array(json_object_get(line, "return")))
        json_object_set_new(line, "return",
                            json_object()); /* the one handler that does something */
    if (!line || !json_equal(line, expected)) {
        fprintf(stderr, "%s\n%s\n", world.request, reply);
        json_dumpf(expected, stderr, 0);
        fputs("\n", stderr);
        REQUIRE(!"the server says what the reference says");
    }
    json_decref(line);
    json_decref(expected);
    free(world.request);
}

/* Jansson takes noncharacters, and keys with U+0000 only when that is another character: a
 * noncharacter, which is told apart here. */
static bool has_noncharacter(const char *arguments, size_t size)
{
    enum oracle_answer answer;
    struct oracle_value *value;
    char *text = strndup(arguments, size), *at;
    bool has;

    REQUIRE(text);
    while ((at = strstr(text, "\\u0000")))
        at[5] = '1';
    while ((at = strstr(text, "\xC0\x80")))
        memset(at, 'z', 2);
    value = oracle_load(text, strlen(text), true, &answer);
    has = !value || oracle_has_noncharacter(value);
    oracle_free(value);
    free(text);
    return has;
}

/* Whether the server's own limits and the noncharacters it refuses leave ARGUMENTS alone. */
static bool is_fair(const char *arguments, size_t size)
{
    enum oracle_answer answer;
    struct oracle_value *value = oracle_load(arguments, size, true, &answer);
    size_t depth = 0, deepest = 0;
    bool fair = value && !memchr(arguments, 0, size) && !has_noncharacter(arguments, size);

    for (size_t i = 0; i < size; i++) { /* those in strings count too: fewer are fair, no harm */
        depth += arguments[i] == '{' || arguments[i] == '[';
        depth -= depth > 0 && (arguments[i] == '}' || arguments[i] == ']');
        deepest = depth > deepest ? depth : deepest;
    }
    oracle_free(value);
    value = oracle_load(arguments, size, false, &answer);
    fair = fair && deepest < QMP_NESTING_MAX - 1 && size < QMP_MESSAGE_MAX / 2 &&
           size < QMP_TOKENS_MAX - 8;
    fair = fair && (answer == ORACLE_ACCEPTS || answer == ORACLE_RANGE || answer == ORACLE_NUL_KEY);
    oracle_free(value);
    return fair;
}

static void check_text(const char *command, const char *arguments, size_t size)
{
    json_t *value;

    if (!reference_command(&world.reference, command) || !is_fair(arguments, size))
        return;
    value = load(arguments, size);
    if (json_is_object(value))
        compare(command, arguments, size, value);
    json_decref(value);
}

static void check_chosen(struct choices *choices)
{
    unsigned own = own_schema ? own_schema->command_count : 0;
    unsigned number = choose(choices, qmp_schema.command_count + own);
    const char *command;
    size_t size;
    char *arguments;
    json_t *value;

    /* As many of them as there are of the product's, so that half of the inputs are about them. */
    if (own && number % 2)
        command = own_schema->commands[number / 2 % own].name;
    else
        command = qmp_schema.commands[number % qmp_schema.command_count].name;
    if (choose(choices, 64) == 63) {
        compare(command, NULL, 0, NULL);
        return;
    }
    arguments = arguments_make(&world.reference, command, choices, &size);
    value = load(arguments, size);
    if (value) /* not a key twice */
        compare(command, arguments, size, value);
    json_decref(value);
    free(arguments);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct choices choices = {data, data + size};
    const uint8_t *blank = size ? memchr(data, ' ', size) : NULL;

    begin();
    if (size == 0 || !isalpha(data[0])) {
        check_chosen(&choices);
    } else if (blank) {
        char *command = strndup((const char *)data, (size_t)(blank - data));
        size_t rest = size - (size_t)(blank + 1 - data);
        char *arguments = malloc(rest + 1); /* of its exact size, and with an end */

        REQUIRE(command && arguments);
        memcpy(arguments, blank + 1, rest);
        arguments[rest] = '\0';
        check_text(command, arguments, rest);
        free(arguments);
        free(command);
    }
    return 0;
}
