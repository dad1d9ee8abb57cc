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
#include "qmp/groups.h"

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
#if QMP_UNIONS
    bool open;   /* QMP_OBJECT: further members are the handler's business */
    uint8_t tag; /* of a union: the member, an enum, that decides */
#endif
    union {
        const struct qmp_member *members; /* QMP_OBJECT; QMP_ALTERNATE: its branches */
        const char *const *values;        /* QMP_ENUM, by value */
        const struct qmp_type *element;   /* QMP_ARRAY */
    };
#if QMP_UNIONS
    /* QMP_OBJECT: of a union, by value of its tag, the object whose members come in addition,
     * NULL for none; else NULL. */
    const struct qmp_type *const *branches;
#endif
#if QMP_HELP
    const char *help;
#endif
};

enum {
    QMP_ALLOW_OOB = 1u << 0,   /* may be sent with exec-oob */
    QMP_ALLOW_EARLY = 1u << 1, /* works before capabilities are negotiated too */
    QMP_READ_ONLY = 1u << 2,   /* changes nothing but the session */
    QMP_SECRET = 1u << 3,      /* its argument "secret" is wiped out of the request afterwards */
    QMP_SAVEVM_MONITOR_NODES = 1u << 4, /* has QEMU's feature savevm-monitor-nodes */
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
    /* An object of at most QMP_EVENT_DATA members: scalars, "any" or an object that is given as
     * JSON, see qmp_event_send(). */
    const struct qmp_type *data;
    bool rate_limited; /* at most one in QMP_EVENT_INTERVAL, the last one kept */
#if QMP_HELP
    const char *help;
#endif
};

/* Limits of a description; tests/unit checks the product's against them. */
/* Members of an event's data. */
#define QMP_EVENT_DATA (QMP_SMALL ? 4 : 6)
/* Members of a command's arguments. */
#define QMP_ARGUMENTS_MAX 16
/* Objects and arrays inside one another in arguments. */
#define QMP_CHECK_DEPTH 8

struct qmp_schema {
    const struct qmp_command *commands; /* ascending by name (strcmp) */
    const struct qmp_event_type *events;
    const struct qmp_type *const *types; /* every type that is referred to */
    uint16_t command_count, event_count, type_count;
};

extern const struct qmp_schema qmp_schema;

/* The product's commands and events by number. */
enum qmp_command_id {
#define QMP_COMMAND(group, id, name, arguments, returns, flags, help) QMP_IN_##group(QMP_CMD_##id, )
#include "qmp/commands.def"
#undef QMP_COMMAND
    QMP_CMD_COUNT
};

enum qmp_event_id {
#define QMP_EVENT(group, id, data, rate_limited, help) QMP_IN_##group(QMP_EVENT_##id, )
#include "qmp/events.def"
#undef QMP_EVENT
    QMP_EVENT_COUNT
};

#define QMP_TYPE(group, id) extern const struct qmp_type qmp_type_##id;
#include "qmp/types.def"
#undef QMP_TYPE

/* Values of the enums that code refers to; their names are in schema/types.c. */
enum qmp_run_state {
    QMP_RUN_PAUSED,
    QMP_RUN_PRELAUNCH,
    QMP_RUN_RUNNING,
    QMP_RUN_SHUTDOWN,
    QMP_RUN_WATCHDOG,
    QMP_RUN_DEBUG,
    QMP_RUN_SAVE_VM = 12,
    QMP_RUN_GUEST_PANICKED = 14
};
enum qmp_shutdown_cause {
    QMP_CAUSE_QUIT,
    QMP_CAUSE_RESET,
    QMP_CAUSE_GUEST_SHUTDOWN,
    QMP_CAUSE_GUEST_RESET,
    QMP_CAUSE_GUEST_PANIC = 8
};
enum qmp_memory_format { QMP_FORMAT_HEX, QMP_FORMAT_BASE64 };
enum qmp_data_format { QMP_DATA_UTF8, QMP_DATA_BASE64 };
enum qmp_watchdog_action {
    QMP_WATCHDOG_RESET,
    QMP_WATCHDOG_SHUTDOWN,
    QMP_WATCHDOG_POWEROFF,
    QMP_WATCHDOG_PAUSE,
    QMP_WATCHDOG_DEBUG,
    QMP_WATCHDOG_NONE,
    QMP_WATCHDOG_INJECT_NMI
};
enum qmp_panic_action {
    QMP_PANIC_PAUSE,
    QMP_PANIC_SHUTDOWN,
    QMP_PANIC_EXIT_FAILURE,
    QMP_PANIC_NONE,
    QMP_PANIC_RESET
};
enum qmp_key_kind { QMP_KEY_NUMBER, QMP_KEY_QCODE };
enum qmp_input_kind { QMP_INPUT_KEY, QMP_INPUT_BTN, QMP_INPUT_REL, QMP_INPUT_ABS };
enum qmp_lock_policy { QMP_LOCK_READ_ONLY, QMP_LOCK_ALLOW, QMP_LOCK_DENY };

#endif
