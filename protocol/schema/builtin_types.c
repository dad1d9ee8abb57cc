/* builtin_types.c - QAPI's builtin types.
 *
 * SPDX-License-Identifier: MIT */
#include "types.h"

const struct qmp_type qmp_type_str = {.name = "str", .meta = QMP_BUILTIN, .json = QMP_STRING};
const struct qmp_type qmp_type_int = {
    .name = "int", .meta = QMP_BUILTIN, .json = QMP_INT, .bits = 64};
const struct qmp_type qmp_type_uint64 = {
    .name = "uint64", .meta = QMP_BUILTIN, .json = QMP_INT, .bits = 64, .is_unsigned = true};
const struct qmp_type qmp_type_bool = {.name = "bool", .meta = QMP_BUILTIN, .json = QMP_BOOLEAN};
const struct qmp_type qmp_type_any = {.name = "any", .meta = QMP_BUILTIN, .json = QMP_VALUE};
const struct qmp_type qmp_type_null = {.name = "null", .meta = QMP_BUILTIN, .json = QMP_NULL};

/* The object without members: QAPI's q_empty. */
const struct qmp_type qmp_type_none = {.name = "q_empty", .meta = QMP_OBJECT};

ARRAY(str)
#if QMP_INTROSPECTION
ARRAY(any)
#endif
