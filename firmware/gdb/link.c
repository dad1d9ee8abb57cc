/* link.c - frames of the remote serial protocol: `$packet#sum`, acknowledgements, the interrupt.
 *
 * One packet is under way at a time, as the protocol has it: while a reply is, nothing is taken.
 * A reply is not kept.  When gdb has not understood it, what made it is asked to begin again;
 * the packet it answers stays until gdb has acknowledged the reply.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/gdb.h"

#if AGENT_GDB

#include "gdb/reply.h"
#include "monitor/monitor.h"
#include "qmp/memory.h"

#define INTERRUPT 3

/* The body begins at a multiple of 8, where digits are made fastest (hex.h). */
#define BEGINNING 7

void gdb_init(struct agent *agent)
{
    struct agent_gdb *gdb = &agent->gdb;

    gdb->attached = gdb->waiting = gdb->stopped_it = gdb->why_known = false;
    gdb->refusal = NULL;
    gdb->cpu = gdb->next_cpu = 0;
#if QMP_GROUP_MONITOR
    monitor_init(&gdb->monitor, agent, MONITOR_GDB, gdb->packet, GDB_LINE_MAX);
#endif
    gdb_reset(agent, 0);
}

void gdb_reset(struct agent *agent, unsigned events)
{
    struct agent_gdb *gdb = &agent->gdb;

    gdb->reading = GDB_BETWEEN;
    gdb->complete = false;
    if (events & BOARD_PORT_BREAK)
        gdb_interrupt(agent);
    if (events == BOARD_PORT_BREAK)
        return;
    gdb->no_acks = gdb->tells_why = gdb->working = false;
    gdb->sending = GDB_NOTHING;
    gdb->out_length = gdb->out_sent = 0;
#if QMP_GROUP_MONITOR
    monitor_reset(&gdb->monitor);
#endif
    gdb_leave(agent);
}

/* --------------------------------------------------------------------- input */

static void begin_packet(struct agent_gdb *gdb)
{
    gdb->reading = GDB_PACKET;
    gdb->length = 0;
    gdb->sum_in = 0;
    gdb->fault = GDB_GOOD;
    /* Who speaks again has understood the last reply. */
    gdb->sending = GDB_NOTHING;
}

static void between(struct agent *agent, char c)
{
    struct agent_gdb *gdb = &agent->gdb;

    if (c == '$') {
        begin_packet(gdb);
    } else if (c == INTERRUPT) {
        gdb_interrupt(agent);
    } else if (c == '+' && gdb->sending == GDB_UNACKNOWLEDGED) {
        gdb->sending = GDB_NOTHING;
    } else if (c == '-' && gdb->sending == GDB_UNACKNOWLEDGED) {
        gdb->reply = gdb->again;
        gdb->sending = GDB_BEGIN;
    }
}

static void store(struct agent_gdb *gdb, char c)
{
    if (gdb->length < AGENT_GDB_PACKET)
        gdb->packet[gdb->length++] = c;
    else
        gdb->fault = GDB_TOO_LONG;
}

/* Takes bytes of a packet up to the end of it; a `$` begins another, as one is never inside. */
static size_t inside(struct agent_gdb *gdb, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char c = bytes[i];

        if (c == '$') {
            begin_packet(gdb);
            continue;
        }
        if (c == '#') {
            gdb->reading = GDB_SUM_HIGH;
            return i + 1;
        }
        gdb->sum_in = (uint8_t)(gdb->sum_in + c);
        if (c == '}') {
            gdb->reading = GDB_ESCAPED;
            return i + 1;
        }
        store(gdb, c);
    }
    return size;
}

/* What stands for '#', '$', '*' or '}' is neither; a frame that was cut there begins anew. */
static void escaped(struct agent_gdb *gdb, char c)
{
    if (c == '$') {
        begin_packet(gdb);
        return;
    }
    gdb->sum_in = (uint8_t)(gdb->sum_in + c);
    gdb->reading = GDB_PACKET;
    store(gdb, c ^ 0x20);
}

static void acknowledge(struct agent_gdb *gdb, char c)
{
    static const char first[] = "qSupported";

    /* A gdb that has just come knows nothing of what the last one agreed on. */
    if (gdb->length >= sizeof first - 1 && memcmp(gdb->packet, first, sizeof first - 1) == 0)
        gdb->no_acks = false;
    if (!gdb->no_acks)
        gdb->out[gdb->out_length++] = c;
}

/* Without acknowledgements nothing is sent again: then a damaged packet is an error. */
static void end_packet(struct agent_gdb *gdb, int sum)
{
    bool good = sum >= 0 && (uint8_t)sum == gdb->sum_in;

    gdb->reading = GDB_BETWEEN;
    if (!good && !gdb->no_acks) {
        acknowledge(gdb, '-');
        return;
    }
    if (good)
        acknowledge(gdb, '+');
    else
        gdb->fault = GDB_DAMAGED;
    gdb->complete = true;
}

static void sum_digit(struct agent_gdb *gdb, char c)
{
    int digit = hex_digit(c);

    if (c == '$') {
        begin_packet(gdb);
    } else if (gdb->reading == GDB_SUM_HIGH) {
        gdb->sum_told = digit < 0 ? UINT8_MAX : (uint8_t)digit;
        gdb->reading = GDB_SUM_LOW;
    } else {
        end_packet(gdb, digit < 0 || gdb->sum_told > 15 ? -1 : gdb->sum_told << 4 | digit);
    }
}

static size_t take(struct agent *agent, const char *bytes, size_t size)
{
    struct agent_gdb *gdb = &agent->gdb;

    switch (gdb->reading) {
    case GDB_PACKET:
        return inside(gdb, bytes, size);
    case GDB_BETWEEN:
        between(agent, *bytes);
        break;
    case GDB_ESCAPED:
        escaped(gdb, *bytes);
        break;
    default:
        sum_digit(gdb, *bytes);
        break;
    }
    return 1;
}

size_t gdb_input(void *who, const char *bytes, size_t size)
{
    struct agent *agent = who;
    struct agent_gdb *gdb = &agent->gdb;
    size_t count = 0;

    while (count < size && !gdb->complete && gdb->out_length == 0 &&
           (gdb->sending == GDB_NOTHING || gdb->sending == GDB_UNACKNOWLEDGED))
        count += take(agent, bytes + count, size - count);
    return count;
}

/* -------------------------------------------------------------------- output */

void gdb_begin_reply(struct agent *agent)
{
    agent->gdb.sending = GDB_BEGIN;
    agent->gdb.again = agent->gdb.reply;
}

static void end_reply(struct agent_gdb *gdb)
{
    char *out = gdb->out + gdb->out_length;

    out[0] = '#';
    out[1] = "0123456789abcdef"[gdb->sum_out >> 4];
    out[2] = "0123456789abcdef"[gdb->sum_out & 15];
    gdb->out_length += 3;
    gdb->sending = gdb->no_acks ? GDB_NOTHING : GDB_UNACKNOWLEDGED;
}

/* Writes a piece of the reply; the output is empty. */
static void send(struct agent *agent)
{
    struct agent_gdb *gdb = &agent->gdb;
    bool more;

    if (gdb->sending == GDB_BEGIN) {
        gdb->out_length = gdb->out_sent = BEGINNING;
        gdb->out[gdb->out_length++] = '$';
        gdb->sum_out = 0;
        gdb->sending = GDB_BODY;
    }
    more = gdb->reply.emit && gdb->reply.emit(agent, gdb->reply.at);
    if (!more)
        end_reply(gdb);
}

static bool sends(const struct agent_gdb *gdb)
{
    return gdb->sending == GDB_BEGIN || gdb->sending == GDB_BODY;
}

/* Finds what is to be said next: the answer to the packet, or why the application has stopped. */
static bool has_reply(struct agent *agent)
{
    struct agent_gdb *gdb = &agent->gdb;
    bool answered = gdb->complete;

    gdb->reply.emit = NULL;
    gdb->quiet = false;
    if (answered) {
        gdb->complete = false;
        gdb_answer(agent);
    }
    return gdb_look_at_state(agent) || (answered && !gdb->waiting && !gdb->quiet);
}

bool gdb_run(void *who)
{
    struct agent *agent = who;
    struct agent_gdb *gdb = &agent->gdb;

    gdb->working = false;
    if (gdb->out_length != 0)
        return false;
    if (!sends(gdb)) {
        bool answers = gdb->complete;

        if (!has_reply(agent))
            return answers; /* there may be more input by now */
        gdb_begin_reply(agent);
    }
    send(agent);
    return !gdb->working;
}

size_t gdb_output(void *who, const char **bytes)
{
    struct agent_gdb *gdb = &((struct agent *)who)->gdb;

    *bytes = gdb->out + gdb->out_sent;
    return gdb->out_length - gdb->out_sent;
}

void gdb_sent(void *who, size_t size)
{
    struct agent_gdb *gdb = &((struct agent *)who)->gdb;

    gdb->out_sent += (uint32_t)size;
    if (gdb->out_sent == gdb->out_length)
        gdb->out_sent = gdb->out_length = 0;
}

bool gdb_is_idle(const struct agent *agent)
{
    const struct agent_gdb *gdb = &agent->gdb;

    return !gdb->complete && !gdb->waiting && !sends(gdb) && gdb->out_length == 0;
}

#endif
