/* extend.h - commands, types and events of your own, beside the product's.
 *
 *     static int blink(struct qmp_call *call)
 *     {
 *         led_blink(qmp_int(call, 0));
 *         return 0;
 *     }
 *
 *     QMP_OWN_OBJECT(blink_arg, QMP_MEMBER("times", int, "how often"))
 *
 *     static const struct qmp_command commands[] = {
 *         QMP_OWN_COMMAND("gadget-blink", blink_arg, none, 0, "Blink."),
 *     };
 *     static qmp_handler *const handlers[] = {blink};
 *     static const struct qmp_type *const types[] = {&qmp_type_blink_arg};
 *     static const struct qmp_schema schema = QMP_OWN_SCHEMA(commands, types);
 *
 *     qmp_server_extend(&server, &schema, handlers);
 *
 * The rules are those of the product's own schema: commands in ascending order of name
 * (strcmp), a handler for each, every type listed that one of yours refers to and the product
 * has not.  A name of the product's stays the product's.  A command has at most
 * QMP_ARGUMENTS_MAX arguments, which are at most QMP_CHECK_DEPTH deep; an event at most
 * QMP_EVENT_DATA members, all scalar (or "any", see qmp_event_send_text()).
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_EXTEND_H
#define QMP_EXTEND_H

#include "qmp/schema.h"

/* A member that must be there, and one that need not be; OF is a type, of yours or the
 * product's (qmp/types.def) without its prefix: str, int, uint64, bool, any. */
#define QMP_MEMBER(member, of, meaning)                                                            \
    {                                                                                              \
        .name = member, .type = &qmp_type_##of, QMP_DOC(meaning)                                   \
    }
#define QMP_OPTIONAL(member, of, meaning)                                                          \
    {                                                                                              \
        .name = member, .type = &qmp_type_##of, .optional = true, QMP_DOC(meaning)                 \
    }

/* Defines the object type qmp_type_ID, to be used as ID, of the members that follow. */
#define QMP_OWN_OBJECT(id, ...)                                                                    \
    static const struct qmp_member qmp_members_##id[] = {__VA_ARGS__};                             \
    static const struct qmp_type qmp_type_##id = {                                                 \
        .name = #id,                                                                               \
        .meta = QMP_OBJECT,                                                                        \
        .count = sizeof qmp_members_##id / sizeof qmp_members_##id[0],                             \
        .members = qmp_members_##id,                                                               \
    };

/* Defines the enum type qmp_type_ID of the names that follow. */
#define QMP_OWN_ENUM(id, ...)                                                                      \
    static const char *const qmp_values_##id[] = {__VA_ARGS__};                                    \
    static const struct qmp_type qmp_type_##id = {                                                 \
        .name = #id,                                                                               \
        .meta = QMP_ENUM,                                                                          \
        .count = sizeof qmp_values_##id / sizeof qmp_values_##id[0],                               \
        .values = qmp_values_##id,                                                                 \
    };

/* A row of a table of commands; BITS: QMP_ALLOW_OOB and its like. */
#define QMP_OWN_COMMAND(command, takes, gives, bits, text)                                         \
    {                                                                                              \
        .name = command, .arguments = &qmp_type_##takes,                                           \
        QMP_RETURNS(&qmp_type_##gives).flags = bits, QMP_DOC(text)                                 \
    }

/* A row of a table of events (struct qmp_event_type); LIMITED: at most one in
 * QMP_EVENT_INTERVAL.  Row N is sent as number QMP_EVENT_COUNT + N. */
#define QMP_OWN_EVENT(event, carries, limited, text)                                               \
    {                                                                                              \
        .name = event, .data = &qmp_type_##carries, .rate_limited = limited, QMP_DOC(text)         \
    }

/* A schema of these commands and types, and of these events too. */
#define QMP_OWN_SCHEMA(command_table, type_table)                                                  \
    {                                                                                              \
        QMP_OWN_TABLES_(command_table, type_table)                                                 \
    }
#define QMP_OWN_SCHEMA_WITH_EVENTS(command_table, type_table, event_table)                         \
    {                                                                                              \
        QMP_OWN_TABLES_(command_table, type_table).events = event_table,                           \
                                       .event_count =                                              \
                                           sizeof(event_table) / sizeof((event_table)[0]),         \
    }
#define QMP_OWN_TABLES_(command_table, type_table)                                                 \
    .commands = command_table, .types = type_table,                                                \
    .command_count = sizeof(command_table) / sizeof((command_table)[0]),                           \
    .type_count = sizeof(type_table) / sizeof((type_table)[0]),

#endif
