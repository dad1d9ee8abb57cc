/* debug.h - the agent's memory of breakpoints, watchpoints, steps and the last stop.
 *
 * It is a part of struct agent; what works on it is firmware/debug.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_DEBUG_H
#define AGENT_DEBUG_H

#include "agent/config.h"
#include "board/debug.h"

/* Who set a breakpoint or a watchpoint, and who may delete it with what it sets. */
enum debug_owner { DEBUG_NOBODY, DEBUG_QMP, DEBUG_GDB };

/* In the order of QMP's enum AgentConditionOp. */
enum debug_op { DEBUG_EQ, DEBUG_NE, DEBUG_LT, DEBUG_LE, DEBUG_GT, DEBUG_GE };

/* What must hold for a stop: a register's or a variable's value, compared. */
struct debug_condition {
    bool present, is_signed;
    uint8_t op;              /* enum debug_op */
    uint8_t size;            /* bytes compared: 1, 2, 4, 8 */
    uint8_t register_number; /* 255: memory at `address` */
    uintptr_t address;
    uint64_t mask, value;
};

struct debug_breakpoint {
    uint8_t owner; /* enum debug_owner; NOBODY: a free place */
    bool temporary;
    bool planted; /* its instruction is in memory */
    uint16_t id;
    uintptr_t address;
    uint8_t original[4]; /* what its instruction stands in the place of, if planted */
    uint32_t ignore;     /* hits that are still to be passed */
    uint32_t hits;
    struct debug_condition condition;
};

struct debug_watchpoint {
    uint8_t owner;
    bool temporary;
    uint8_t access; /* BOARD_WATCH_ */
    uint16_t id;
    uint32_t size; /* bytes */
    uintptr_t address;
    uint64_t value; /* the last seen, of at most 8 bytes */
    uint32_t ignore, hits;
    struct debug_condition condition;
};

/* In the order of QMP's enum AgentStopReason. */
enum debug_reason {
    DEBUG_BREAKPOINT,
    DEBUG_WATCHPOINT,
    DEBUG_STEP,
    DEBUG_FAULT,
    DEBUG_PANIC,
    DEBUG_WATCHDOG,
    DEBUG_INTERRUPT,
};

/* Why the application stopped last, for events and for gdb. */
struct debug_last_stop {
    uint32_t number; /* counts the stops of every kind; 0: there was none */
    uint8_t reason;  /* enum debug_reason */
    uint8_t cpu;
    uint16_t id;       /* of the breakpoint or watchpoint */
    uint8_t access;    /* WATCHPOINT: BOARD_WATCH_ of the watchpoint */
    uintptr_t address; /* WATCHPOINT, FAULT: what was accessed */
    const char *cause; /* FAULT: QMP's AgentFaultCause; else NULL */
};

/* A step under way, a host's or the agent's own over a breakpoint. */
struct debug_step {
    bool active;
    bool own; /* the agent's own: the application goes on afterwards */
    uint8_t cpu;
    uint8_t watched; /* own, behind a hit: 1 + the watchpoint to report when it is done */
    uint8_t place_count;
    uint32_t left; /* steps of a host still to go, this one included */
    bool over;
    struct {
        uintptr_t address;
        uint8_t original[4];
    } places[BOARD_NEXT_MAX]; /* the temporary breakpoints it ends at */
};

struct agent_debug {
    struct debug_breakpoint breakpoints[AGENT_BREAKPOINTS_MAX];
    struct debug_watchpoint watchpoints[AGENT_WATCHPOINTS_MAX];
    struct debug_step step;
    struct debug_last_stop last;
    uint16_t next_id;
    uint8_t panic_action; /* enum qmp_panic_action */
    bool held;            /* the processors are held with board_run_only(0) */
};

#endif
