/* gate.h - the agent's functions for an isolated application, behind the board's gate.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_GATE_H
#define AGENT_GATE_H

#include "board/gate.h"

/* Operations (BOARD_GATE_HOOK + these).  Words and results are those of the functions. */
enum gate_operation {
    GATE_CONSOLE, /* address and size of a text, GATE_TEXT_MAX bytes at most */
    GATE_CONSOLE_READ,
    GATE_INPUT,
    GATE_POWERDOWN_REQUESTED,
    GATE_PANIC,     /* address of the message; board_break() comes next */
    GATE_PANICKING, /* 0: the agent has seen the message */
    GATE_SHUTDOWN,
    GATE_WATCHDOG_START,
    GATE_WATCHDOG_FEED,
    GATE_WATCHDOG_STOP,
    GATE_SENSOR_READ,
    GATE_SENSOR_COVERS,
    GATE_SENSOR_SIMULATE,
    GATE_ACTUATOR_SET,
    GATE_ACTUATOR_STATE,
    GATE_ACTUATOR_ACTUAL,
    GATE_UPLINK_SEND,
    GATE_PROFILE_VALUE,
    GATE_COUNT
};

/* Bytes of text that are written in one go. */
#define GATE_TEXT_MAX 256

/* It is the board's hook. */
bool gate_serve(void *agent, unsigned operation, struct board_gate_call *call);

#endif
