/* stop_rules.c - the rules of breakpoints and watchpoints, as JSON and back.
 *
 * SPDX-License-Identifier: MIT */
#include "stop_rules.h"

#include "processor.h"

#if QMP_GROUP_DEBUG

enum { TEMPORARY, IGNORE, CONDITION };

/* ---------------------------------------------------------------------- condition */

/* The value of a member of the condition that is not its own default. */
static int64_t member_int(const struct json_doc *doc, int object, const char *name,
                          int64_t otherwise)
{
    int member = json_member(doc, object, name);

    if (member >= 0)
        (void)json_int64(doc, member, &otherwise);
    return otherwise;
}

static uint64_t member_uint(const struct json_doc *doc, int object, const char *name,
                            uint64_t otherwise)
{
    int member = json_member(doc, object, name);

    if (member >= 0)
        (void)json_uint64(doc, member, &otherwise);
    return otherwise;
}

static uint8_t member_op(const struct json_doc *doc, int object)
{
    int member = json_member(doc, object, "op");

    for (uint8_t op = 0; member >= 0 && op < qmp_type_AgentConditionOp.count; op++)
        if (json_equals(doc, member, qmp_type_AgentConditionOp.values[op]))
            return op;
    return DEBUG_EQ;
}

/* What is compared, and how much of it. */
static int take_subject(struct qmp_call *call, int object, struct debug_condition *condition)
{
    const struct json_doc *doc = &call->doc;
    int name = json_member(doc, object, "register"), number = DEBUG_NO_REGISTER;
    uint64_t address = member_uint(doc, object, "address", 0);
    int64_t size = 4;

    if ((name >= 0) == (json_member(doc, object, "address") >= 0))
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        "Parameter 'condition' expects either 'register' or 'address'");
    if (name >= 0) {
        number = processor_register(call, name);
        if (number < 0)
            return -1;
        size = board_debug.registers[number].size;
    }
    size = member_int(doc, object, "size", size);
    if (size != 1 && size != 2 && size != 4 && size != 8)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'condition.size' expects 1, 2, 4 or 8");
    if (name >= 0 && size > board_debug.registers[number].size)
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        "Parameter 'condition.size' is larger than the register");
    if (address > UINTPTR_MAX)
        return qmp_fail_number(call, address, "Address %w is not memory");
    condition->register_number = (uint8_t)number;
    condition->address = (uintptr_t)address;
    condition->size = (uint8_t)size;
    return 0;
}

/* A negative number is one in two's complement of this size, or of 8 bytes. */
static bool fits(uint64_t value, unsigned size)
{
    uint64_t ones = processor_ones(size), sign = (ones >> 1) + 1;

    return (value & ~ones) == 0 || ((value | ones) == UINT64_MAX && (value & sign));
}

static int take_condition(struct qmp_call *call, int object, struct debug_condition *condition)
{
    const struct json_doc *doc = &call->doc;
    int is_signed = json_member(doc, object, "signed");

    if (take_subject(call, object, condition) < 0)
        return -1;
    condition->value = member_uint(doc, object, "value", 0);
    if (!fits(condition->value, condition->size))
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        "Parameter 'condition.value' does not fit the size");
    condition->mask = member_uint(doc, object, "mask", UINT64_MAX);
    condition->op = member_op(doc, object);
    condition->is_signed = is_signed >= 0 && json_bool(doc, is_signed);
    condition->present = true;
    return 0;
}

static void write_condition(struct json_writer *w, const struct debug_condition *condition)
{
    json_write_begin(w, "condition", '{');
    if (condition->register_number == DEBUG_NO_REGISTER)
        json_write_uint(w, "address", condition->address);
    else
        json_write_string(w, "register", board_debug.registers[condition->register_number].name);
    json_write_uint(w, "size", condition->size);
    if (condition->mask != UINT64_MAX)
        json_write_uint(w, "mask", condition->mask);
    json_write_string(w, "op", qmp_type_AgentConditionOp.values[condition->op]);
    json_write_uint(w, "value", condition->value);
    json_write_bool(w, "signed", condition->is_signed);
    json_write_end(w, '}');
}

/* -------------------------------------------------------------------------- rules */

int stop_rules_take(struct qmp_call *call, unsigned first, struct stop_rules *rules)
{
    int64_t ignore = qmp_has(call, first + IGNORE) ? qmp_int(call, first + IGNORE) : 0;

    *rules = (struct stop_rules){.temporary = qmp_has(call, first + TEMPORARY) &&
                                              qmp_bool(call, first + TEMPORARY),
                                 .ignore = (uint32_t)ignore};
    if (ignore < 0 || ignore > UINT32_MAX)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'ignore' expects 0 to 4294967295");
    if (!qmp_has(call, first + CONDITION))
        return 0;
    return take_condition(call, call->argument[first + CONDITION], &rules->condition);
}

void stop_rules_write(struct json_writer *w, enum debug_owner owner, uint32_t hits,
                      const struct stop_rules *rules)
{
    json_write_string(w, "owner", owner == DEBUG_GDB ? "gdb" : "qmp");
    json_write_bool(w, "temporary", rules->temporary);
    json_write_uint(w, "hits", hits);
    json_write_uint(w, "ignore", rules->ignore);
    if (rules->condition.present)
        write_condition(w, &rules->condition);
}

static bool emit_id(struct qmp_stream *stream, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    json_write_uint(w, "id", stream->at[0]);
    json_write_end(w, '}');
    return false;
}

int stop_rules_return(struct qmp_call *call, unsigned id)
{
    call->stream->at[0] = id;
    call->stream->emit = emit_id;
    return 0;
}

uint32_t stop_rules_id(const struct qmp_call *call)
{
    int64_t id = qmp_int(call, 0);

    return id > 0 && id <= UINT32_MAX ? (uint32_t)id : 0;
}

#endif
