/* types.c - the types of arguments and events, and enums the code refers to.
 * Names that QEMU has too are QEMU's, with its members.
 *
 * SPDX-License-Identifier: MIT */
#include "types.h"

static const char *const QMPCapability_values[] = {"oob",
#if QMP_FRAME_CHECK
                                                   "agent-frame-check"
#endif
};
ENUM(QMPCapability, "What a client may enable.")
ARRAY(QMPCapability)

static const struct qmp_member qmp_capabilities_arg_members[] = {
    OPTIONAL("enable", QMPCapability_array, "capabilities to enable, of those the greeting offers"),
};
OBJECT(qmp_capabilities_arg, "")

/* In the order of enum qmp_run_state, then what a bare board has no use for. */
static const char *const RunState_values[] = {
    "paused",    "prelaunch",      "running",        "shutdown",    "watchdog",       "debug",
    "inmigrate", "internal-error", "io-error",       "postmigrate", "finish-migrate", "restore-vm",
    "save-vm",   "suspended",      "guest-panicked", "colo"};
ENUM(RunState, "What the application is doing.")

/* In the order of enum qmp_watchdog_action. */
static const char *const WatchdogAction_values[] = {"reset", "shutdown", "poweroff",  "pause",
                                                    "debug", "none",     "inject-nmi"};
ENUM(
    WatchdogAction,
    "reset: restart the application; shutdown: ask it to shut down; poweroff: end; pause: stop it; "
    "debug, none, inject-nmi: nothing but the event.")

/* In the order of enum qmp_shutdown_cause, then the rest of QEMU's. */
static const char *const ShutdownCause_values[] = {
    "host-qmp-quit", "host-qmp-system-reset", "guest-shutdown", "guest-reset", "none",
    "host-error",    "host-signal",           "host-ui",        "guest-panic", "subsystem-reset",
    "snapshot-load"};
ENUM(ShutdownCause, "Why the board is reset or powered off.")

static const struct qmp_member RESET_arg_members[] = {
    REQUIRED("guest", bool, "the application asked for it"),
    REQUIRED("reason", ShutdownCause, ""),
};
OBJECT(RESET_arg, "")

static const struct qmp_member SHUTDOWN_arg_members[] = {
    REQUIRED("guest", bool, "the application asked for it"),
    REQUIRED("reason", ShutdownCause, ""),
};
OBJECT(SHUTDOWN_arg, "")

static const struct qmp_member AGENT_EVENTS_DROPPED_arg_members[] = {
    REQUIRED("count", int, "how many, since the event before"),
};
OBJECT(AGENT_EVENTS_DROPPED_arg, "")

/* In the order of enum qmp_memory_format. */
static const char *const AgentMemoryFormat_values[] = {"hex", "base64"};
ENUM(AgentMemoryFormat, "How bytes are written as text.")

static const struct qmp_member agent_memory_read_arg_members[] = {
    REQUIRED("address", uint64, "first byte"),
    REQUIRED("size", uint64, "bytes"),
    OPTIONAL("format", AgentMemoryFormat, "hex if absent"),
};
OBJECT(agent_memory_read_arg, "")

static const struct qmp_member agent_memory_write_arg_members[] = {
    REQUIRED("address", uint64, "first byte"),
    REQUIRED("data", str, ""),
    OPTIONAL("format", AgentMemoryFormat, "hex if absent"),
};
OBJECT(agent_memory_write_arg, "")

static const struct qmp_member guest_sync_arg_members[] = {
    REQUIRED("id", int, ""),
};
OBJECT(guest_sync_arg, "")

static const struct qmp_member qom_list_arg_members[] = {
    REQUIRED("path", str, "from the root (\"/machine/...\"), or an end of it that is unique"),
};
OBJECT(qom_list_arg, "")

static const struct qmp_member qom_get_arg_members[] = {
    REQUIRED("path", str, "as in qom-list"),
    REQUIRED("property", str, ""),
};
OBJECT(qom_get_arg, "")

static const struct qmp_member qom_set_arg_members[] = {
    REQUIRED("path", str, "as in qom-list"),
    REQUIRED("property", str, ""),
    REQUIRED("value", any, "of the property's type"),
};
OBJECT(qom_set_arg, "")

static const struct qmp_member qom_list_types_arg_members[] = {
    OPTIONAL("implements", str, "only types that are or descend from this one"),
    OPTIONAL("abstract", bool, "abstract types too; false if absent"),
};
OBJECT(qom_list_types_arg, "")

static const struct qmp_member qom_typename_arg_members[] = {
    REQUIRED("typename", str, ""),
};
OBJECT(qom_typename_arg, "")
