/* bundles.c - bundles for tests: short to write, compared by meaning, made at random.
 *
 * SPDX-License-Identifier: MIT */
#include "bundles.h"

#include <string.h>

struct e2k_operand bundle_r(unsigned reg)
{
    return (struct e2k_operand){.is_register = true, .reg = (uint8_t)reg};
}

struct e2k_operand bundle_c(int64_t constant)
{
    return (struct e2k_operand){.value = constant};
}

struct e2k_condition bundle_if(unsigned predicate)
{
    return (struct e2k_condition){.used = true, .predicate = (uint8_t)predicate};
}

struct e2k_condition bundle_unless(unsigned predicate)
{
    return (struct e2k_condition){.used = true, .negated = true, .predicate = (uint8_t)predicate};
}

struct e2k_op bundle_op(enum e2k_opcode opcode, struct e2k_operand src1, struct e2k_operand src2,
                        unsigned dst)
{
    return (struct e2k_op){.opcode = opcode, .src1 = src1, .src2 = src2, .dst = (uint8_t)dst};
}

static bool operands_equal(const struct e2k_operand *a, const struct e2k_operand *b)
{
    return a->is_register == b->is_register &&
           (a->is_register ? a->reg == b->reg : a->value == b->value);
}

static bool conditions_equal(const struct e2k_condition *a, const struct e2k_condition *b)
{
    return a->used == b->used &&
           (!a->used || (a->negated == b->negated && a->predicate == b->predicate));
}

static bool ops_equal(const struct e2k_op *a, const struct e2k_op *b)
{
    if (a->opcode != b->opcode)
        return false;
    if (a->opcode == E2K_NONE)
        return true;
    return (a->opcode == E2K_MOVTD || operands_equal(&a->src1, &b->src1)) &&
           operands_equal(&a->src2, &b->src2) && a->dst == b->dst &&
           conditions_equal(&a->only_if, &b->only_if) && conditions_equal(&a->merge, &b->merge);
}

bool bundle_equal(const struct e2k_bundle *a, const struct e2k_bundle *b)
{
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        if (!ops_equal(&a->ops[n], &b->ops[n]))
            return false;
    }
    if (a->transfer != b->transfer || a->window != b->window)
        return false;
    if (a->transfer != E2K_FALL_THROUGH && !conditions_equal(&a->taken_if, &b->taken_if))
        return false;
    return (a->transfer != E2K_IBRANCH || a->displacement == b->displacement) &&
           (a->transfer != E2K_CT || a->ctpr == b->ctpr);
}

/* xorshift64*, S. Vigna: "An experimental exploration of Marsaglia's xorshift generators". */
uint32_t numbers_next(struct numbers *n)
{
    n->state ^= n->state >> 12;
    n->state ^= n->state << 25;
    n->state ^= n->state >> 27;
    return (uint32_t)(n->state * UINT64_C(2685821657736338717) >> 32);
}

uint32_t numbers_below(struct numbers *n, uint32_t limit)
{
    return (uint32_t)((uint64_t)numbers_next(n) * limit >> 32);
}

/* A constant of any size; some are alike, so that they can share a literal. */
static int64_t random_constant(struct numbers *n)
{
    static const int64_t edges[] = {0,
                                    15,
                                    16,
                                    -1,
                                    INT16_MAX,
                                    INT16_MIN,
                                    INT16_MAX + 1,
                                    INT16_MIN - 1,
                                    INT32_MAX,
                                    INT32_MIN,
                                    INT64_C(1) << 31,
                                    -(INT64_C(1) << 31) - 1,
                                    INT64_MAX,
                                    INT64_MIN};
    uint64_t bits = (uint64_t)numbers_next(n) << 32 | numbers_next(n);

    if (numbers_below(n, 8) == 0)
        return edges[numbers_below(n, COUNT(edges))];
    if (numbers_below(n, 3) == 0)
        bits = (bits & 3) * UINT64_C(0x123400005678);
    return (int64_t)(bits << numbers_below(n, 16) * 4) >> numbers_below(n, 16) * 4;
}

static struct e2k_operand random_source(struct numbers *n, bool is_src2)
{
    if (numbers_below(n, 2))
        return bundle_r(numbers_below(n, E2K_REGISTERS));
    return bundle_c(is_src2 ? random_constant(n) : numbers_below(n, 32));
}

static struct e2k_condition random_condition(struct numbers *n)
{
    /* Few at a time, so that channels can share a half-word. */
    unsigned predicate = numbers_below(n, 4) ? numbers_below(n, 2) : numbers_below(n, 32);

    return numbers_below(n, 2) ? bundle_if(predicate) : bundle_unless(predicate);
}

static struct e2k_op random_op(struct numbers *n, unsigned channel)
{
    struct e2k_op op = {.opcode = E2K_NONE};

    do
        op.opcode = (enum e2k_opcode)(1 + numbers_below(n, E2K_OPCODES - 1));
    while (!(e2k_channels(op.opcode) >> channel & 1));
    op.src1 = random_source(n, false);
    op.src2 = random_source(n, true);
    op.dst = (uint8_t)numbers_below(n, e2k_is_compare(op.opcode) ? E2K_PREDICATES : E2K_REGISTERS);
    if (op.opcode == E2K_SXT) {
        static const uint8_t widths[] = {0, 1, 2, 4, 5, 6};

        op.src1 = bundle_c(widths[numbers_below(n, COUNT(widths))]);
    } else if (op.opcode == E2K_MOVTD) {
        op.src1 = bundle_c(0);
        op.dst = (uint8_t)(1 + numbers_below(n, E2K_CTPRS));
    }
    if (op.opcode == E2K_MERGES || op.opcode == E2K_MERGED)
        op.merge = random_condition(n);
    if (numbers_below(n, 4) == 0)
        op.only_if = random_condition(n);
    return op;
}

/* Whether both write the same: registers, predicates and %ctpr apart. */
static bool results_meet(const struct e2k_op *a, const struct e2k_op *b)
{
    return a->dst == b->dst && e2k_is_compare(a->opcode) == e2k_is_compare(b->opcode) &&
           (a->opcode == E2K_MOVTD) == (b->opcode == E2K_MOVTD) && !e2k_is_store(a->opcode) &&
           !e2k_is_store(b->opcode) && a->opcode != E2K_NONE && b->opcode != E2K_NONE;
}

static bool fits_beside(const struct e2k_bundle *bundle, unsigned channel)
{
    for (unsigned n = 0; n < channel; n++) {
        if (results_meet(&bundle->ops[n], &bundle->ops[channel]))
            return false;
    }
    return !(e2k_is_store(bundle->ops[2].opcode) && e2k_is_load(bundle->ops[3].opcode)) &&
           !(e2k_is_store(bundle->ops[5].opcode) && e2k_is_load(bundle->ops[0].opcode));
}

static void random_transfer(struct e2k_bundle *bundle, struct numbers *n)
{
    switch (numbers_below(n, 4)) {
    case 0:
        bundle->transfer = E2K_IBRANCH;
        bundle->displacement = ((int64_t)numbers_below(n, 1u << 28) - (1 << 27)) * E2K_ALIGN;
        break;
    case 1:
        bundle->transfer = E2K_CT;
        bundle->ctpr = (uint8_t)(1 + numbers_below(n, E2K_CTPRS));
        break;
    default:
        return;
    }
    if (numbers_below(n, 2))
        bundle->taken_if = random_condition(n);
}

void bundle_random(struct e2k_bundle *bundle, struct numbers *n)
{
    unsigned crowd = 1 + numbers_below(n, 8); /* of eight channels so many are in use */

    memset(bundle, 0, sizeof *bundle);
    for (unsigned channel = 0; channel < E2K_CHANNELS; channel++) {
        if (numbers_below(n, 8) >= crowd)
            continue;
        do
            bundle->ops[channel] = random_op(n, channel);
        while (!fits_beside(bundle, channel));
    }
    random_transfer(bundle, n);
    if (numbers_below(n, 8) == 0)
        bundle->window = (uint8_t)(2 * (1 + numbers_below(n, 112)));
}
