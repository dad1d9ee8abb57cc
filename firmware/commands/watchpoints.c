/* watchpoints.c - agent-watchpoint-add, -del and -list.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "debug/debug.h"
#include "stop_rules.h"

#if QMP_GROUP_DEBUG

enum { ADDRESS, SIZE, ACCESS, RULES };

/* In the order of QMP's enum AgentWatchAccess. */
static const uint8_t accesses[] = {BOARD_WATCH_WRITE, BOARD_WATCH_READ,
                                   BOARD_WATCH_WRITE | BOARD_WATCH_READ};

int agent_watchpoint_add(struct qmp_call *call)
{
    uint64_t address = qmp_uint(call, ADDRESS);
    int64_t size = qmp_int(call, SIZE);
    struct debug_watchpoint wanted = {
        .owner = DEBUG_QMP,
        .address = (uintptr_t)address,
        .size = (uint32_t)size,
        .access = accesses[qmp_enum(call, ACCESS, &qmp_type_AgentWatchAccess, 0)]};
    struct stop_rules rules;
    const char *error;
    unsigned id;

    if (stop_rules_take(call, RULES, &rules) < 0)
        return -1;
    if (size < 1 || size > UINT32_MAX)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'size' expects 1 to 4294967295");
    if (address > UINTPTR_MAX)
        return qmp_fail_number(call, address, "Address %w is not memory");
    wanted.temporary = rules.temporary;
    wanted.ignore = rules.ignore;
    wanted.condition = rules.condition;
    error = debug_watchpoint_add(call->context, &wanted, &id);
    return error != NULL ? qmp_fail(call, QMP_GENERIC_ERROR, error) : stop_rules_return(call, id);
}

int agent_watchpoint_del(struct qmp_call *call)
{
    if (debug_watchpoint_del(call->context, stop_rules_id(call)))
        return 0;
    call->error_text = json_span(&call->doc, call->argument[0]);
    return qmp_fail(call, QMP_GENERIC_ERROR, "There is no watchpoint %t");
}

/* --------------------------------------------------------------------------- list */

static const char *access_name(unsigned access)
{
    unsigned i = 0;

    while (accesses[i] != access)
        i++;
    return qmp_type_AgentWatchAccess.values[i];
}

static void write_watchpoint(const struct debug_watchpoint *p, struct json_writer *w)
{
    const struct stop_rules rules = {p->temporary, p->ignore, p->condition};

    json_write_begin(w, NULL, '{');
    json_write_uint(w, "id", p->id);
    json_write_uint(w, "address", p->address);
    json_write_uint(w, "size", p->size);
    json_write_string(w, "access", access_name(p->access));
    stop_rules_write(w, (enum debug_owner)p->owner, p->hits, &rules);
    json_write_end(w, '}');
}

/* The one with the lowest number above ID, so that none is told twice while they change. */
static const struct debug_watchpoint *find_after(const struct agent_debug *debug, uint32_t id)
{
    const struct debug_watchpoint *found = NULL;

    for (unsigned i = 0; i < AGENT_WATCHPOINTS_MAX; i++) {
        const struct debug_watchpoint *p = &debug->watchpoints[i];

        if (p->owner != DEBUG_NOBODY && p->id > id && (found == NULL || p->id < found->id))
            found = p;
    }
    return found;
}

/* One a piece.  at[0]: the number of the last; at[1]: the list has begun. */
static bool emit_watchpoints(struct qmp_stream *stream, struct json_writer *w)
{
    const struct agent *agent = stream->context;
    const struct debug_watchpoint *p = find_after(&agent->debug, (uint32_t)stream->at[0]);

    if (!stream->at[1])
        json_write_begin(w, NULL, '[');
    stream->at[1] = true;
    if (p == NULL) {
        json_write_end(w, ']');
        return false;
    }
    stream->at[0] = p->id;
    write_watchpoint(p, w);
    return true;
}

int agent_watchpoint_list(struct qmp_call *call)
{
    call->stream->emit = emit_watchpoints;
    return 0;
}

#endif
