/* own_schema.c - commands with all that arguments can be: integers of every width, alternates,
 * arrays of arrays, unions inside one another, and names that fill the room for a path.
 *
 * SPDX-License-Identifier: MIT */
#include "own_schema.h"

#include <stddef.h>

#include "qmp/extend.h"

#if QMP_EXTENSIONS && QMP_INTROSPECTION && QMP_UNIONS

#define INTEGER(id, size, without_sign)                                                            \
    static const struct qmp_type qmp_type_##id = {.name = #id,                                     \
                                                  .meta = QMP_BUILTIN,                             \
                                                  .json = QMP_INT,                                 \
                                                  .bits = size,                                    \
                                                  .is_unsigned = without_sign};
INTEGER(int8, 8, false)
INTEGER(int16, 16, false)
INTEGER(int32, 32, false)
INTEGER(uint8, 8, true)
INTEGER(uint16, 16, true)
INTEGER(uint32, 32, true)

static const struct qmp_type qmp_type_number = {
    .name = "number", .meta = QMP_BUILTIN, .json = QMP_NUMBER};

#define ARRAY(id, of)                                                                              \
    static const struct qmp_type qmp_type_##id = {                                                 \
        .name = #id, .meta = QMP_ARRAY, .element = &qmp_type_##of};
#define ALTERNATE(id, ...)                                                                         \
    static const struct qmp_member qmp_branches_##id[] = {__VA_ARGS__};                            \
    static const struct qmp_type qmp_type_##id = {.name = #id,                                     \
                                                  .meta = QMP_ALTERNATE,                           \
                                                  .count = sizeof qmp_branches_##id /              \
                                                           sizeof qmp_branches_##id[0],            \
                                                  .members = qmp_branches_##id};

QMP_OWN_OBJECT(integers, QMP_OPTIONAL("i8", int8, ""), QMP_OPTIONAL("i16", int16, ""),
               QMP_OPTIONAL("i32", int32, ""), QMP_OPTIONAL("i64", int, ""),
               QMP_OPTIONAL("u8", uint8, ""), QMP_OPTIONAL("u16", uint16, ""),
               QMP_OPTIONAL("u32", uint32, ""), QMP_OPTIONAL("u64", uint64, ""))
QMP_OWN_OBJECT(scalars, QMP_OPTIONAL("str", str, ""), QMP_OPTIONAL("number", number, ""),
               QMP_OPTIONAL("bool", bool, ""), QMP_OPTIONAL("null", null, ""),
               QMP_OPTIONAL("any", any, ""))
QMP_OWN_OBJECT(point, QMP_MEMBER("x", int, ""), QMP_OPTIONAL("y", uint8, ""))
ARRAY(points, point)
ARRAY(point_lists, points)
QMP_OWN_OBJECT(nested, QMP_MEMBER("point", point, ""), QMP_OPTIONAL("path", points, ""),
               QMP_OPTIONAL("deep", point_lists, ""))

QMP_OWN_ENUM(color, "red", "green", "dark-blue")
ARRAY(colors, color)
ALTERNATE(ref, QMP_MEMBER("name", str, ""), QMP_MEMBER("index", uint16, ""),
          QMP_MEMBER("point", point, ""), QMP_MEMBER("on", bool, ""))
ALTERNATE(other, QMP_MEMBER("color", color, ""), QMP_MEMBER("many", colors, ""),
          QMP_MEMBER("nothing", null, ""))
ARRAY(refs, ref)
ARRAY(counts, int8)
QMP_OWN_OBJECT(various, QMP_OPTIONAL("color", color, ""), QMP_OPTIONAL("colors", colors, ""),
               QMP_OPTIONAL("ref", ref, ""), QMP_OPTIONAL("refs", refs, ""),
               QMP_OPTIONAL("other", other, ""), QMP_OPTIONAL("counts", counts, ""))

/* A union whose tag is its second member and may be absent, in which one value brings nothing. */
QMP_OWN_OBJECT(red_more, QMP_MEMBER("shade", int8, ""), QMP_OPTIONAL("at", points, ""))
QMP_OWN_OBJECT(blue_more, QMP_MEMBER("refs", refs, ""))
static const struct qmp_type *const paint_branches[] = {&qmp_type_red_more, NULL,
                                                        &qmp_type_blue_more};
static const struct qmp_member paint_members[] = {QMP_MEMBER("layers", uint8, ""),
                                                  QMP_OPTIONAL("color", color, ""),
                                                  QMP_OPTIONAL("thin", bool, "")};
static const struct qmp_type qmp_type_paint = {.name = "paint",
                                               .meta = QMP_OBJECT,
                                               .count = 3,
                                               .tag = 1,
                                               .members = paint_members,
                                               .branches = paint_branches};
ARRAY(paints, paint)
static const struct qmp_member open_members[] = {QMP_MEMBER("name", str, "")};
static const struct qmp_type qmp_type_free = {
    .name = "free", .meta = QMP_OBJECT, .count = 1, .open = true, .members = open_members};
QMP_OWN_OBJECT(unions, QMP_OPTIONAL("one", paint, ""), QMP_OPTIONAL("many", paints, ""),
               QMP_OPTIONAL("free", free, ""))

#define LONG "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
QMP_OWN_OBJECT(inner, QMP_MEMBER(LONG, int8, ""), QMP_OPTIONAL("y", color, ""))
QMP_OWN_OBJECT(middle, QMP_MEMBER(LONG, inner, ""))
ARRAY(middles, middle)
QMP_OWN_OBJECT(outer, QMP_MEMBER(LONG, middles, ""))

static const struct qmp_command commands[] = {
    QMP_OWN_COMMAND("own-integers", integers, none, 0, ""),
    QMP_OWN_COMMAND("own-long-names", outer, none, 0, ""),
    QMP_OWN_COMMAND("own-nested", nested, none, 0, ""),
    QMP_OWN_COMMAND("own-paint", paint, none, 0, ""),
    QMP_OWN_COMMAND("own-scalars", scalars, none, 0, ""),
    QMP_OWN_COMMAND("own-unions", unions, none, 0, ""),
    QMP_OWN_COMMAND("own-various", various, none, 0, ""),
};

#define TYPE(id) &qmp_type_##id
static const struct qmp_type *const types[] = {
    TYPE(integers), TYPE(scalars), TYPE(point),   TYPE(points),   TYPE(point_lists),
    TYPE(nested),   TYPE(color),   TYPE(colors),  TYPE(ref),      TYPE(other),
    TYPE(refs),     TYPE(counts),  TYPE(various), TYPE(red_more), TYPE(blue_more),
    TYPE(paint),    TYPE(paints),  TYPE(free),    TYPE(unions),   TYPE(inner),
    TYPE(middle),   TYPE(middles), TYPE(outer),   TYPE(number),   TYPE(int8),
    TYPE(int16),    TYPE(int32),   TYPE(uint8),   TYPE(uint16),   TYPE(uint32)};

static const struct qmp_schema schema = QMP_OWN_SCHEMA(commands, types);
const struct qmp_schema *const own_schema = &schema;

#else
const struct qmp_schema *const own_schema = NULL;
#endif
