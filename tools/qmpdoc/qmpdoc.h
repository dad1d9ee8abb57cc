/* qmpdoc.h - what the files of qmpdoc share.  They print to standard output.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPDOC_H
#define QMPDOC_H

#include <stdbool.h>

#include "qmp/schema.h"

/* groups.c */
struct group {
    const char *name;
    const char *option; /* the build option it depends on; "" for none */
    const char *help;
};

extern const struct group groups[];
extern const unsigned group_count;

/* By number in the schema. */
const struct group *group_of_command(unsigned number);
const struct group *group_of_event(unsigned number);

/* reference.c: docs/reference.md. */
void print_reference(void);

/* True for the arguments of a command and the data of an event. */
bool is_of_one_use(const struct qmp_type *type);

/* names.c: a line for each command, event and type. */
void print_names(void);

/* limits_table.c: the limits of both profiles.  False when the table and AgentLimits do not
 * name the same ones. */
bool print_limits(void);

/* markdown.c */

/* TEXT as prose: what Markdown would take for markup is escaped. */
void print_prose(const char *text);

/* The name of a type, linked to where it is described. */
void print_type(const struct qmp_type *type);

/* A table of the members of an object, if it has any; what a union's tag adds, and whether
 * there may be others. */
void print_members(const struct qmp_type *object);

/* A value of the type, valid in a request. */
void print_example(const struct qmp_type *type);

#endif
