/* debug_types.c - the types of registers, breakpoints, steps, faults.
 *
 * SPDX-License-Identifier: MIT */
#include "types.h"

/* ------------------------------------------------------------------ arguments */

#define CPU_INDEX OPTIONAL("cpu-index", int, "the processor; 0 if absent")

static const struct qmp_member agent_read_registers_arg_members[] = {
    CPU_INDEX,
    OPTIONAL("names", str_array, "these, in this order; all if absent"),
    OPTIONAL("system", bool, "without names: the system registers too; false if absent"),
};
OBJECT(agent_read_registers_arg, "")

static const struct qmp_member AgentRegisterValue_members[] = {
    REQUIRED("name", str, ""),
    REQUIRED("value", uint64, ""),
};
OBJECT(AgentRegisterValue, "")
ARRAY(AgentRegisterValue)

static const struct qmp_member agent_write_registers_arg_members[] = {
    CPU_INDEX,
    REQUIRED("registers", AgentRegisterValue_array, ""),
};
OBJECT(agent_write_registers_arg, "")

static const struct qmp_member agent_step_arg_members[] = {
    CPU_INDEX,
    OPTIONAL("count", int, "instructions; 1 if absent"),
    OPTIONAL("over", bool, "a call counts as one, with all that it does; false if absent"),
};
OBJECT(agent_step_arg, "")

static const struct qmp_member agent_backtrace_arg_members[] = {
    CPU_INDEX,
    OPTIONAL("depth", int, "at most so many entries, 1 to 64; 16 if absent"),
};
OBJECT(agent_backtrace_arg, "")

/* In the order of enum debug_op (agent/debug.h). */
static const char *const AgentConditionOp_values[] = {"eq", "ne", "lt", "le", "gt", "ge"};
ENUM(AgentConditionOp, "")

static const struct qmp_member AgentCondition_members[] = {
    OPTIONAL("register", str, "what is compared: this register of the processor that stops,"),
    OPTIONAL("address", uint64, "or memory here, in the processor's byte order"),
    OPTIONAL("size", int, "bytes compared: 1, 2, 4 or 8; a register's own, or 4, if absent"),
    OPTIONAL("mask", uint64, "bits compared, before the comparison; all if absent"),
    OPTIONAL("op", AgentConditionOp, "eq if absent"),
    REQUIRED("value", uint64, "with what; a negative number as two's complement"),
    OPTIONAL("signed", bool, "lt to ge compare signed numbers of this size; false if absent"),
};
OBJECT(AgentCondition, "")

#define STOP_RULES                                                                                 \
    OPTIONAL("temporary", bool, "is deleted by its first stop; false if absent"),                  \
        OPTIONAL("ignore", int, "hits that are passed first; 0 if absent"),                        \
        OPTIONAL("condition", AgentCondition,                                                      \
                 "a hit for which it does not hold is passed and not "                             \
                 "counted")

static const struct qmp_member agent_breakpoint_add_arg_members[] = {
    REQUIRED("address", uint64, "of an instruction"),
    STOP_RULES,
};
OBJECT(agent_breakpoint_add_arg, "")

static const struct qmp_member agent_breakpoint_del_arg_members[] = {
    REQUIRED("id", int, "as returned when it was added"),
};
OBJECT(agent_breakpoint_del_arg, "")

static const char *const AgentWatchAccess_values[] = {"write", "read", "access"};
ENUM(AgentWatchAccess, "access: either of the two.")

static const struct qmp_member agent_watchpoint_add_arg_members[] = {
    REQUIRED("address", uint64, "first byte"),
    REQUIRED("size", int, "bytes"),
    OPTIONAL("access", AgentWatchAccess, "write if absent"),
    STOP_RULES,
};
OBJECT(agent_watchpoint_add_arg, "")

static const struct qmp_member agent_last_crash_arg_members[] = {
    OPTIONAL("clear", bool, "forget it after this; false if absent"),
};
OBJECT(agent_last_crash_arg, "")

static const char *const RebootAction_values[] = {"reset", "shutdown"};
ENUM(RebootAction, "reset: restart the application; shutdown: end.")

static const char *const ShutdownAction_values[] = {"poweroff", "pause"};
ENUM(ShutdownAction, "poweroff: end; pause: only stop the application.")

/* In the order of enum qmp_panic_action. */
static const char *const PanicAction_values[] = {"pause", "shutdown", "exit-failure", "none",
                                                 "reset"};
ENUM(PanicAction,
     "pause: stop the application, its registers kept; shutdown, exit-failure: end; none: stop it, "
     "as it cannot go on, but leave the run state alone until a host asks; reset: restart the "
     "application. QEMU has no reset.")

static const struct qmp_member set_action_arg_members[] = {
    OPTIONAL("reboot", RebootAction, ""),
    OPTIONAL("shutdown", ShutdownAction, ""),
    OPTIONAL("panic", PanicAction, ""),
    OPTIONAL("watchdog", WatchdogAction, "as watchdog-set-action"),
};
OBJECT(set_action_arg, "")

/* --------------------------------------------------------------------- events */

/* In the order of enum debug_reason (agent/debug.h). */
static const char *const AgentStopReason_values[] = {
    "breakpoint", "watchpoint", "step", "fault", "panic", "watchdog", "interrupt"};
ENUM(AgentStopReason,
     "panic: it called agent_panic(); interrupt: gdb's interrupt byte, or gdb came.")

static const char *const AgentFaultCause_values[] = {"illegal-instruction",
                                                     "instruction-access",
                                                     "load-access",
                                                     "store-access",
                                                     "misaligned",
                                                     "divide-by-zero",
                                                     "stack-overflow",
                                                     "environment-call",
                                                     "breakpoint",
                                                     "assertion",
                                                     "nmi",
                                                     "watchdog",
                                                     "other"};
ENUM(AgentFaultCause,
     "Why the application cannot go on. breakpoint: a break instruction of its own; assertion: "
     "agent_panic() or assert(); nmi: inject-nmi; other: see the code.")

static const struct qmp_member AGENT_STOP_arg_members[] = {
    REQUIRED("cpu-index", int, ""),
    OPTIONAL("pc", uint64, "where it stands, if that is known"),
    REQUIRED("reason", AgentStopReason, ""),
    OPTIONAL("id", int, "of the breakpoint or the watchpoint"),
    OPTIONAL("address", uint64, "what was accessed: watchpoint, fault"),
    OPTIONAL("cause", AgentFaultCause, "of a fault"),
};
OBJECT(AGENT_STOP_arg, "")

static const char *const GuestPanicAction_values[] = {"pause", "poweroff", "run"};
ENUM(GuestPanicAction, "run: it is restarted, or left as it is.")

static const char *const GuestPanicInformationType_values[] = {"agent"};
ENUM(GuestPanicInformationType, "QEMU has others.")

static const struct qmp_member GuestPanicInformationAgent_members[] = {
    REQUIRED("cause", AgentFaultCause, ""),
    REQUIRED("cpu-index", int, ""),
    OPTIONAL("pc", uint64, "where it happened, if that is known"),
    OPTIONAL("address", uint64, "what was accessed, if that is known"),
    OPTIONAL("code", int, "the processor's own number: mcause, CFSR"),
    OPTIONAL("message", str, "what agent_panic() was given, its beginning if it is long"),
};
OBJECT(GuestPanicInformationAgent, "")

static const struct qmp_type *const GuestPanicInformation_branches[] = {
    &qmp_type_GuestPanicInformationAgent};
static const struct qmp_member GuestPanicInformation_members[] = {
    REQUIRED("type", GuestPanicInformationType, ""),
};
UNION(GuestPanicInformation, 0, GuestPanicInformation_branches, "")

static const struct qmp_member GUEST_PANICKED_arg_members[] = {
    REQUIRED("action", GuestPanicAction, "what happens now"),
    OPTIONAL("info", GuestPanicInformation, ""),
};
OBJECT(GUEST_PANICKED_arg, "")

/* -------------------------------------------------------------------- returns */

/* What handlers take the names of values from. */
static const char *const AgentFrameSource_values[] = {"pc", "link", "stack"};
ENUM(AgentFrameSource,
     "pc: here it stands; link: the register that a call leaves its return address in; stack: a "
     "word on the stack, behind whose address a call stands.")

static const char *const AgentDebugOwner_values[] = {"qmp", "gdb"};
ENUM(AgentDebugOwner, "Who set it.")

static const char *const AgentCrashPlace_values[] = {"application", "agent"};
ENUM(AgentCrashPlace, "agent: the board was reset, as nothing of it could be trusted.")

#if QMP_INTROSPECTION

static const struct qmp_member AgentRegister_members[] = {
    REQUIRED("name", str, "as the processor's assembler has it"),
    REQUIRED("size", int, "bytes"),
    REQUIRED("value", uint64, ""),
};
OBJECT(AgentRegister, "")
ARRAY(AgentRegister)

static const struct qmp_member AgentRegisters_members[] = {
    REQUIRED("cpu-index", int, ""),
    REQUIRED("registers", AgentRegister_array, ""),
};
OBJECT(AgentRegisters, "")

static const struct qmp_member AgentFrame_members[] = {
    REQUIRED("pc", uint64, ""),
    REQUIRED("source", AgentFrameSource, ""),
    REQUIRED("certain", bool, ""),
    OPTIONAL("at", uint64, "of source stack: where the word is"),
};
OBJECT(AgentFrame, "")
ARRAY(AgentFrame)

static const struct qmp_member AgentBreakpointAdded_members[] = {
    REQUIRED("id", int, "never used again before a power-on"),
};
OBJECT(AgentBreakpointAdded, "")

static const struct qmp_member AgentBreakpoint_members[] = {
    REQUIRED("id", int, ""),
    REQUIRED("address", uint64, ""),
    REQUIRED("owner", AgentDebugOwner, ""),
    REQUIRED("temporary", bool, ""),
    REQUIRED("hits", int, "that were counted, those passed included"),
    REQUIRED("ignore", int, "hits that are still to be passed"),
    OPTIONAL("condition", AgentCondition, ""),
};
OBJECT(AgentBreakpoint, "")
ARRAY(AgentBreakpoint)

static const struct qmp_member AgentWatchpoint_members[] = {
    REQUIRED("id", int, ""),
    REQUIRED("address", uint64, ""),
    REQUIRED("size", int, ""),
    REQUIRED("access", AgentWatchAccess, ""),
    REQUIRED("owner", AgentDebugOwner, ""),
    REQUIRED("temporary", bool, ""),
    REQUIRED("hits", int, "that were counted, those passed included"),
    REQUIRED("ignore", int, "hits that are still to be passed"),
    OPTIONAL("condition", AgentCondition, ""),
};
OBJECT(AgentWatchpoint, "")
ARRAY(AgentWatchpoint)

static const struct qmp_member AgentCrash_members[] = {
    REQUIRED("place", AgentCrashPlace, ""),
    REQUIRED("cause", AgentFaultCause, ""),
    REQUIRED("cpu-index", int, ""),
    OPTIONAL("pc", uint64, ""),
    OPTIONAL("address", uint64, ""),
    OPTIONAL("code", int, "the processor's own number: mcause, CFSR"),
    OPTIONAL("message", str, "of agent_panic()"),
    REQUIRED("clock", uint64, "microseconds from the reset before it to the crash"),
    REQUIRED("count", int, "crashes since power-on, or since they were cleared"),
    REQUIRED("resets", int, "of the board since the crash"),
    REQUIRED("registers", AgentRegister_array, "the general ones that were known"),
};
OBJECT(AgentCrash, "")

static const struct qmp_member AgentCrashInfo_members[] = {
    REQUIRED("present", bool, ""),
    OPTIONAL("crash", AgentCrash, "if present"),
};
OBJECT(AgentCrashInfo, "")

#endif
