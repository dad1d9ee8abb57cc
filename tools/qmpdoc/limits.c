/* limits.c - the sizes of one profile; compiled once for each, as LIMITS.
 *
 * SPDX-License-Identifier: MIT */
#include "limits.h"

#include "agent/config.h"
#include "qmp/groups.h"

static const struct limit list[] = {
    {"nesting", QMP_NESTING_MAX},      {"message-size", QMP_MESSAGE_MAX},
    {"tokens", QMP_TOKENS_MAX},        {"queued-requests", QMP_QUEUE_MAX},
    {"oob-reserve", QMP_OOB_RESERVE},  {"output-buffer", QMP_OUT_SIZE},
    {"queued-events", QMP_EVENTS_MAX}, {"event-interval", QMP_EVENT_INTERVAL},
};

/* Of the agent; 0 where the profile has not the group. */
static const struct limit agent[] = {
    {"objects that hosts have created", QMP_GROUP_OBJECTS ? AGENT_OBJECTS_MAX : 0},
    {"properties that are watched", QMP_GROUP_WATCH ? AGENT_WATCHES_MAX : 0},
    {"rules of a lock", QMP_GROUP_LOCK ? AGENT_LOCK_RULES_MAX : 0},
    {"bytes of the console's output that are kept", QMP_GROUP_CONSOLE ? AGENT_CONSOLE_OUT : 0},
    {"bytes typed that the application has not read", QMP_GROUP_CONSOLE ? AGENT_CONSOLE_IN : 0},
    {"keys and pointer events it has not read", QMP_GROUP_INPUT ? AGENT_INPUT_EVENTS : 0},
    {"breakpoints, gdb's included", QMP_GROUP_DEBUG ? AGENT_BREAKPOINTS_MAX : 0},
    {"watchpoints, gdb's included; the hardware may have fewer",
     QMP_GROUP_DEBUG ? AGENT_WATCHPOINTS_MAX : 0},
    {"names of `agent-read-registers`", QMP_GROUP_DEBUG ? AGENT_REGISTER_NAMES_MAX : 0},
    {"bytes of a message of `agent_panic()`", QMP_GROUP_DEBUG ? AGENT_PANIC_TEXT - 1 : 0},
    {"bytes of a pattern of `agent-memory-search` and `-fill`",
     QMP_GROUP_INSPECT ? AGENT_PATTERN_MAX : 0},
    {"registers of one `agent-mmio-read`", QMP_GROUP_INSPECT ? AGENT_MMIO_MAX : 0},
    {"bytes of gdb's packets", AGENT_GDB ? AGENT_GDB_PACKET : 0},
    {"bytes of a line of the human monitor", QMP_GROUP_MONITOR ? AGENT_MONITOR_LINE : 0},
    {"bytes of lines that a terminal remembers", QMP_GROUP_MONITOR ? AGENT_MONITOR_HISTORY : 0},
};

const struct limits LIMITS = {
    .list = list,
    .count = sizeof list / sizeof list[0],
    .agent = agent,
    .agent_count = sizeof agent / sizeof agent[0],
    .throttles = QMP_THROTTLES,
    .oob = QMP_OOB,
    .frame_check = QMP_FRAME_CHECK,
    .introspection = QMP_INTROSPECTION,
    .guest_info = QMP_GROUP_GUEST,
};
