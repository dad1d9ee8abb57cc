/* encode.c - a bundle's structure to words.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "isa/bundle.h"
#include "isa/check.h"
#include "isa/literals.h"
#include "isa/opcodes.h"
#include "isa/syllables.h"

#define FRONT_MAX 12 /* HS, SS, six ALS, CS0, CS1, two words of ALES */

struct conditions {
    uint16_t halves[2 * E2K_CHANNELS];
    unsigned count;
};

/* The words from the start on. */
struct front {
    uint32_t words[FRONT_MAX];
    unsigned count;
};

/* Adds a condition of CHANNEL, to a half-word that has it for another channel if possible. */
static void conditions_add(struct conditions *c, unsigned channel,
                           const struct e2k_condition *condition, unsigned kind)
{
    unsigned half =
        CONDITION_PREDICATE | condition->predicate | kind | (channel / 3 ? CONDITION_HALF : 0);
    unsigned same = CONDITION_SOURCE_MASK | CONDITION_HALF | CONDITION_MERGE;
    unsigned n = 0;

    if (!condition->used)
        return;
    while (n < c->count && (c->halves[n] & same) != half)
        n++;
    if (n == c->count)
        c->halves[c->count++] = (uint16_t)half;
    c->halves[n] |= (uint16_t)(1u << (CONDITION_USED_SHIFT + channel % 3));
    if (condition->negated)
        c->halves[n] |= (uint16_t)(1u << (CONDITION_NEGATE_SHIFT + channel % 3));
}

static void conditions_collect(struct conditions *c, const struct e2k_bundle *bundle)
{
    memset(c, 0, sizeof *c);
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        if (bundle->ops[n].opcode == E2K_NONE)
            continue;
        conditions_add(c, n, &bundle->ops[n].only_if, 0);
        conditions_add(c, n, &bundle->ops[n].merge, CONDITION_MERGE);
    }
}

static unsigned src1_field(const struct e2k_op *op, const struct e2k_facts *facts)
{
    if (facts->kind == E2K_KIND_MOVTD)
        return FIELD_MOVTD;
    if (op->src1.is_register)
        return FIELD_REGISTER | op->src1.reg;
    return FIELD_CONSTANT | (unsigned)op->src1.value;
}

static unsigned dst_field(const struct e2k_op *op, const struct e2k_facts *facts)
{
    if (facts->kind == E2K_KIND_COMPARE)
        return (unsigned)facts->relation << 5 | op->dst;
    return (facts->kind == E2K_KIND_MOVTD ? FIELD_CTPR : FIELD_REGISTER) | op->dst;
}

/* CONSTANT: the field of src2 if that is no register. */
static uint32_t als_of(const struct e2k_op *op, unsigned constant)
{
    const struct e2k_facts *facts = e2k_facts(op->opcode);
    unsigned src2 = op->src2.is_register ? FIELD_REGISTER | op->src2.reg : constant;

    return (uint32_t)facts->number << 24 | src1_field(op, facts) << 16 | src2 << 8 |
           dst_field(op, facts);
}

static uint32_t ss_of(const struct e2k_bundle *b)
{
    uint32_t condition = SS_ALWAYS << SS_CONDITION_SHIFT;

    if (b->taken_if.used)
        condition =
            (b->taken_if.negated ? SS_IF_NOT : SS_IF) << SS_CONDITION_SHIFT | b->taken_if.predicate;
    return SS_IPD | (b->transfer == E2K_CT ? (uint32_t)b->ctpr << SS_CTPR_SHIFT : 0) | condition;
}

/* From HS to CS1, except for HS's length and number of conditions. */
static void front_begin(struct front *f, const struct e2k_bundle *b,
                        const struct e2k_literals *literals)
{
    uint32_t hs = 0;

    f->count = 1;
    if (b->transfer != E2K_FALL_THROUGH) {
        hs |= HS_SS;
        f->words[f->count++] = ss_of(b);
    }
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        if (b->ops[n].opcode == E2K_NONE)
            continue;
        hs |= UINT32_C(1) << (HS_ALS_SHIFT + n);
        f->words[f->count++] = als_of(&b->ops[n], literals->fields[n]);
    }
    if (b->transfer == E2K_IBRANCH) {
        hs |= HS_CS0;
        f->words[f->count++] =
            (uint32_t)((uint64_t)b->displacement / E2K_ALIGN) & CS0_DISPLACEMENT_MASK;
    }
    if (b->window) {
        hs |= HS_CS1;
        f->words[f->count++] = CS1_SETWD;
    }
    f->words[0] = hs | (f->count - 1);
}

static void front_add_ales(struct front *f, const struct e2k_bundle *b)
{
    unsigned halves = 0;

    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        if (!e2k_facts(b->ops[n].opcode)->extended)
            continue;
        f->words[0] |= UINT32_C(1) << (HS_ALES_SHIFT + n);
        if (halves++ % 2)
            f->words[f->count - 1] |= ALES_EXTENDED;
        else
            f->words[f->count++] = ALES_EXTENDED << 16;
    }
}

int e2k_encode(const struct e2k_bundle *bundle, uint32_t words[E2K_WORDS_MAX])
{
    struct e2k_literals literals;
    struct conditions conditions;
    struct front front;
    unsigned cds, length;
    int fault = e2k_check(bundle);

    if (fault < 0)
        return fault;
    fault = e2k_literals_place(bundle, &literals);
    if (fault < 0)
        return fault;
    conditions_collect(&conditions, bundle);
    if (conditions.count > CONDITIONS_MAX)
        return E2K_FAULT_CONDITIONS;
    cds = (conditions.count + 1) / 2;
    front_begin(&front, bundle, &literals);
    front_add_ales(&front, bundle);
    length = (front.count + literals.count + cds + 1) / 2 * 2;
    if (length > E2K_WORDS_MAX)
        return E2K_FAULT_LENGTH;

    memset(words, 0, length * sizeof *words);
    memcpy(words, front.words, front.count * sizeof *words);
    words[0] |= (length / 2 - 1) << HS_LENGTH_SHIFT | cds << HS_CDS_SHIFT;
    for (unsigned n = 0; n < cds; n++)
        words[length - 1 - n] =
            (uint32_t)conditions.halves[2 * n] << 16 | conditions.halves[2 * n + 1];
    for (unsigned n = 0; n < literals.count; n++)
        words[length - cds - 1 - n] = literals.words[n];
    return (int)length;
}
