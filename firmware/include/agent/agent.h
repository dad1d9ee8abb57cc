/* agent.h - the monitor agent: sessions on the board's QMP ports, and the state of
 * the application they control.
 *
 * You call agent_init(), then hand agent_hooks() to board_run().  From then on the
 * board calls the agent; an application talks to it with agent/app.h.
 *
 * Context: each function says.  The structure is the caller's, must live for ever
 * and is large (most of it the sessions' stores): make it static, not automatic.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_AGENT_H
#define AGENT_AGENT_H

#include "agent/config.h"
#include "agent/console.h"
#include "agent/debug.h"
#include "agent/input.h"
#include "agent/lock.h"
#include "agent/watch.h"
#include "board/board.h"
#include "qmp/server.h"

/* A QMP session and the port that carries it. */
struct agent_link {
    struct board_port *port;
    uint32_t overruns; /* times the port lost received bytes */
    uint16_t input_length, input_used;
    char input[AGENT_INPUT_SIZE]; /* read, not yet taken by the session */
    struct qmp_session session;
};

struct agent {
    /* Asked for by the application, done by the agent. */
    volatile bool app_shutdown;  /* power off */
    volatile bool app_powerdown; /* set by system_powerdown, cleared by the application */
    /* Shared with the application. */
#if QMP_GROUP_CONSOLE
    struct console_output console_output;
    struct console_input console_input;
#endif
#if QMP_GROUP_INPUT
    struct input_queue input;
#endif
    /* The agent's own. */
    enum qmp_run_state state;
    bool ending; /* power off when all replies have left */
    bool yielding;
    uint64_t resume_at; /* clock at which a yielding agent goes on, or an ending one
                         * no longer waits for its hosts */
#if QMP_GROUP_LOCK
    struct agent_lock lock;
#endif
#if QMP_GROUP_WATCH
    struct agent_watches watches;
#endif
#if QMP_GROUP_DEBUG
    struct agent_debug debug;
#endif
    unsigned link_count;
    struct agent_link links[AGENT_SESSIONS_MAX];
    struct qmp_server server;
};

/* Prepares the agent for the board's ports.  Context: reset, after board_init(). */
void agent_init(struct agent *agent);

/* What board_run() needs to run AGENT and APPLICATION.  Context: reset. */
struct board_hooks agent_hooks(struct agent *agent, void (*application)(void));

/* Does all there is to do, and stays while the application is stopped.
 * Context: agent (it is the hook).  Worst case while the application runs:
 * AGENT_SLICE, one command, and what a port's write() takes three times. */
void agent_run(void *agent);

#endif
