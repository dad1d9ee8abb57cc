/* test_monitor_devices.c - the human monitor's commands for objects and devices, against what
 * commands of QMP tell of the same.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "human.h"
#include "property.h"
#include "text.h"
#include "typed.h"

/* ------------------------------------------------------------------- objects */

/* Calls EACH with the name and the type of every child of PATH. */
static size_t for_children(struct qmpc *line, const char *path,
                           void (*each)(const char *text, const char *name, const char *type),
                           const char *text)
{
    struct qmpc_message *reply = ask(line, "qom-list", "{\"path\": \"%s\"}", path);
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
    struct qmpc_json key, value, member;
    size_t count = 0;

    while (qmpc_json_next(&walk, &key, &value)) {
        char name[100], type[100];

        assert_int_equal(qmpc_json_member(value, "name", &member), QMPC_OK);
        assert_true(qmpc_json_string(member, name, sizeof name) >= 0);
        assert_int_equal(qmpc_json_member(value, "type", &member), QMPC_OK);
        assert_true(qmpc_json_string(member, type, sizeof type) >= 0);
        if (strncmp(type, "child<", 6) != 0)
            continue;
        type[strlen(type) - 1] = '\0';
        each(text, name, type + 6);
        count++;
    }
    qmpc_message_free(reply);
    return count;
}

static void expect_in_tree(const char *text, const char *name, const char *type)
{
    char line[220];

    snprintf(line, sizeof line, "\r\n  /%s (%s)\r\n", name, type);
    if (strstr(text, line) == NULL)
        fail_msg("no %s in %s", line, text);
}

static void the_tree_of_objects_has_what_qom_list_tells(void **state)
{
    static const char *const places[] = {"unattached", "peripheral", "peripheral-anon"};
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    for (size_t i = 0; i < COUNT(places); i++) {
        char path[60], command[80], first[80], *text;

        snprintf(path, sizeof path, "/machine/%s", places[i]);
        snprintf(command, sizeof command, "info qom-tree %s", path);
        snprintf(first, sizeof first, "/%s (container)\r\n", places[i]);
        text = text_of(line, command);
        assert_true(strncmp(text, first, strlen(first)) == 0);
        assert_true(for_children(line, path, expect_in_tree, text) > 0 || i == 2);
        free(text);
    }
}

/* A device, if there is no other type of objects there. */
static void expect_in_qtree(const char *text, const char *name, const char *type)
{
    char line[220];

    (void)name;
    snprintf(line, sizeof line, "\r\n  dev: %s, id \"", type);
    if (strstr(text, line) == NULL)
        fail_msg("no %s in %s", line, text);
}

static void the_tree_of_devices_has_the_boards(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    char *text;

    (void)state;
    says(line, "stop", "");
    text = text_of(line, "info qtree");
    assert_true(strncmp(text, "bus: main-system-bus\r\n  type System\r\n  dev: ", 40) == 0);
    assert_true(for_children(line, "/machine/unattached", expect_in_qtree, text) > 0);
    assert_non_null(strstr(text, "  dev: uplink, id \"uplink0\"\r\n    link = true\r\n"));
    free(text);
    text = text_of(line, "info qdm");
    assert_non_null(strstr(text, "\r\nname \"sensor\", bus System\r\n"));
    assert_non_null(strstr(text, "\r\nname \"sensor-hub\", bus System, no-user\r\n"));
    free(text);
}

static int64_t ask_number(struct qmpc *line, const char *path, const char *name)
{
    struct qmpc_message *reply =
        ask(line, "qom-get", "{\"path\": \"%s\", \"property\": \"%s\"}", path, name);
    int64_t number;

    assert_int_equal(qmpc_json_int64(qmpc_get(reply, "return"), &number), QMPC_OK);
    qmpc_message_free(reply);
    return number;
}

static void devices_are_added_and_deleted(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    says(line, "device_add sensor,id=s,minimum=-0x10,maximum=0x3b9aca00,seed=4294967295", "");
    assert_int_equal(ask_number(line, "s", "minimum"), -16);
    assert_int_equal(ask_number(line, "s", "maximum"), 1000000000);
    assert_int_equal(property_uint(line, "s", "seed"), UINT32_MAX);
    says(line, "device_add sensor,id=t,maximum=0x80000000",
         "Error: Parameter 'maximum' expects int32_t\r\n");
    says(line, "device_add sensor,id=t,seed=18446744073709551616",
         "Error: Parameter 'seed' expects integer\r\n");
    says(line, "info qom-tree s", "/s (sensor)\r\n");
    says(line, "device_del s", "");
    says(line, "device_del s", "Error: Device 's' not found\r\n");
    says(line, "device_add help",
         "Uncategorized devices:\r\nname \"actuator\", bus System\r\n"
         "name \"sensor\", bus System\r\nname \"uplink\", bus System\r\n");
    says(line, "device_add uplink,help",
         "uplink options:\r\n"
         "  link=<bool>            - the cable is plugged (default: true)\r\n");
}

/* ------------------------------------------------------------- links and ports */

static void links_are_pulled(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    says(line, "info network", "uplink0: index=0,type=nic,model=uplink\r\n");
    says(line, "set_link uplink0 off", "");
    assert_false(property_bool(line, "uplink0", "link"));
    says(line, "set_link uplink0 on", "");
    assert_true(property_bool(line, "uplink0", "link"));
    says(line, "set_link nosuch on", "Error: Device 'nosuch' not found\r\n");
}

static void ports_are_those_of_query_chardev(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *reply = ask(line, "query-chardev", NULL);
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
    struct qmpc_json key, value, member;
    struct text expected = {0};

    (void)state;
    while (qmpc_json_next(&walk, &key, &value)) {
        char label[60], device[60];

        assert_int_equal(qmpc_json_member(value, "label", &member), QMPC_OK);
        assert_true(qmpc_json_string(member, label, sizeof label) >= 0);
        assert_int_equal(qmpc_json_member(value, "filename", &member), QMPC_OK);
        assert_true(qmpc_json_string(member, device, sizeof device) >= 0);
        text_add(&expected, "%s: filename=%s\r\n", label, device);
    }
    qmpc_message_free(reply);
    says(line, "info chardev", expected.bytes);
    text_free(&expected);
}

/* ---------------------------------------------------------------------- input */

static void keys_and_the_pointer_reach_the_application(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct listener listener;

    (void)state;
    listen_to(&listener, line);
    listen_for(&listener, "hub: started\r\n");
    says(line, "sendkey ctrl-alt-f1 1", "");
    listen_for(&listener, "hub: key ctrl up\r\n");
    assert_non_null(strstr(listener.text, "hub: key ctrl down\r\nhub: key alt down\r\n"
                                          "hub: key f1 down\r\nhub: key f1 up\r\n"
                                          "hub: key alt up\r\nhub: key ctrl up\r\n"));
    says(line, "sendkey ctrl-nosuch", "invalid parameter: nosuch\r\n");
    says(line, "mouse_move -1 0x10 1", "");
    listen_for(&listener, "hub: button wheel-up up\r\n");
    assert_non_null(strstr(listener.text, "hub: x by -1\r\nhub: y by 16\r\n"
                                          "hub: button wheel-up down\r\n"));
    says(line, "mouse_button 3", "");
    listen_for(&listener, "hub: button middle down\r\n");
    says(line, "mouse_button 2", "");
    listen_for(&listener, "hub: button left up\r\n");
    says(line, "info mice", "* Mouse #0: application (absolute)\r\n");
    says(line, "mouse_set 1", "Mouse at index '1' not found\r\n");
}

static void what_no_board_has_is_answered_as_by_qemu(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    says(line, "info balloon", "Error: No balloon device has been activated\r\n");
    says(line, "balloon 64", "Error: No balloon device has been activated\r\n");
    says(line, "info usb", "Error: USB support not enabled\r\n");
    says(line, "info usbhost", "Command \"info usbhost\" is not available.\r\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_tree_of_objects_has_what_qom_list_tells),
        board_test(the_tree_of_devices_has_the_boards),
        board_test(devices_are_added_and_deleted),
        board_test(links_are_pulled),
        board_test(ports_are_those_of_query_chardev),
        board_test(keys_and_the_pointer_reach_the_application),
        board_test(what_no_board_has_is_answered_as_by_qemu),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
