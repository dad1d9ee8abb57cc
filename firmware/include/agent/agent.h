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
#include "agent/dump.h"
#include "agent/gdb.h"
#include "agent/input.h"
#include "agent/lock.h"
#include "agent/monitor.h"
#include "agent/trace.h"
#include "agent/watch.h"
#include "board/board.h"
#include "qmp/server.h"

/* A port, and what was read from it and not yet taken by those it carries bytes for. */
struct agent_wire {
    struct board_port *port;
    uint32_t overruns; /* times the port lost received bytes */
    uint16_t input_length, input_used;
    char input[AGENT_INPUT_SIZE];
};

/* A QMP session and the port that carries it. */
struct agent_link {
    struct agent_wire wire;
    struct qmp_session session;
#if QMP_GROUP_DEBUG
    uint8_t registers[AGENT_REGISTER_NAMES_MAX]; /* those that a reply under way tells */
#endif
#if QMP_GROUP_MONITOR
    struct monitor_run monitor; /* of human-monitor-command */
    char line[AGENT_MONITOR_LINE + 1];
#endif
};

#if AGENT_TERMINALS_MAX
/* A human monitor's terminal and the port that carries it. */
struct agent_terminal {
    struct agent_wire wire;
    struct monitor_terminal monitor;
};
#endif

struct agent {
    /* Asked for by the application, done by the agent. */
    volatile bool app_shutdown;  /* power off */
    volatile bool app_powerdown; /* set by system_powerdown, cleared by the application */
#if QMP_GROUP_DEBUG
    const char *volatile app_panic; /* what agent_panic() was given, until it is taken */
#endif
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
#if QMP_GROUP_MONITOR
    bool singlestep; /* what a host has said of how the application is executed */
    struct agent_trace trace;
    struct agent_samples samples;
#endif
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
#if QMP_GROUP_DUMP
    struct agent_dump dump;
#endif
#if AGENT_GDB
    struct agent_wire gdb_wire; /* its port is NULL where no port is for gdb */
    struct agent_gdb gdb;
#endif
#if AGENT_TERMINALS_MAX
    unsigned terminal_count;
    struct agent_terminal terminals[AGENT_TERMINALS_MAX];
#endif
    unsigned link_count;
    struct agent_link links[AGENT_SESSIONS_MAX];
    struct qmp_server server;
};

/* Prepares the agent for the board's ports.  Context: reset, after board_init(). */
void agent_init(struct agent *agent);

/* What board_run() needs to run AGENT and APPLICATION.  Context: reset. */
struct board_hooks agent_hooks(struct agent *agent, void (*application)(void));

#if AGENT_GDB
/* Serves gdb on PORT, one for it, from now on; NULL: on none.  A gdb that is attached loses its
 * line.  Context: agent, not on gdb's behalf. */
void agent_serve_gdb(struct agent *agent, struct board_port *port);
#endif

/* Does all there is to do, and stays while the application is stopped.
 * Context: agent (it is the hook).  Worst case while the application runs:
 * AGENT_SLICE, one command, and what a port's write() takes three times. */
void agent_run(void *agent);

#endif
