/* objects.h - the object tree of a server (qom-list, qom-get, qom-set) as data.
 *
 * Who calls it: whoever holds an open line (connect.h), one call at a time.
 * Units:        times are milliseconds, for each command that is sent.
 * Ownership:    lists and messages handed out are the caller's to free.
 * Errors:       0 or one of enum qmpc_status; connect_explain() says what it means.
 *
 * Paths are the server's: "/machine/peripheral/fan", or the end of one that fits a single object
 * ("fan", "peripheral/fan").
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_OBJECTS_H
#define QMPCTL_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qmpc/qmpc.h"

enum objects_kind {
    OBJECTS_PROPERTY,
    OBJECTS_CHILD, /* an object below: type "child<T>" */
    OBJECTS_LINK,  /* the path of another object: type "link<T>" */
};

struct objects_entry {
    char *name;
    char *type;        /* as the server tells it: "int32", "child<sensor>" */
    char *description; /* "" if there is none */
    enum objects_kind kind;
};

struct objects_list {
    struct objects_entry *entries; /* in the server's order */
    size_t count;
};

/* What is at PATH.  *LIST is empty on failure. */
int objects_list(struct qmpc *line, const char *path, int64_t timeout_ms,
                 struct objects_list *list);
void objects_free(struct objects_list *list);

/* NULL: there is no entry of this name. */
const struct objects_entry *objects_find(const struct objects_list *list, const char *name);

/* The T of "child<T>" or "link<T>", otherwise the type itself; NUL-terminated in BUFFER. */
void objects_type(const struct objects_entry *entry, char *buffer, size_t size);

/* The reply has the value at "return".  *REPLY as of qmpc_command(). */
int objects_get(struct qmpc *line, const char *path, const char *property, int64_t timeout_ms,
                struct qmpc_message **reply);

/* VALUE is JSON text.  REPLY may be NULL. */
int objects_set(struct qmpc *line, const char *path, const char *property, const char *value,
                int64_t timeout_ms, struct qmpc_message **reply);

/* {"path": PATH, "property": PROPERTY, "value": VALUE} with what is not NULL; VALUE is JSON text.
 * To be freed; NULL without memory. */
char *objects_arguments(const char *path, const char *property, const char *value);

/* "/machine" and "fan" as "/machine/fan", to be freed; NULL without memory. */
char *objects_join(const char *parent, const char *name);

/* Cuts "hub.fan" into "hub" and "fan" at its last dot, in place: for PATH.PROPERTY.  NULL: there is
 * none, or nothing stands before or behind it. */
char *objects_split(char *path);

/* Called for each object, parents first, in the server's order; TYPE is "" for the first.
 * Returns 0 to go on, or a status to end the walk with. */
typedef int objects_visit(void *context, const char *path, const char *type, unsigned depth,
                          const struct objects_list *list);

/* The object at PATH and all below it, OBJECTS_DEPTH levels at most.  An object that goes away
 * meanwhile is passed over. */
#define OBJECTS_DEPTH 64
int objects_walk(struct qmpc *line, const char *path, int64_t timeout_ms, objects_visit *visit,
                 void *context);

#endif
