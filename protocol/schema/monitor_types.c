/* monitor_types.c - the types of the human monitor.  Names and members are QEMU's.
 *
 * SPDX-License-Identifier: MIT */
#include "types.h"

static const struct qmp_member human_monitor_command_arg_members[] = {
    REQUIRED("command-line", str, "the line, without its end"),
    OPTIONAL("cpu-index", int, "the processor that the line is about; 0 if absent"),
};
OBJECT(human_monitor_command_arg, "")

static const struct qmp_member trace_event_get_state_arg_members[] = {
    REQUIRED("name", str, "of a trace point; with a * in it, of all that it fits"),
    OPTIONAL("vcpu", int, "a processor; no trace point has a state of its own for one"),
};
OBJECT(trace_event_get_state_arg, "")

static const struct qmp_member trace_event_set_state_arg_members[] = {
    REQUIRED("name", str, "of a trace point; with a * in it, of all that it fits"),
    REQUIRED("enable", bool, ""),
    OPTIONAL("ignore-unavailable", bool, "one that the board has not is no error"),
    OPTIONAL("vcpu", int, "a processor; no trace point has a state of its own for one"),
};
OBJECT(trace_event_set_state_arg, "")

static const char *const TraceEventState_values[] = {"unavailable", "disabled", "enabled"};
ENUM(TraceEventState, "")

static const struct qmp_member TraceEventInfo_members[] = {
    REQUIRED("name", str, ""),
    REQUIRED("state", TraceEventState, ""),
    REQUIRED("vcpu", bool, "whether it has a state for each processor: never"),
};
OBJECT(TraceEventInfo, "")
ARRAY(TraceEventInfo)
