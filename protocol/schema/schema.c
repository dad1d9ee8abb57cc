/* schema.c - the tables of commands, events and types, made from the lists.
 *
 * SPDX-License-Identifier: MIT */
#include "types.h"

static const struct qmp_command commands[] = {
#define QMP_COMMAND(group, id, command, takes, gives, bits, text)                                  \
    QMP_IN_##group({.name = command,                                                               \
                    .arguments = &qmp_type_##takes,                                                \
                    QMP_RETURNS(&qmp_type_##gives).flags = bits,                                   \
                    QMP_DOC(text)}, )
#include "qmp/commands.def"
#undef QMP_COMMAND
};

static const struct qmp_event_type events[] = {
#define QMP_EVENT(group, id, carries, limited, text)                                               \
    QMP_IN_##group(                                                                                \
        {.name = #id, .data = &qmp_type_##carries, .rate_limited = limited, QMP_DOC(text)}, )
#include "qmp/events.def"
#undef QMP_EVENT
};

#if QMP_INTROSPECTION
static const struct qmp_type *const types[] = {
#define QMP_TYPE(group, id) QMP_IN_##group(&qmp_type_##id, )
#include "qmp/types.def"
#undef QMP_TYPE
};
#endif

const struct qmp_schema qmp_schema = {
    .commands = commands,
    .command_count = sizeof commands / sizeof commands[0],
    .events = events,
    .event_count = sizeof events / sizeof events[0],
#if QMP_INTROSPECTION
    .types = types,
    .type_count = sizeof types / sizeof types[0],
#endif
};
