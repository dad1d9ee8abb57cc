/* check_schema.c - a schema of all that arguments can be.
 *
 * SPDX-License-Identifier: MIT */
#include "check_schema.h"

#define INTEGER(id, size, without_sign)                                                            \
    static const struct qmp_type id = {.name = #id,                                                \
                                       .meta = QMP_BUILTIN,                                        \
                                       .json = QMP_INT,                                            \
                                       .bits = size,                                               \
                                       .is_unsigned = without_sign};
INTEGER(int8, 8, false)
INTEGER(int16, 16, false)
INTEGER(int32, 32, false)
INTEGER(uint8, 8, true)
INTEGER(uint16, 16, true)
INTEGER(uint32, 32, true)

static const struct qmp_type number = {.name = "number", .meta = QMP_BUILTIN, .json = QMP_NUMBER};
static const struct qmp_type null = {.name = "null", .meta = QMP_BUILTIN, .json = QMP_NULL};
static const struct qmp_type any = {.name = "any", .meta = QMP_BUILTIN, .json = QMP_VALUE};

#define OBJECT(id)                                                                                 \
    static const struct qmp_type id = {                                                            \
        .name = #id, .meta = QMP_OBJECT, .count = COUNT(id##_members), .members = id##_members};
#define ARRAY(id, of)                                                                              \
    static const struct qmp_type id = {.name = #id, .meta = QMP_ARRAY, .element = &of};
#define REQUIRED(member, of)                                                                       \
    {                                                                                              \
        .name = member, .type = &of                                                                \
    }
#define OPTIONAL(member, of)                                                                       \
    {                                                                                              \
        .name = member, .type = &of, .optional = true                                              \
    }

static const struct qmp_member integers_members[] = {
    OPTIONAL("i8", int8),          OPTIONAL("i16", int16),          OPTIONAL("i32", int32),
    OPTIONAL("i64", qmp_type_int), OPTIONAL("u8", uint8),           OPTIONAL("u16", uint16),
    OPTIONAL("u32", uint32),       OPTIONAL("u64", qmp_type_uint64)};
OBJECT(integers)

static const struct qmp_member scalars_members[] = {
    OPTIONAL("str", qmp_type_str), OPTIONAL("number", number), OPTIONAL("bool", qmp_type_bool),
    OPTIONAL("null", null), OPTIONAL("any", any)};
OBJECT(scalars)

static const struct qmp_member some_members[] = {REQUIRED("first", qmp_type_str),
                                                 REQUIRED("second", qmp_type_int),
                                                 OPTIONAL("third", qmp_type_bool)};
OBJECT(some)

static const struct qmp_member point_members[] = {REQUIRED("x", qmp_type_int),
                                                  OPTIONAL("y", qmp_type_int)};
OBJECT(point)
ARRAY(points, point)
ARRAY(point_lists, points)

static const struct qmp_member box_members[] = {REQUIRED("corner", point)};
OBJECT(box)

static const struct qmp_member nested_members[] = {
    REQUIRED("point", point), OPTIONAL("path", points), OPTIONAL("deep", point_lists),
    OPTIONAL("box", box)};
OBJECT(nested)

static const char *const color_values[] = {"red", "green", "dark-blue"};
static const struct qmp_type color = {
    .name = "color", .meta = QMP_ENUM, .count = COUNT(color_values), .values = color_values};
ARRAY(colors, color)

static const struct qmp_member ref_branches[] = {
    REQUIRED("name", qmp_type_str), REQUIRED("index", qmp_type_int), REQUIRED("point", point)};
static const struct qmp_type ref = {
    .name = "Ref", .meta = QMP_ALTERNATE, .count = COUNT(ref_branches), .members = ref_branches};
ARRAY(refs, ref)
ARRAY(counts, uint8)

static const struct qmp_member various_members[] = {
    OPTIONAL("color", color), OPTIONAL("colors", colors), OPTIONAL("ref", ref),
    OPTIONAL("refs", refs),   OPTIONAL("count", uint8),   OPTIONAL("counts", counts)};
OBJECT(various)

#define COMMAND(command, takes, bits)                                                              \
    {                                                                                              \
        .name = command, .arguments = &takes, QMP_RETURNS(&qmp_type_none).flags = bits             \
    }

static const struct qmp_command commands[] = {
    COMMAND("integers", integers, 0),
    COMMAND("nested", nested, 0),
    COMMAND("nothing", qmp_type_none, 0),
    COMMAND("qmp_capabilities", qmp_type_qmp_capabilities_arg, QMP_ALLOW_EARLY),
    COMMAND("scalars", scalars, 0),
    COMMAND("some", some, 0),
    COMMAND("various", various, 0),
};

int check_called(struct qmp_call *call)
{
    struct rig *rig = call->context;

    rig->mark_count = 1;
    return 0;
}

qmp_handler *const check_handlers[] = {check_called,        check_called, check_called,
                                       qmp_do_capabilities, check_called, check_called,
                                       check_called};
_Static_assert(COUNT(commands) == COUNT(check_handlers), "a handler for each");

const struct qmp_schema check_schema = {.commands = commands, .command_count = COUNT(commands)};

void check_arguments(struct rig *rig, const char *command, const char *arguments, const char *desc)
{
    char text[512], expected[512];

    rig->mark_count = 0;
    snprintf(text, sizeof text, "{\"execute\":\"%s\",\"arguments\":%s}", command, arguments);
    if (desc)
        snprintf(expected, sizeof expected,
                 "{\"error\": {\"class\": \"GenericError\", \"desc\": \"%s\"}}", desc);
    else
        snprintf(expected, sizeof expected, "{\"return\": {}}");
    rig_send(rig, text);
    rig_expect(rig, expected);
    rig_expect_silence(rig);
    assert_int_equal(rig->mark_count != 0, desc == NULL);
}

void check_rows(const struct qmp_schema *schema, qmp_handler *const *handlers,
                const struct check_row *rows, size_t count)
{
    struct rig *rig = rig_negotiated(schema, handlers);

    for (size_t i = 0; i < count; i++)
        check_arguments(rig, rows[i].command, rows[i].arguments, rows[i].desc);
    rig_free(rig);
}
