/* table.c - the commands of the human monitor.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR

/* By state: which handler it has. */
#define ROW_READY(handler, names, arguments, params, ...)                                          \
    MONITOR_ROW(names, arguments, params, handler, __VA_ARGS__),
#define ROW_QMP(handler, ...)   ROW_READY(monitor_pass, __VA_ARGS__)
#define ROW_QUIET(handler, ...) ROW_READY(monitor_nothing, __VA_ARGS__)

static const struct monitor_row commands[] = {
#define HMP_INFO(...)
#define HMP_COMMAND(state, group, names, arguments, params, handler, ...)                          \
    QMP_IN_##group(ROW_##state(hmp_##handler, names, arguments, params, __VA_ARGS__))
#include "agent/monitor_commands.def"
#undef HMP_INFO
#undef HMP_COMMAND
};

static const struct monitor_row infos[] = {
#define HMP_COMMAND(...)
#define HMP_INFO(state, group, names, arguments, params, handler, ...)                             \
    QMP_IN_##group(ROW_##state(hmp_info_##handler, names, arguments, params, __VA_ARGS__))
#include "agent/monitor_commands.def"
#undef HMP_INFO
#undef HMP_COMMAND
};

const struct monitor_table monitor_commands = {commands, sizeof commands / sizeof commands[0]};
const struct monitor_table monitor_infos = {infos, sizeof infos / sizeof infos[0]};

#endif
