/* values.c - values of properties, out of text.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/values.h"

#include "monitor/grammar/number.h"
#include "monitor/grammar/options.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_OBJECTS

#include "objects/tree.h"
#include "qmp/memory.h"

/* Writes the number in TEXT as JSON; false: there is none. */
static bool format_number(char digits[22], struct json_span text)
{
    bool negative = text.length > 0 && text.text[0] == '-';
    uint64_t number;

    if (negative) {
        text.text++;
        text.length--;
    }
    if (!number_read(text, &number) || (negative && number > (uint64_t)INT64_MAX + 1))
        return false;
    digits[0] = '-';
    (void)json_format_uint(digits + negative, number);
    return true;
}

static bool is_among(struct json_span text, const char *const *words)
{
    for (; *words; words++)
        if (options_is(text, *words))
            return true;
    return false;
}

/* "true" or "false"; NULL: TEXT is neither. */
static const char *find_switch(struct json_span text)
{
    static const char *const on[] = {"on", "yes", "true", "y", NULL};
    static const char *const off[] = {"off", "no", "false", "n", NULL};

    return is_among(text, on) ? "true" : is_among(text, off) ? "false" : NULL;
}

/* The JSON that TEXT is as a value of PROPERTY, in DIGITS or constant; NULL: it takes text, or
 * this is no such value. */
static const char *find_json(const struct object_property *property, struct json_span text,
                             char digits[22])
{
    const struct object *owner = NULL;
    const struct object_property *meant = tree_alias(&owner, property);

    if (!meant)
        return NULL;
    switch ((enum object_kind)meant->kind) {
    case OBJECT_KIND_BOOL:
        return find_switch(text);
    case OBJECT_KIND_INT:
    case OBJECT_KIND_UINT:
        return format_number(digits, text) ? digits : NULL;
    default:
        return NULL;
    }
}

bool request_value(struct monitor_run *run, const char *name,
                   const struct object_property *property, struct json_span text)
{
    char digits[22];
    const char *json = property ? find_json(property, text, digits) : NULL;

    if (json)
        request_json(run, name, json);
    return json != NULL;
}

static void request_property(struct monitor_run *run, const struct object_type *type,
                             struct json_span name, struct json_span text)
{
    const struct object_property *property = type ? tree_find_property(type, name) : NULL;

    if (!property || !request_value(run, property->name, property, text))
        request_option(run, name, text);
}

static bool is_one_of(struct json_span name, const char *const *own)
{
    while (*own && !options_is(name, *own))
        own++;
    return *own != NULL;
}

void request_options(struct monitor_run *run, const struct monitor_options *options,
                     const struct object_type *type, const char *const *own)
{
    for (unsigned i = 0; i < options->count; i++) {
        struct json_span name = options->option[i].name;
        const struct json_span *value = &options->option[i].value;

        if (options_find(options, name) != value)
            continue;
        if (is_one_of(name, own))
            request_option(run, name, *value);
        else
            request_property(run, type, name, *value);
    }
}

static bool starts_with(const char *text, const char *start)
{
    return memcmp(text, start, text_length(start)) == 0;
}

int values_fail(struct monitor_run *run, const char *no_integer)
{
    static const char wrong_type[] = "Invalid parameter type for '%w', expected: ";
    const char *message = run->message;

    if (text_length(message) > sizeof wrong_type && starts_with(message, wrong_type)) {
        if (message[sizeof wrong_type - 1] == 'b')
            return monitor_error(run, "Parameter '%w' expects 'on' or 'off'");
        if (message[sizeof wrong_type - 1] == 'i')
            return monitor_error(run, no_integer);
    }
    return monitor_error(run, message);
}

#endif
