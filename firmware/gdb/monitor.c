/* monitor.c - qRcmd, gdb's `monitor`: a line of the human monitor.
 *
 * The line stands where the packet did, which nobody needs any more, and what is said is put
 * together behind it, a piece of the reply at a time.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

#if QMP_GROUP_MONITOR

#include "gdb/gdb.h"
#include "monitor/monitor.h"
#include "qmp/memory.h"

#define ROOM (AGENT_GDB_PACKET - GDB_LINE_MAX)

/* The cursor of a reply: whether it has begun, the bytes that were put together and those of them
 * that were sent, whether there was any. */
enum { AT_BEGUN, AT_SIZE, AT_SENT, AT_SAID };

/* Once, before the reply first begins.  Returns false while there is more to do. */
static bool do_work(struct agent *agent)
{
    struct agent_gdb *gdb = &agent->gdb;

    if (gdb->says)
        return true;
    if (monitor_work(&gdb->monitor))
        return false;
    gdb->says = true;
    gdb->first = gdb->monitor.emit;
    memcpy(gdb->first_at, gdb->monitor.at, sizeof gdb->first_at);
    gdb->first_stream = gdb->monitor.stream;
    return true;
}

static void begin(struct agent *agent, uintptr_t *at)
{
    struct agent_gdb *gdb = &agent->gdb;

    gdb->monitor.emit = gdb->first;
    memcpy(gdb->monitor.at, gdb->first_at, sizeof gdb->first_at);
    gdb->monitor.stream = gdb->first_stream;
    at[AT_BEGUN] = true;
}

/* Puts pieces together as far as they fit.  Returns false when nothing is left to say. */
static bool fill(struct agent *agent, uintptr_t *at)
{
    struct json_writer w;
    bool more;

    json_writer_init(&w, agent->gdb.packet + GDB_LINE_MAX, ROOM);
    do {
        struct json_mark mark = json_writer_mark(&w);

        more = monitor_next(&agent->gdb.monitor, &w);
        if (w.overflow) {
            json_writer_rewind(&w, mark);
            break;
        }
    } while (more && !agent->gdb.monitor.pause);
    at[AT_SIZE] = w.length;
    at[AT_SENT] = 0;
    at[AT_SAID] |= w.length > 0;
    return more;
}

static bool send(struct agent *agent, uintptr_t *at)
{
    size_t size = at[AT_SIZE] - at[AT_SENT], room = gdb_room(agent) / 2;

    size = size < room ? size : room;
    gdb_put_bytes(agent, agent->gdb.packet + GDB_LINE_MAX + at[AT_SENT], size);
    at[AT_SENT] += size;
    return at[AT_SENT] < at[AT_SIZE];
}

static bool emit(struct agent *agent, uintptr_t *at)
{
    if (!do_work(agent)) {
        gdb_pause(agent);
        return true;
    }
    if (!at[AT_BEGUN])
        begin(agent, at);
    if (at[AT_SENT] == at[AT_SIZE] && !fill(agent, at) && !at[AT_SAID]) {
        gdb_put(agent, "OK");
        return false;
    }
    if (agent->gdb.monitor.pause)
        gdb_pause(agent);
    return send(agent, at) || agent->gdb.monitor.emit;
}

/* Commands of gdb's own, by another line of the monitor's: nothing is one for help. */
static void replace(struct agent *agent)
{
    static const struct {
        const char *line, *by;
    } own[] = {{"", "help"}, {"reset", "system_reset"}};
    char *line = agent->gdb.packet;
    uint32_t size = text_length(line);

    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (text_length(own[i].line) == size && memcmp(own[i].line, line, size) == 0) {
            memcpy(line, own[i].by, text_length(own[i].by) + 1);
            return;
        }
}

/* `why`, which is about gdb alone. */
static void say_why(struct agent *agent)
{
    const char *refusal = agent->gdb.refusal ? agent->gdb.refusal : "nothing was refused";

    agent->gdb.packet[0] = '\0';
    (void)monitor_begin(&agent->gdb.monitor);
    agent->gdb.monitor.quoted = (struct json_span){refusal, text_length(refusal)};
    (void)monitor_print(&agent->gdb.monitor, "%r");
}

void gdb_monitor(struct agent *agent, struct gdb_text *text)
{
    struct agent_gdb *gdb = &agent->gdb;
    size_t size = gdb_left(text) / 2;

    if (gdb_left(text) % 2 || size >= GDB_LINE_MAX || !gdb_bytes(text, gdb->packet, size)) {
        gdb_reply_text(agent, GDB_E_WRONG);
        return;
    }
    while (size > 0 && gdb->packet[size - 1] == ' ')
        size--;
    gdb->packet[size] = '\0';
    if (size == 3 && memcmp(gdb->packet, "why", 3) == 0) {
        say_why(agent);
    } else {
        replace(agent);
        (void)monitor_begin(&gdb->monitor);
    }
    gdb->says = false;
    gdb_reply_with(agent, emit, 0, 0);
}

#else

/* Without the monitor there is no such packet. */
void gdb_monitor(struct agent *agent, struct gdb_text *text)
{
    (void)agent, (void)text;
}

#endif
#endif
