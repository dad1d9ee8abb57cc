/* reply.h - how the server's parts read a packet and make its reply.
 *
 * A part of the server gets what stands behind the packet's name, and leaves a reply or none.
 * What it does not understand it leaves alone: the reply is empty then, which gdb takes for "not
 * supported".
 *
 * Context: agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef GDB_REPLY_H
#define GDB_REPLY_H

#include "agent/agent.h"
#include "gdb/hex.h"

#if AGENT_GDB

/* What is left of a packet. */
struct gdb_text {
    const char *at, *end;
};

static inline size_t gdb_left(const struct gdb_text *text)
{
    return (size_t)(text->end - text->at);
}

/* Passes WORD, or the character C, if it is what comes next. */
bool gdb_pass(struct gdb_text *text, const char *word);
bool gdb_pass_char(struct gdb_text *text, char c);

/* Reads a hexadecimal number of up to 16 digits; false when there is none, or more. */
bool gdb_number(struct gdb_text *text, uint64_t *number);

/* Reads an address, which must be one of this processor's. */
bool gdb_address(struct gdb_text *text, uintptr_t *address);

/* Reads "address,length": LENGTH bytes that do not run past the last address. */
bool gdb_range(struct gdb_text *text, uintptr_t *address, size_t *length);

/* Reads SIZE bytes from twice as many digits into BYTES, which may be where the digits are. */
bool gdb_bytes(struct gdb_text *text, void *bytes, size_t size);

/* Reads a thread's id: the number of a cpu, GDB_ALL or GDB_ANY. */
#define GDB_ALL (-1)
#define GDB_ANY (-2)
bool gdb_thread(struct gdb_text *text, int *cpu);

/* ------------------------------------------------------------------- replies */

/* Errors, as two digits: the numbers of errno, which gdb shows and does not understand. */
#define GDB_E_PERM   "E01"
#define GDB_E_BIG    "E07" /* too long */
#define GDB_E_MEMORY "E0e" /* not memory, or not writable */
#define GDB_E_WRONG  "E16" /* not what the protocol says */

/* Replies with TEXT, a constant. */
void gdb_reply_text(struct agent *agent, const char *text);

/* Replies with "E." and TEXT, a constant, which gdb shows for most packets, and which `monitor
 * why` tells for the others. */
void gdb_refuse(struct agent *agent, const char *text);

/* gdb_refuse() if there is a TEXT, else OK. */
void gdb_reply_outcome(struct agent *agent, const char *text);

/* Replies with what EMIT writes. */
void gdb_reply_with(struct agent *agent, bool (*emit)(struct agent *agent, uintptr_t *at),
                    uintptr_t at0, uintptr_t at1);

/* Replies with the hexadecimal digits of the SIZE bytes at TEXT; CONSOLE: as text that gdb is to
 * show meanwhile. */
void gdb_reply_hex(struct agent *agent, const char *text, size_t size, bool console);

/* For functions that emit: bytes that fit, at least AGENT_GDB_OUT - 8 at first; all that is put
 * must. */
size_t gdb_room(const struct agent *agent);
char *gdb_place(struct agent *agent); /* where the next byte goes */
void gdb_placed(struct agent *agent, size_t size, uint8_t sum);
void gdb_put_char(struct agent *agent, char c);
void gdb_put(struct agent *agent, const char *text);
void gdb_put_number(struct agent *agent, uint64_t number);
void gdb_put_bytes(struct agent *agent, const void *bytes, size_t size); /* as digits */

/* Sends the reply though it answers no packet. */
void gdb_begin_reply(struct agent *agent);

/* The reply needs more work before it says more: the agent looks at others first. */
void gdb_pause(struct agent *agent);

/* ------------------------------------------------------------ who may do what */

/* What gdb asks for, by the command of QMP that does the same. */
enum gdb_deed {
    GDB_READ_MEMORY,
    GDB_WRITE_MEMORY,
    GDB_READ_REGISTERS,
    GDB_WRITE_REGISTERS,
    GDB_ADD_BREAKPOINT,
    GDB_DEL_BREAKPOINT,
    GDB_ADD_WATCHPOINT,
    GDB_DEL_WATCHPOINT,
    GDB_STEP,
    GDB_CONT,
    GDB_STOP,
    GDB_RESET,
    GDB_QUIT,
    GDB_STATUS,
};

/* Whether the agent's lock permits DEED. */
bool gdb_permits(const struct agent *agent, enum gdb_deed deed);

/* The same; a refusal is the reply. */
bool gdb_may(struct agent *agent, enum gdb_deed deed);

/* --------------------------------------------------------------------- parts */

typedef void gdb_part(struct agent *agent, struct gdb_text *text);

/* memory.c */
gdb_part gdb_read_memory, gdb_write_memory, gdb_write_binary;
/* search.c */
gdb_part gdb_crc, gdb_search;
/* registers.c */
gdb_part gdb_read_registers, gdb_write_registers, gdb_read_register, gdb_write_register;
/* break.c */
gdb_part gdb_insert, gdb_remove;
/* query.c */
gdb_part gdb_query, gdb_set, gdb_select_thread, gdb_thread_alive;
/* describe.c */
gdb_part gdb_transfer;
/* monitor.c */
gdb_part gdb_monitor;
/* execute.c: executes a command of QMP that has no arguments.  NULL, or why not. */
const char *gdb_execute(struct agent *agent, qmp_handler *handler);
/* resume.c */
gdb_part gdb_continue, gdb_continue_signal, gdb_step, gdb_step_signal, gdb_verbose;
/* leave.c */
gdb_part gdb_restart, gdb_detach, gdb_kill;
void gdb_leave(struct agent *agent); /* the host has gone */
/* stop.c */
gdb_part gdb_why;
void gdb_attach(struct agent *agent);    /* the host speaks for the first time */
void gdb_interrupt(struct agent *agent); /* it sent the interrupt byte */
/* What hosts of QMP have done; true when the reply is why the application has stopped. */
bool gdb_look_at_state(struct agent *agent);
/* Replies with why the application stands. */
void gdb_reply_stop(struct agent *agent);
/* True when the application runs, as far as gdb is concerned: one that cannot go on stands, also
 * where set-action leaves the run state alone; one that a core dump holds will go on by itself. */
static inline bool gdb_runs(const struct agent *agent)
{
    return (agent->state == QMP_RUN_RUNNING || agent->state == QMP_RUN_SAVE_VM) &&
           !agent->debug.given_up;
}

/* dispatch.c: answers the packet that is complete. */
void gdb_answer(struct agent *agent);

#endif
#endif
