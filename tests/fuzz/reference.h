/* reference.h - whether arguments fit a command, by another way than protocol/server/check.c: slow,
 * recursive, over jansson, from what query-qmp-schema tells every client.
 *
 * Two things are not in there, as they are not in QEMU's, and are taken from the tables: the width
 * of an integer, and whether an object takes members of any name.
 *
 * SPDX-License-Identifier: MIT */
#ifndef REFERENCE_H
#define REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "qmp/schema.h"

/* Longest description (bytes, with its NUL). */
#define REFERENCE_ERROR_MAX 16384

struct reference {
    json_t *entities; /* of query-qmp-schema, by name */
    const struct qmp_schema *tables[2];
    size_t where_max; /* QMP_WHERE_MAX */
    char error[REFERENCE_ERROR_MAX];
};

/* TEXT is the return of query-qmp-schema, MORE the schema that extends qmp_schema, or NULL. */
void reference_init(struct reference *r, const char *text, size_t size,
                    const struct qmp_schema *more, size_t where_max);

/* The row of COMMAND in the tables, or NULL. */
const struct qmp_command *reference_command(const struct reference *r, const char *command);

/* What is wrong with ARGUMENTS, an object as oracle_exactly() left it, or NULL: none were given.
 * Returns NULL when nothing is, else the description of a GenericError. */
const char *reference_check(struct reference *r, const char *command, const json_t *arguments);

/* The entity of this name; aborts when there is none. */
const json_t *reference_entity(const struct reference *r, const char *name);

#endif
