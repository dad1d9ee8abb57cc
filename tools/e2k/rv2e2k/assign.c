/* assign.c - scratch registers and predicates for the values of a scheduled region, and
 * its bundles as they will be encoded.
 *
 * SPDX-License-Identifier: MIT */
#include "region.h"

static void extend(struct region *region, int value, int bundle)
{
    if (value >= 0 && region->values[value].last < bundle)
        region->values[value].last = bundle;
}

static void extend_operand(struct region *region, const struct operand *operand, int bundle)
{
    if (operand->is_value)
        extend(region, operand->value, bundle);
}

/* From which to which bundle each value is needed. */
static void find_lifetimes(struct region *region)
{
    for (int i = 0; i < region->value_count; i++) {
        struct value *value = &region->values[i];
        const struct op *op = value->op >= 0 ? &region->ops[value->op] : NULL;

        if (op == NULL || !op->needed) {
            value->first = value->last = -1;
            continue;
        }
        value->last = op->bundle;
        value->first = op->tied >= 0 ? region->ops[op->tied].bundle : op->bundle;
    }
    for (int i = 0; i < region->op_count; i++) {
        const struct op *op = &region->ops[i];

        if (!op->needed)
            continue;
        extend_operand(region, &op->src1, op->bundle);
        extend_operand(region, &op->src2, op->bundle);
        extend(region, op->data, op->bundle);
        extend(region, op->only_if.value, op->bundle);
        extend(region, op->merge.value, op->bundle);
    }
    for (int i = 0; i < region->exit_count; i++)
        extend(region, region->exits[i].taken_if.value, region->exits[i].bundle);
}

/* What holds each number of one kind of place. */
struct pool {
    uint8_t first;
    int count;
    int holder[E2K_REGISTERS]; /* value; -1: none yet */
};

/* Operands are read before results are written: a number can be written again in the
 * bundle that reads it last, but not in the one that wrote it. */
static bool is_free(const struct region *region, int holder, int bundle)
{
    const struct value *value;

    if (holder < 0)
        return true;
    value = &region->values[holder];
    return value->last < bundle || (value->last == bundle && value->first < bundle);
}

static bool take(struct region *region, struct pool *pool, int index)
{
    for (int i = 0; i < pool->count; i++)
        if (is_free(region, pool->holder[i], region->values[index].first)) {
            pool->holder[i] = index;
            region->values[index].number = (uint8_t)(pool->first + i);
            return true;
        }
    return false;
}

static void clear(struct pool *pool)
{
    for (int i = 0; i < pool->count; i++)
        pool->holder[i] = -1;
}

bool region_assign(struct region *region)
{
    struct pool scratch = {.first = E2K_REG_SCRATCH_FIRST,
                           .count = E2K_REG_SCRATCH_LAST - E2K_REG_SCRATCH_FIRST + 1};
    struct pool predicates = {.first = 0, .count = E2K_PREDICATE_STOPS};

    clear(&scratch);
    clear(&predicates);
    find_lifetimes(region);
    for (int bundle = 0; bundle < region->bundle_count; bundle++)
        for (int i = 0; i < region->value_count; i++) {
            struct value *value = &region->values[i];

            if (value->first != bundle || value->op < 0)
                continue;
            if (value->place == PLACE_SCRATCH && !take(region, &scratch, i))
                return false;
            if (value->place == PLACE_PREDICATE && !take(region, &predicates, i))
                return false;
        }
    return true;
}

static struct e2k_operand operand_of(const struct region *region, const struct operand *operand)
{
    if (!operand->is_value)
        return (struct e2k_operand){.value = operand->constant};
    return (struct e2k_operand){.is_register = true, .reg = region->values[operand->value].number};
}

static struct e2k_condition condition_of(const struct region *region, struct condition condition)
{
    if (condition.value < 0)
        return (struct e2k_condition){0};
    return (struct e2k_condition){.used = true,
                                  .negated = condition.negated,
                                  .predicate = region->values[condition.value].number};
}

void region_bundle(const struct region *region, int index, struct e2k_bundle *bundle)
{
    *bundle = (struct e2k_bundle){0};
    for (int i = 0; i < region->op_count; i++) {
        const struct op *op = &region->ops[i];

        if (!op->needed || op->bundle != index)
            continue;
        bundle->ops[op->channel] = (struct e2k_op){
            .opcode = op->opcode,
            .src1 = operand_of(region, &op->src1),
            .src2 = operand_of(region, &op->src2),
            .dst = region->values[op->data >= 0 ? op->data : op->dst].number,
            .only_if = condition_of(region, op->only_if),
            .merge = condition_of(region, op->merge),
        };
    }
    for (int i = 0; i < region->exit_count; i++)
        if (region->exits[i].bundle == index)
            bundle->taken_if = condition_of(region, region->exits[i].taken_if);
}
