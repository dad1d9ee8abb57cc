/* agent_types.c - types of the agent's and the guest agent's commands and events.
 *
 * SPDX-License-Identifier: MIT */
#include "types.h"

static const struct qmp_member AGENT_EVENTS_DROPPED_arg_members[] = {
    REQUIRED("count", int, "how many, since the event before")
};
OBJECT(AGENT_EVENTS_DROPPED_arg, "")

static const struct qmp_member AgentCancelled_members[] = {
    REQUIRED("cancelled", bool, "a streamed command was under way")
};
OBJECT(AgentCancelled, "")

static const struct qmp_member AgentSession_members[] = {
    REQUIRED("port", str, "label of its port")
    REQUIRED("negotiated", bool, "")
    REQUIRED("requests", int, "messages answered since the agent started")
    REQUIRED("faults", int, "of these, refused as JSON")
    REQUIRED("events-dropped", int, "events lost because the host did not read")
    REQUIRED("overruns", int, "times the port's hardware lost bytes")
};
OBJECT(AgentSession, "")
ARRAY(AgentSession)

static const struct qmp_member AgentInfo_members[] = {
    REQUIRED("version", str, "of the agent")
    REQUIRED("board", str, "")
    REQUIRED("target", SysEmuTarget, "")
    REQUIRED("interrupts", bool, "false: the application must poll the agent")
    REQUIRED("uptime", int, "microseconds since reset")
    REQUIRED("sessions", AgentSession_array, "")
};
OBJECT(AgentInfo, "")

static const struct qmp_member AgentLimits_members[] = {
    REQUIRED("nesting", int, "levels in a message")
    REQUIRED("message-size", int, "bytes of a message, white space outside strings not counted")
    REQUIRED("tokens", int, "values and keys in a message")
    REQUIRED("queued-requests", int, "complete requests that wait in a session")
    REQUIRED("oob-reserve", int, "bytes kept for an out-of-band request")
    REQUIRED("output-buffer", int, "bytes of output that wait for the port")
    REQUIRED("queued-events", int, "events that wait for a session that does not read")
    REQUIRED("event-interval", int, "microseconds between rate-limited events of a kind")
};
OBJECT(AgentLimits, "")

/* In the order of enum qmp_memory_format. */
static const char *const AgentMemoryFormat_values[] = {"hex", "base64"};
ENUM(AgentMemoryFormat, "How bytes are written as text.")

static const struct qmp_member agent_memory_read_arg_members[] = {
    REQUIRED("address", uint64, "first byte")
    REQUIRED("size", uint64, "bytes")
    OPTIONAL("format", AgentMemoryFormat, "hex if absent")
};
OBJECT(agent_memory_read_arg, "")

static const struct qmp_member AgentMemoryData_members[] = {
    REQUIRED("address", uint64, "first byte")
    REQUIRED("format", AgentMemoryFormat, "")
    REQUIRED("data", str, "")
    REQUIRED("size", uint64, "bytes carried by data")
    OPTIONAL("fault", uint64, "address that could not be read; data ends before it")
    OPTIONAL("cancelled", bool, "true when agent-cancel ended it")
};
OBJECT(AgentMemoryData, "")

static const struct qmp_member agent_memory_write_arg_members[] = {
    REQUIRED("address", uint64, "first byte")
    REQUIRED("data", str, "")
    OPTIONAL("format", AgentMemoryFormat, "hex if absent")
};
OBJECT(agent_memory_write_arg, "")

static const struct qmp_member AgentMemoryWritten_members[] = {
    REQUIRED("size", uint64, "bytes written")
};
OBJECT(AgentMemoryWritten, "")

static const struct qmp_member guest_sync_arg_members[] = {REQUIRED("id", int, "")};
OBJECT(guest_sync_arg, "")

static const struct qmp_member GuestAgentCommandInfo_members[] = {
    REQUIRED("name", str, "") REQUIRED("enabled", bool, "") REQUIRED("success-response", bool, "")
};
OBJECT(GuestAgentCommandInfo, "")
ARRAY(GuestAgentCommandInfo)

static const struct qmp_member GuestAgentInfo_members[] = {
    REQUIRED("version", str, "")
    REQUIRED("supported_commands", GuestAgentCommandInfo_array, "")
};
OBJECT(GuestAgentInfo, "")
