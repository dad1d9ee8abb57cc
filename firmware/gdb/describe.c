/* describe.c - qXfer: the processor's registers and the memory, as XML, from what the board tells.
 * Source: "Target Descriptions" and "Memory Map Format" of the manual.
 *
 * A document is written anew for each piece that gdb asks for: what is outside the piece is
 * counted and dropped.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

#include "qmp/memory.h"

/* The part of a document that is put: SIZE bytes from START on. */
struct window {
    struct agent *agent;
    size_t start, size;
    size_t position; /* in the document */
};

static void write_char(struct window *w, char c)
{
    if (w->position >= w->start && w->position - w->start < w->size)
        gdb_put_char(w->agent, c);
    w->position++;
}

/* No character of these documents has to be escaped. */
static void write(struct window *w, const char *text)
{
    for (; *text; text++)
        write_char(w, *text);
}

static void write_attribute(struct window *w, const char *name, const char *value)
{
    write(w, " ");
    write(w, name);
    write(w, "=\"");
    write(w, value);
    write(w, "\"");
}

static void write_hex(struct window *w, const char *name, uint64_t value)
{
    char digits[19] = "0x";
    unsigned n = 2, shift = 60;

    while (shift > 0 && value >> shift == 0)
        shift -= 4;
    for (; shift < 64; shift -= 4)
        digits[n++] = "0123456789abcdef"[value >> shift & 15];
    digits[n] = '\0';
    write_attribute(w, name, digits);
}

/* ----------------------------------------------------------------- processor */

/* general registers, then system registers */
static void write_registers(struct window *w, unsigned from, unsigned to)
{
    for (unsigned i = from; i < to; i++) {
        const struct board_register *it = &board_debug.registers[i];

        write(w, "<reg");
        write_attribute(w, "name", it->name);
        write_attribute(w, "bitsize", it->size == 8 ? "64" : "32");
        if (i == board_debug.pc)
            write_attribute(w, "type", "code_ptr");
        else if (i == board_debug.sp)
            write_attribute(w, "type", "data_ptr");
        write(w, "/>");
    }
}

static void write_feature(struct window *w, const char *name, unsigned from, unsigned to)
{
    if (!name || from == to)
        return;
    write(w, "<feature");
    write_attribute(w, "name", name);
    write(w, ">");
    write_registers(w, from, to);
    write(w, "</feature>");
}

/* There is no operating system.  Unless told, a gdb built for Linux takes it for granted, and steps
 * by breakpoints of its own. */
static void write_target(struct window *w)
{
    write(w, "<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM \"gdb-target.dtd\">"
             "<target version=\"1.0\"><architecture>");
    write(w, board_debug.architecture);
    write(w, "</architecture><osabi>none</osabi>");
    write_feature(w, board_debug.feature, 0, board_debug.general_count);
    write_feature(w, board_debug.system_feature, board_debug.general_count,
                  board_debug.register_count);
    write(w, "</target>");
}

/* -------------------------------------------------------------------- memory */

static void write_memory(struct window *w, const char *type, uint64_t start, uint64_t length)
{
    if (length == 0)
        return;
    write(w, "<memory");
    write_attribute(w, "type", type);
    write_hex(w, "start", start);
    write_hex(w, "length", length);
    write(w, "/>");
}

/* gdb touches nothing that this leaves out.  What is between the regions may be devices, so it
 * is in here as well, and what is not there is an error when it is asked for. */
static void write_memory_map(struct window *w)
{
    uint64_t at = 0;

    write(w, "<?xml version=\"1.0\"?><!DOCTYPE memory-map PUBLIC \"+//IDN gnu.org//DTD GDB Memory "
             "Map V1.0//EN\" \"http://sourceware.org/gdb/gdb-memory-map.dtd\"><memory-map>");
    for (size_t i = 0; i < board_info.region_count; i++) {
        const struct board_region *region = &board_info.regions[i];

        write_memory(w, "ram", at, region->base - at);
        write_memory(w, region->writable ? "ram" : "rom", region->base, region->size);
        at = (uint64_t)region->base + region->size;
    }
    /* A length of all ones leaves the last byte out, as 2^64 is none. */
    write_memory(w, "ram", at, (uint64_t)UINTPTR_MAX - at);
    write(w, "</memory-map>");
}

/* ------------------------------------------------------------------ transfer */

typedef void document(struct window *w);

static document *const documents[] = {write_target, write_memory_map};

static size_t length_of(struct agent *agent, document *write_it)
{
    struct window w = {.agent = agent};

    write_it(&w);
    return w.position;
}

/* at[0]: which document, at[1]: the next byte of it, at[2]: bytes left, at[3]: begun. */
static bool emit_document(struct agent *agent, uintptr_t *at)
{
    document *write_it = documents[at[0]];
    struct window w = {.agent = agent, .start = at[1]};

    if (!at[3]) {
        size_t length = length_of(agent, write_it);
        size_t left = at[1] < length ? length - at[1] : 0;

        gdb_put_char(agent, left <= at[2] ? 'l' : 'm');
        at[2] = left < at[2] ? left : at[2];
        at[3] = true;
    }
    w.size = gdb_room(agent) < at[2] ? gdb_room(agent) : at[2];
    write_it(&w);
    at[1] += w.size;
    at[2] -= w.size;
    return at[2] > 0;
}

void gdb_transfer(struct agent *agent, struct gdb_text *text)
{
    uintptr_t offset, size;
    unsigned which;

    if (gdb_pass(text, "features:read:target.xml:") && board_debug.architecture)
        which = 0;
    else if (gdb_pass(text, "memory-map:read::"))
        which = 1;
    else if (gdb_pass(text, "features:read:")) {
        gdb_reply_text(agent, "E00"); /* the annex is not there */
        return;
    } else
        return;
    if (!gdb_address(text, &offset) || !gdb_pass_char(text, ',') || !gdb_address(text, &size) ||
        gdb_left(text)) {
        gdb_reply_text(agent, GDB_E_WRONG);
        return;
    }
    gdb_reply_with(agent, emit_document, which, offset);
    agent->gdb.reply.at[2] = size;
}

#endif
