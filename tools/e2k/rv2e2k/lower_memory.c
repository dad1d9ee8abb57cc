/* lower_memory.c - loads and stores.
 *
 * SPDX-License-Identifier: MIT */
#include "lower.h"

struct address {
    struct operand src1, src2;
    int base; /* value, -1: not one value and an offset */
    int64_t offset;
};

static struct address find_address(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;
    const struct binding *binding = &lowering->bindings[insn->rs1];
    struct address address = {.base = -1};

    if (binding->is_constant) {
        address.src1 = lower_constant(0);
        address.src2 = lower_constant(lower_sum(binding->constant, insn->imm));
        return address;
    }
    if (insn->imm == 0 && binding->left >= 0 && lower_is_intact(lowering, binding->left) &&
        lower_is_intact(lowering, binding->right)) {
        address.src1 = lower_use(binding->left);
        address.src2 = lower_use(binding->right);
        return address;
    }
    address.base = lower_base(lowering, insn->rs1, &address.offset);
    address.offset = lower_sum(address.offset, insn->imm);
    address.src1 = lower_use(address.base);
    address.src2 = lower_constant(address.offset);
    return address;
}

/* An access of the program: seen from outside, and never done ahead of a branch. */
static struct op *access_op(struct lowering *lowering, enum e2k_opcode opcode,
                            const struct address *address)
{
    struct region *region = lowering->region;
    struct op *op = &region->ops[lower_op(lowering, opcode, address->src1, address->src2)];

    op->effect = true;
    op->ordered = true;
    op->barrier = region->exit_count - 1;
    op->base = address->base;
    op->offset = address->offset;
    return op;
}

static enum e2k_opcode load_opcode(enum riscv_op op)
{
    switch (riscv_access_size(op)) {
    case 1:
        return E2K_LDB;
    case 2:
        return E2K_LDH;
    case 4:
        return E2K_LDW;
    default:
        return E2K_LDD;
    }
}

static enum e2k_opcode store_opcode(enum riscv_op op)
{
    switch (riscv_access_size(op)) {
    case 1:
        return E2K_STB;
    case 2:
        return E2K_STH;
    case 4:
        return E2K_STW;
    default:
        return E2K_STD;
    }
}

/* e2k's loads extend with zeros.  Returns the kind of `sxt` that OP needs, or -1. */
static int load_extension(enum riscv_op op)
{
    switch (op) {
    case RV_LB:
        return 0;
    case RV_LH:
        return 1;
    case RV_LW:
        return 2;
    default:
        return -1;
    }
}

static void load(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;
    struct address address = find_address(lowering);
    int loaded = lower_value(lowering, PLACE_SCRATCH, 0, lowering->region->op_count);
    int kind = load_extension(insn->op);
    struct binding *binding;

    access_op(lowering, load_opcode(insn->op), &address)->dst = loaded;
    if (insn->rd == 0)
        return;
    if (kind < 0) {
        binding = lower_define(lowering, loaded);
        binding->extended = insn->op == RV_LBU || insn->op == RV_LHU;
        return;
    }
    binding = lower_define(
        lowering, lower_compute(lowering, E2K_SXT, lower_constant(kind), lower_use(loaded)));
    binding->low = insn->op == RV_LW ? loaded : -1;
    binding->extended = true;
}

static void store(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;
    struct operand data = insn->op == RV_SD ? lower_full_register(lowering, insn->rs2)
                                            : lower_low_register(lowering, insn->rs2);
    struct address address = find_address(lowering);

    access_op(lowering, store_opcode(insn->op), &address)->data = data.value;
}

void lower_memory(struct lowering *lowering)
{
    if (riscv_is_load(lowering->insn->op))
        load(lowering);
    else
        store(lowering);
}
