/* qemu_types.c - types that QEMU has too, with its names and members.
 *
 * SPDX-License-Identifier: MIT */
#include "types.h"

static const char *const QMPCapability_values[] = {"oob"};
ENUM(QMPCapability, "What a client may enable.")
ARRAY(QMPCapability)

static const struct qmp_member qmp_capabilities_arg_members[] = {
    OPTIONAL("enable", QMPCapability_array, "capabilities to enable, of those the greeting offers")
};
OBJECT(qmp_capabilities_arg, "")

/* In the order of enum qmp_run_state, then what a bare board has no use for. */
static const char *const RunState_values[] = {
    "paused",        "prelaunch",    "running",        "shutdown",   "debug",
    "inmigrate",     "internal-error", "io-error",     "postmigrate", "finish-migrate",
    "restore-vm",    "save-vm",      "suspended",      "watchdog",   "guest-panicked",
    "colo"};
ENUM(RunState, "What the application is doing.")

static const struct qmp_member StatusInfo_members[] = {
    REQUIRED("running", bool, "the application runs")
    REQUIRED("singlestep", bool, "always false")
    REQUIRED("status", RunState, "")
};
OBJECT(StatusInfo, "")

/* In the order of enum qmp_shutdown_cause, then the rest of QEMU's. */
static const char *const ShutdownCause_values[] = {
    "host-qmp-quit", "host-qmp-system-reset", "guest-shutdown", "none",      "host-error",
    "host-signal",   "host-ui",               "guest-reset",    "guest-panic", "subsystem-reset",
    "snapshot-load"};
ENUM(ShutdownCause, "Why the board is reset or powered off.")

static const struct qmp_member RESET_arg_members[] = {
    REQUIRED("guest", bool, "the application asked for it")
    REQUIRED("reason", ShutdownCause, "")
};
OBJECT(RESET_arg, "")

static const struct qmp_member SHUTDOWN_arg_members[] = {
    REQUIRED("guest", bool, "the application asked for it")
    REQUIRED("reason", ShutdownCause, "")
};
OBJECT(SHUTDOWN_arg, "")

static const struct qmp_member VersionTriple_members[] = {
    REQUIRED("major", int, "") REQUIRED("minor", int, "") REQUIRED("micro", int, "")
};
OBJECT(VersionTriple, "")

static const struct qmp_member VersionInfo_members[] = {
    REQUIRED("qemu", VersionTriple, "the QEMU whose behaviour this agent keeps to")
    REQUIRED("package", str, "the agent's own name and version")
};
OBJECT(VersionInfo, "")

static const struct qmp_member CommandInfo_members[] = {REQUIRED("name", str, "")};
OBJECT(CommandInfo, "")
ARRAY(CommandInfo)

static const struct qmp_member NameInfo_members[] = {OPTIONAL("name", str, "")};
OBJECT(NameInfo, "")

static const struct qmp_member UuidInfo_members[] = {REQUIRED("UUID", str, "")};
OBJECT(UuidInfo, "")

static const struct qmp_member KvmInfo_members[] = {
    REQUIRED("enabled", bool, "") REQUIRED("present", bool, "")
};
OBJECT(KvmInfo, "")

static const char *const SysEmuTarget_values[] = {"arm", "e2k", "riscv32", "riscv64"};
ENUM(SysEmuTarget, "Architectures of boards; e2k is not one of QEMU's own.")

static const struct qmp_member TargetInfo_members[] = {REQUIRED("arch", SysEmuTarget, "")};
OBJECT(TargetInfo, "")

static const struct qmp_member CurrentMachineParams_members[] = {
    REQUIRED("wakeup-suspend-support", bool, "")
};
OBJECT(CurrentMachineParams, "")

static const struct qmp_member ChardevInfo_members[] = {
    REQUIRED("label", str, "name of the port")
    REQUIRED("filename", str, "the device that serves it")
    REQUIRED("frontend-open", bool, "the agent uses it")
};
OBJECT(ChardevInfo, "")
ARRAY(ChardevInfo)

static const char *const YankInstanceType_values[] = {"block-node", "chardev", "migration"};
ENUM(YankInstanceType, "")

static const struct qmp_member YankInstance_members[] = {REQUIRED("type", YankInstanceType, "")};
OBJECT(YankInstance, "")
ARRAY(YankInstance)

static const char *const SchemaMetaType_values[] = {"builtin", "enum",      "array",  "object",
                                                    "alternate", "command", "event"};
ENUM(SchemaMetaType, "")

static const struct qmp_member SchemaInfoMember_members[] = {
    OPTIONAL("name", str, "of a member or value")
    OPTIONAL("type", str, "name of a type")
    OPTIONAL("default", null, "present when the member is optional")
};
OBJECT(SchemaInfoMember, "")
ARRAY(SchemaInfoMember)

static const struct qmp_member SchemaInfo_members[] = {
    REQUIRED("name", str, "")
    REQUIRED("meta-type", SchemaMetaType, "decides which of the other members are there")
    OPTIONAL("json-type", str, "builtin")
    OPTIONAL("element-type", str, "array")
    OPTIONAL("values", str_array, "enum")
    OPTIONAL("members", SchemaInfoMember_array, "enum, object, alternate")
    OPTIONAL("arg-type", str, "command, event")
    OPTIONAL("ret-type", str, "command")
    OPTIONAL("allow-oob", bool, "command")
};
OBJECT(SchemaInfo, "")
ARRAY(SchemaInfo)
