/* check.c - what must be true of every bundle, decoded or to be encoded.
 *
 * SPDX-License-Identifier: MIT */
#include "isa/check.h"

#include "isa/opcodes.h"
#include "isa/syllables.h"

#define DISPLACEMENT_LIMIT (INT64_C(1) << 30)

/* What the operations so far write: a bit each. */
struct results {
    uint64_t registers;
    uint32_t predicates;
    uint32_t ctprs;
};

const char *e2k_fault_text(int fault)
{
    switch (fault) {
    case E2K_FAULT_TRUNCATED:
        return "bundle is cut off";
    case E2K_FAULT_FORM:
        return "header and syllables of the bundle contradict each other";
    case E2K_FAULT_OPCODE:
        return "unknown operation";
    case E2K_FAULT_CHANNEL:
        return "operation on a channel that cannot do it";
    case E2K_FAULT_OPERAND:
        return "operand out of range or without its literal";
    case E2K_FAULT_CONDITION:
        return "missing, surplus or unknown condition of an operation";
    case E2K_FAULT_TRANSFER:
        return "unknown control transfer or window operation";
    case E2K_FAULT_LITERALS:
        return "constants need more than four literal words";
    case E2K_FAULT_CONDITIONS:
        return "more than six conditions";
    case E2K_FAULT_LENGTH:
        return "bundle longer than 16 words";
    case E2K_FAULT_RESULTS:
        return "two operations write one register or predicate";
    default:
        return fault < 0 ? "unknown fault" : "no fault";
    }
}

static bool is_source(const struct e2k_operand *operand)
{
    return !operand->is_register || operand->reg < E2K_REGISTERS;
}

static bool is_sxt_width(const struct e2k_operand *operand)
{
    return !operand->is_register && operand->value >= 0 && operand->value <= 6 &&
           operand->value != 3;
}

static bool is_src1(const struct e2k_op *op, enum e2k_kind kind)
{
    if (kind == E2K_KIND_MOVTD)
        return true; /* it has none */
    if (kind == E2K_KIND_SXT)
        return is_sxt_width(&op->src1);
    return is_source(&op->src1) &&
           (op->src1.is_register || (op->src1.value >= 0 && op->src1.value < SRC1_CONSTANTS));
}

static bool is_dst(const struct e2k_op *op, enum e2k_kind kind)
{
    if (kind == E2K_KIND_COMPARE)
        return op->dst < E2K_PREDICATES;
    if (kind == E2K_KIND_MOVTD)
        return op->dst >= 1 && op->dst <= E2K_CTPRS;
    return op->dst < E2K_REGISTERS;
}

static bool is_condition(const struct e2k_condition *condition)
{
    return !condition->used || condition->predicate < E2K_PREDICATES;
}

static int check_op(const struct e2k_op *op, unsigned channel)
{
    const struct e2k_facts *facts = e2k_facts(op->opcode);

    if (facts->kind == E2K_KIND_NONE)
        return E2K_FAULT_OPCODE;
    if (!(facts->channels >> channel & 1))
        return E2K_FAULT_CHANNEL;
    if (!is_src1(op, facts->kind) || !is_source(&op->src2) || !is_dst(op, facts->kind))
        return E2K_FAULT_OPERAND;
    if (!is_condition(&op->only_if) || !is_condition(&op->merge) ||
        op->merge.used != (facts->kind == E2K_KIND_MERGE))
        return E2K_FAULT_CONDITION;
    return 0;
}

/* Adds what OP writes.  False: it is written already. */
static bool add_result(struct results *results, const struct e2k_op *op)
{
    enum e2k_kind kind = e2k_facts(op->opcode)->kind;
    struct results before = *results;

    if (kind == E2K_KIND_STORE)
        return true;
    if (kind == E2K_KIND_COMPARE) {
        results->predicates |= UINT32_C(1) << op->dst;
        return results->predicates != before.predicates;
    }
    if (kind == E2K_KIND_MOVTD) {
        results->ctprs |= UINT32_C(1) << op->dst;
        return results->ctprs != before.ctprs;
    }
    results->registers |= UINT64_C(1) << op->dst;
    return results->registers != before.registers;
}

/* A store occupies the load port of the opposite channel too: 2 that of 3, 5 that of 0. */
static bool has_port_conflict(const struct e2k_bundle *b)
{
    return (e2k_is_store(b->ops[2].opcode) && e2k_is_load(b->ops[3].opcode)) ||
           (e2k_is_store(b->ops[5].opcode) && e2k_is_load(b->ops[0].opcode));
}

static int check_transfer(const struct e2k_bundle *b)
{
    if (b->window % 2 || b->window / 2 > SETWD_MAX)
        return E2K_FAULT_TRANSFER;
    switch (b->transfer) {
    case E2K_FALL_THROUGH:
        return 0;
    case E2K_IBRANCH:
        if (b->displacement % E2K_ALIGN || b->displacement < -DISPLACEMENT_LIMIT ||
            b->displacement >= DISPLACEMENT_LIMIT)
            return E2K_FAULT_TRANSFER;
        break;
    case E2K_CT:
        if (b->ctpr < 1 || b->ctpr > E2K_CTPRS)
            return E2K_FAULT_TRANSFER;
        break;
    default:
        return E2K_FAULT_TRANSFER;
    }
    return is_condition(&b->taken_if) ? 0 : E2K_FAULT_CONDITION;
}

int e2k_check(const struct e2k_bundle *bundle)
{
    struct results results = {0};

    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        const struct e2k_op *op = &bundle->ops[n];
        int fault;

        if (op->opcode == E2K_NONE)
            continue;
        fault = check_op(op, n);
        if (fault < 0)
            return fault;
        if (!add_result(&results, op))
            return E2K_FAULT_RESULTS;
    }
    if (has_port_conflict(bundle))
        return E2K_FAULT_CHANNEL;
    return check_transfer(bundle);
}
