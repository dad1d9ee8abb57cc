/* test_introspection.c - query-qmp-schema describes unions and open objects as QEMU does.
 *
 * The form is that of QEMU's qapi/introspect.json (SchemaInfoObject, SchemaInfoObjectVariant).
 *
 * SPDX-License-Identifier: MIT */
#include "rig.h"

static const struct qmp_type byte = {
    .name = "uint8", .meta = QMP_BUILTIN, .json = QMP_INT, .bits = 8, .is_unsigned = true};
static const struct qmp_member dot_members[] = {{.name = "x", .type = &byte},
                                                {.name = "y", .type = &byte, .optional = true}};
static const struct qmp_type dot = {
    .name = "Dot", .meta = QMP_OBJECT, .count = COUNT(dot_members), .members = dot_members};
static const char *const kinds[] = {"blank", "dot", "spot"};
static const struct qmp_type kind = {
    .name = "Kind", .meta = QMP_ENUM, .count = COUNT(kinds), .values = kinds};
static const struct qmp_member shape_members[] = {
    {.name = "label", .type = &qmp_type_str, .optional = true}, {.name = "kind", .type = &kind}};
static const struct qmp_type *const shape_branches[] = {NULL, &dot, &dot};
static const struct qmp_type shape = {.name = "Shape",
                                      .meta = QMP_OBJECT,
                                      .count = COUNT(shape_members),
                                      .tag = 1,
                                      .members = shape_members,
                                      .branches = shape_branches};
/* Nothing but the tag, and that before all else. */
static const struct qmp_type bare = {.name = "Bare",
                                     .meta = QMP_OBJECT,
                                     .count = 1,
                                     .members = &shape_members[1],
                                     .branches = shape_branches};
static const struct qmp_type open = {.name = "Open",
                                     .meta = QMP_OBJECT,
                                     .count = COUNT(dot_members),
                                     .open = true,
                                     .members = dot_members};

static const struct qmp_member either_branches[] = {{.name = "name", .type = &qmp_type_str},
                                                    {.name = "dot", .type = &dot}};
static const struct qmp_type either = {.name = "Either",
                                       .meta = QMP_ALTERNATE,
                                       .count = COUNT(either_branches),
                                       .members = either_branches};

#define COMMAND(command, takes, bits)                                                              \
    {                                                                                              \
        .name = command, .arguments = takes, QMP_RETURNS(&qmp_type_none).flags = bits              \
    }
static const struct qmp_command commands[] = {
    COMMAND("bare", &bare, 0),
    COMMAND("draw", &shape, 0),
    COMMAND("open", &open, 0),
    COMMAND("qmp_capabilities", &qmp_type_qmp_capabilities_arg, QMP_ALLOW_EARLY),
    COMMAND("query-qmp-schema", &qmp_type_none, 0),
    COMMAND("save", &qmp_type_none, QMP_ALLOW_OOB | QMP_SAVEVM_MONITOR_NODES),
};
static qmp_handler *const handlers[] = {qmp_do_nothing,      qmp_do_nothing,      qmp_do_nothing,
                                        qmp_do_capabilities, qmp_do_query_schema, qmp_do_nothing};
static const struct qmp_type *const types[] = {&dot, &kind, &shape, &bare, &open, &byte, &either};
static const struct qmp_schema schema = {.commands = commands,
                                         .types = types,
                                         .command_count = COUNT(commands),
                                         .type_count = COUNT(types)};

/* EXPECTED must be in the schema, once. */
static void expect_entity(const char *expected)
{
    struct rig *rig = rig_negotiated(&schema, handlers);
    const char *line, *at;

    rig_send(rig, "{\"execute\":\"query-qmp-schema\"}");
    line = rig_line(rig);
    assert_non_null(line);
    at = strstr(line, expected);
    if (at == NULL)
        fail_msg("%s is not in %s", expected, line);
    assert_null(strstr(at + 1, expected));
    rig_free(rig);
}

static void introspection_gives_a_union_its_tag_and_variants(void **state)
{
    (void)state;
    expect_entity(
        "{\"name\": \"Shape\", \"meta-type\": \"object\", \"members\": [{\"name\": \"label\", "
        "\"type\": \"str\", \"default\": null}, {\"name\": \"kind\", \"type\": \"Kind\"}], "
        "\"tag\": \"kind\", \"variants\": [{\"case\": \"blank\", \"type\": \"q_empty\"}, "
        "{\"case\": \"dot\", \"type\": \"Dot\"}, {\"case\": \"spot\", \"type\": \"Dot\"}]}");
    expect_entity("{\"name\": \"Bare\", \"meta-type\": \"object\", \"members\": [{\"name\": "
                  "\"kind\", \"type\": \"Kind\"}], \"tag\": \"kind\", \"variants\": [{\"case\": "
                  "\"blank\", \"type\": \"q_empty\"}, {\"case\": \"dot\", \"type\": \"Dot\"}, "
                  "{\"case\": \"spot\", \"type\": \"Dot\"}]}");
}

static void introspection_gives_an_enum_its_members_and_values(void **state)
{
    (void)state;
    expect_entity("{\"name\": \"Kind\", \"meta-type\": \"enum\", \"members\": [{\"name\": "
                  "\"blank\"}, {\"name\": \"dot\"}, {\"name\": \"spot\"}], \"values\": "
                  "[\"blank\", \"dot\", \"spot\"]}");
}

/* QEMU's schema has no notion of further members either. */
static void introspection_gives_an_open_object_the_members_that_are_known(void **state)
{
    (void)state;
    expect_entity("{\"name\": \"Open\", \"meta-type\": \"object\", \"members\": [{\"name\": "
                  "\"x\", \"type\": \"int\"}, {\"name\": \"y\", \"type\": \"int\", "
                  "\"default\": null}]}");
}

static void introspection_gives_an_object_without_branches_no_variants(void **state)
{
    (void)state;
    expect_entity("{\"name\": \"Dot\", \"meta-type\": \"object\", \"members\": [{\"name\": "
                  "\"x\", \"type\": \"int\"}, {\"name\": \"y\", \"type\": \"int\", "
                  "\"default\": null}]}");
}

/* QEMU's branches have no names (SchemaInfoAlternateMember). */
static void introspection_gives_an_alternate_the_types_it_may_be(void **state)
{
    (void)state;
    expect_entity("{\"name\": \"Either\", \"meta-type\": \"alternate\", \"members\": [{\"type\": "
                  "\"str\"}, {\"type\": \"Dot\"}]}");
}

static void introspection_gives_a_command_its_features(void **state)
{
    (void)state;
    expect_entity("{\"name\": \"save\", \"meta-type\": \"command\", \"arg-type\": \"q_empty\", "
                  "\"ret-type\": \"q_empty\", \"allow-oob\": true, \"features\": "
                  "[\"savevm-monitor-nodes\"]}");
    expect_entity("{\"name\": \"open\", \"meta-type\": \"command\", \"arg-type\": \"Open\", "
                  "\"ret-type\": \"q_empty\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(introspection_gives_a_union_its_tag_and_variants),
        cmocka_unit_test(introspection_gives_an_enum_its_members_and_values),
        cmocka_unit_test(introspection_gives_an_open_object_the_members_that_are_known),
        cmocka_unit_test(introspection_gives_an_object_without_branches_no_variants),
        cmocka_unit_test(introspection_gives_an_alternate_the_types_it_may_be),
        cmocka_unit_test(introspection_gives_a_command_its_features),
    };

    return cmocka_run_group_tests_name("introspection", tests, NULL, NULL);
}
