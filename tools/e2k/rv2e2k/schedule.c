/* schedule.c - which bundle and which channel each operation gets.
 *
 * Operations are taken in program order; each goes into the first bundle that its operands,
 * the memory order and the exits before it allow and that has room.  The machine is
 * modelled as its emulators are: a result can be read in the next bundle.
 *
 * What keeps program order:
 *   a result is read in a later bundle than it is written in;
 *   a register is written not before the last reader of its old value (the same bundle is
 *   fine: operands are read first), and in a later bundle than the write before;
 *   loads and stores of the program, see memory_delay();
 *   what is seen from outside is not done before an exit that it follows.  In the exit's
 *   own bundle it is done if the exit is not taken: that is the bundle's second use.
 *
 * SPDX-License-Identifier: MIT */
#include "region.h"
#include "schedule.h"

#include <stdlib.h>
#include <string.h>

#define STACK_POINTER 2
#define ANYWHERE      (-1) /* memory_delay(): no order between the two */

struct scheduler {
    struct region *region;
    struct bundle_members bundles[REGION_OPS + REGION_EXITS];
    /* By home register: bundles of the last write and of the last read since. */
    int written[E2K_REGISTERS], read[E2K_REGISTERS];
    int accesses[REGION_INSNS * 2]; /* ordered ops so far */
    int access_count;
};

/* ------------------------------------------------------------ what is needed at all */

static void need_value(struct region *region, int value)
{
    int op = value < 0 ? -1 : region->values[value].op;

    if (op >= 0)
        region->ops[op].needed = true;
}

static void need_operand(struct region *region, const struct operand *operand)
{
    if (operand->is_value)
        need_value(region, operand->value);
}

static void find_needed(struct region *region)
{
    for (int i = 0; i < region->exit_count; i++) {
        need_value(region, region->exits[i].taken_if.value);
        if (region->exits[i].prepared >= 0)
            region->ops[region->exits[i].prepared].needed = true;
    }
    for (int i = region->op_count - 1; i >= 0; i--) {
        struct op *op = &region->ops[i];

        op->needed |= op->effect;
        if (!op->needed)
            continue;
        need_operand(region, &op->src1);
        need_operand(region, &op->src2);
        need_value(region, op->data);
        need_value(region, op->only_if.value);
        need_value(region, op->merge.value);
        if (op->tied >= 0)
            region->ops[op->tied].needed = true;
    }
}

/* --------------------------------------------------------------------- dependences */

static int later(int bundle, int than)
{
    return bundle > than ? bundle : than;
}

static int after_value(const struct region *region, int value)
{
    int op = value < 0 ? -1 : region->values[value].op;

    return op < 0 ? 0 : region->ops[op].bundle + 1;
}

static int after_operand(const struct region *region, const struct operand *operand)
{
    return operand->is_value ? after_value(region, operand->value) : 0;
}

static bool on_stack(const struct region *region, const struct op *op)
{
    return op->base >= 0 && region->values[op->base].place == PLACE_HOME &&
           region->values[op->base].number == STACK_POINTER;
}

static uint64_t access_size(enum e2k_opcode opcode)
{
    switch (opcode) {
    case E2K_LDB:
    case E2K_STB:
        return 1;
    case E2K_LDH:
    case E2K_STH:
        return 2;
    case E2K_LDW:
    case E2K_STW:
        return 4;
    default:
        return 8;
    }
}

/* Whether they are known not to overlap; addresses are sums modulo 2^64. */
static bool disjoint(const struct op *left, const struct op *right)
{
    if (left->base < 0 || left->base != right->base)
        return false;
    return (uint64_t)right->offset - (uint64_t)left->offset >= access_size(left->opcode) &&
           (uint64_t)left->offset - (uint64_t)right->offset >= access_size(right->opcode);
}

/* How many bundles the access OP has to come after the access EARLIER of the program.  Any
 * address but the stack's may be a device's, whose accesses keep their order; within a
 * bundle that is the channels' order.  A load sees a store only from the bundle before. */
static int memory_delay(const struct region *region, const struct op *earlier, const struct op *op)
{
    bool stack = on_stack(region, earlier) || on_stack(region, op);
    bool apart = disjoint(earlier, op);

    if (stack && (apart || (e2k_is_load(earlier->opcode) && e2k_is_load(op->opcode))))
        return ANYWHERE;
    return e2k_is_store(earlier->opcode) && e2k_is_load(op->opcode) && !apart ? 1 : 0;
}

static int after_accesses(const struct scheduler *scheduler, const struct op *op)
{
    const struct region *region = scheduler->region;
    int bundle = 0;

    for (int i = 0; i < scheduler->access_count; i++) {
        const struct op *earlier = &region->ops[scheduler->accesses[i]];
        int delay = memory_delay(region, earlier, op);

        if (delay != ANYWHERE)
            bundle = later(bundle, earlier->bundle + delay);
    }
    return bundle;
}

/* The first bundle that OP may be in. */
static int earliest(const struct scheduler *scheduler, const struct op *op)
{
    const struct region *region = scheduler->region;
    int bundle = later(after_operand(region, &op->src1), after_operand(region, &op->src2));

    bundle = later(bundle, after_value(region, op->data));
    bundle = later(bundle, after_value(region, op->only_if.value));
    bundle = later(bundle, after_value(region, op->merge.value));
    if (op->tied >= 0)
        bundle = later(bundle, region->ops[op->tied].bundle + 1);
    if (op->barrier >= 0)
        bundle = later(bundle, region->exits[op->barrier].bundle);
    if (op->dst >= 0 && region->values[op->dst].place == PLACE_HOME) {
        bundle = later(bundle, scheduler->read[region->values[op->dst].number]);
        bundle = later(bundle, scheduler->written[region->values[op->dst].number] + 1);
    }
    if (op->ordered)
        bundle = later(bundle, after_accesses(scheduler, op));
    return bundle;
}

/* ----------------------------------------------------------------------- placing */

static void note_read(struct scheduler *scheduler, int value, int bundle)
{
    const struct value *v;

    if (value < 0)
        return;
    v = &scheduler->region->values[value];
    if (v->place == PLACE_HOME && scheduler->read[v->number] < bundle)
        scheduler->read[v->number] = bundle;
}

static void note(struct scheduler *scheduler, int index)
{
    const struct op *op = &scheduler->region->ops[index];

    note_read(scheduler, op->src1.is_value ? op->src1.value : -1, op->bundle);
    note_read(scheduler, op->src2.is_value ? op->src2.value : -1, op->bundle);
    note_read(scheduler, op->data, op->bundle);
    if (op->dst >= 0 && scheduler->region->values[op->dst].place == PLACE_HOME) {
        uint8_t number = scheduler->region->values[op->dst].number;

        scheduler->written[number] = op->bundle;
        scheduler->read[number] = op->bundle;
    }
    if (op->ordered)
        scheduler->accesses[scheduler->access_count++] = index;
}

static void place_op(struct scheduler *scheduler, int index)
{
    struct region *region = scheduler->region;
    struct op *op = &region->ops[index];
    const struct exit *barrier = op->barrier >= 0 ? &region->exits[op->barrier] : NULL;
    int bundle = earliest(scheduler, op);

    for (;; bundle++) {
        bool shares = barrier != NULL && bundle == barrier->bundle;

        if (shares && op->only_if.value >= 0)
            continue;
        if (shares)
            op->only_if = (struct condition){barrier->taken_if.value, !barrier->taken_if.negated};
        op->bundle = bundle;
        if (bundle_add(region, &scheduler->bundles[bundle], index))
            break;
        if (shares)
            op->only_if.value = -1;
    }
    note(scheduler, index);
}

/* Whether OP has to be done when EXIT is left by. */
static bool required(const struct region *region, const struct op *op, const struct exit *exit)
{
    const struct value *value = op->dst >= 0 ? &region->values[op->dst] : NULL;

    if (!op->effect || !op->needed)
        return false;
    if (op->ordered) /* a device counts its reads, whoever wants what was read */
        return true;
    return value == NULL || value->place != PLACE_HOME ||
           !region_is_program_register(value->number) || (exit->live & 1u << value->number) != 0;
}

static void place_exit(struct scheduler *scheduler, int index)
{
    struct region *region = scheduler->region;
    struct exit *exit = &region->exits[index];
    int bundle = after_value(region, exit->taken_if.value);

    if (index > 0)
        bundle = later(bundle, exit[-1].bundle + 1);
    if (exit->prepared >= 0)
        bundle = later(bundle, region->ops[exit->prepared].bundle + 1);
    for (int i = 0; i < exit->position; i++)
        if (required(region, &region->ops[i], exit))
            bundle = later(bundle, region->ops[i].bundle);
    while (!bundle_add_exit(region, &scheduler->bundles[bundle], index))
        bundle++;
    exit->bundle = bundle;
}

static void count_bundles(struct region *region)
{
    int last = -1;

    for (int i = 0; i < region->op_count; i++)
        if (region->ops[i].needed)
            last = later(last, region->ops[i].bundle);
    for (int i = 0; i < region->exit_count; i++)
        last = later(last, region->exits[i].bundle);
    region->bundle_count = last + 1;
}

static void begin(struct scheduler *scheduler, struct region *region)
{
    scheduler->region = region;
    for (size_t i = 0; i < sizeof scheduler->bundles / sizeof *scheduler->bundles; i++)
        scheduler->bundles[i] = (struct bundle_members){.exit = -1};
    for (int i = 0; i < E2K_REGISTERS; i++)
        scheduler->written[i] = scheduler->read[i] = -1;
    scheduler->access_count = 0;
}

void region_schedule(struct region *region)
{
    struct scheduler scheduler;
    int exit = 0;

    begin(&scheduler, region);
    find_needed(region);
    for (int i = 0; i <= region->op_count; i++) {
        while (exit < region->exit_count && region->exits[exit].position == i)
            place_exit(&scheduler, exit++);
        if (i < region->op_count && region->ops[i].needed)
            place_op(&scheduler, i);
    }
    count_bundles(region);
    for (int i = 0; i < region->bundle_count; i++)
        bundle_settle(region, &scheduler.bundles[i]);
}
