/* break.c - gdb's breakpoints and watchpoints: Z and z.
 *
 * They are the engine's, and gdb's only in that it may delete them: gdb names them by what they
 * are, not by a number.  Software and hardware breakpoints are the same here.  To insert what is
 * there already, or to remove what is not, is no error (the protocol wants it so).
 *
 * For some architectures gdb steps by a breakpoint at the next instruction.  Where the application
 * can be stopped only at safepoints there is seldom one at that address; such a breakpoint is then
 * taken for what it is, and the application goes on to its next safepoint.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

#include "debug/debug.h"

/* What stands behind Z and z. */
struct point {
    bool watches;
    uint8_t access; /* BOARD_WATCH_ */
    uintptr_t address;
    uintptr_t size; /* of a breakpoint: of its instruction, of no interest here */
};

/* Conditions and commands, which only a server that asks for them is sent, are not understood. */
static bool read_point(struct gdb_text *text, struct point *point)
{
    static const uint8_t accesses[] = {
        0, 0, BOARD_WATCH_WRITE, BOARD_WATCH_READ, BOARD_WATCH_WRITE | BOARD_WATCH_READ,
    };
    uint64_t type;

    if (!gdb_number(text, &type) || type >= sizeof accesses || !gdb_pass_char(text, ',') ||
        !gdb_address(text, &point->address) || !gdb_pass_char(text, ',') ||
        !gdb_address(text, &point->size) || gdb_left(text))
        return false;
    point->access = accesses[type];
    point->watches = point->access != 0;
    return true;
}

/* The number of gdb's own that is the same; 0: there is none. */
static unsigned find(const struct agent *agent, const struct point *point)
{
    for (unsigned i = 0; !point->watches && i < AGENT_BREAKPOINTS_MAX; i++) {
        const struct debug_breakpoint *it = &agent->debug.breakpoints[i];

        if (it->owner == DEBUG_GDB && it->address == point->address)
            return it->id;
    }
    for (unsigned i = 0; point->watches && i < AGENT_WATCHPOINTS_MAX; i++) {
        const struct debug_watchpoint *it = &agent->debug.watchpoints[i];

        if (it->owner == DEBUG_GDB && it->address == point->address && it->size == point->size &&
            it->access == point->access)
            return it->id;
    }
    return 0;
}

static bool is_next(const struct agent *agent, uintptr_t address)
{
    uintptr_t next[BOARD_NEXT_MAX];
    unsigned count = gdb_runs(agent) ? 0 : board_next_pc(agent->gdb.next_cpu, next);

    while (count-- > 0)
        if (next[count] == address)
            return true;
    return false;
}

static const char *insert_breakpoint(struct agent *agent, uintptr_t address)
{
    const struct debug_breakpoint wanted = {.owner = DEBUG_GDB, .address = address};
    const char *refusal;
    unsigned id;

    refusal = debug_breakpoint_add(agent, &wanted, &id);
    if (refusal != debug_no_safepoint || !is_next(agent, address))
        return refusal;
    agent->gdb.to_safepoint = true;
    agent->gdb.next_pc = address;
    return NULL;
}

static const char *insert(struct agent *agent, const struct point *point)
{
    unsigned id;

    if (find(agent, point) != 0)
        return NULL;
    if (!point->watches)
        return insert_breakpoint(agent, point->address);
    if (point->size > UINT32_MAX)
        return "This is too much to watch";
    const struct debug_watchpoint wanted = {.owner = DEBUG_GDB,
                                            .access = point->access,
                                            .size = (uint32_t)point->size,
                                            .address = point->address};

    return debug_watchpoint_add(agent, &wanted, &id);
}

void gdb_insert(struct agent *agent, struct gdb_text *text)
{
    struct point point;

    if (!read_point(text, &point))
        gdb_reply_text(agent, GDB_E_WRONG);
    else if (gdb_may(agent, point.watches ? GDB_ADD_WATCHPOINT : GDB_ADD_BREAKPOINT))
        gdb_reply_outcome(agent, insert(agent, &point));
}

void gdb_remove(struct agent *agent, struct gdb_text *text)
{
    struct point point;
    unsigned id;

    if (!read_point(text, &point)) {
        gdb_reply_text(agent, GDB_E_WRONG);
        return;
    }
    if (!gdb_may(agent, point.watches ? GDB_DEL_WATCHPOINT : GDB_DEL_BREAKPOINT))
        return;
    id = find(agent, &point);
    if (id != 0 && point.watches)
        (void)debug_watchpoint_del(agent, id);
    else if (id != 0)
        (void)debug_breakpoint_del(agent, id);
    if (!point.watches && point.address == agent->gdb.next_pc)
        agent->gdb.to_safepoint = false;
    gdb_reply_text(agent, "OK");
}

#endif
