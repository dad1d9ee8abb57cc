/* schema.h - what a server tells of its commands (query-qmp-schema), as a model to ask.
 *
 * Who calls it: completion and help; there is no state but the model.
 * Ownership:    the model owns the reply it was made of, and entries belong to the model.
 * Time:         schema_new() sorts the entries; a look-up is a binary search.
 * Source:       QEMU's qapi/introspect.json.  Names of types mean nothing in QEMU's own (they are
 *               numbers there), so nothing here depends on them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_SCHEMA_H
#define QMPCTL_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "qmpc/qmpc.h"

struct schema;

enum schema_kind {
    SCHEMA_OTHER,
    SCHEMA_BUILTIN,
    SCHEMA_ENUM,
    SCHEMA_ARRAY,
    SCHEMA_OBJECT,
    SCHEMA_ALTERNATE,
    SCHEMA_COMMAND,
    SCHEMA_EVENT,
};

struct schema_entry {
    char *name;
    enum schema_kind kind;
    struct qmpc_json json; /* the entry as the server told it */
};

struct schema_member {
    char *name;                      /* valid during the visit */
    const struct schema_entry *type; /* NULL: the server did not tell */
    bool optional;
};

/* Takes over REPLY, which is freed in any case.  NULL if it is no schema, or without memory. */
struct schema *schema_new(struct qmpc_message *reply);
void schema_free(struct schema *schema);

/* All entries, sorted by name. */
const struct schema_entry *schema_entries(const struct schema *schema, size_t *count);

/* NULL: there is none.  SCHEMA may be NULL. */
const struct schema_entry *schema_find(const struct schema *schema, const char *name);
const struct schema_entry *schema_command(const struct schema *schema, const char *name);

/* What a command takes and returns, what is in an array: the entry that MEMBER ("arg-type",
 * "ret-type", "element-type") of ENTRY names; NULL if there is none. */
const struct schema_entry *schema_type(const struct schema *schema,
                                       const struct schema_entry *entry, const char *member);

/* Visits the members of an object type, required ones first. */
typedef void schema_visit(void *context, const struct schema_member *member);
void schema_members(const struct schema *schema, const struct schema_entry *object,
                    schema_visit *visit, void *context);

/* The type of one member, NULL if there is none. */
const struct schema_entry *schema_member_type(const struct schema *schema,
                                              const struct schema_entry *object, const char *name);

/* A union has a member that decides which others there are: its name, to be freed, or NULL; and
 * the type with the members of a case, NULL if that adds none. */
char *schema_tag(const struct schema_entry *object);
const struct schema_entry *schema_case(const struct schema *schema,
                                       const struct schema_entry *object, const char *value);

/* Visits the values of an enumeration; of an alternate the ones of all its enumerations, and for
 * bool false and true. */
typedef void schema_visit_value(void *context, const char *value);
void schema_values(const struct schema *schema, const struct schema_entry *type,
                   schema_visit_value *visit, void *context);

/* A type for people: "int", "[str]", "hex|base64", "{...}".  TYPE may be NULL. */
void schema_describe(const struct schema *schema, const struct schema_entry *type, FILE *out);

#endif
