/* lower_transfer.c - branches, jumps, calls, and what ends a region.
 *
 * SPDX-License-Identifier: MIT */
#include "lower.h"

#include <inttypes.h>
#include <stdio.h>

struct exit *lower_exit(struct lowering *lowering, enum exit_kind kind, struct condition taken_if)
{
    struct region *region = lowering->region;
    struct exit *exit;

    lower_settle(lowering, FLOW_ALL_REGISTERS);
    exit = &region->exits[region->exit_count++];
    *exit = (struct exit){
        .kind = kind,
        .taken_if = taken_if,
        .prepared = -1,
        .position = region->op_count,
        .live = FLOW_ALL_REGISTERS,
        .pc = lowering->pc,
        .insns = region->insns,
    };
    region->insns = 0;
    return exit;
}

const struct condition lower_always = {.value = -1};

void lower_branch_to(struct lowering *lowering, struct condition taken_if, uint64_t target)
{
    struct exit *exit = lower_exit(lowering, EXIT_BRANCH, taken_if);

    exit->target = target;
    exit->live = flow_live_at(lowering->flow, target);
}

int lower_set_register(struct lowering *lowering, uint8_t number, struct operand src1,
                       struct operand src2)
{
    struct region *region = lowering->region;
    int value = lower_compute(lowering, E2K_ADDD, src1, src2);
    struct op *op = &region->ops[region->values[value].op];

    region->values[value].place = PLACE_HOME;
    region->values[value].number = number;
    lowering->owner[number] = value;
    op->effect = true;
    op->barrier = region->exit_count - 1;
    return value;
}

/* ------------------------------------------------------------ conditional branches */

struct comparison lower_comparison(enum riscv_op op)
{
    switch (op) {
    case RV_BEQ:
        return (struct comparison){E2K_CMPED, E2K_CMPES, false, true};
    case RV_BNE:
        return (struct comparison){E2K_CMPED, E2K_CMPES, true, true};
    case RV_BLT:
        return (struct comparison){E2K_CMPLD, E2K_CMPLS, false, false};
    case RV_BGE:
        return (struct comparison){E2K_CMPLD, E2K_CMPLS, true, false};
    case RV_BLTU:
        return (struct comparison){E2K_CMPBD, E2K_CMPBS, false, false};
    default:
        return (struct comparison){E2K_CMPBD, E2K_CMPBS, true, false}; /* RV_BGEU */
    }
}

static bool fits_first(struct operand operand)
{
    return operand.is_value || (operand.constant >= 0 && operand.constant <= 31);
}

/* The predicate that decides the branch. */
static struct condition compare(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;
    struct comparison comparison = lower_comparison(insn->op);
    bool words = lower_is_extended(lowering, insn->rs1) && lower_is_extended(lowering, insn->rs2);
    struct operand left = words ? lower_low(lowering, insn->rs1) : lower_full(lowering, insn->rs1);
    struct operand right = words ? lower_low(lowering, insn->rs2) : lower_full(lowering, insn->rs2);

    if (comparison.is_equality && !left.is_value) {
        struct operand swap = left;

        left = right;
        right = swap;
    }
    if (!fits_first(left))
        left = lower_full_register(lowering, insn->rs1);
    return (struct condition){
        lower_compare(lowering, words ? comparison.word : comparison.full, left, right),
        comparison.negated};
}

/* Whether the branch tests a register that is 0 or 1 by a predicate: then that decides. */
static bool tests_truth(const struct lowering *lowering, struct condition *taken_if)
{
    const struct riscv_insn *insn = lowering->insn;
    const struct binding *left = &lowering->bindings[insn->rs1];
    const struct binding *right = &lowering->bindings[insn->rs2];

    if (insn->op != RV_BEQ && insn->op != RV_BNE)
        return false;
    if (!right->is_constant || right->constant != 0 || left->truth.value < 0)
        return false;
    *taken_if = left->truth;
    taken_if->negated ^= insn->op == RV_BEQ;
    return true;
}

/* Whether two constants are compared: 1 taken, 0 not taken, -1: not known. */
static int decided(const struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;
    const struct binding *left = &lowering->bindings[insn->rs1];
    const struct binding *right = &lowering->bindings[insn->rs2];
    int64_t a = left->constant, b = right->constant;

    if (!left->is_constant || !right->is_constant)
        return -1;
    switch (insn->op) {
    case RV_BEQ:
        return a == b;
    case RV_BNE:
        return a != b;
    case RV_BLT:
        return a < b;
    case RV_BGE:
        return a >= b;
    case RV_BLTU:
        return (uint64_t)a < (uint64_t)b;
    default:
        return (uint64_t)a >= (uint64_t)b; /* RV_BGEU */
    }
}

static void branch(struct lowering *lowering)
{
    uint64_t target = lowering->pc + (uint64_t)lowering->insn->imm;
    struct condition taken_if;
    int known = decided(lowering);

    if (known == 0)
        return;
    if (known == 1) /* the rest of the region is never reached, but does no harm */
        taken_if = (struct condition){
            lower_compare(lowering, E2K_CMPED, lower_constant(0), lower_constant(0)), false};
    else if (!tests_truth(lowering, &taken_if))
        taken_if = compare(lowering);
    lower_branch_to(lowering, taken_if, target);
}

/* ----------------------------------------------------------------- jumps and ends */

static bool is_back_edge(const struct lowering *lowering)
{
    size_t index = (lowering->pc - lowering->flow->base) / 4;

    return (lowering->flow->marks[index] & FLOW_BACK_EDGE) != 0;
}

static void jump(struct lowering *lowering, uint64_t target)
{
    if (is_back_edge(lowering)) {
        lower_jump_back(lowering, target);
        return;
    }
    if (lowering->insn->rd != 0)
        lower_define_constant(lowering, (int64_t)lowering->pc + 4);
    lower_branch_to(lowering, lower_always, target);
}

/* A jump through a register whose contents are known: a call of a far function. */
static int jump_to_constant(struct lowering *lowering, uint64_t target)
{
    char what[64];
    size_t index;

    target &= ~UINT64_C(1);
    if (target == 0) { /* a weak function that is not there: a call of it is a wild jump */
        lower_set_register(lowering, E2K_REG_TRAP_PC, lower_constant(0),
                           lower_constant((int64_t)lowering->pc));
        lower_set_register(lowering, E2K_REG_TRAP_VALUE, lower_constant(0),
                           lower_constant(-(int64_t)lowering->table->base));
        lower_exit(lowering, EXIT_MISS, lower_always);
        return 0;
    }
    if (!flow_find(lowering->flow, target, &index) ||
        (lowering->flow->marks[index] & FLOW_TARGET) == 0) {
        snprintf(what, sizeof what, "a jump to 0x%" PRIx64 ", which is no known target", target);
        return flow_refuse(lowering->flow, lowering->pc, what, lowering->problem);
    }
    jump(lowering, target);
    return 0;
}

/* Looks the target up in the table.  The address may be anything: only one inside the
 * table and a multiple of 4 is followed, and what is no target leads to a trap there. */
static void jump_through_table(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;
    const struct target_table *table = lowering->table;
    struct region *region = lowering->region;
    int64_t offset;
    int base = lower_base(lowering, insn->rs1, &offset), relative, entry, prepare;
    struct condition valid;
    struct exit *exit;
    struct op *op;

    offset = lower_sum(offset, insn->imm);
    relative = lower_set_register(lowering, E2K_REG_TRAP_VALUE, lower_use(base),
                                  lower_constant(lower_sum(offset, -(int64_t)table->base)));
    entry = lower_compute(lowering, E2K_LDW, lower_use(base),
                          lower_constant(lower_sum(offset, table->bias)));
    op = &region->ops[region->values[entry].op];
    op->barrier = region->exit_count - 1;
    op->lookup = true;
    valid = (struct condition){lower_compare(lowering, E2K_CMPANDED, lower_use(relative),
                                             lower_constant(-(int64_t)table->size | 3)),
                               false};
    prepare = lower_op(lowering, E2K_MOVTD, lower_constant(0), lower_use(entry));
    region->ops[prepare].dst = lower_value(lowering, PLACE_CTPR, 1, prepare);
    region->ops[prepare].effect = true;
    lower_set_register(lowering, E2K_REG_TRAP_PC, lower_constant(0),
                       lower_constant((int64_t)lowering->pc));
    if (insn->rd != 0)
        lower_define_constant(lowering, (int64_t)lowering->pc + 4);
    exit = lower_exit(lowering, EXIT_JUMP, valid);
    exit->ctpr = 1;
    exit->prepared = prepare;
    lower_exit(lowering, EXIT_MISS, lower_always);
}

/* A jump through a register that is never prepared is the trap. */
static void trap(struct lowering *lowering)
{
    lower_set_register(lowering, E2K_REG_TRAP_KIND, lower_constant(0),
                       lower_constant(E2K_TRAP_EBREAK));
    lower_set_register(lowering, E2K_REG_TRAP_PC, lower_constant(0),
                       lower_constant((int64_t)lowering->pc));
    lower_exit(lowering, EXIT_JUMP, lower_always)->ctpr = 3;
}

int lower_transfer(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;

    switch (insn->op) {
    case RV_JAL:
        jump(lowering, lowering->pc + (uint64_t)insn->imm);
        return 0;
    case RV_JALR:
        if (lowering->bindings[insn->rs1].is_constant)
            return jump_to_constant(
                lowering, (uint64_t)lower_sum(lowering->bindings[insn->rs1].constant, insn->imm));
        jump_through_table(lowering);
        return 0;
    case RV_EBREAK:
        trap(lowering);
        return 0;
    case RV_RESUME:
        lower_resume(lowering);
        return 0;
    default:
        if (is_back_edge(lowering))
            lower_branch_back(lowering);
        else
            branch(lowering);
        return 0;
    }
}
