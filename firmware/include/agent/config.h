/* config.h - build options of the agent; define one on the command line to change it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_CONFIG_H
#define AGENT_CONFIG_H

#include "qmp/config.h"
#include "qmp/groups.h"

/* Ports that may carry a QMP session (sessions; most of an image's RAM is theirs). */
#ifndef AGENT_SESSIONS_MAX
#define AGENT_SESSIONS_MAX 1
#endif

/* Bytes read from a port at a time. */
#ifndef AGENT_INPUT_SIZE
#define AGENT_INPUT_SIZE (QMP_SMALL ? 64 : 256)
#endif

/* Bytes of memory that a memory command moves at a time; as many are on the agent's stack
 * meanwhile.  A multiple of 24. */
#ifndef AGENT_MEMORY_PIECE
#define AGENT_MEMORY_PIECE (QMP_SMALL ? 48 : 384)
#endif

/* Objects that hosts may have created at a time (objects), the bytes of state of one, and the
 * bytes of its name. */
#ifndef AGENT_OBJECTS_MAX
#define AGENT_OBJECTS_MAX 8
#endif
#ifndef AGENT_OBJECT_STATE
#define AGENT_OBJECT_STATE 256
#endif
#ifndef AGENT_OBJECT_NAME
#define AGENT_OBJECT_NAME 31
#endif

/* Longest path of an object that a reply or an event tells (bytes). */
#ifndef AGENT_PATH_MAX
#define AGENT_PATH_MAX 127
#endif

/* Properties watched at a time, how often they are looked at (microseconds), and the longest
 * value of one as JSON (bytes). */
#ifndef AGENT_WATCHES_MAX
#define AGENT_WATCHES_MAX 8
#endif
#ifndef AGENT_WATCH_PERIOD
#define AGENT_WATCH_PERIOD 2000
#endif
#ifndef AGENT_WATCH_VALUE_MAX
#define AGENT_WATCH_VALUE_MAX 48
#endif

/* agent-lock: rules of a lock, and the characters of a rule's pattern. */
#ifndef AGENT_LOCK_RULES_MAX
#define AGENT_LOCK_RULES_MAX 8
#endif
#ifndef AGENT_LOCK_PATTERN_MAX
#define AGENT_LOCK_PATTERN_MAX 32
#endif

/* Longest secret (bytes of UTF-8), and how often it is hashed: agent-lock and agent-unlock
 * take about 6,000 instructions of a Cortex-M3 for each round. */
#ifndef AGENT_LOCK_SECRET_MAX
#define AGENT_LOCK_SECRET_MAX 64
#endif
#ifndef AGENT_LOCK_ROUNDS
#define AGENT_LOCK_ROUNDS 32
#endif

/* How long no other secret is looked at after a wrong one (microseconds): the first time,
 * twice as long each further time, and at most. */
#ifndef AGENT_LOCK_WAIT
#define AGENT_LOCK_WAIT 1000000
#endif
#ifndef AGENT_LOCK_WAIT_MAX
#define AGENT_LOCK_WAIT_MAX 60000000
#endif

/* Breakpoints and watchpoints at a time, those of gdb included. */
#ifndef AGENT_BREAKPOINTS_MAX
#define AGENT_BREAKPOINTS_MAX 16
#endif
#ifndef AGENT_WATCHPOINTS_MAX
#define AGENT_WATCHPOINTS_MAX 4
#endif

/* Registers that one agent-read-registers may name. */
#ifndef AGENT_REGISTER_NAMES_MAX
#define AGENT_REGISTER_NAMES_MAX 64
#endif

/* agent_panic(): the beginning of its message that is kept (bytes of UTF-8, its end included). */
#ifndef AGENT_PANIC_TEXT
#define AGENT_PANIC_TEXT 80
#endif

/* set-action panic=reset: shortest time between two restarts (microseconds). */
#ifndef AGENT_PANIC_WAIT
#define AGENT_PANIC_WAIT 1000000
#endif

/* Longest pattern of agent-memory-search and -fill (bytes), and registers that one
 * agent-mmio-read reads. */
#ifndef AGENT_PATTERN_MAX
#define AGENT_PATTERN_MAX 64
#endif
#ifndef AGENT_MMIO_MAX
#define AGENT_MMIO_MAX 64
#endif

/* 1: a port of the role gdb carries the remote serial protocol; needs QMP_GROUP_DEBUG.  The
 * longest packet (bytes, its frame not counted) takes as much RAM. */
#ifndef AGENT_GDB
#define AGENT_GDB QMP_GROUP_DEBUG
#endif
#ifndef AGENT_GDB_PACKET
#define AGENT_GDB_PACKET 4096
#endif

/* Bytes of replies to gdb that wait for its port: a multiple of 16. */
#ifndef AGENT_GDB_OUT
#define AGENT_GDB_OUT 512
#endif

/* The human monitor.  Ports of the role monitor that are served (terminals, each with a line, a
 * history and an output of its own). */
#ifndef AGENT_TERMINALS_MAX
#define AGENT_TERMINALS_MAX 0
#endif
#if AGENT_TERMINALS_MAX && !QMP_GROUP_MONITOR
#undef AGENT_TERMINALS_MAX
#define AGENT_TERMINALS_MAX 0
#endif

/* Longest line, for each QMP session and terminal (bytes).  QEMU's is 4095. */
#ifndef AGENT_MONITOR_LINE
#define AGENT_MONITOR_LINE 4095
#endif

/* Lines that a terminal remembers (bytes, their ends included). */
#ifndef AGENT_MONITOR_HISTORY
#define AGENT_MONITOR_HISTORY 2048
#endif

/* Output that waits for a terminal (bytes). */
#ifndef AGENT_MONITOR_OUT
#define AGENT_MONITOR_OUT 1024
#endif

/* Longest list of what a word may be completed to (words).  How many there are besides is told. */
#ifndef AGENT_MONITOR_COMPLETIONS
#define AGENT_MONITOR_COMPLETIONS 256
#endif

/* Longest arguments of the command of QMP that a command of the monitor is (bytes of JSON). */
#ifndef AGENT_MONITOR_REQUEST
#define AGENT_MONITOR_REQUEST 512
#endif

/* 1: `help` says what commands do, not only what they are called. */
#ifndef AGENT_MONITOR_HELP
#define AGENT_MONITOR_HELP 1
#endif

/* Things that happened at trace points that are kept, and places of the application that samples
 * are counted for (powers of two). */
#ifndef AGENT_TRACE_ENTRIES
#define AGENT_TRACE_ENTRIES 128
#endif
#ifndef AGENT_PROFILE_PLACES
#define AGENT_PROFILE_PLACES 256
#endif

/* The console's output that is kept for ringbuf-read, and the input that waits for the
 * application (bytes, powers of two). */
#ifndef AGENT_CONSOLE_OUT
#define AGENT_CONSOLE_OUT 4096
#endif
#ifndef AGENT_CONSOLE_IN
#define AGENT_CONSOLE_IN 1024
#endif

/* What ringbuf-read, ringbuf-write and query-chardev call it. */
#ifndef AGENT_CONSOLE_NAME
#define AGENT_CONSOLE_NAME "console"
#endif

/* Events that wait for the application (events), and keys of send-key that wait to be pressed
 * or released (keys): powers of two. */
#ifndef AGENT_INPUT_EVENTS
#define AGENT_INPUT_EVENTS 32
#endif
#ifndef AGENT_SEND_KEYS
#define AGENT_SEND_KEYS 16
#endif

/* Name of the type of /machine/unattached/cpu0; a board may know better than its compiler. */
#ifndef AGENT_CPU_TYPE
#if defined(__ARM_ARCH_7EM__)
#define AGENT_CPU_TYPE "cortex-m4-arm-cpu"
#elif defined(__ARM_ARCH_7M__)
#define AGENT_CPU_TYPE "cortex-m3-arm-cpu"
#elif defined(__riscv) && __riscv_xlen == 64
#define AGENT_CPU_TYPE "rv64-riscv-cpu"
#elif defined(__riscv)
#define AGENT_CPU_TYPE "rv32-riscv-cpu"
#else
#define AGENT_CPU_TYPE "generic-cpu"
#endif
#endif

/* Longest time for which send-key holds a key (milliseconds, at most 32 bits). */
#ifndef AGENT_HOLD_TIME_MAX
#define AGENT_HOLD_TIME_MAX 4294967295
#endif

/* While the application runs, the agent works at most this long at a stretch, and
 * then leaves the processor to it for that long (microseconds). */
#ifndef AGENT_SLICE
#define AGENT_SLICE 2000
#endif
#ifndef AGENT_YIELD
#define AGENT_YIELD 1000
#endif

/* How long the end waits for a host to read the last replies (microseconds). */
#ifndef AGENT_END_WAIT
#define AGENT_END_WAIT 2000000
#endif

/* AGENT_NAME is what query-name answers, a string as it stands in JSON; where it
 * is not defined the answer is {}. */

/* What query-uuid answers. */
#ifndef AGENT_UUID
#define AGENT_UUID "00000000-0000-0000-0000-000000000000"
#endif

/* The version of the package. */
#ifndef AGENT_VERSION
#define AGENT_VERSION "0.1.0"
#endif

#endif
