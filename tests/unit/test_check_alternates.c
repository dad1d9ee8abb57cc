/* test_check_alternates.c - the branch of an alternate is chosen by the JSON type of the value.
 *
 * SPDX-License-Identifier: MIT */
#include "check_schema.h"

#define WANTED(name) "Invalid parameter type for '" name "', expected: "

static const struct qmp_type number = {.name = "number", .meta = QMP_BUILTIN, .json = QMP_NUMBER};
static const struct qmp_type null = {.name = "null", .meta = QMP_BUILTIN, .json = QMP_NULL};
static const char *const mode_values[] = {"on", "off"};
static const struct qmp_type mode = {
    .name = "Mode", .meta = QMP_ENUM, .count = COUNT(mode_values), .values = mode_values};
static const struct qmp_type flags = {
    .name = "flags", .meta = QMP_ARRAY, .element = &qmp_type_bool};

/* One with all the kinds of branches but objects and integers, and one with nearly none. */
static const struct qmp_member many_branches[] = {{.name = "n", .type = &null},
                                                  {.name = "b", .type = &qmp_type_bool},
                                                  {.name = "d", .type = &number},
                                                  {.name = "m", .type = &mode},
                                                  {.name = "f", .type = &flags}};
static const struct qmp_type many = {
    .name = "Many", .meta = QMP_ALTERNATE, .count = COUNT(many_branches), .members = many_branches};
static const struct qmp_type few = {
    .name = "Few", .meta = QMP_ALTERNATE, .count = 2, .members = many_branches};
static const struct qmp_member choose_members[] = {
    {.name = "many", .type = &many, .optional = true},
    {.name = "few", .type = &few, .optional = true}};
static const struct qmp_type choose_arg = {.name = "choose_arg",
                                           .meta = QMP_OBJECT,
                                           .count = COUNT(choose_members),
                                           .members = choose_members};

static const struct qmp_command commands[] = {
    {.name = "choose", .arguments = &choose_arg, QMP_RETURNS(&qmp_type_none).flags = 0},
    {.name = "qmp_capabilities",
     .arguments = &qmp_type_qmp_capabilities_arg,
     QMP_RETURNS(&qmp_type_none).flags = QMP_ALLOW_EARLY},
};
static qmp_handler *const handlers[] = {check_called, qmp_do_capabilities};
static const struct qmp_schema schema = {.commands = commands, .command_count = COUNT(commands)};

static void alternate_takes_a_value_of_any_of_its_branches(void **state)
{
    static const struct check_row rows[] = {
        {"choose", "{\"many\":null}", NULL},
        {"choose", "{\"many\":true}", NULL},
        {"choose", "{\"many\":1.5}", NULL},
        {"choose", "{\"many\":-2}", NULL},
        {"choose", "{\"many\":\"off\"}", NULL},
        {"choose", "{\"many\":[]}", NULL},
        {"choose", "{\"many\":[true,false]}", NULL},
        {"choose", "{\"few\":null}", NULL},
        {"choose", "{\"few\":false}", NULL},
        {"choose", "{}", NULL},
        {"choose", "{\"few\":true,\"many\":1}", NULL},
    };

    (void)state;
    check_rows(&schema, handlers, rows, COUNT(rows));
}

static void alternate_refuses_a_value_of_no_branch_and_checks_the_branch_it_chose(void **state)
{
    static const struct check_row rows[] = {
        {"choose", "{\"many\":{}}", WANTED("many") "Many"},
        {"choose", "{\"many\":\"maybe\"}", "Parameter 'many' does not accept value 'maybe'"},
        {"choose", "{\"many\":[1]}", WANTED("many[0]") "boolean"},
        {"choose", "{\"few\":1}", WANTED("few") "Few"},
        {"choose", "{\"few\":\"on\"}", WANTED("few") "Few"},
        {"choose", "{\"few\":[]}", WANTED("few") "Few"},
        {"choose", "{\"few\":{}}", WANTED("few") "Few"},
    };

    (void)state;
    check_rows(&schema, handlers, rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alternate_takes_a_value_of_any_of_its_branches),
        cmocka_unit_test(alternate_refuses_a_value_of_no_branch_and_checks_the_branch_it_chose),
    };

    return cmocka_run_group_tests_name("check: alternates", tests, NULL, NULL);
}
