/* test_objects.c - the object model: every object, property and type that a board lists.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"

/* A property under examination. */
struct subject {
    struct qmpc *line;
    char path[200];
    char name[64], type[64];
};

typedef void examine(struct subject *subject, unsigned *count);

/* The reply to qom-list at PATH, to be freed. */
static struct qmpc_message *list(struct qmpc *line, const char *path)
{
    return ask(line, "qom-list", "{\"path\": \"%s\"}", path);
}

/* Calls EXAMINE for each property of the object at PATH and of those below it. */
static void for_each_property(struct qmpc *line, const char *path, examine *function,
                              unsigned *count)
{
    struct qmpc_message *reply = list(line, path);
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
    struct qmpc_json at, part;

    while (qmpc_json_next(&walk, NULL, &at)) {
        struct subject subject = {.line = line};

        assert_int_equal(qmpc_json_member(at, "name", &part), 0);
        assert_true(qmpc_json_string(part, subject.name, sizeof subject.name) > 0);
        assert_int_equal(qmpc_json_member(at, "type", &part), 0);
        assert_true(qmpc_json_string(part, subject.type, sizeof subject.type) > 0);
        snprintf(subject.path, sizeof subject.path, "%s", path);
        if (strncmp(subject.type, "child<", 6) != 0) {
            function(&subject, count);
            continue;
        }
        snprintf(subject.path, sizeof subject.path, "%s/%s", strcmp(path, "/") == 0 ? "" : path,
                 subject.name);
        for_each_property(line, subject.path, function, count);
    }
    qmpc_message_free(reply);
}

/* qom-get of the property; the value as JSON text, to be freed, or NULL: it can only be
 * written. */
static char *get(const struct subject *subject)
{
    struct qmpc_message *reply;
    struct qmpc_json value;
    char arguments[300], *text;

    snprintf(arguments, sizeof arguments, "{\"path\": \"%s\", \"property\": \"%s\"}", subject->path,
             subject->name);
    if (qmpc_command(subject->line, "qom-get", arguments, soon(), &reply) != 0) {
        if (strstr(qmpc_error_desc(subject->line), "is not readable") == NULL)
            fail_msg("%s.%s: %s", subject->path, subject->name, qmpc_error_desc(subject->line));
        return NULL;
    }
    value = qmpc_get(reply, "return");
    text = strndup(value.text, value.length);
    assert_non_null(text);
    qmpc_message_free(reply);
    return text;
}

/* qom-set of the property; what the agent says. */
static int set(const struct subject *subject, const char *value)
{
    char arguments[400];

    snprintf(arguments, sizeof arguments, "{\"path\": \"%s\", \"property\": \"%s\", \"value\": %s}",
             subject->path, subject->name, value);
    return qmpc_command(subject->line, "qom-set", arguments, soon(), NULL);
}

static bool is_number(const struct subject *subject)
{
    return strncmp(subject->type, "int", 3) == 0 || strncmp(subject->type, "uint", 4) == 0;
}

/* A clock goes on while it is looked at. */
static bool same(const struct subject *subject, const char *written, const char *read)
{
    unsigned long long from = strtoull(written, NULL, 10), to = strtoull(read, NULL, 10);

    if (strcmp(subject->name, "time") == 0)
        return from <= to && to - from < 60000000000u;
    return strcmp(written, read) == 0;
}

static void expect_read_back(const struct subject *subject, const char *written)
{
    char *read = get(subject);

    if (read != NULL && !same(subject, written, read))
        fail_msg("%s.%s: %s was written, and %s read", subject->path, subject->name, written, read);
    free(read);
}

/* ------------------------------------------------------------------ the checks */

static void read_it(struct subject *subject, unsigned *count)
{
    char *value = get(subject);

    if (value == NULL)
        return;
    if (strcmp(subject->type, "bool") == 0)
        assert_true(strcmp(value, "true") == 0 || strcmp(value, "false") == 0);
    else if (is_number(subject))
        assert_true(value[0] == '-' || (value[0] >= '0' && value[0] <= '9'));
    else if (subject->type[0] == '[')
        assert_int_equal(value[0], '[');
    else
        assert_true(value[0] == '"' || value[0] == '{');
    free(value);
    ++*count;
}

/* A property may refuse the trial values, with a reason, but takes back what it had. */
static void write_it_and_read_it_back(struct subject *subject, unsigned *count)
{
    static const char *const trials[] = {"0", "1", "true", "false", "\"\""};
    char *before = get(subject);

    if (before == NULL)
        return;
    if (set(subject, before) != 0) {
        assert_non_null(strstr(qmpc_error_desc(subject->line), "is not writable"));
        free(before);
        return;
    }
    for (size_t i = 0; i < COUNT(trials); i++) {
        if (strcmp(subject->name, "hang") == 0 && strcmp(trials[i], "1") == 0)
            continue;
        if (set(subject, trials[i]) == 0)
            expect_read_back(subject, trials[i]);
        else
            assert_string_equal(qmpc_error_class(subject->line), "GenericError");
    }
    assert_int_equal(set(subject, before), 0);
    expect_read_back(subject, before);
    free(before);
    ++*count;
}

static void refuse_wrong_types(struct subject *subject, unsigned *count)
{
    static const char *const values[] = {"null", "[]", "{}", "1.5", "\"no such value\""};
    char *before = get(subject), *after;
    bool writable = true;

    for (size_t i = 0; i < COUNT(values); i++) {
        bool is_text = strcmp(subject->type, "string") == 0 && values[i][0] == '"';

        if (set(subject, values[i]) == 0 && is_text)
            continue; /* any text is a value of this one */
        assert_non_null(qmpc_error_desc(subject->line));
        if (strcmp(qmpc_error_class(subject->line), "DeviceNotFound") == 0) {
            assert_true(strncmp(subject->type, "link<", 5) == 0 && values[i][0] == '"');
            continue;
        }
        assert_string_equal(qmpc_error_class(subject->line), "GenericError");
        if (strstr(qmpc_error_desc(subject->line), subject->name) == NULL)
            fail_msg("%s.%s: %s", subject->path, subject->name, qmpc_error_desc(subject->line));
        writable = strstr(qmpc_error_desc(subject->line), "is not writable") == NULL;
    }
    if (before != NULL && writable) { /* others may change by themselves: a device's clock */
        if (strcmp(subject->type, "string") == 0)
            assert_int_equal(set(subject, before), 0);
        after = get(subject);
        assert_true(same(subject, before, after));
        free(after);
    }
    free(before);
    ++*count;
}

/* A number of more bits than the property has. */
static void refuse_wide_numbers(struct subject *subject, unsigned *count)
{
    char *before = get(subject), value[24], desc[200];
    int bits = atoi(subject->type + strcspn(subject->type, "0123456789"));

    if (!is_number(subject) || bits == 64 || before == NULL || set(subject, before) != 0) {
        free(before);
        return;
    }
    snprintf(value, sizeof value, "%llu", 1ull << bits);
    snprintf(desc, sizeof desc, "Parameter '%s' expects %s_t", subject->name, subject->type);
    assert_int_equal(set(subject, value), QMPC_E_SERVER);
    assert_string_equal(qmpc_error_class(subject->line), "GenericError");
    assert_string_equal(qmpc_error_desc(subject->line), desc);
    expect_read_back(subject, before);
    free(before);
    ++*count;
}

/* -------------------------------------------------------------------- the tests */

static struct qmpc *start_stopped(void)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    do_command(line, "stop");
    expect_plain_event(line, "STOP");
    return line;
}

static void every_property_that_is_listed_can_be_read(void **state)
{
    struct qmpc *line = start_stopped();
    unsigned count = 0;

    (void)state;
    for_each_property(line, "/", read_it, &count);
    assert_true(count >= 10);
}

static void every_writable_property_is_written_and_read_back(void **state)
{
    struct qmpc *line = start_stopped();
    unsigned count = 0;

    (void)state;
    for_each_property(line, "/", write_it_and_read_it_back, &count);
    assert_true(count >= 4);
}

static void values_of_another_type_are_refused_and_change_nothing(void **state)
{
    struct qmpc *line = start_stopped();
    unsigned count = 0;

    (void)state;
    for_each_property(line, "/", refuse_wrong_types, &count);
    assert_true(count >= 10);
}

static void numbers_of_too_many_bits_are_refused_and_change_nothing(void **state)
{
    struct qmpc *line = start_stopped();
    unsigned count = 0;

    (void)state;
    for_each_property(line, "/", refuse_wide_numbers, &count);
    assert_true(count >= 4);
}

static void numbers_end_where_the_property_says(void **state)
{
    static const struct {
        const char *property, *value, *desc;
    } cases[] = {
        {"fan", "1", NULL},
        {"fan", "2", "Property sensor-hub.fan doesn't take value 2 (minimum: 0, maximum: 1)"},
        {"fan", "-1", "Parameter 'fan' expects uint32_t"},
        {"fan", "4294967296", "Parameter 'fan' expects uint32_t"},
        {"temperature", "-5000", NULL},
        {"temperature", "-5001",
         "Property sensor-hub.temperature doesn't take value -5001 (minimum: -5000, maximum: "
         "12500)"},
        {"temperature", "12500", NULL},
        {"temperature", "12501",
         "Property sensor-hub.temperature doesn't take value 12501 (minimum: -5000, maximum: "
         "12500)"},
        {"temperature", "2147483648", "Parameter 'temperature' expects int32_t"},
        {"temperature", "-2147483649", "Parameter 'temperature' expects int32_t"},
        {"temperature", "9223372036854775808",
         "Invalid parameter type for 'temperature', expected: integer"},
    };
    struct subject subject = {.line = start_stopped(), .path = "hub"};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        snprintf(subject.name, sizeof subject.name, "%s", cases[i].property);
        if (cases[i].desc == NULL) {
            assert_int_equal(set(&subject, cases[i].value), 0);
            continue;
        }
        assert_int_equal(set(&subject, cases[i].value), QMPC_E_SERVER);
        assert_string_equal(qmpc_error_desc(subject.line), cases[i].desc);
    }
}

static void paths_resolve_and_fail_as_in_qemu(void **state)
{
    static const char *const same[] = {"/machine/peripheral/hub", "hub", "peripheral/hub",
                                       "machine/peripheral/hub", "//machine//peripheral/hub/"};
    static const char *const nowhere[] = {"/hub", "/machine/hub", "hub/hub", "Hub", "hu", "hubb"};
    struct qmpc *line = start_stopped();
    char arguments[100], desc[100];

    (void)state;
    for (size_t i = 0; i < COUNT(same); i++)
        qmpc_message_free(
            ask(line, "qom-get", "{\"path\": \"%s\", \"property\": \"beats\"}", same[i]));
    for (size_t i = 0; i < COUNT(nowhere); i++) {
        snprintf(arguments, sizeof arguments, "{\"path\": \"%s\"}", nowhere[i]);
        snprintf(desc, sizeof desc, "Device '%s' not found", nowhere[i]);
        expect_refusal(line, "qom-list", arguments, "DeviceNotFound", desc);
    }
    expect_refusal(line, "qom-list", "{\"path\": \"\"}", "GenericError", "Path '' is ambiguous");
    expect_refusal(line, "qom-get", "{\"path\": \"hub\", \"property\": \"no\"}", "GenericError",
                   "Property 'sensor-hub.no' not found");
    expect_refusal(line, "qom-set",
                   "{\"path\": \"/machine\", \"property\": \"type\", \"value\": \"x\"}",
                   "GenericError", "Property 'container.type' is not writable");
}

static void types_are_listed_with_their_properties(void **state)
{
    struct qmpc *line = start_stopped();
    struct qmpc_message *types = ask(line, "qom-list-types", "{\"abstract\": true}");
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(types, "return"));
    struct qmpc_json at, part;
    char name[64];

    (void)state;
    while (qmpc_json_next(&walk, NULL, &at)) {
        assert_int_equal(qmpc_json_member(at, "name", &part), 0);
        assert_true(qmpc_json_string(part, name, sizeof name) > 0);
        qmpc_message_free(ask(line, "qom-list-properties", "{\"typename\": \"%s\"}", name));
    }
    qmpc_message_free(types);
    expect_refusal(line, "qom-list-properties", "{\"typename\": \"no\"}", "DeviceNotFound",
                   "Class 'no' not found");
    expect_refusal(line, "device-list-properties", "{\"typename\": \"no\"}", "DeviceNotFound",
                   "Device 'no' not found");
    expect_refusal(line, "device-list-properties", "{\"typename\": \"device\"}", "GenericError",
                   "Parameter 'typename' expects a non-abstract device type");
    expect_refusal(line, "device-list-properties", "{\"typename\": \"container\"}", "GenericError",
                   "Parameter 'typename' expects a non-abstract device type");
}

static void a_written_property_reaches_the_application(void **state)
{
    struct qmpc *line = start_stopped();
    struct subject temperature = {.line = line, .path = "hub", .name = "temperature"};
    struct subject fan = {.line = line, .path = "hub", .name = "fan"};
    int64_t deadline = soon();
    char *value;

    (void)state;
    assert_int_equal(set(&fan, "0"), 0);
    assert_int_equal(set(&temperature, "9000"), 0);
    do_command(line, "cont");
    expect_plain_event(line, "RESUME");
    for (;;) { /* too hot: the application turns its fan on */
        value = get(&fan);
        if (strcmp(value, "1") == 0)
            break;
        assert_false(is_past(deadline));
        free(value);
    }
    free(value);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(every_property_that_is_listed_can_be_read),
        board_test(every_writable_property_is_written_and_read_back),
        board_test(values_of_another_type_are_refused_and_change_nothing),
        board_test(numbers_of_too_many_bits_are_refused_and_change_nothing),
        board_test(numbers_end_where_the_property_says),
        board_test(paths_resolve_and_fail_as_in_qemu),
        board_test(types_are_listed_with_their_properties),
        board_test(a_written_property_reaches_the_application),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
