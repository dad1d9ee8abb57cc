/* interrupts.c - info irq, info pic: the interrupt controller of the board.
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"
#include "commands/commands.h"
#include "monitor/say.h"
#include "objects/tree.h"
#include "objects/value.h"

#if QMP_GROUP_MONITOR

/* ----------------------------------------------------------------------- counts */

/* A line a piece; one that never interrupted is left out. */
static bool emit_counts(struct monitor_run *run)
{
    unsigned line = (unsigned)run->at[0]++;
    uint32_t count;

    if (!board_description.interrupts(line, &count))
        return false;
    if (line == 0)
        say(run, "IRQ statistics for %s:\n", board_description.controller->type->name);
    if (count > 0)
        say(run, "%2u: %u\n", line, (unsigned)count);
    return true;
}

int hmp_info_irq(struct monitor_run *run)
{
    if (board_description.interrupts)
        run->emit = emit_counts;
    return 0;
}

int agent_x_query_irq(struct qmp_call *call)
{
    return monitor_human_readable(call, "irq");
}

#if QMP_GROUP_OBJECTS

/* ------------------------------------------------------------------------ state */

/* Its name and its type, then a property a piece. */
static bool emit_state(struct monitor_run *run)
{
    const struct object *controller = board_description.controller;
    const struct object_property *property;
    union object_value value;

    if (run->at[0] == 0)
        say(run, "%s (%s)\n", controller->name, controller->type->name);
    property = tree_property(controller->type, run->at[0]++);
    if (!property)
        return false;
    if (property->kind != OBJECT_KIND_UINT || !(property->flags & OBJECT_READABLE) ||
        value_get(controller, property, NULL, &value))
        return true;
    say(run, "  %s = 0x%jx\n", property->name, value.natural);
    return true;
}

int hmp_info_pic(struct monitor_run *run)
{
    if (board_description.controller)
        run->emit = emit_state;
    return 0;
}

#endif
#endif
