/* groups.c - which group a command or event belongs to, out of the lists themselves.
 *
 * SPDX-License-Identifier: MIT */
#include "qmpdoc.h"

const struct group groups[] = {
#define QMP_GROUP(group_name, build_option, text)                                                  \
    {.name = #group_name, .option = #build_option, .help = text},
#include "qmp/groups.def"
#undef QMP_GROUP
};

/* Fails to compile for a command whose group is not in groups.def. */
enum group_number {
#define QMP_GROUP(name, option, help) GROUP_##name,
#include "qmp/groups.def"
#undef QMP_GROUP
    GROUP_COUNT
};

const unsigned group_count = GROUP_COUNT;

static const enum group_number of_command[] = {
#define QMP_COMMAND(group, id, name, arguments, returns, flags, help)                              \
    QMP_IN_##group(GROUP_##group, )
#include "qmp/commands.def"
#undef QMP_COMMAND
};

static const enum group_number of_event[] = {
#define QMP_EVENT(group, id, data, rate_limited, help) QMP_IN_##group(GROUP_##group, )
#include "qmp/events.def"
#undef QMP_EVENT
};

const struct group *group_of_command(unsigned number)
{
    return &groups[of_command[number]];
}

const struct group *group_of_event(unsigned number)
{
    return &groups[of_event[number]];
}
