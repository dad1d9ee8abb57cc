/* bundle_model.c - what a bundle does: reads first, writes then.
 *
 * SPDX-License-Identifier: MIT */
#include "bundle_model.h"

unsigned bundle_model_width(enum e2k_opcode opcode)
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

static uint64_t operand(const struct bundle_model *m, const struct e2k_operand *o)
{
    return o->is_register ? m->registers[o->reg] : (uint64_t)o->value;
}

static bool holds(const struct bundle_model *m, const struct e2k_condition *c)
{
    return !c->used || m->predicates[c->predicate] != c->negated;
}

static uint64_t product_high(uint64_t x, uint64_t y)
{
    uint64_t a = x >> 32, b = (uint32_t)x, c = y >> 32, d = (uint32_t)y;
    uint64_t middle = a * d + (b * d >> 32);
    uint64_t more = b * c + (uint32_t)middle;

    return a * c + (middle >> 32) + (more >> 32);
}

static uint64_t extend(uint64_t y, int64_t kind)
{
    static const unsigned bits[] = {8, 16, 32};
    unsigned count = bits[kind & 3];
    uint64_t value = y & ((UINT64_C(1) << count) - 1);

    if (kind < 4 && value >> (count - 1))
        value |= UINT64_MAX << count;
    return value;
}

/* What must not happen, see isa/bundle.h. */
static bool is_refused(enum e2k_opcode opcode, uint64_t x, uint64_t y)
{
    switch (opcode) {
    case E2K_SHLS:
    case E2K_SHRS:
    case E2K_SARS:
        return (uint32_t)y > 31;
    case E2K_SHLD:
    case E2K_SHRD:
    case E2K_SARD:
        return y > 63;
    case E2K_UDIVD:
        return y == 0;
    case E2K_UDIVS:
        return (uint32_t)y == 0;
    case E2K_SDIVD:
        return y == 0 || (x == UINT64_C(1) << 63 && y == UINT64_MAX);
    case E2K_SDIVS:
        return (uint32_t)y == 0 || ((uint32_t)x == UINT32_C(1) << 31 && (uint32_t)y == UINT32_MAX);
    default:
        return false;
    }
}

static uint64_t compute(const struct bundle_model *m, const struct e2k_op *op)
{
    uint64_t x = operand(m, &op->src1);
    uint64_t y = operand(m, &op->src2);
    uint32_t xs = (uint32_t)x, ys = (uint32_t)y;

    switch (op->opcode) {
    case E2K_ANDS:
    case E2K_ANDD:
        return x & y;
    case E2K_ORS:
    case E2K_ORD:
        return x | y;
    case E2K_XORS:
    case E2K_XORD:
        return x ^ y;
    case E2K_ADDS:
    case E2K_ADDD:
        return x + y;
    case E2K_SUBS:
    case E2K_SUBD:
        return x - y;
    case E2K_MULS:
    case E2K_MULD:
        return x * y;
    case E2K_SHLS:
        return xs << ys;
    case E2K_SHLD:
        return x << y;
    case E2K_SHRS:
        return xs >> ys;
    case E2K_SHRD:
        return x >> y;
    case E2K_SARS:
        return (uint32_t)((int32_t)xs >> ys);
    case E2K_SARD:
        return (uint64_t)((int64_t)x >> y);
    case E2K_SXT:
        return extend(y, op->src1.value);
    case E2K_MERGES:
    case E2K_MERGED:
        return holds(m, &op->merge) ? y : x;
    case E2K_UMULHD:
        return product_high(x, y);
    case E2K_SMULHD:
        return product_high(x, y) - ((int64_t)x < 0 ? y : 0) - ((int64_t)y < 0 ? x : 0);
    case E2K_UDIVD:
        return x / y;
    case E2K_SDIVD:
        return (uint64_t)((int64_t)x / (int64_t)y);
    case E2K_UDIVS:
        return xs / ys;
    case E2K_SDIVS:
        return (uint32_t)((int32_t)xs / (int32_t)ys);
    case E2K_CMPBS:
        return xs < ys;
    case E2K_CMPES:
        return xs == ys;
    case E2K_CMPLS:
        return (int32_t)xs < (int32_t)ys;
    case E2K_CMPBD:
        return x < y;
    case E2K_CMPED:
        return x == y;
    case E2K_CMPLD:
        return (int64_t)x < (int64_t)y;
    case E2K_CMPANDED:
        return (x & y) == 0;
    default:
        return 0;
    }
}

static bool is_word(enum e2k_opcode opcode)
{
    return opcode == E2K_MULS || opcode == E2K_MERGES || opcode == E2K_UDIVS ||
           opcode == E2K_SDIVS || (opcode <= E2K_SARD && (opcode - E2K_ANDS) % 2 == 0);
}

static void write_result(struct bundle_model *m, const struct e2k_op *op, uint64_t result)
{
    uint64_t *to = &m->registers[op->dst];

    if (e2k_is_compare(op->opcode))
        m->predicates[op->dst] = result;
    else if (is_word(op->opcode))
        *to = (*to & UINT64_C(0xFFFFFFFF00000000)) | (uint32_t)result;
    else
        *to = result;
}

static uint64_t access_memory(struct bundle_model *m, const struct bundle_model *old,
                              const struct e2k_op *op)
{
    uint64_t at = operand(old, &op->src1) + operand(old, &op->src2);
    uint64_t value = 0;

    for (unsigned n = 0; n < bundle_model_width(op->opcode); n++) {
        uint8_t *byte = m->byte(m->context, at + n);

        if (!byte)
            m->elsewhere = true;
        else if (e2k_is_store(op->opcode))
            *byte = (uint8_t)(old->registers[op->dst] >> 8 * n);
        else
            value |= (uint64_t)*byte << 8 * n;
    }
    return value;
}

bool bundle_model_execute(struct bundle_model *m, const struct e2k_bundle *bundle)
{
    const struct bundle_model old = *m;

    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        const struct e2k_op *op = &bundle->ops[n];

        if (op->opcode == E2K_NONE || op->opcode == E2K_MOVTD || !holds(&old, &op->only_if))
            continue;
        if (e2k_is_store(op->opcode))
            access_memory(m, &old, op);
        else if (e2k_is_load(op->opcode))
            write_result(m, op, access_memory(m, &old, op));
        else if (is_refused(op->opcode, operand(&old, &op->src1), operand(&old, &op->src2)))
            m->refused = true;
        else
            write_result(m, op, compute(&old, op));
    }
    return bundle->transfer != E2K_FALL_THROUGH && holds(&old, &bundle->taken_if);
}
