/* test_unions.c - arguments that are unions, or objects with members of any name, are checked in
 * QEMU's order and with its texts.
 * (The product's: test_unions_qemu.c.)
 *
 * SPDX-License-Identifier: MIT */
#include "check_schema.h"

#define MISSING(name)      "Parameter '" name "' is missing"
#define UNEXPECTED(name)   "Parameter '" name "' is unexpected"
#define WANTED(name, type) "Invalid parameter type for '" name "', expected: " type
#define NOT_A(name, value) "Parameter '" name "' does not accept value '" value "'"

/* ------------------------------------------------------------------- a schema */

#define OBJECT(id)                                                                                 \
    static const struct qmp_type id = {                                                            \
        .name = #id, .meta = QMP_OBJECT, .count = COUNT(id##_members), .members = id##_members};

static const struct qmp_member dot_members[] = {
    {.name = "x", .type = &qmp_type_int}, {.name = "y", .type = &qmp_type_int, .optional = true}};
OBJECT(dot)
static const struct qmp_type dots = {.name = "dots", .meta = QMP_ARRAY, .element = &dot};
static const struct qmp_member line_members[] = {{.name = "from", .type = &dot},
                                                 {.name = "via", .type = &dots, .optional = true}};
OBJECT(line)

static const char *const kinds[] = {"dot", "line", "blank"};
static const struct qmp_type kind = {
    .name = "kind", .meta = QMP_ENUM, .count = COUNT(kinds), .values = kinds};

/* The tag is neither the first nor the last of the members. */
enum { LABEL, KIND, SIZE, BRANCH };
static const struct qmp_member shape_members[] = {
    {.name = "label", .type = &qmp_type_str, .optional = true},
    {.name = "kind", .type = &kind},
    {.name = "size", .type = &qmp_type_int, .optional = true}};
static const struct qmp_type *const shape_branches[] = {&dot, &line, NULL};
static const struct qmp_type shape = {.name = "shape",
                                      .meta = QMP_OBJECT,
                                      .count = COUNT(shape_members),
                                      .tag = KIND,
                                      .members = shape_members,
                                      .branches = shape_branches};
static const struct qmp_type shapes = {.name = "shapes", .meta = QMP_ARRAY, .element = &shape};

static const struct qmp_member page_members[] = {
    {.name = "shapes", .type = &shapes}, {.name = "frame", .type = &shape, .optional = true}};
OBJECT(page)

static const struct qmp_member bag_members[] = {
    {.name = "id", .type = &qmp_type_str},
    {.name = "weight", .type = &qmp_type_int, .optional = true}};
static const struct qmp_type bag = {.name = "bag",
                                    .meta = QMP_OBJECT,
                                    .count = COUNT(bag_members),
                                    .open = true,
                                    .members = bag_members};
static const struct qmp_member shelf_members[] = {
    {.name = "bag", .type = &bag}, {.name = "depth", .type = &qmp_type_int, .optional = true}};
OBJECT(shelf)

#define COMMAND(command, takes, bits)                                                              \
    {                                                                                              \
        .name = command, .arguments = takes, QMP_RETURNS(&qmp_type_none).flags = bits              \
    }
static const struct qmp_command commands[] = {
    COMMAND("bag", &bag, 0),
    COMMAND("draw", &shape, 0),
    COMMAND("page", &page, 0),
    COMMAND("qmp_capabilities", &qmp_type_qmp_capabilities_arg, QMP_ALLOW_EARLY),
    COMMAND("shelf", &shelf, 0),
};

/* A handler sees only what was checked; it notes which arguments there are. */
static int do_checked(struct qmp_call *call)
{
    struct rig *rig = call->context;

    rig->mark_count = QMP_ARGUMENTS_MAX;
    for (unsigned i = 0; i < QMP_ARGUMENTS_MAX; i++)
        rig->marks[i] = qmp_has(call, i);
    rig->marks[QMP_ARGUMENTS_MAX] = call->arguments;
    return 0;
}

static qmp_handler *const handlers[] = {do_checked, do_checked, do_checked, qmp_do_capabilities,
                                        do_checked};
_Static_assert(COUNT(commands) == COUNT(handlers), "a handler for each");

static const struct qmp_schema schema = {.commands = commands, .command_count = COUNT(commands)};

/* ----------------------------------------------------------------------- tests */

static void union_wants_the_members_that_its_tag_chooses(void **state)
{
    static const struct check_row rows[] = {
        {"draw", "{\"kind\":\"dot\",\"x\":1}", NULL},
        {"draw", "{\"x\":1,\"y\":2,\"size\":3,\"label\":\"\",\"kind\":\"dot\"}", NULL},
        {"draw", "{\"kind\":\"line\",\"from\":{\"x\":1}}", NULL},
        {"draw", "{\"kind\":\"blank\"}", NULL},
        {"draw", "{\"kind\":\"d\\u006ft\",\"x\":1}", NULL},
        {"draw", "{}", MISSING("kind")},
        {"draw", "{\"x\":1}", MISSING("kind")},
        {"draw", "{\"kind\":\"dot\"}", MISSING("x")},
        {"draw", "{\"kind\":\"dot\",\"y\":1}", MISSING("x")},
        {"draw", "{\"kind\":\"line\",\"x\":1}", MISSING("from")},
        {"draw", "{\"kind\":\"line\",\"from\":{}}", MISSING("from.x")},
        {"draw", "{\"kind\":\"line\",\"from\":{\"x\":1},\"via\":[{\"x\":1},{}]}",
         MISSING("via[1].x")},
        {"draw", "{\"kind\":\"Dot\",\"x\":1}", NOT_A("kind", "Dot")},
        {"draw", "{\"kind\":\"\",\"x\":1}", NOT_A("kind", "")},
        {"draw", "{\"kind\":1,\"x\":1}", WANTED("kind", "string")},
        {"draw", "{\"kind\":null,\"x\":1}", WANTED("kind", "string")},
        {"draw", "{\"kind\":\"dot\",\"x\":\"1\"}", WANTED("x", "integer")},
        {"draw", "{\"kind\":\"line\",\"from\":1}", WANTED("from", "object")},
    };

    (void)state;
    check_rows(&schema, handlers, rows, COUNT(rows));
}

static void union_refuses_members_of_the_branches_it_did_not_choose(void **state)
{
    static const struct check_row rows[] = {
        {"draw", "{\"kind\":\"blank\",\"x\":1}", UNEXPECTED("x")},
        {"draw", "{\"kind\":\"dot\",\"x\":1,\"from\":{\"x\":1}}", UNEXPECTED("from")},
        {"draw", "{\"kind\":\"line\",\"from\":{\"x\":1},\"y\":1}", UNEXPECTED("y")},
        {"draw", "{\"kind\":\"line\",\"from\":{\"x\":1,\"kind\":\"dot\"}}",
         UNEXPECTED("from.kind")},
        {"draw", "{\"kind\":\"dot\",\"a\":1,\"x\":1,\"b\":2}", UNEXPECTED("b")},
        {"draw", "{\"kind\":\"blank\",\"blank\":{}}", UNEXPECTED("blank")},
    };

    (void)state;
    check_rows(&schema, handlers, rows, COUNT(rows));
}

/* Own members in their order, then the branch's, then what is unexpected. */
static void union_checks_its_own_members_before_those_of_the_branch(void **state)
{
    static const struct check_row rows[] = {
        {"draw", "{\"kind\":\"dot\",\"x\":\"1\",\"size\":\"1\"}", WANTED("size", "integer")},
        {"draw", "{\"kind\":\"dot\",\"label\":1,\"size\":\"1\"}", WANTED("label", "string")},
        {"draw", "{\"kind\":\"pink\",\"label\":1}", WANTED("label", "string")},
        {"draw", "{\"kind\":\"pink\",\"size\":\"1\"}", NOT_A("kind", "pink")},
        {"draw", "{\"kind\":\"dot\",\"foo\":1}", MISSING("x")},
        {"draw", "{\"kind\":\"dot\",\"foo\":1,\"x\":true}", WANTED("x", "integer")},
        {"draw", "{\"foo\":1}", MISSING("kind")},
    };

    (void)state;
    check_rows(&schema, handlers, rows, COUNT(rows));
}

static void union_errors_inside_arrays_and_objects_name_the_whole_path(void **state)
{
    static const struct check_row rows[] = {
        {"page", "{\"shapes\":[]}", NULL},
        {"page", "{\"shapes\":[{\"kind\":\"blank\"},{\"kind\":\"dot\",\"x\":1}]}", NULL},
        {"page", "{\"shapes\":[{\"kind\":\"blank\"},{\"x\":1}]}", MISSING("shapes[1].kind")},
        {"page", "{\"shapes\":[{\"kind\":\"dot\",\"x\":1},{\"kind\":\"dot\"}]}",
         MISSING("shapes[1].x")},
        {"page", "{\"shapes\":[{\"kind\":\"dot\",\"x\":1},{\"kind\":\"blank\",\"x\":1}]}",
         UNEXPECTED("shapes[1].x")},
        {"page", "{\"shapes\":[{\"kind\":\"line\",\"from\":{\"x\":1},\"via\":[{\"x\":[]}]}]}",
         WANTED("shapes[0].via[0].x", "integer")},
        {"page", "{\"shapes\":[{\"kind\":\"line\",\"from\":{\"x\":1,\"q\":1}}]}",
         UNEXPECTED("shapes[0].from.q")},
        {"page", "{\"shapes\":[{\"kind\":\"pink\"}]}", NOT_A("kind", "pink")},
        {"page", "{\"shapes\":[0]}", WANTED("shapes[0]", "object")},
        {"page", "{\"shapes\":[],\"frame\":{\"kind\":\"dot\"}}", MISSING("frame.x")},
        {"page", "{\"shapes\":[],\"frame\":{\"kind\":\"dot\",\"x\":1},\"z\":1}", UNEXPECTED("z")},
        {"page", "{\"shapes\":[{\"kind\":\"dot\",\"x\":1,\"z\":1}],\"frame\":5}",
         UNEXPECTED("shapes[0].z")},
    };

    (void)state;
    check_rows(&schema, handlers, rows, COUNT(rows));
}

static void union_arguments_stand_behind_the_command_s_own(void **state)
{
    static const struct check_row one = {"draw", "{\"y\":1,\"x\":2,\"kind\":\"dot\"}", NULL};
    static const struct check_row other = {"draw", "{\"kind\":\"line\",\"from\":{\"x\":1}}", NULL};
    static const struct check_row bare = {"draw", "{\"kind\":\"blank\",\"size\":1}", NULL};
    static const int64_t with_dot[] = {0, 1, 0, 1, 1, 0}, with_line[] = {0, 1, 0, 1, 0, 0},
                         with_none[] = {0, 1, 1, 0, 0, 0};
    struct rig *rig = rig_negotiated(&schema, handlers);

    (void)state;
    check_arguments(rig, one.command, one.arguments, one.desc);
    assert_memory_equal(rig->marks, with_dot, sizeof with_dot);
    check_arguments(rig, other.command, other.arguments, other.desc);
    assert_memory_equal(rig->marks, with_line, sizeof with_line);
    check_arguments(rig, bare.command, bare.arguments, bare.desc);
    assert_memory_equal(rig->marks, with_none, sizeof with_none);
    for (unsigned i = BRANCH; i < QMP_ARGUMENTS_MAX; i++)
        assert_int_equal(rig->marks[i], 0);
    rig_free(rig);
}

static void union_without_arguments_lacks_its_tag(void **state)
{
    struct rig *rig = rig_negotiated(&schema, handlers);

    (void)state;
    rig_send(rig, "{\"execute\":\"draw\"}");
    rig_expect(rig,
               "{\"error\": {\"class\": \"GenericError\", \"desc\": \"" MISSING("kind") "\"}}");
    rig_free(rig);
}

static void open_objects_take_members_of_any_name_and_value(void **state)
{
    static const struct check_row rows[] = {
        {"bag", "{\"id\":\"a\"}", NULL},
        {"bag", "{\"id\":\"a\",\"foo\":1,\"\":[{\"id\":1}],\"Weight\":\"x\",\"\\u00e9\":null}",
         NULL},
        {"bag", "{\"foo\":{\"a\":[1,2,{}]},\"id\":\"a\"}", NULL},
        {"bag", "{\"foo\":1}", MISSING("id")},
        {"bag", "{\"foo\":1,\"id\":2}", WANTED("id", "string")},
        {"bag", "{\"foo\":1,\"id\":\"a\",\"weight\":\"x\"}", WANTED("weight", "integer")},
        {"shelf", "{\"bag\":{\"id\":\"a\",\"foo\":1}}", NULL},
        {"shelf", "{\"bag\":{\"id\":\"a\",\"foo\":1},\"foo\":1}", UNEXPECTED("foo")},
        {"shelf", "{\"bag\":{\"foo\":1}}", MISSING("bag.id")},
        {"shelf", "{\"bag\":{\"id\":\"a\",\"depth\":\"x\"},\"depth\":\"x\"}",
         WANTED("depth", "integer")},
    };

    (void)state;
    check_rows(&schema, handlers, rows, COUNT(rows));
}

static void open_objects_show_the_handler_where_their_members_are(void **state)
{
    static const struct check_row row = {"bag", "{\"foo\":1,\"id\":\"a\"}", NULL};
    struct rig *rig = rig_negotiated(&schema, handlers);

    (void)state;
    check_arguments(rig, row.command, row.arguments, row.desc);
    assert_true(rig->marks[QMP_ARGUMENTS_MAX] > 0);
    assert_int_equal(rig->marks[0], 1);
    assert_int_equal(rig->marks[1], 0);
    rig_send(rig, "{\"execute\":\"page\",\"arguments\":{\"shapes\":[]}}");
    rig_expect(rig, "{\"return\": {}}");
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(union_wants_the_members_that_its_tag_chooses),
        cmocka_unit_test(union_refuses_members_of_the_branches_it_did_not_choose),
        cmocka_unit_test(union_checks_its_own_members_before_those_of_the_branch),
        cmocka_unit_test(union_errors_inside_arrays_and_objects_name_the_whole_path),
        cmocka_unit_test(union_arguments_stand_behind_the_command_s_own),
        cmocka_unit_test(union_without_arguments_lacks_its_tag),
        cmocka_unit_test(open_objects_take_members_of_any_name_and_value),
        cmocka_unit_test(open_objects_show_the_handler_where_their_members_are),
    };

    return cmocka_run_group_tests_name("unions", tests, NULL, NULL);
}
