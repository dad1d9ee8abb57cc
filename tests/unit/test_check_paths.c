/* test_check_paths.c - the path that an error names, where it is longer than there is room for.
 *
 * SPDX-License-Identifier: MIT */
#include "check_schema.h"

/* Sixty letters. */
#define LONG "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefgh"

static const struct qmp_member inner_members[] = {{.name = LONG, .type = &qmp_type_int}};
static const struct qmp_type inner = {
    .name = "inner", .meta = QMP_OBJECT, .count = 1, .members = inner_members};
static const struct qmp_member middle_members[] = {{.name = LONG, .type = &inner}};
static const struct qmp_type middle = {
    .name = "middle", .meta = QMP_OBJECT, .count = 1, .members = middle_members};
static const struct qmp_member outer_members[] = {{.name = LONG, .type = &middle}};
static const struct qmp_type outer = {
    .name = "outer", .meta = QMP_OBJECT, .count = 1, .members = outer_members};

static const struct qmp_command commands[] = {
    {.name = "deep", .arguments = &outer, QMP_RETURNS(&qmp_type_none).flags = 0},
    {.name = "qmp_capabilities",
     .arguments = &qmp_type_qmp_capabilities_arg,
     QMP_RETURNS(&qmp_type_none).flags = QMP_ALLOW_EARLY},
};
static qmp_handler *const handlers[] = {check_called, qmp_do_capabilities};
static const struct qmp_schema schema = {.commands = commands, .command_count = COUNT(commands)};

static void path_is_cut_where_the_room_for_it_ends(void **state)
{
    static const char path[] = LONG "." LONG "." LONG;
    struct rig *rig = rig_negotiated(&schema, handlers);
    char expected[512];

    (void)state;
    assert_in_range(QMP_WHERE_MAX, 1, sizeof path - 1); /* or nothing would be cut */
    snprintf(expected, sizeof expected, "Invalid parameter type for '%.*s', expected: integer",
             QMP_WHERE_MAX - 1, path);
    check_arguments(rig, "deep", "{\"" LONG "\":{\"" LONG "\":{\"" LONG "\":\"no\"}}}", expected);
    check_arguments(rig, "deep", "{\"" LONG "\":{\"" LONG "\":{\"" LONG "\":1}}}", NULL);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(path_is_cut_where_the_room_for_it_ends),
    };

    return cmocka_run_group_tests_name("check: paths", tests, NULL, NULL);
}
