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

const struct limits LIMITS = {
    .list = list,
    .count = sizeof list / sizeof list[0],
    .throttles = QMP_THROTTLES,
    .oob = QMP_OOB,
    .introspection = QMP_INTROSPECTION,
    .guest_info = QMP_GROUP_GUEST,
};
