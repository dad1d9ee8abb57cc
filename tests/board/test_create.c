/* test_create.c - devices that a host creates and deletes.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"

#include "agent/config.h"
#include "property.h"

#define NAME_MAX "abcdefghijklmnopqrstuvwxyz-._09" /* AGENT_OBJECT_NAME bytes */
_Static_assert(sizeof NAME_MAX == AGENT_OBJECT_NAME + 1, "the longest name");

static struct qmpc *start_stopped(void)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    do_command(line, "stop");
    expect_plain_event(line, "STOP");
    return line;
}

/* device_add of a sensor called ID; MORE are further members: ", \"value\": 5". */
static void add_sensor(struct qmpc *line, const char *id, const char *more)
{
    qmpc_message_free(
        ask(line, "device_add", "{\"driver\": \"sensor\", \"id\": \"%s\"%s}", id, more));
}

static void refuse_sensor(struct qmpc *line, const char *id, const char *more, const char *desc)
{
    char arguments[300];

    snprintf(arguments, sizeof arguments, "{\"driver\": \"sensor\", \"id\": \"%s\"%s}", id, more);
    expect_refusal(line, "device_add", arguments, "GenericError", desc);
}

static void remove_device(struct qmpc *line, const char *id)
{
    qmpc_message_free(ask(line, "device_del", "{\"id\": \"%s\"}", id));
}

static void expect_deleted(struct qmpc *line, const char *device, const char *path)
{
    struct qmpc_message *event = expect_event(line, "DEVICE_DELETED");
    struct qmpc_json data = qmpc_get(event, "data"), part;
    char text[200];

    assert_int_equal(qmpc_json_member(data, "device", &part), 0);
    assert_true(qmpc_json_string(part, text, sizeof text) > 0);
    assert_string_equal(text, device);
    assert_int_equal(qmpc_json_member(data, "path", &part), 0);
    assert_true(qmpc_json_string(part, text, sizeof text) > 0);
    assert_string_equal(text, path);
    qmpc_message_free(event);
}

static void expect_nothing_at(struct qmpc *line, const char *path)
{
    char arguments[200], desc[200];

    snprintf(arguments, sizeof arguments, "{\"path\": \"%s\"}", path);
    snprintf(desc, sizeof desc, "Device '%s' not found", path);
    expect_refusal(line, "qom-list", arguments, "DeviceNotFound", desc);
}

/* How many objects qom-list names below PATH, of any type. */
static unsigned count_children(struct qmpc *line, const char *path)
{
    struct qmpc_message *reply = ask(line, "qom-list", "{\"path\": \"%s\"}", path);
    const char *at = qmpc_message_text(reply);
    unsigned count = 0;

    while ((at = strstr(at, "\"child<")) != NULL) {
        at++;
        count++;
    }
    qmpc_message_free(reply);
    return count;
}

/* ------------------------------------------------------------------------ tests */

static void a_created_device_is_there_until_it_is_deleted(void **state)
{
    struct qmpc *line = start_stopped();
    unsigned before = count_children(line, "/machine/peripheral");

    (void)state;
    add_sensor(line, "well", ", \"minimum\": -40, \"value\": -7, \"unit\": \"m\"");
    assert_int_equal(count_children(line, "/machine/peripheral"), before + 1);
    property_is_string(line, "/machine/peripheral/well", "type", "sensor");
    property_is_string(line, "well", "unit", "m");
    property_set(line, "well", "value", "-40");
    property_refuses(line, "well", "value", "-41", "The value is outside the sensor's range");
    expect_no_event(line);
    remove_device(line, "well");
    expect_deleted(line, "well", "/machine/peripheral/well");
    expect_nothing_at(line, "well");
    assert_int_equal(count_children(line, "/machine/peripheral"), before);
    add_sensor(line, "well", ""); /* with nothing of the one before */
    property_is_string(line, "well", "unit", "");
}

static void the_event_precedes_the_return_of_device_del(void **state)
{
    struct qmpc *line = start_stopped();

    (void)state;
    add_sensor(line, "well", "");
    send_text(line, "{\"execute\": \"device_del\", \"arguments\": {\"id\": \"well\"}}\r\n");
    qmpc_message_free(expect_message(line, QMPC_EVENT));
    qmpc_message_free(expect_message(line, QMPC_RETURN));
}

static void devices_without_an_id_are_numbered(void **state)
{
    struct qmpc *line = start_stopped();
    struct qmpc_message *event;

    (void)state;
    for (int i = 0; i < 2; i++)
        qmpc_message_free(ask(line, "device_add", "{\"driver\": \"actuator\"}"));
    property_is_string(line, "/machine/peripheral-anon/device[0]", "type", "actuator");
    property_is_string(line, "/machine/peripheral-anon/device[1]", "type", "actuator");
    remove_device(line, "/machine/peripheral-anon/device[0]");
    event = expect_event(line, "DEVICE_DELETED"); /* as QEMU, without a name that nobody gave */
    assert_non_null(strstr(qmpc_message_text(event),
                           "\"data\": {\"path\": \"/machine/peripheral-anon/device[0]\"}"));
    qmpc_message_free(event);
    expect_nothing_at(line, "/machine/peripheral-anon/device[0]");
    qmpc_message_free(ask(line, "device_add", "{\"driver\": \"sensor\"}"));
    property_is_string(line, "/machine/peripheral-anon/device[0]", "type", "sensor");
    assert_int_equal(count_children(line, "/machine/peripheral-anon"), 2);
    /* device_del takes names of those below /machine/peripheral. */
    expect_refusal(line, "device_del", "{\"id\": \"device[0]\"}", "DeviceNotFound",
                   "Device 'device[0]' not found");
}

static void there_is_room_for_so_many_and_no_more(void **state)
{
    char id[16], desc[80];
    struct qmpc *line = start_stopped();

    (void)state;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < AGENT_OBJECTS_MAX; i++) {
            snprintf(id, sizeof id, "s%d", i);
            add_sensor(line, id, "");
        }
        snprintf(desc, sizeof desc, "There are %d created objects already: no room",
                 AGENT_OBJECTS_MAX);
        refuse_sensor(line, "more", "", desc);
        expect_refusal(line, "device_add", "{\"driver\": \"uplink\"}", "GenericError", desc);
        remove_device(line, "s3");
        add_sensor(line, "more", "");
        remove_device(line, "more");
        add_sensor(line, "s3", "");
        for (int i = 0; i < AGENT_OBJECTS_MAX; i++) {
            snprintf(id, sizeof id, "s%d", i);
            remove_device(line, id);
        }
    }
}

static void ids_are_checked_as_in_qemu(void **state)
{
    static const char *const bad[] = {"",    "1a",  "-a",   ".a",      "_a",
                                      "a/b", "a b", "a[0]", "\\u00e9", "a\\u0000"};
    struct qmpc *line = start_stopped();

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        refuse_sensor(line, bad[i], "", "Parameter 'id' expects an identifier");
    add_sensor(line, NAME_MAX, "");
    property_is_string(line, "/machine/peripheral/" NAME_MAX, "type", "sensor");
    refuse_sensor(line, NAME_MAX "x", "", "Parameter 'id' is longer than 31 bytes");
    refuse_sensor(line, NAME_MAX, "", "Duplicate device ID '" NAME_MAX "'");
    refuse_sensor(line, "hub", "", "Duplicate device ID 'hub'");
    add_sensor(line, "HUB", "");
    expect_refusal(line, "device_add", "{\"driver\": \"no\", \"id\": \"1\"}", "GenericError",
                   "Parameter 'id' expects an identifier");
}

static void a_wrong_property_leaves_nothing_behind(void **state)
{
    static const struct {
        const char *more, *desc;
    } cases[] = {
        {", \"value\": 5, \"no\": 1", "Property 'sensor.no' not found"},
        {", \"value\": 5, \"reading\": 1", "Property 'sensor.reading' is not writable"},
        {", \"type\": \"x\"", "Property 'sensor.type' is not writable"},
        {", \"value\": \"x\"", "Invalid parameter type for 'value', expected: integer"},
        {", \"value\": 2147483648", "Parameter 'value' expects int32_t"},
        {", \"maximum\": 10, \"value\": 11", "The value is outside the sensor's range"},
        {", \"fault\": \"broken\"", "Parameter 'fault' does not accept value 'broken'"},
        {", \"unit\": \"twelve bytes\"", "Parameter 'unit' is longer than 11 bytes"},
        {", \"bus\": \"b0\"", "Bus 'b0' not found"},
        {", \"bus\": 5", "Invalid parameter type for 'bus', expected: string"},
    };
    struct qmpc *line = start_stopped();
    unsigned before = count_children(line, "/machine/peripheral");

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        refuse_sensor(line, "bad", cases[i].more, cases[i].desc);
        expect_nothing_at(line, "bad");
    }
    expect_no_event(line);
    assert_int_equal(count_children(line, "/machine/peripheral"), before);
    for (int i = 0; i < AGENT_OBJECTS_MAX; i++) { /* all places are free */
        char id[16];

        snprintf(id, sizeof id, "s%d", i);
        add_sensor(line, id, "");
    }
}

static void what_is_no_creatable_type_is_refused(void **state)
{
    static const struct {
        const char *command, *arguments, *desc;
    } cases[] = {
        {"device_add", "{\"driver\": \"no\"}", "'no' is not a valid device model name"},
        {"device_add", "{\"driver\": \"container\"}",
         "'container' is not a valid device model name"},
        {"device_add", "{\"driver\": \"device\"}",
         "Parameter 'driver' expects a non-abstract device type"},
        {"device_add", "{\"driver\": \"sensor-hub\"}",
         "Parameter 'driver' expects a pluggable device type"},
        {"device_add", "{\"id\": \"a\"}", "Parameter 'driver' is missing"},
        {"object-add", "{\"qom-type\": \"no\", \"id\": \"a\"}",
         "Parameter 'qom-type' does not accept value 'no'"},
        {"object-add", "{\"qom-type\": \"sensor\", \"id\": \"a\"}",
         "Parameter 'qom-type' does not accept value 'sensor'"},
        {"object-add", "{\"qom-type\": \"container\", \"id\": \"a\"}",
         "Parameter 'qom-type' does not accept value 'container'"},
        {"object-add", "{}", "Parameter 'qom-type' is missing"},
        {"object-del", "{\"id\": \"no\"}", "object 'no' not found"},
        {"object-del", "{\"id\": \"hub\"}", "object 'hub' not found"},
    };
    struct qmpc *line = start_stopped();

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_refusal(line, cases[i].command, cases[i].arguments, "GenericError", cases[i].desc);
}

static void what_a_host_did_not_create_it_cannot_delete(void **state)
{
    struct qmpc *line = start_stopped();

    (void)state;
    expect_refusal(line, "device_del", "{\"id\": \"hub\"}", "GenericError",
                   "Device 'hub' does not support hotplugging");
    expect_refusal(line, "device_del", "{\"id\": \"/machine/peripheral/hub\"}", "GenericError",
                   "Device '/machine/peripheral/hub' does not support hotplugging");
    expect_refusal(line, "device_del", "{\"id\": \"/machine\"}", "GenericError",
                   "/machine is not a hotpluggable device");
    expect_refusal(line, "device_del", "{\"id\": \"no\"}", "DeviceNotFound",
                   "Device 'no' not found");
    expect_refusal(line, "device_del", "{\"id\": \"/machine/no\"}", "DeviceNotFound",
                   "Device '/machine/no' not found");
    expect_no_event(line);
    property_is_string(line, "hub", "type", "sensor-hub");
}

/* The application uses what a link of its hub leads to. */
static void a_device_in_use_is_not_deleted(void **state)
{
    struct qmpc *line = start_stopped();

    (void)state;
    add_sensor(line, "other", "");
    property_set(line, "hub", "sensor", "\"other\"");
    property_is_string(line, "hub", "sensor", "/machine/peripheral/other");
    expect_refusal(line, "device_del", "{\"id\": \"other\"}", "GenericError",
                   "object 'other' is in use, can not be deleted");
    expect_no_event(line);
    property_is_string(line, "other", "type", "sensor");
    property_refuses(line, "hub", "sensor", "\"fan\"",
                     "Invalid parameter type for 'sensor', expected: sensor");
    property_set(line, "hub", "sensor", "\"temperature\"");
    remove_device(line, "other");
    expect_deleted(line, "other", "/machine/peripheral/other");
}

static void types_tell_what_a_new_device_begins_as(void **state)
{
    struct qmpc *line = start_stopped();
    struct qmpc_message *reply = ask(line, "device-list-properties", "{\"typename\": \"sensor\"}");
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
    struct qmpc_json at, part;
    unsigned count = 0;

    (void)state;
    add_sensor(line, "new", "");
    while (qmpc_json_next(&walk, NULL, &at)) {
        struct qmpc_message *value;
        struct qmpc_json is;
        char name[64];

        assert_int_equal(qmpc_json_member(at, "name", &part), 0);
        assert_true(qmpc_json_string(part, name, sizeof name) > 0);
        if (qmpc_json_member(at, "default-value", &part) != 0)
            continue;
        value = ask(line, "qom-get", "{\"path\": \"new\", \"property\": \"%s\"}", name);
        is = qmpc_get(value, "return");
        assert_int_equal(is.length, part.length);
        assert_memory_equal(is.text, part.text, part.length);
        qmpc_message_free(value);
        count++;
    }
    assert_true(count >= 5);
    qmpc_message_free(reply);
}

/* They are the board's, not the application's. */
static void created_devices_outlive_system_reset(void **state)
{
    struct qmpc *line = start_stopped();

    (void)state;
    add_sensor(line, "well", ", \"unit\": \"m\"");
    do_command(line, "system_reset");
    property_is_string(line, "well", "unit", "m");
    remove_device(line, "well");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_created_device_is_there_until_it_is_deleted),
        board_test(the_event_precedes_the_return_of_device_del),
        board_test(devices_without_an_id_are_numbered),
        board_test(there_is_room_for_so_many_and_no_more),
        board_test(ids_are_checked_as_in_qemu),
        board_test(a_wrong_property_leaves_nothing_behind),
        board_test(what_is_no_creatable_type_is_refused),
        board_test(what_a_host_did_not_create_it_cannot_delete),
        board_test(a_device_in_use_is_not_deleted),
        board_test(types_tell_what_a_new_device_begins_as),
        board_test(created_devices_outlive_system_reset),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
