/* options.c - takes "name=value,name=value" apart.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/options.h"

#if QMP_GROUP_MONITOR && (QMP_GROUP_OBJECTS || QMP_GROUP_UNCONFIGURED)

#include "commands/commands.h"
#include "qmp/memory.h"

struct json_span options_name(const char *text)
{
    return (struct json_span){text, text_length(text)};
}

static bool is_equal(struct json_span a, struct json_span b)
{
    return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

bool options_is(struct json_span text, const char *other)
{
    return is_equal(text, options_name(other));
}

bool options_is_help(struct json_span text)
{
    return options_is(text, "help") || options_is(text, "?");
}

/* Takes the text up to a comma off *REST, and the comma; two in a row are one of the text, which
 * is closed up in place. */
static struct json_span take_value(struct json_span *rest)
{
    char *to = (char *)(uintptr_t)rest->text;
    struct json_span value = {to, 0};
    uint32_t i = 0;

    for (; i < rest->length; i++) {
        if (rest->text[i] == ',' && (++i == rest->length || rest->text[i] != ','))
            break;
        to[value.length++] = rest->text[i];
    }
    rest->text += i;
    rest->length -= i;
    return value;
}

static struct json_span take_name(struct json_span *rest)
{
    struct json_span name = {rest->text, 0};

    while (name.length < rest->length && name.text[name.length] != '=' &&
           name.text[name.length] != ',')
        name.length++;
    rest->text += name.length;
    rest->length -= name.length;
    return name;
}

static void pass(struct json_span *rest)
{
    rest->text++;
    rest->length--;
}

/* A name without a value: *REST is at a comma or the end. */
static struct json_span take_flag(struct json_span *name, struct json_span *rest)
{
    bool off = name->length >= 2 && memcmp(name->text, "no", 2) == 0;

    if (rest->length > 0)
        pass(rest);
    if (!off)
        return options_name("on");
    name->text += 2;
    name->length -= 2;
    return options_name("off");
}

static void take_option(struct monitor_options *options, struct json_span *rest,
                        const char *implied)
{
    struct json_span before = *rest, name = take_name(rest), value;

    if (rest->length > 0 && rest->text[0] == '=') {
        pass(rest);
        value = take_value(rest);
    } else if (options->count == 0) {
        *rest = before;
        name = options_name(implied);
        value = take_value(rest);
    } else {
        value = take_flag(&name, rest);
    }
    options->help |= options_is_help(name);
    options->option[options->count].name = name;
    options->option[options->count++].value = value;
}

int options_take(struct monitor_run *run, unsigned number, const char *implied,
                 struct monitor_options *options)
{
    struct json_span rest = {"", 0};
    const struct json_span *id;

    if (monitor_has(run, number))
        rest = monitor_string(run, number);
    options->count = 0;
    options->help = false;
    options->first_id = true;
    while (rest.length > 0) {
        if (options->count == OPTIONS_MAX)
            return monitor_error(run, "There are too many options");
        take_option(options, &rest, implied);
    }
    id = options_find(options, options_name("id"));
    if (id && !agent_is_identifier(*id))
        return monitor_fail(run, "Try \"help %c\" for more information");
    return 0;
}

/* ------------------------------------------------------------------------ keys */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes what stands up to a dot off *KEY.  False: it is neither a name nor, behind a dot, a
 * number. */
static bool take_part(struct json_span *key, bool first)
{
    bool letter = key->length > 0 && is_letter(key->text[0]);
    bool digit = !first && key->length > 0 && is_digit(key->text[0]);

    for (; key->length > 0 && key->text[0] != '.'; pass(key)) {
        char c = key->text[0];

        digit &= is_digit(c);
        letter &= is_letter(c) || is_digit(c) || c == '-' || c == '_';
    }
    return letter || digit;
}

static bool is_key(struct json_span key)
{
    bool good = take_part(&key, true);

    while (good && key.length > 0) {
        pass(&key);
        good = take_part(&key, false);
    }
    return good;
}

/* Takes the next key off *REST with its value, if it has one. */
static int take_key(struct monitor_run *run, struct monitor_options *options,
                    struct json_span *rest, const char *implied)
{
    struct json_span key = take_name(rest), *value = &options->option[options->count].value;
    bool has_value = rest->length > 0 && rest->text[0] == '=';

    if (rest->length > 0)
        pass(rest);
    run->quoted = key;
    if (!has_value && options_is_help(key)) {
        options->help = true;
        return 0;
    }
    if (!has_value && options->count == 0 && !options->help && key.length > 0) {
        *value = key;
        key = options_name(implied);
    } else if (!is_key(key)) {
        return monitor_error(run, "Invalid parameter '%r'");
    } else if (!has_value) {
        return monitor_error(run, "Expected '=' after parameter '%r'");
    } else {
        *value = take_value(rest);
    }
    options->option[options->count++].name = key;
    return 0;
}

int options_take_keys(struct monitor_run *run, unsigned number, const char *implied,
                      struct monitor_options *options)
{
    struct json_span rest = monitor_string(run, number);

    options->count = 0;
    options->help = options->first_id = false;
    while (rest.length > 0) {
        if (options->count == OPTIONS_MAX)
            return monitor_error(run, "There are too many options");
        if (take_key(run, options, &rest, implied) < 0)
            return -1;
    }
    return 0;
}

const struct json_span *options_find(const struct monitor_options *options, struct json_span name)
{
    const struct json_span *found = NULL;

    for (unsigned i = 0; i < options->count; i++)
        if (is_equal(options->option[i].name, name) &&
            !(found && options->first_id && options_is(name, "id")))
            found = &options->option[i].value;
    return found;
}

#endif
