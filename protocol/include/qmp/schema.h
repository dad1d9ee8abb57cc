/* schema.h - how commands, events and their types are described, once.
 *
 * One const description (struct qmp_schema) drives argument checking,
 * query-commands, query-qmp-schema and the reference documentation.  The
 * product's own is `qmp_schema`, in protocol/schema; a test may bring another.
 * Terms and names are those of QEMU's QAPI schema (docs/devel/qapi-code-gen).
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_SCHEMA_H
#define QMP_SCHEMA_H

#include <stdbool.h>
#include <stdint.h>

#include "qmp/config.h"

#if QMP_HELP
#define QMP_DOC(text) .help = text,
#else
#define QMP_DOC(text)
#endif

/* What only introspection tells. */
#if QMP_INTROSPECTION
#define QMP_RETURNS(type) .returns = type,
#else
#define QMP_RETURNS(type)
#endif

enum qmp_meta { QMP_BUILTIN, QMP_ENUM, QMP_ARRAY, QMP_OBJECT, QMP_ALTERNATE };

/* json-type of a builtin type. */
enum qmp_json { QMP_STRING, QMP_INT, QMP_NUMBER, QMP_BOOLEAN, QMP_NULL, QMP_VALUE };

struct qmp_member {
    const char *name;
    const struct qmp_type *type;
    bool optional;
#if QMP_HELP
    const char *help;
#endif
};

struct qmp_type {
    const char *name;
    uint8_t meta;     /* enum qmp_meta */
    uint8_t json;     /* QMP_BUILTIN: enum qmp_json */
    uint8_t bits;     /* QMP_INT: 8, 16, 32 or 64 */
    bool is_unsigned; /* QMP_INT */
    uint8_t count;    /* members, branches or values */
    union {
        const struct qmp_member *members; /* QMP_OBJECT; QMP_ALTERNATE: its branches */
        const char *const *values;        /* QMP_ENUM, by value */
        const struct qmp_type *element;   /* QMP_ARRAY */
    };
#if QMP_HELP
    const char *help;
#endif
};

enum {
    QMP_ALLOW_OOB = 1u << 0,   /* may be sent with exec-oob */
    QMP_ALLOW_EARLY = 1u << 1, /* works before capabilities are negotiated too */
};

struct qmp_command {
    const char *name;
    const struct qmp_type *arguments; /* an object */
#if QMP_INTROSPECTION
    const struct qmp_type *returns;
#endif
    uint8_t flags;
#if QMP_HELP
    const char *help;
#endif
};

struct qmp_event_type {
    const char *name;
    const struct qmp_type *data; /* an object of at most QMP_EVENT_DATA scalar members */
    bool rate_limited;           /* at most one in QMP_EVENT_INTERVAL, the last one kept */
#if QMP_HELP
    const char *help;
#endif
};

/* Limits of a description; tests/unit checks the product's against them. */
#define QMP_EVENT_DATA    4  /* members of an event's data */
#define QMP_ARGUMENTS_MAX 16 /* members of a command's arguments */
#define QMP_CHECK_DEPTH   8  /* objects and arrays inside one another in arguments */

struct qmp_schema {
    const struct qmp_command *commands; /* ascending by name (strcmp) */
    const struct qmp_event_type *events;
    const struct qmp_type *const *types; /* every type that is referred to */
    uint16_t command_count, event_count, type_count;
};

extern const struct qmp_schema qmp_schema;

/* The product's commands and events by number. */
enum qmp_command_id {
#define QMP_COMMAND(id, name, arguments, returns, flags, help) QMP_CMD_##id,
#include "qmp/commands.def"
#undef QMP_COMMAND
    QMP_CMD_COUNT
};

enum qmp_event_id {
#define QMP_EVENT(id, data, rate_limited, help) QMP_EVENT_##id,
#include "qmp/events.def"
#undef QMP_EVENT
    QMP_EVENT_COUNT
};

#define QMP_TYPE(id) extern const struct qmp_type qmp_type_##id;
#include "qmp/types.def"
#undef QMP_TYPE

/* Values of the enums that code refers to; their names are in schema/types.c. */
enum qmp_run_state { QMP_RUN_PAUSED, QMP_RUN_PRELAUNCH, QMP_RUN_RUNNING, QMP_RUN_SHUTDOWN };
enum qmp_shutdown_cause { QMP_CAUSE_QUIT, QMP_CAUSE_RESET, QMP_CAUSE_GUEST_SHUTDOWN };
enum qmp_memory_format { QMP_FORMAT_HEX, QMP_FORMAT_BASE64 };

#endif
