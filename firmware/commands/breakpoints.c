/* breakpoints.c - agent-breakpoint-add, -del and -list.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "debug/debug.h"
#include "stop_rules.h"

#if QMP_GROUP_DEBUG

enum { ADDRESS, RULES };

/* How far the next safepoint is looked for. */
#define SEARCH_MAX 65536u

static bool find_safepoint(uintptr_t address, uintptr_t *found)
{
    uintptr_t end = (uintptr_t)board_debug.code_end;

    if (address < (uintptr_t)board_debug.code)
        return false;
    for (uintptr_t at = address; at < end && at - address < SEARCH_MAX; at++) {
        if (board_is_safepoint(at)) {
            *found = at;
            return true;
        }
    }
    return false;
}

static int fail_add(struct qmp_call *call, uintptr_t address, const char *error)
{
    uintptr_t next;

    if (error == debug_no_safepoint && find_safepoint(address, &next))
        return qmp_fail_number(call, next,
                               "The application can be stopped only at safepoints; the next one "
                               "is at %w");
    return qmp_fail(call, QMP_GENERIC_ERROR, error);
}

int agent_breakpoint_add(struct qmp_call *call)
{
    uint64_t address = qmp_uint(call, ADDRESS);
    struct debug_breakpoint wanted = {.owner = DEBUG_QMP, .address = (uintptr_t)address};
    struct stop_rules rules;
    const char *error;
    unsigned id;

    if (stop_rules_take(call, RULES, &rules) < 0)
        return -1;
    if (address > UINTPTR_MAX)
        return qmp_fail_number(call, address, "Address %w is not memory");
    wanted.temporary = rules.temporary;
    wanted.ignore = rules.ignore;
    wanted.condition = rules.condition;
    error = debug_breakpoint_add(call->context, &wanted, &id);
    return error != NULL ? fail_add(call, wanted.address, error) : stop_rules_return(call, id);
}

int agent_breakpoint_del(struct qmp_call *call)
{
    if (debug_breakpoint_del(call->context, stop_rules_id(call)))
        return 0;
    call->error_text = json_span(&call->doc, call->argument[0]);
    return qmp_fail(call, QMP_GENERIC_ERROR, "There is no breakpoint %t");
}

/* --------------------------------------------------------------------------- list */

static void write_breakpoint(const struct debug_breakpoint *b, struct json_writer *w)
{
    const struct stop_rules rules = {b->temporary, b->ignore, b->condition};

    json_write_begin(w, NULL, '{');
    json_write_uint(w, "id", b->id);
    json_write_uint(w, "address", b->address);
    stop_rules_write(w, (enum debug_owner)b->owner, b->hits, &rules);
    json_write_end(w, '}');
}

/* The one with the lowest number above ID, so that none is told twice while they change. */
static const struct debug_breakpoint *find_after(const struct agent_debug *debug, uint32_t id)
{
    const struct debug_breakpoint *found = NULL;

    for (unsigned i = 0; i < AGENT_BREAKPOINTS_MAX; i++) {
        const struct debug_breakpoint *b = &debug->breakpoints[i];

        if (b->owner != DEBUG_NOBODY && b->id > id && (found == NULL || b->id < found->id))
            found = b;
    }
    return found;
}

/* One a piece.  at[0]: the number of the last; at[1]: the list has begun. */
static bool emit_breakpoints(struct qmp_stream *stream, struct json_writer *w)
{
    const struct agent *agent = stream->context;
    const struct debug_breakpoint *b = find_after(&agent->debug, (uint32_t)stream->at[0]);

    if (!stream->at[1])
        json_write_begin(w, NULL, '[');
    stream->at[1] = true;
    if (b == NULL) {
        json_write_end(w, ']');
        return false;
    }
    stream->at[0] = b->id;
    write_breakpoint(b, w);
    return true;
}

int agent_breakpoint_list(struct qmp_call *call)
{
    call->stream->emit = emit_breakpoints;
    return 0;
}

#endif
