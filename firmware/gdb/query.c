/* query.c - what gdb asks about the server, the processors and their threads: q, Q, H, T.
 *
 * A processor is a thread, numbered from 1, as 0 means "any".
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

#include "qmp/memory.h"

/* ------------------------------------------------------------------- threads */

/* Hg: whose registers; Hc: who goes on, with c and s.  Any and all mean the one there was. */
void gdb_select_thread(struct agent *agent, struct gdb_text *text)
{
    struct agent_gdb *gdb = &agent->gdb;
    uint8_t *selected = NULL;
    int cpu;

    if (gdb_pass_char(text, 'g'))
        selected = &gdb->cpu;
    else if (gdb_pass_char(text, 'c'))
        selected = &gdb->next_cpu;
    if (!selected || !gdb_thread(text, &cpu) || gdb_left(text)) {
        gdb_reply_text(agent, GDB_E_WRONG);
        return;
    }
    if (cpu >= 0)
        *selected = (uint8_t)cpu;
    gdb_reply_text(agent, "OK");
}

void gdb_thread_alive(struct agent *agent, struct gdb_text *text)
{
    int cpu;

    gdb_reply_text(agent,
                   gdb_thread(text, &cpu) && !gdb_left(text) && cpu >= 0 ? "OK" : GDB_E_WRONG);
}

static bool emit_current(struct agent *agent, uintptr_t *at)
{
    (void)at;
    gdb_put(agent, "QC");
    gdb_put_number(agent, agent->gdb.cpu + 1u);
    return false;
}

/* at[0]: the next processor. */
static bool emit_threads(struct agent *agent, uintptr_t *at)
{
    if (at[0] == 0)
        gdb_put_char(agent, 'm');
    while (at[0] < board_cpu_count() && gdb_room(agent) >= 4) {
        if (at[0] > 0)
            gdb_put_char(agent, ',');
        gdb_put_number(agent, ++at[0]);
    }
    return at[0] < board_cpu_count();
}

static void current(struct agent *agent, struct gdb_text *text)
{
    (void)text;
    gdb_reply_with(agent, emit_current, 0, 0);
}

static void first_threads(struct agent *agent, struct gdb_text *text)
{
    (void)text;
    gdb_reply_with(agent, emit_threads, 0, 0);
}

static void more_threads(struct agent *agent, struct gdb_text *text)
{
    (void)text;
    gdb_reply_text(agent, "l");
}

static void thread_info(struct agent *agent, struct gdb_text *text)
{
    char *name = agent->gdb.packet; /* in the place of what asked for it */
    int cpu;

    if (!gdb_thread(text, &cpu) || gdb_left(text) || cpu < 0) {
        gdb_reply_text(agent, GDB_E_WRONG);
        return;
    }
    memcpy(name, "cpu  0", 6);
    if (cpu >= 10)
        name[4] = (char)('0' + cpu / 10);
    name[5] = (char)('0' + cpu % 10);
    gdb_reply_hex(agent, name, 6, false);
}

/* -------------------------------------------------------------------- server */

static bool emit_features(struct agent *agent, uintptr_t *at)
{
    (void)at;
    gdb_put(agent, "PacketSize=");
    gdb_put_number(agent, AGENT_GDB_PACKET);
    gdb_put(agent, ";QStartNoAckMode+;vContSupported+;swbreak+;hwbreak+"
                   ";qXfer:features:read+;qXfer:memory-map:read+");
    return false;
}

static void supported(struct agent *agent, struct gdb_text *text)
{
    while (gdb_left(text)) {
        if (gdb_pass(text, "swbreak+"))
            agent->gdb.tells_why = true;
        else
            text->at++;
    }
    gdb_reply_with(agent, emit_features, 0, 0);
}

/* gdb did not start what runs here, so it is not gdb's to kill. */
static void attached(struct agent *agent, struct gdb_text *text)
{
    (void)text;
    gdb_reply_text(agent, "1");
}

/* An image is where it was linked. */
static void offsets(struct agent *agent, struct gdb_text *text)
{
    (void)text;
    gdb_reply_text(agent, "Text=0;Data=0;Bss=0");
}

static void start_no_ack_mode(struct agent *agent, struct gdb_text *text)
{
    if (gdb_left(text)) {
        gdb_reply_text(agent, GDB_E_WRONG);
        return;
    }
    agent->gdb.no_acks = true;
    gdb_reply_text(agent, "OK");
}

struct query {
    const char *name; /* with the character that ends it, if there must be one */
    gdb_part *part;
};

/* Whether a name has come to its end; a longer one is another packet's. */
static bool ends(const struct gdb_text *text)
{
    static const char separators[] = ":,;";
    char c = text->at[-1];

    if (!gdb_left(text))
        return true;
    for (size_t i = 0; i < sizeof separators - 1; i++)
        if (c == separators[i] || *text->at == separators[i])
            return true;
    return false;
}

static void look_up(struct agent *agent, struct gdb_text *text, const struct query *queries,
                    size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct gdb_text rest = *text;

        if (gdb_pass(&rest, queries[i].name) && ends(&rest)) {
            queries[i].part(agent, &rest);
            return;
        }
    }
}

void gdb_query(struct agent *agent, struct gdb_text *text)
{
    static const struct query queries[] = {
        {"Supported", supported},
        {"Xfer:", gdb_transfer},
        {"fThreadInfo", first_threads},
        {"sThreadInfo", more_threads},
        {"ThreadExtraInfo,", thread_info},
        {"Attached", attached},
        {"Offsets", offsets},
        {"CRC:", gdb_crc},
        {"Search:memory:", gdb_search},
        {"Rcmd,", gdb_monitor},
    };

    /* The only name that is the beginning of another. */
    if (gdb_left(text) == 1 && *text->at == 'C')
        current(agent, text);
    else
        look_up(agent, text, queries, sizeof queries / sizeof queries[0]);
}

void gdb_set(struct agent *agent, struct gdb_text *text)
{
    static const struct query settings[] = {
        {"StartNoAckMode", start_no_ack_mode},
    };

    look_up(agent, text, settings, sizeof settings / sizeof settings[0]);
}

#endif
