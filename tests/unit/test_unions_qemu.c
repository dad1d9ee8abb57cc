/* test_unions_qemu.c - unions among the arguments of the product's commands are checked as QEMU
 * does it.
 *
 * The texts are those of qemu-system-riscv64 7.2 for the same arguments.
 *
 * SPDX-License-Identifier: MIT */
#include "check_schema.h"

#define MISSING(name)      "Parameter '" name "' is missing"
#define UNEXPECTED(name)   "Parameter '" name "' is unexpected"
#define WANTED(name, type) "Invalid parameter type for '" name "', expected: " type
#define NOT_A(name, value) "Parameter '" name "' does not accept value '" value "'"

static qmp_handler *const product_handlers[QMP_CMD_COUNT] = {
    [QMP_CMD_input_send_event] = check_called,
    [QMP_CMD_qmp_capabilities] = qmp_do_capabilities,
    [QMP_CMD_send_key] = check_called,
    [QMP_CMD_set_password] = check_called,
    [QMP_CMD_yank] = check_called,
};

/* Each key as one in the list of send-key. */
static void send_key_is_checked_as_in_qemu(void **state)
{
    static const struct {
        const char *keys, *desc;
    } cases[] = {
        {"[{\"type\":\"qcode\",\"data\":\"a\"}]", NULL},
        {"[{\"data\":\"a\"}]", MISSING("keys[0].type")},
        {"[{}]", MISSING("keys[0].type")},
        {"[{\"foo\":1}]", MISSING("keys[0].type")},
        {"[{\"type\":\"none\"}]", NOT_A("type", "none")},
        {"[{\"type\":5}]", WANTED("keys[0].type", "string")},
        {"[{\"type\":\"qcode\"}]", MISSING("keys[0].data")},
        {"[{\"type\":\"qcode\",\"data\":5}]", WANTED("keys[0].data", "string")},
        {"[{\"type\":\"qcode\",\"data\":\"nokey\"}]", NOT_A("data", "nokey")},
        {"[{\"type\":\"number\",\"data\":\"a\"}]", WANTED("keys[0].data", "integer")},
        {"[{\"type\":\"qcode\",\"data\":\"a\",\"foo\":1}]", UNEXPECTED("keys[0].foo")},
        {"[{\"type\":\"qcode\",\"data\":\"a\"},{\"type\":\"number\",\"data\":1,\"foo\":1,"
         "\"bar\":2}]",
         UNEXPECTED("keys[1].bar")},
        {"[{\"type\":\"qcode\",\"foo\":1}]", MISSING("keys[0].data")},
        {"[5]", WANTED("keys[0]", "object")},
        {"{}", WANTED("keys", "array")},
        {"[{\"type\":\"qcode\",\"data\":\"a\"},{\"type\":\"qcode\"}]", MISSING("keys[1].data")},
        {"[{\"type\":\"none\"}],\"foo\":1", NOT_A("type", "none")},
    };
    struct rig *rig = rig_negotiated(&qmp_schema, product_handlers);

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char arguments[200];
        struct check_row row = {"send-key", arguments, cases[i].desc};

        snprintf(arguments, sizeof arguments, "{\"keys\":%s}", cases[i].keys);
        check_arguments(rig, row.command, row.arguments, row.desc);
    }
    rig_free(rig);
}

/* Each event as one in the list of input-send-event: a union in a union. */
static void input_send_event_is_checked_as_in_qemu(void **state)
{
    static const struct {
        const char *event, *desc;
    } cases[] = {
        {"{\"type\":\"key\"}", MISSING("events[0].data")},
        {"{\"type\":\"key\",\"data\":{}}", MISSING("events[0].data.key")},
        {"{\"type\":\"key\",\"data\":{\"down\":true}}", MISSING("events[0].data.key")},
        {"{\"type\":\"key\",\"data\":{\"key\":{}}}", MISSING("events[0].data.key.type")},
        {"{\"type\":\"key\",\"data\":{\"key\":{\"type\":\"qcode\"}}}",
         MISSING("events[0].data.key.data")},
        {"{\"type\":\"key\",\"data\":{\"key\":{\"type\":\"qcode\",\"data\":\"zz\"}}}",
         NOT_A("data", "zz")},
        {"{\"type\":\"key\",\"data\":{\"key\":{\"type\":\"qcode\",\"data\":\"a\",\"x\":1}}}",
         UNEXPECTED("events[0].data.key.x")},
        {"{\"type\":\"key\",\"data\":{\"key\":{\"type\":\"qcode\",\"data\":\"a\"},\"down\":1}}",
         WANTED("events[0].data.down", "boolean")},
        {"{\"type\":\"key\",\"data\":{\"key\":{\"type\":\"qcode\",\"data\":\"a\"},\"down\":true,"
         "\"y\":1}}",
         UNEXPECTED("events[0].data.y")},
        {"{\"type\":\"key\",\"data\":{\"key\":{\"type\":\"qcode\",\"data\":\"a\"},\"down\":true},"
         "\"y\":1}",
         UNEXPECTED("events[0].y")},
        {"{\"type\":\"rel\",\"data\":{\"axis\":\"z\",\"value\":1}}", NOT_A("axis", "z")},
        {"{\"type\":\"abs\",\"data\":{\"axis\":\"x\",\"value\":\"1\"}}",
         WANTED("events[0].data.value", "integer")},
        {"{\"type\":\"abs\",\"data\":{\"axis\":\"x\",\"value\":1}}", NULL},
    };
    struct rig *rig = rig_negotiated(&qmp_schema, product_handlers);

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char arguments[200];
        struct check_row row = {"input-send-event", arguments, cases[i].desc};

        snprintf(arguments, sizeof arguments, "{\"events\":[%s]}", cases[i].event);
        check_arguments(rig, row.command, row.arguments, row.desc);
    }
    rig_free(rig);
}

static void unions_of_commands_a_board_never_has_are_checked_as_in_qemu(void **state)
{
    static const struct check_row rows[] = {
        {"yank", "{\"instances\":[{\"type\":\"migration\",\"id\":\"x\"}]}",
         UNEXPECTED("instances[0].id")},
        {"yank", "{\"instances\":[{\"type\":\"block-node\"}]}", MISSING("instances[0].node-name")},
        {"yank", "{\"instances\":[{\"type\":\"block-node\",\"node-name\":1}]}",
         WANTED("instances[0].node-name", "string")},
        {"yank", "{\"instances\":[{\"type\":\"block-node\",\"id\":\"x\"}]}",
         MISSING("instances[0].node-name")},
        {"yank", "{\"instances\":[{\"id\":\"x\"}]}", MISSING("instances[0].type")},
        {"yank", "{\"instances\":[{\"type\":\"zzz\",\"id\":\"x\"}]}", NOT_A("type", "zzz")},
        {"yank", "{\"instances\":[{\"type\":\"migration\"}]}", NULL},
        {"yank", "{\"instances\":[]}", NULL},
        {"set_password", "{\"protocol\":\"vnc\"}", MISSING("password")},
        {"set_password", "{}", MISSING("protocol")},
        {"set_password", "{\"password\":5,\"protocol\":\"foo\"}", NOT_A("protocol", "foo")},
        {"set_password", "{\"password\":\"x\",\"protocol\":\"vnc\",\"display\":5}",
         WANTED("display", "string")},
        {"set_password", "{\"password\":\"x\",\"protocol\":\"spice\",\"display\":\"a\"}",
         UNEXPECTED("display")},
        {"set_password",
         "{\"password\":\"x\",\"protocol\":\"vnc\",\"connected\":\"zz\",\"display\":5}",
         NOT_A("connected", "zz")},
    };

    (void)state;
    check_rows(&qmp_schema, product_handlers, rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(send_key_is_checked_as_in_qemu),
        cmocka_unit_test(input_send_event_is_checked_as_in_qemu),
        cmocka_unit_test(unions_of_commands_a_board_never_has_are_checked_as_in_qemu),
    };

    return cmocka_run_group_tests_name("unions as in QEMU", tests, NULL, NULL);
}
