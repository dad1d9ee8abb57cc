/* test_simulated.c - the sample application's simulated devices, and those a host creates.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"
#include "property.h"

#define HUB         "hub"
#define TEMPERATURE "/machine/peripheral/temperature"
#define FAN         "/machine/peripheral/fan"
#define UPLINK      "/machine/peripheral/uplink0"

static struct qmpc *start(void)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    hub_wait_beats(line, 1);
    return line;
}

/* ------------------------------------------------------------------------ world */

static void the_room_warms_up_until_a_host_says_what_the_sensor_measures(void **state)
{
    struct qmpc *line = start();

    (void)state;
    assert_false(property_bool(line, TEMPERATURE, "driven"));
    property_wait_least(line, HUB, "temperature", 2020);
    property_set(line, TEMPERATURE, "value", "2345");
    assert_true(property_bool(line, TEMPERATURE, "driven"));
    property_wait_uint(line, HUB, "temperature", 2345);
    hub_wait_beats(line, hub_read(line).beats + 5);
    assert_int_equal(property_uint(line, HUB, "temperature"), 2345);
    property_set(line, TEMPERATURE, "driven", "false");
    property_wait_least(line, HUB, "temperature", 2355);
}

static void a_ramp_goes_on_while_the_application_is_stopped(void **state)
{
    struct qmpc *line = start();
    uint64_t reads;

    (void)state;
    property_set(line, TEMPERATURE, "value", "0");
    do_stop(line);
    reads = property_uint(line, TEMPERATURE, "reads");
    property_set(line, TEMPERATURE, "ramp-to", "100");
    property_set(line, TEMPERATURE, "ramp-rate", "1000");
    property_wait_uint(line, TEMPERATURE, "value", 100);
    assert_int_equal(property_uint(line, TEMPERATURE, "reads"), reads);
    do_cont(line);
    property_wait_uint(line, HUB, "temperature", 100);
    assert_true(property_uint(line, TEMPERATURE, "reads") > reads);
}

static void a_faulty_sensor_is_noticed_and_the_fan_runs(void **state)
{
    static const char *const faults[] = {"\"no-answer\"", "\"out-of-range\""};
    struct qmpc *line = start();

    (void)state;
    property_set(line, TEMPERATURE, "value", "1000");
    property_wait_uint(line, HUB, "temperature", 1000);
    for (size_t i = 0; i < COUNT(faults); i++) {
        property_set(line, TEMPERATURE, "fault", faults[i]);
        property_wait_string(line, HUB, "state", "sensor-fault");
        assert_int_equal(property_uint(line, FAN, "actual"), 1);
        assert_int_equal(property_uint(line, HUB, "temperature"), 1000);
        property_set(line, TEMPERATURE, "fault", "\"none\"");
        property_wait_string(line, HUB, "state", "normal");
        assert_int_equal(property_uint(line, FAN, "actual"), 0);
        assert_int_equal(property_uint(line, HUB, "sensor-faults"), i + 1);
    }
    /* A stuck one is not: it looks well. */
    property_set(line, TEMPERATURE, "fault", "\"stuck\"");
    property_set(line, TEMPERATURE, "value", "9000");
    hub_wait_beats(line, hub_read(line).beats + 5);
    assert_int_equal(property_uint(line, HUB, "temperature"), 1000);
    property_is_string(line, HUB, "state", "normal");
}

static void a_faulty_fan_is_commanded_and_does_not_run(void **state)
{
    struct qmpc *line = start();
    uint64_t commands;

    (void)state;
    property_set(line, FAN, "fault", "\"stuck\"");
    property_set(line, TEMPERATURE, "value", "3000");
    property_wait_uint(line, FAN, "state", 1);
    assert_int_equal(property_uint(line, FAN, "actual"), 0);
    property_wait_string(line, HUB, "state", "cooling");
    property_set(line, FAN, "fault", "\"none\"");
    assert_int_equal(property_uint(line, FAN, "actual"), 1);
    /* The hub keeps trying one that does not answer. */
    property_set(line, FAN, "fault", "\"no-answer\"");
    property_set(line, TEMPERATURE, "value", "1000");
    commands = property_uint(line, FAN, "commands");
    property_wait_least(line, FAN, "commands", commands + 3);
    assert_int_equal(property_uint(line, FAN, "actual"), 1);
    property_set(line, FAN, "fault", "\"none\"");
    property_wait_uint(line, FAN, "actual", 0);
}

static void thresholds_and_the_alarm_are_the_host_s_to_set(void **state)
{
    struct qmpc *line = start();

    (void)state;
    property_set(line, TEMPERATURE, "value", "500");
    property_wait_uint(line, HUB, "temperature", 500);
    property_set(line, HUB, "fan-off", "300");
    property_set(line, HUB, "fan-on", "499");
    property_wait_uint(line, FAN, "actual", 1);
    property_set(line, HUB, "alarm-at", "500");
    property_wait_string(line, HUB, "state", "alarm");
    property_set(line, HUB, "alarm-at", "501");
    property_wait_string(line, HUB, "state", "cooling");
    property_set(line, HUB, "fan-on", "600");
    property_set(line, HUB, "fan-off", "501");
    property_wait_string(line, HUB, "state", "normal");
    assert_int_equal(property_uint(line, FAN, "actual"), 0);
    assert_int_equal(property_uint(line, HUB, "alarms"), 1);
}

/* ----------------------------------------------------------------------- objects */

static void a_host_s_own_sensor_can_be_put_in_the_hub_s_place(void **state)
{
    struct qmpc *line = start();

    (void)state;
    qmpc_message_free(ask(line, "device_add",
                          "{\"driver\": \"sensor\", \"id\": \"mine\", \"value\": 777, "
                          "\"minimum\": 700, \"maximum\": 800, \"unit\": \"K\"}"));
    property_is_string(line, "mine", "unit", "K");
    property_set(line, HUB, "sensor", "\"mine\"");
    property_is_string(line, HUB, "sensor", "/machine/peripheral/mine");
    property_wait_uint(line, HUB, "temperature", 777);
    expect_refusal(line, "device_del", "{\"id\": \"mine\"}", "GenericError",
                   "object 'mine' is in use, can not be deleted");
    /* Without a sensor nobody knows the temperature. */
    property_set(line, HUB, "sensor", "\"\"");
    property_wait_string(line, HUB, "state", "sensor-fault");
    qmpc_message_free(ask(line, "device_del", "{\"id\": \"mine\"}"));
    expect_plain_event(line, "DEVICE_DELETED");
    property_set(line, HUB, "sensor", "\"" TEMPERATURE "\"");
    property_wait_string(line, HUB, "state", "normal");
    property_refuses(line, HUB, "sensor", "\"" FAN "\"",
                     "Invalid parameter type for 'sensor', expected: sensor");
}

static void a_sensor_that_makes_no_sense_is_not_created(void **state)
{
    struct qmpc *line = start();

    (void)state;
    expect_refusal(line, "device_add",
                   "{\"driver\": \"sensor\", \"id\": \"x\", \"value\": 5, \"maximum\": 4}",
                   "GenericError", "The value is outside the sensor's range");
    expect_refusal(line, "device_add",
                   "{\"driver\": \"sensor\", \"id\": \"x\", \"minimum\": 1000000001}",
                   "GenericError",
                   "Property sensor.minimum doesn't take value 1000000001 (minimum: -1000000000, "
                   "maximum: 1000000000)");
    expect_refusal(line, "device_add",
                   "{\"driver\": \"sensor\", \"id\": \"x\", \"unit\": \"123456789012\"}",
                   "GenericError", "Parameter 'unit' is longer than 11 bytes");
    expect_refusal(line, "qom-list", "{\"path\": \"x\"}", "DeviceNotFound", "Device 'x' not found");
    qmpc_message_free(ask(line, "device_add",
                          "{\"driver\": \"sensor\", \"id\": \"x\", "
                          "\"unit\": \"12345678901\"}"));
}

static void devices_begin_again_with_the_application(void **state)
{
    struct qmpc *line = start();

    (void)state;
    property_set(line, TEMPERATURE, "value", "9000");
    property_set(line, FAN, "fault", "\"stuck\"");
    property_set(line, HUB, "sensor", "\"\"");
    do_stop(line);
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    assert_false(property_bool(line, TEMPERATURE, "driven"));
    assert_int_equal(property_uint(line, TEMPERATURE, "value"), 2000);
    property_is_string(line, FAN, "fault", "none");
    property_is_string(line, HUB, "sensor", TEMPERATURE);
    assert_int_equal(property_uint(line, TEMPERATURE, "reads"), 0);
}

/* ----------------------------------------------------------------------- cables */

static void only_network_devices_have_a_cable(void **state)
{
    static const char *const others[] = {"temperature", "hub", "no", "", UPLINK};
    struct qmpc *line = start();
    char arguments[80], desc[80];

    (void)state;
    for (size_t i = 0; i < COUNT(others); i++) {
        snprintf(arguments, sizeof arguments, "{\"name\": \"%s\", \"up\": false}", others[i]);
        snprintf(desc, sizeof desc, "Device '%s' not found", others[i]);
        expect_refusal(line, "set_link", arguments, "DeviceNotFound", desc);
    }
    assert_true(property_bool(line, UPLINK, "link"));
    qmpc_message_free(ask(line, "device_add", "{\"driver\": \"uplink\", \"id\": \"lan\"}"));
    qmpc_message_free(ask(line, "set_link", "{\"name\": \"lan\", \"up\": false}"));
    assert_false(property_bool(line, "lan", "link"));
    assert_true(property_bool(line, UPLINK, "link"));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_room_warms_up_until_a_host_says_what_the_sensor_measures),
        board_test(a_ramp_goes_on_while_the_application_is_stopped),
        board_test(a_faulty_sensor_is_noticed_and_the_fan_runs),
        board_test(a_faulty_fan_is_commanded_and_does_not_run),
        board_test(thresholds_and_the_alarm_are_the_host_s_to_set),
        board_test(a_host_s_own_sensor_can_be_put_in_the_hub_s_place),
        board_test(a_sensor_that_makes_no_sense_is_not_created),
        board_test(devices_begin_again_with_the_application),
        board_test(only_network_devices_have_a_cable),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
