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

#define DEBUG_NO_REGISTER 255

/* What must hold for a stop: a register's or a variable's value, compared. */
struct debug_condition {
    bool present, is_signed;
    uint8_t op;              /* enum debug_op */
    uint8_t size;            /* bytes compared: 1, 2, 4, 8 */
    uint8_t register_number; /* DEBUG_NO_REGISTER: memory at `address` */
    uintptr_t address;
    uint64_t mask, value;
};

struct debug_breakpoint {
    uint8_t owner; /* enum debug_owner; NOBODY: a free place */
    bool temporary;
    uint32_t id;
    uintptr_t address;
    uint32_t ignore; /* hits that are still to be passed */
    uint32_t hits;
    struct debug_condition condition;
};

struct debug_watchpoint {
    uint8_t owner;
    bool temporary;
    uint8_t access; /* BOARD_WATCH_ */
    uint32_t id;
    uint32_t size; /* bytes */
    uintptr_t address;
    uint8_t seen[8]; /* where safepoints compare: the bytes last seen */
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
    uint32_t id;       /* of the breakpoint or watchpoint */
    uint8_t access;    /* WATCHPOINT: BOARD_WATCH_ of the watchpoint */
    bool has_address;  /* FAULT: `address` is known */
    uintptr_t address; /* WATCHPOINT, FAULT: what was accessed */
    const char *cause; /* FAULT: QMP's AgentFaultCause; else NULL */
};

/* A break instruction in memory: of breakpoints, and where a step is to end. */
struct debug_plant {
    uintptr_t address;
    uint8_t users;       /* 0: a free place */
    bool lifted;         /* out of the way, for a processor to execute what is there */
    uint8_t original[4]; /* what it stands in the place of */
};

/* One instruction that one processor executes while all others are held: a step's, or the agent's
 * own over a breakpoint or a watched access. */
struct debug_move {
    bool active;
    uint8_t cpu;
    bool disarmed;   /* the hardware's watchpoints are off for it */
    uint8_t watched; /* 1 + the watchpoint to report behind it */
    uint8_t place_count;
    uintptr_t from, accessed;
    uintptr_t places[BOARD_NEXT_MAX]; /* where it may end; planted */
};

/* A step of a host. */
struct debug_step {
    bool active;
    bool over;
    bool in_call; /* runs until it is back at `after` with the stack as it was */
    uint8_t cpu;
    uint32_t left; /* instructions still to go, this one included */
    uintptr_t after, sp;
};

/* Breakpoints, the places of a move, where a call returns to. */
#define DEBUG_PLANTS_MAX (AGENT_BREAKPOINTS_MAX + BOARD_NEXT_MAX + 1)

struct agent_debug {
    struct debug_breakpoint breakpoints[AGENT_BREAKPOINTS_MAX];
    struct debug_watchpoint watchpoints[AGENT_WATCHPOINTS_MAX];
    struct debug_plant plants[DEBUG_PLANTS_MAX];
    struct debug_move move;
    struct debug_step step;
    struct debug_last_stop last;
    uint32_t next_id;
    uint32_t offline; /* processors that are held while others run: cpu_set */
    uint32_t running; /* processors that were let run: board_run_only() */
    bool decided;     /* board_run_only() was called */
    /* A processor that met the breakpoints where it stands passes them when it goes on; one that
     * only happens to stand there still has them before it. */
    uint32_t met;
    uintptr_t met_at[BOARD_CPUS_MAX];
    /* Where each met a break instruction that nobody planted; 0: nowhere. */
    uintptr_t doubted[BOARD_CPUS_MAX];
    uint8_t owed; /* 1 + the watchpoint of the last move, which a stop cut off behind the access */
    uint8_t panic_action; /* enum qmp_panic_action */
    bool reboot_ends;     /* set-action reboot=shutdown */
    bool shutdown_pauses; /* set-action shutdown=pause */
    bool given_up;        /* panic=none: held, though the run state is `running` */
    bool restart_due;     /* panic=reset: held likewise, and restarted at ... */
    uint64_t restart_after;
};

#endif
