/* test_execute.c - a handler executes another command (qmp_execute()), and reads its arguments.
 *
 * SPDX-License-Identifier: MIT */
#include "rig.h"

static const char *const color_values[] = {"red", "green", "blue"};
static const struct qmp_type color = {
    .name = "Color", .meta = QMP_ENUM, .count = COUNT(color_values), .values = color_values};
/* What an older image knows of it. */
static const struct qmp_type color_once = {
    .name = "Color", .meta = QMP_ENUM, .count = 2, .values = color_values};
static const struct qmp_member paint_members[] = {
    {.name = "color", .type = &color, .optional = true},
    {.name = "bright", .type = &qmp_type_bool, .optional = true}};
static const struct qmp_type paint_arg = {
    .name = "paint_arg", .meta = QMP_OBJECT, .count = 2, .members = paint_members};
static const struct qmp_member look_members[] = {{.name = "at", .type = &qmp_type_uint64}};
static const struct qmp_type look_arg = {
    .name = "look_arg", .meta = QMP_OBJECT, .count = 1, .members = look_members};
static const struct qmp_member text_members[] = {{.name = "text", .type = &qmp_type_str}};
static const struct qmp_type text_arg = {
    .name = "text_arg", .meta = QMP_OBJECT, .count = 1, .members = text_members};

enum { EXECUTE, LOOK, MISSING, PAINT, CAPABILITIES };

static const char *arguments; /* what `execute` passes on */
static unsigned which;        /* the command it executes */

static int do_execute(struct qmp_call *call)
{
    return qmp_execute(call, which, arguments, (uint32_t)strlen(arguments));
}

static int do_look(struct qmp_call *call)
{
    return qmp_fail_number(call, qmp_uint(call, 0), "There is nothing at %w");
}

static int do_paint(struct qmp_call *call)
{
    struct rig *rig = call->context;

    rig->marks[0] = qmp_enum(call, 0, &color, 7);
    rig->marks[1] = qmp_enum(call, 0, &color_once, 8);
    rig->marks[2] = qmp_has(call, 1) ? qmp_bool(call, 1) : -1;
    return 0;
}

#define COMMAND(command, takes, bits)                                                              \
    {                                                                                              \
        .name = command, .arguments = takes, QMP_RETURNS(&qmp_type_none).flags = bits              \
    }
static const struct qmp_command commands[] = {
    [EXECUTE] = COMMAND("execute", &qmp_type_none, 0),
    [LOOK] = COMMAND("look", &look_arg, 0),
    [MISSING] = COMMAND("missing", &text_arg, 0),
    [PAINT] = COMMAND("paint", &paint_arg, 0),
    [CAPABILITIES] = COMMAND("qmp_capabilities", &qmp_type_qmp_capabilities_arg, QMP_ALLOW_EARLY),
};
static qmp_handler *const handlers[] = {do_execute, do_look, NULL, do_paint, qmp_do_capabilities};
static const struct qmp_schema schema = {.commands = commands, .command_count = COUNT(commands)};

/* Has `execute` execute COMMAND with TEXT. */
static void execute(struct rig *rig, unsigned command, const char *text, const char *reply)
{
    which = command;
    arguments = text;
    rig->marks[0] = rig->marks[1] = -1;
    rig_send(rig, "{\"execute\":\"execute\"}");
    rig_expect(rig, reply);
    rig_expect_silence(rig);
}

#define ERROR(class, desc) "{\"error\": {\"class\": \"" class "\", \"desc\": \"" desc "\"}}"

static void executed_command_sees_its_arguments_checked(void **state)
{
    struct rig *rig = rig_negotiated(&schema, handlers);

    (void)state;
    execute(rig, PAINT, "{\"color\":\"green\"}", "{\"return\": {}}");
    assert_int_equal(rig->marks[0], 1);
    execute(rig, PAINT, "{\"color\":\"pink\"}",
            ERROR("GenericError", "Parameter 'color' does not accept value 'pink'"));
    assert_int_equal(rig->marks[0], -1);
    rig_free(rig);
}

static void executed_command_that_is_not_in_the_image_is_not_found(void **state)
{
    struct rig *rig = rig_negotiated(&schema, handlers);

    (void)state;
    execute(rig, MISSING, "{\"text\":\"x\"}",
            ERROR("CommandNotFound", "The command missing has not been found"));
    rig_free(rig);
}

static void executed_command_wants_arguments_that_can_be_read(void **state)
{
    struct rig *rig = rig_negotiated(&schema, handlers);
    char *many = malloc(2 * QMP_TOKENS_MAX + 16);
    size_t n = 0;

    (void)state;
    assert_non_null(many);
    execute(rig, PAINT, "{\"color\":\"red\",\"color\":\"red\"}",
            ERROR("GenericError", "JSON parse error, duplicate key"));
    many[n++] = '[';
    for (unsigned i = 0; i < QMP_TOKENS_MAX; i++) {
        many[n++] = '1';
        many[n++] = i + 1 < QMP_TOKENS_MAX ? ',' : ']';
    }
    many[n] = '\0';
    execute(rig, PAINT, many, ERROR("GenericError", "JSON token count limit exceeded"));
    assert_int_equal(rig->marks[0], -1);
    free(many);
    rig_free(rig);
}

static void enum_is_its_number_or_the_default(void **state)
{
    static const struct {
        const char *text;
        int64_t known, once;
    } rows[] = {{"{}", 7, 8},
                {"{\"color\":\"red\"}", 0, 0},
                {"{\"color\":\"green\"}", 1, 1},
                {"{\"color\":\"blue\"}", 2, 8}};
    struct rig *rig = rig_negotiated(&schema, handlers);

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        execute(rig, PAINT, rows[i].text, "{\"return\": {}}");
        assert_int_equal(rig->marks[0], rows[i].known);
        assert_int_equal(rig->marks[1], rows[i].once);
    }
    rig_free(rig);
}

static void boolean_is_what_the_request_says(void **state)
{
    struct rig *rig = rig_negotiated(&schema, handlers);

    (void)state;
    execute(rig, PAINT, "{\"bright\":true}", "{\"return\": {}}");
    assert_int_equal(rig->marks[2], 1);
    execute(rig, PAINT, "{\"bright\":false}", "{\"return\": {}}");
    assert_int_equal(rig->marks[2], 0);
    execute(rig, PAINT, "{}", "{\"return\": {}}");
    assert_int_equal(rig->marks[2], -1);
    rig_free(rig);
}

static void error_may_name_a_number(void **state)
{
    struct rig *rig = rig_negotiated(&schema, handlers);

    (void)state;
    execute(rig, LOOK, "{\"at\":0}", ERROR("GenericError", "There is nothing at 0x0"));
    execute(rig, LOOK, "{\"at\":18446744073709551615}",
            ERROR("GenericError", "There is nothing at 0xffffffffffffffff"));
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(executed_command_sees_its_arguments_checked),
        cmocka_unit_test(executed_command_that_is_not_in_the_image_is_not_found),
        cmocka_unit_test(executed_command_wants_arguments_that_can_be_read),
        cmocka_unit_test(enum_is_its_number_or_the_default),
        cmocka_unit_test(boolean_is_what_the_request_says),
        cmocka_unit_test(error_may_name_a_number),
    };

    return cmocka_run_group_tests_name("execute", tests, NULL, NULL);
}
