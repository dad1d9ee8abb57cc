/* check_schema.h - a schema of all that arguments can be, for tests of their checking.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CHECK_SCHEMA_H
#define CHECK_SCHEMA_H

#include "rig.h"

/* Commands:
 *   integers {i8, i16, i32, i64, u8, u16, u32, u64}       all optional
 *   nested {point: {x, y?}, path?: [{x, y?}], deep?: [[{x, y?}]], box?: {corner}}
 *   nothing {}
 *   scalars {str, number, bool, null, any}                all optional
 *   some {first: str, second: int, third?: bool}
 *   various {color?, colors?: [color], ref?, refs?: [ref], count?, counts?: [uint8]}
 *           with color an enum, and ref an alternate of str, int and an object {x, y?}
 * They return {}. */
extern const struct qmp_schema check_schema;
extern qmp_handler *const check_handlers[];

/* A handler that notes in rig->mark_count that it was called: it sees only what was checked. */
qmp_handler check_called;

/* Sends COMMAND with ARGUMENTS; NULL for DESC: it must succeed, else it must fail with
 * this description. */
void check_arguments(struct rig *rig, const char *command, const char *arguments, const char *desc);

/* The same for each row, in a session with a server of SCHEMA. */
struct check_row {
    const char *command, *arguments, *desc;
};
void check_rows(const struct qmp_schema *schema, qmp_handler *const *handlers,
                const struct check_row *rows, size_t count);

#endif
