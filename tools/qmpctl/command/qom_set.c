/* qom_set.c - qmpctl qom-set: writes a property.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/call.h"
#include "command/qom.h"
#include "common/arguments.h"
#include "common/connect.h"
#include "common/subcommand.h"

extern const struct subcommand subcommand_qom_set;

/* A property that is a text is set to a text even if that reads as a number. */
static bool takes_text(struct qmpc *line, const char *path, const char *property,
                       int64_t timeout_ms)
{
    struct objects_list list;
    if (objects_list(line, path, timeout_ms, &list) != QMPC_OK)
        return false;
    const struct objects_entry *entry = objects_find(&list, property);
    bool text = entry != NULL && (entry->kind == OBJECTS_LINK || strcmp(entry->type, "str") == 0 ||
                                  strcmp(entry->type, "string") == 0);
    objects_free(&list);
    return text;
}

static int set(struct qmpc *line, const struct options *options, int count, char **words)
{
    char *property = count == 3 ? words[1] : objects_split(words[0]);
    const char *text = words[count - 1];
    char *value = arguments_value(text);
    if (value != NULL && value[0] != '"' &&
        takes_text(line, words[0], property, options->timeout_ms)) {
        free(value);
        value = qmpc_json_quote(text, strlen(text));
    }
    char *arguments = value != NULL ? objects_arguments(words[0], property, value) : NULL;
    free(value);
    return call_command(line, options, "qom-set", arguments);
}

/* The dot of PATH.PROPERTY, as objects_split() sees it. */
static bool can_split(const char *word)
{
    char *copy = strdup(word);
    bool can = copy != NULL && objects_split(copy) != NULL;
    free(copy);
    return can;
}

static int run(struct options *options, int argc, char **argv)
{
    if (call_is_raw(argc, argv, "path") || call_is_raw(argc, argv, "property"))
        return call_run(options, argc, argv);
    /* "+": a value may be negative, and what stands behind the path is no option. */
    int first = options_scan(options, argc, argv, &subcommand_qom_set, NULL, false);
    if (first < 0)
        return options_code(first);
    int count = argc - first;
    if (count < 2 || count > 3 || (count == 2 && !can_split(argv[first])))
        return options_refuse("qom-set takes PATH PROPERTY VALUE, or PATH.PROPERTY VALUE", "");
    int code;
    struct qmpc *line = connect_open(options, NULL, &code);
    if (line == NULL)
        return code;
    code = set(line, options, count, argv + first);
    connect_close(line);
    return code;
}

const struct subcommand subcommand_qom_set = {
    .name = "qom-set",
    .operands = "PATH PROPERTY VALUE",
    .summary = "write a property",
    .help = "\n"
            "  qmpctl qom-set temperature value 2500\n"
            "  qmpctl qom-set temperature.value -500          the same object, shorter\n"
            "  qmpctl qom-set temperature fault no-answer     an enumeration, or a text\n"
            "  qmpctl qom-set day points '[2000, 3000]'       an array, an object: JSON\n"
            "\n"
            "A property that is a text gets VALUE as a text even where it reads as a number.\n"
            "The form of the server's command works too:\n"
            "qmpctl qom-set path=temperature property=value value=2500\n",
    .run = run,
};
