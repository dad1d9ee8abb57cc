/* types.h - macros that keep the type tables short.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_SCHEMA_TYPES_H
#define QMP_SCHEMA_TYPES_H

#include <stddef.h>

#include "qmp/schema.h"

#define COUNT(array) ((uint8_t)(sizeof(array) / sizeof((array)[0])))

/* A member of an object: REQUIRED or OPTIONAL, its name, type and meaning. */
#define REQUIRED(member, of, text)                                                                 \
    {                                                                                              \
        .name = member, .type = &qmp_type_##of, QMP_DOC(text)                                      \
    }
#define OPTIONAL(member, of, text)                                                                 \
    {                                                                                              \
        .name = member, .type = &qmp_type_##of, .optional = true, QMP_DOC(text)                    \
    }

/* struct qmp_type of an object whose members are in the array id##_members. */
#define OBJECT(id, text)                                                                           \
    const struct qmp_type qmp_type_##id = {.name = #id,                                            \
                                           .meta = QMP_OBJECT,                                     \
                                           .count = COUNT(id##_members),                           \
                                           .members = id##_members,                                \
                                           QMP_DOC(text)};

#if QMP_UNIONS
/* ... that takes further members, of any name. */
#define OPEN_OBJECT(id, text)                                                                      \
    const struct qmp_type qmp_type_##id = {.name = #id,                                            \
                                           .meta = QMP_OBJECT,                                     \
                                           .count = COUNT(id##_members),                           \
                                           .open = true,                                           \
                                           .members = id##_members,                                \
                                           QMP_DOC(text)};
/* ... whose member number TAG decides which of BY_VALUE come in addition. */
#define UNION(id, tag_member, by_value, text)                                                      \
    const struct qmp_type qmp_type_##id = {.name = #id,                                            \
                                           .meta = QMP_OBJECT,                                     \
                                           .count = COUNT(id##_members),                           \
                                           .tag = tag_member,                                      \
                                           .members = id##_members,                                \
                                           .branches = by_value,                                   \
                                           QMP_DOC(text)};
#else
#define OPEN_OBJECT(id, text) OBJECT(id, text)
#define UNION(id, tag_member, by_value, text)                                                      \
    __attribute__((unused)) static const struct qmp_type *const *const id##_without = by_value;    \
    OBJECT(id, text)
#endif

/* ... of an enum whose values' names are in id##_values. */
#define ENUM(id, text)                                                                             \
    const struct qmp_type qmp_type_##id = {.name = #id,                                            \
                                           .meta = QMP_ENUM,                                       \
                                           .count = COUNT(id##_values),                            \
                                           .values = id##_values,                                  \
                                           QMP_DOC(text)};

#define ARRAY(of)                                                                                  \
    const struct qmp_type qmp_type_##of##_array = {                                                \
        .name = "[" #of "]", .meta = QMP_ARRAY, .element = &qmp_type_##of};

#endif
