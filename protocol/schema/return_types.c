/* return_types.c - the types of return values, which only introspection tells.
 * Names that QEMU has too are QEMU's, with its members.
 *
 * SPDX-License-Identifier: MIT */
#include "types.h"

#if QMP_INTROSPECTION

/* ------------------------------------------------------------------ as QEMU */

static const struct qmp_member StatusInfo_members[] = {
    REQUIRED("running", bool, "the application runs"),
    REQUIRED("singlestep", bool, "what singlestep of the human monitor was told last"),
    REQUIRED("status", RunState, ""),
};
OBJECT(StatusInfo, "")

static const struct qmp_member VersionTriple_members[] = {
    REQUIRED("major", int, ""),
    REQUIRED("minor", int, ""),
    REQUIRED("micro", int, ""),
};
OBJECT(VersionTriple, "")

static const struct qmp_member VersionInfo_members[] = {
    REQUIRED("qemu", VersionTriple, "the QEMU whose behaviour this agent keeps to"),
    REQUIRED("package", str, "the agent's own name and version"),
};
OBJECT(VersionInfo, "")

static const struct qmp_member CommandInfo_members[] = {
    REQUIRED("name", str, ""),
};
OBJECT(CommandInfo, "")
ARRAY(CommandInfo)

static const struct qmp_member ObjectPropertyInfo_members[] = {
    REQUIRED("name", str, ""),
    REQUIRED("type", str, "\"child<...>\" if it is another object"),
    OPTIONAL("description", str, "meaning and unit"),
    OPTIONAL("default-value", any, ""),
};
OBJECT(ObjectPropertyInfo, "A property of an object.")
ARRAY(ObjectPropertyInfo)

static const struct qmp_member ObjectTypeInfo_members[] = {
    REQUIRED("name", str, ""),
    OPTIONAL("abstract", bool, "true: there are no objects of just this type"),
    OPTIONAL("parent", str, "the type it descends from"),
};
OBJECT(ObjectTypeInfo, "A type of objects.")
ARRAY(ObjectTypeInfo)

static const struct qmp_member NameInfo_members[] = {
    OPTIONAL("name", str, ""),
};
OBJECT(NameInfo, "")

static const struct qmp_member UuidInfo_members[] = {
    REQUIRED("UUID", str, ""),
};
OBJECT(UuidInfo, "")

static const struct qmp_member KvmInfo_members[] = {
    REQUIRED("enabled", bool, ""),
    REQUIRED("present", bool, ""),
};
OBJECT(KvmInfo, "")

static const char *const SysEmuTarget_values[] = {"arm", "e2k", "riscv32", "riscv64"};
ENUM(SysEmuTarget, "Architectures of boards; e2k is not one of QEMU's own.")

static const struct qmp_member TargetInfo_members[] = {
    REQUIRED("arch", SysEmuTarget, ""),
};
OBJECT(TargetInfo, "")

static const struct qmp_member CurrentMachineParams_members[] = {
    REQUIRED("wakeup-suspend-support", bool, ""),
};
OBJECT(CurrentMachineParams, "")

static const struct qmp_member ChardevInfo_members[] = {
    REQUIRED("label", str, "name of the port"),
    REQUIRED("filename", str, "the device that serves it"),
    REQUIRED("frontend-open", bool, "the agent uses it"),
};
OBJECT(ChardevInfo, "")
ARRAY(ChardevInfo)

static const char *const SchemaMetaType_values[] = {"builtin",   "enum",    "array", "object",
                                                    "alternate", "command", "event"};
ENUM(SchemaMetaType, "")

static const struct qmp_member SchemaInfoMember_members[] = {
    OPTIONAL("name", str, "of a member or value"),
    OPTIONAL("type", str, "name of a type"),
    OPTIONAL("default", null, "present when the member is optional"),
};
OBJECT(SchemaInfoMember, "")
ARRAY(SchemaInfoMember)

static const struct qmp_member SchemaInfo_members[] = {
    REQUIRED("name", str, ""),
    REQUIRED("meta-type", SchemaMetaType, "decides which of the other members are there"),
    OPTIONAL("json-type", str, "builtin"),
    OPTIONAL("element-type", str, "array"),
    OPTIONAL("values", str_array, "enum"),
    OPTIONAL("members", SchemaInfoMember_array, "enum, object, alternate"),
    OPTIONAL("arg-type", str, "command, event"),
    OPTIONAL("ret-type", str, "command"),
    OPTIONAL("allow-oob", bool, "command"),
};
OBJECT(SchemaInfo, "")
ARRAY(SchemaInfo)

/* ------------------------------------------------ the guest agent's and ours */

static const struct qmp_member AgentCancelled_members[] = {
    REQUIRED("cancelled", bool, "a streamed command was under way"),
};
OBJECT(AgentCancelled, "")

static const struct qmp_member AgentSession_members[] = {
    REQUIRED("port", str, "label of its port"),
    REQUIRED("negotiated", bool, ""),
    REQUIRED("requests", int, "messages answered since the agent started"),
    REQUIRED("faults", int, "of these, refused as JSON"),
    REQUIRED("events-dropped", int, "events lost because the host did not read"),
    REQUIRED("overruns", int, "times the port's hardware lost bytes"),
};
OBJECT(AgentSession, "")
ARRAY(AgentSession)

static const struct qmp_member AgentInfo_members[] = {
    REQUIRED("version", str, "of the agent"),
    REQUIRED("board", str, ""),
    REQUIRED("target", SysEmuTarget, ""),
    REQUIRED("interrupts", bool, "false: the application must poll the agent"),
    REQUIRED("uptime", int, "microseconds since reset"),
    REQUIRED("sessions", AgentSession_array, ""),
};
OBJECT(AgentInfo, "")

static const struct qmp_member AgentLimits_members[] = {
    REQUIRED("nesting", int, "levels in a message"),
    REQUIRED("message-size", int, "bytes of a message, white space outside strings not counted"),
    REQUIRED("tokens", int, "values and keys in a message"),
    REQUIRED("queued-requests", int, "complete requests that wait in a session"),
    REQUIRED("oob-reserve", int, "bytes kept for an out-of-band request"),
    REQUIRED("output-buffer", int, "bytes of output that wait for the port"),
    REQUIRED("queued-events", int, "events that wait for a session that does not read"),
    REQUIRED("event-interval", int, "microseconds between rate-limited events of a kind"),
};
OBJECT(AgentLimits, "")

static const struct qmp_member AgentMemoryData_members[] = {
    REQUIRED("address", uint64, "first byte"),
    REQUIRED("format", AgentMemoryFormat, ""),
    REQUIRED("data", str, ""),
    REQUIRED("size", uint64, "bytes carried by data"),
    OPTIONAL("fault", uint64, "address that could not be read; data ends before it"),
    OPTIONAL("cancelled", bool, "true when agent-cancel ended it"),
};
OBJECT(AgentMemoryData, "")

static const struct qmp_member AgentMemoryWritten_members[] = {
    REQUIRED("size", uint64, "bytes written"),
};
OBJECT(AgentMemoryWritten, "")

static const struct qmp_member GuestAgentCommandInfo_members[] = {
    REQUIRED("name", str, ""),
    REQUIRED("enabled", bool, ""),
    REQUIRED("success-response", bool, ""),
};
OBJECT(GuestAgentCommandInfo, "")
ARRAY(GuestAgentCommandInfo)

static const struct qmp_member GuestAgentInfo_members[] = {
    REQUIRED("version", str, ""),
    REQUIRED("supported_commands", GuestAgentCommandInfo_array, ""),
};
OBJECT(GuestAgentInfo, "")

#endif
