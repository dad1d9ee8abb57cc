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

/* qom-get of the property; the value as JSON text, to be freed. */
static char *get(const struct subject *subject)
{
    struct qmpc_message *reply =
        ask(subject->line, "qom-get", "{\"path\": \"%s\", \"property\": \"%s\"}", subject->path,
            subject->name);
    struct qmpc_json value = qmpc_get(reply, "return");
    char *text = strndup(value.text, value.length);

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

/* ------------------------------------------------------------------ the checks */

static void read_it(struct subject *subject, unsigned *count)
{
    char *value = get(subject);

    if (strcmp(subject->type, "bool") == 0)
        assert_true(strcmp(value, "true") == 0 || strcmp(value, "false") == 0);
    else if (is_number(subject))
        assert_true(value[0] == '-' || (value[0] >= '0' && value[0] <= '9'));
    else
        assert_int_equal(value[0], '"');
    free(value);
    ++*count;
}

static void write_it_and_read_it_back(struct subject *subject, unsigned *count)
{
    static const char *const numbers[] = {"0", "1"};
    char *before = get(subject), *after;

    if (set(subject, before) != 0) {
        assert_non_null(strstr(qmpc_error_desc(subject->line), "is not writable"));
        free(before);
        return;
    }
    for (size_t i = 0; is_number(subject) && i < COUNT(numbers); i++) {
        if (strcmp(subject->name, "hang") == 0 && i == 1)
            continue;
        assert_int_equal(set(subject, numbers[i]), 0);
        after = get(subject);
        assert_string_equal(after, numbers[i]);
        free(after);
    }
    assert_int_equal(set(subject, before), 0);
    after = get(subject);
    assert_string_equal(after, before);
    free(after);
    free(before);
    ++*count;
}

static void refuse_wrong_types(struct subject *subject, unsigned *count)
{
    static const char *const values[] = {"null", "[]", "{}", "1.5", "\"no such value\""};
    char *before = get(subject), *after;
    bool writable = true;

    for (size_t i = 0; i < COUNT(values); i++) {
        assert_int_equal(set(subject, values[i]), QMPC_E_SERVER);
        assert_string_equal(qmpc_error_class(subject->line), "GenericError");
        assert_non_null(strstr(qmpc_error_desc(subject->line), subject->name));
        writable = strstr(qmpc_error_desc(subject->line), "is not writable") == NULL;
    }
    after = get(subject);
    if (writable) /* others may change by themselves: a device's clock */
        assert_string_equal(after, before);
    free(after);
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
        board_test(numbers_end_where_the_property_says),
        board_test(paths_resolve_and_fail_as_in_qemu),
        board_test(types_are_listed_with_their_properties),
        board_test(a_written_property_reaches_the_application),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
