/* condition.c - what must hold for a breakpoint or a watchpoint to stop the application.
 *
 * SPDX-License-Identifier: MIT */
#include "debug/engine.h"

#if QMP_GROUP_DEBUG

static uint64_t ones(unsigned size)
{
    return size == 8 ? UINT64_MAX : (UINT64_C(1) << 8 * size) - 1;
}

/* The number of SIZE bytes that is VALUE's lowest ones. */
static int64_t as_signed(uint64_t value, unsigned size)
{
    uint64_t sign = UINT64_C(1) << (8 * size - 1);

    return (int64_t)(((value & ones(size)) ^ sign) - sign);
}

/* The processors are little-endian. */
static bool read_memory(struct agent *agent, uintptr_t address, unsigned size, uint64_t *value)
{
    uint8_t bytes[8];

    if (debug_memory_read(agent, address, bytes, size) != size)
        return false;
    *value = 0;
    for (unsigned i = size; i-- > 0;)
        *value = *value << 8 | bytes[i];
    return true;
}

static bool compare(const struct debug_condition *c, uint64_t found)
{
    uint64_t a = found & c->mask & ones(c->size), b = c->value & ones(c->size);
    bool less = c->is_signed ? as_signed(a, c->size) < as_signed(b, c->size) : a < b;

    switch ((enum debug_op)c->op) {
    case DEBUG_EQ:
        return a == b;
    case DEBUG_NE:
        return a != b;
    case DEBUG_LT:
        return less;
    case DEBUG_LE:
        return less || a == b;
    case DEBUG_GT:
        return !less && a != b;
    default:
        return !less;
    }
}

bool condition_holds(struct agent *agent, unsigned cpu, const struct debug_condition *condition)
{
    uint64_t found;
    bool known;

    if (!condition->present)
        return true;
    if (condition->register_number == DEBUG_NO_REGISTER)
        known = read_memory(agent, condition->address, condition->size, &found);
    else
        known = board_register_read(cpu, condition->register_number, &found);
    return !known || compare(condition, found);
}

#endif
