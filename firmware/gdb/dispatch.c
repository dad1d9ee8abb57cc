/* dispatch.c - which part of the server answers which packet.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

static gdb_part extended;

static const struct {
    char name;
    gdb_part *part;
} parts[] = {
    {'m', gdb_read_memory},
    {'X', gdb_write_binary},
    {'M', gdb_write_memory},
    {'g', gdb_read_registers},
    {'G', gdb_write_registers},
    {'p', gdb_read_register},
    {'P', gdb_write_register},
    {'v', gdb_verbose},
    {'c', gdb_continue},
    {'C', gdb_continue_signal},
    {'s', gdb_step},
    {'S', gdb_step_signal},
    {'Z', gdb_insert},
    {'z', gdb_remove},
    {'?', gdb_why},
    {'H', gdb_select_thread},
    {'T', gdb_thread_alive},
    {'q', gdb_query},
    {'Q', gdb_set},
    {'D', gdb_detach},
    {'k', gdb_kill},
    {'R', gdb_restart},
    {'!', extended},
};

/* Extended mode differs by R alone, which needs no mode here. */
static void extended(struct agent *agent, struct gdb_text *text)
{
    gdb_reply_text(agent, gdb_left(text) ? GDB_E_WRONG : "OK");
}

void gdb_answer(struct agent *agent)
{
    struct agent_gdb *gdb = &agent->gdb;
    struct gdb_text text = {gdb->packet, gdb->packet + gdb->length};

    if (gdb->fault == GDB_GOOD && gdb_pass(&text, "qSupported")) {
        text.at = gdb->packet;
        gdb->attached = false; /* another gdb, though nobody said that the last one has gone */
    }
    if (!gdb->attached)
        gdb_attach(agent);
    gdb->waiting = false;
    if (gdb->fault != GDB_GOOD) {
        gdb_reply_text(agent, gdb->fault == GDB_TOO_LONG ? GDB_E_BIG : GDB_E_WRONG);
        return;
    }
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (gdb_pass_char(&text, parts[i].name)) {
            parts[i].part(agent, &text);
            return;
        }
    }
}

#endif
