/* lower_arithmetic.c - additions, logic, shifts and comparisons into registers.
 *
 * SPDX-License-Identifier: MIT */
#include "lower.h"

/* src1 can hold constants of five bits only. */
static struct operand first(struct lowering *lowering, uint8_t reg)
{
    struct operand operand = lower_full(lowering, reg);

    if (!operand.is_value && (operand.constant < 0 || operand.constant > 31))
        return lower_full_register(lowering, reg);
    return operand;
}

static struct operand first_low(struct lowering *lowering, uint8_t reg)
{
    struct operand operand = lower_low(lowering, reg);

    if (!operand.is_value && (operand.constant < 0 || operand.constant > 31))
        return lower_low_register(lowering, reg);
    return operand;
}

static int64_t word(uint64_t value)
{
    return (int32_t)(uint32_t)value;
}

/* What OP makes of two constants. */
static int64_t fold(enum riscv_op op, int64_t left, int64_t right)
{
    uint64_t a = (uint64_t)left, b = (uint64_t)right;

    switch (op) {
    case RV_ADD:
        return (int64_t)(a + b);
    case RV_SUB:
        return (int64_t)(a - b);
    case RV_SLL:
        return (int64_t)(a << (b & 63));
    case RV_SLT:
        return left < right;
    case RV_SLTU:
        return a < b;
    case RV_XOR:
        return left ^ right;
    case RV_SRL:
        return (int64_t)(a >> (b & 63));
    case RV_SRA:
        return left >> (b & 63);
    case RV_OR:
        return left | right;
    case RV_AND:
        return left & right;
    case RV_ADDW:
        return word(a + b);
    case RV_SUBW:
        return word(a - b);
    case RV_SLLW:
        return word(a << (b & 31));
    case RV_SRLW:
        return word((uint32_t)a >> (b & 31));
    default:
        return word((uint64_t)(word(a) >> (b & 31))); /* RV_SRAW */
    }
}

/* REG + IMMEDIATE. */
static void add_immediate(struct lowering *lowering, uint8_t reg, int64_t immediate)
{
    int64_t offset;
    int base;

    if (immediate == 0) {
        lower_define_copy(lowering, reg);
        return;
    }
    base = lower_base(lowering, reg, &offset);
    lower_define_sum(lowering, base, lower_sum(offset, immediate));
}

static void add(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;
    struct operand right = lower_second(lowering), left;
    struct binding *binding;
    int value;

    if (!right.is_value) {
        add_immediate(lowering, insn->rs1, right.constant);
        return;
    }
    left = lower_full(lowering, insn->rs1);
    if (!left.is_value) {
        add_immediate(lowering, insn->rs2, left.constant);
        return;
    }
    value = lower_compute(lowering, E2K_ADDD, left, right);
    binding = lower_define(lowering, value);
    binding->left = left.value;
    binding->right = right.value;
}

static void subtract(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;
    struct operand right = lower_full(lowering, insn->rs2);

    lower_define(lowering, lower_compute(lowering, E2K_SUBD, first(lowering, insn->rs1), right));
}

static bool is_positive_word(struct operand operand)
{
    return !operand.is_value && operand.constant >= 0 && operand.constant <= INT32_MAX;
}

static bool second_is_extended(const struct lowering *lowering)
{
    return lowering->insn->immediate || lower_is_extended(lowering, lowering->insn->rs2);
}

/* `xori 1` and masks of something that is 0 or 1. */
static bool logic_of_truth(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;
    struct condition truth = lowering->bindings[insn->rs1].truth;
    struct binding *binding;

    if (truth.value < 0 || !insn->immediate || insn->op != RV_XOR || insn->imm != 1)
        return false;
    truth.negated = !truth.negated;
    binding =
        lower_define(lowering, lower_merge(lowering, truth, lower_constant(0), lower_constant(1)));
    binding->truth = truth;
    binding->extended = true;
    return true;
}

static void logic(struct lowering *lowering, enum e2k_opcode opcode)
{
    const struct riscv_insn *insn = lowering->insn;
    struct operand left, right;
    struct binding *binding;
    bool extended;

    if (logic_of_truth(lowering))
        return;
    left = lower_full(lowering, insn->rs1);
    right = lower_second(lowering);
    extended = lower_is_extended(lowering, insn->rs1) && second_is_extended(lowering);
    if (opcode == E2K_ANDD)
        extended |= is_positive_word(left) || is_positive_word(right);
    if (!left.is_value) {
        struct operand swap = left;

        left = right;
        right = swap;
    }
    binding = lower_define(lowering, lower_compute(lowering, opcode, left, right));
    binding->extended = extended;
}

/* A shift count, masked as RISC-V does it. */
static struct operand count(struct lowering *lowering, int64_t mask)
{
    struct operand operand = lower_second_low(lowering);

    if (!operand.is_value)
        return lower_constant(operand.constant & mask);
    return lower_use(lower_compute(lowering, E2K_ANDD, operand, lower_constant(mask)));
}

static void shift_left(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;
    struct operand by = count(lowering, 63);
    struct operand source = !by.is_value && by.constant >= 32
                                ? lower_low_register(lowering, insn->rs1)
                                : lower_full_register(lowering, insn->rs1);
    struct binding *binding = lower_define(lowering, lower_compute(lowering, E2K_SHLD, source, by));

    if (by.is_value)
        return;
    binding->shifted = source.value;
    binding->shift = (unsigned)by.constant;
}

/* The kind of `sxt` that a shift to the left and back by BY is; -1: none. */
static int extension(unsigned by, bool is_signed)
{
    switch (by) {
    case 32:
        return is_signed ? 2 : 6;
    case 48:
        return is_signed ? 1 : 5;
    case 56:
        return is_signed ? 0 : 4;
    default:
        return -1;
    }
}

static void shift_right(struct lowering *lowering, bool is_signed)
{
    const struct riscv_insn *insn = lowering->insn;
    struct binding source = lowering->bindings[insn->rs1];
    struct operand by = count(lowering, 63);
    unsigned distance = by.is_value ? 0 : (unsigned)by.constant;
    struct binding *binding;
    int kind = extension(distance, is_signed);

    if (kind >= 0 && source.shifted >= 0 && source.shift == distance &&
        lower_is_intact(lowering, source.shifted)) {
        binding = lower_define(lowering, lower_compute(lowering, E2K_SXT, lower_constant(kind),
                                                       lower_use(source.shifted)));
        binding->low = kind == 2 || kind == 6 ? source.shifted : -1;
        binding->extended = kind != 6;
        return;
    }
    binding = lower_define(lowering, lower_compute(lowering, is_signed ? E2K_SARD : E2K_SHRD,
                                                   first(lowering, insn->rs1), by));
    binding->extended = is_signed ? source.extended || distance >= 32 : distance >= 33;
}

/* The predicate of RS1 < second operand. */
static struct condition less(struct lowering *lowering, bool is_signed)
{
    const struct riscv_insn *insn = lowering->insn;
    bool words = lower_is_extended(lowering, insn->rs1) && second_is_extended(lowering);
    struct operand left = words ? first_low(lowering, insn->rs1) : first(lowering, insn->rs1);
    struct operand right = words ? lower_second_low(lowering) : lower_second(lowering);
    enum e2k_opcode opcode =
        is_signed ? (words ? E2K_CMPLS : E2K_CMPLD) : (words ? E2K_CMPBS : E2K_CMPBD);
    bool negated = false;

    if (!is_signed && !right.is_value && right.constant == 1) {
        opcode = words ? E2K_CMPES : E2K_CMPED; /* seqz */
        right = lower_constant(0);
    } else if (!is_signed && !left.is_value && left.constant == 0) {
        opcode = words ? E2K_CMPES : E2K_CMPED; /* snez */
        left = right;
        right = lower_constant(0);
        negated = true;
    }
    return (struct condition){lower_compare(lowering, opcode, left, right), negated};
}

static void set_if_less(struct lowering *lowering, bool is_signed)
{
    struct condition truth = less(lowering, is_signed);
    struct binding *binding =
        lower_define(lowering, lower_merge(lowering, truth, lower_constant(0), lower_constant(1)));

    binding->truth = truth;
    binding->extended = true;
}

static void add_word(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;
    struct operand left = lower_low(lowering, insn->rs1);
    struct operand right = lower_second_low(lowering);

    if (!right.is_value && right.constant == 0) { /* sext.w */
        if (lower_is_extended(lowering, insn->rs1))
            lower_define_copy(lowering, insn->rs1);
        else
            lower_define_word(lowering, lower_low_register(lowering, insn->rs1).value);
        return;
    }
    if (!left.is_value) {
        struct operand swap = left;

        left = right;
        right = swap;
    }
    lower_define_word(lowering, lower_compute(lowering, E2K_ADDS, left, right));
}

static void shift_word(struct lowering *lowering, enum e2k_opcode opcode)
{
    const struct riscv_insn *insn = lowering->insn;
    struct operand by = count(lowering, 31);

    lower_define_word(lowering,
                      lower_compute(lowering, opcode, first_low(lowering, insn->rs1), by));
}

void lower_arithmetic(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;
    struct operand left, right;

    if (insn->op == RV_LUI || insn->op == RV_AUIPC) {
        lower_define_constant(lowering,
                              insn->imm + (insn->op == RV_AUIPC ? (int64_t)lowering->pc : 0));
        return;
    }
    if (lowering->bindings[insn->rs1].is_constant &&
        (insn->immediate || lowering->bindings[insn->rs2].is_constant)) {
        left = lower_full(lowering, insn->rs1);
        right = lower_second(lowering);
        lower_define_constant(lowering, fold(insn->op, left.constant, right.constant));
        return;
    }
    switch (insn->op) {
    case RV_ADD:
        add(lowering);
        break;
    case RV_SUB:
        subtract(lowering);
        break;
    case RV_SLL:
        shift_left(lowering);
        break;
    case RV_SLT:
        set_if_less(lowering, true);
        break;
    case RV_SLTU:
        set_if_less(lowering, false);
        break;
    case RV_XOR:
        logic(lowering, E2K_XORD);
        break;
    case RV_SRL:
        shift_right(lowering, false);
        break;
    case RV_SRA:
        shift_right(lowering, true);
        break;
    case RV_OR:
        logic(lowering, E2K_ORD);
        break;
    case RV_AND:
        logic(lowering, E2K_ANDD);
        break;
    case RV_ADDW:
        add_word(lowering);
        break;
    case RV_SUBW:
        right = lower_low(lowering, insn->rs2);
        lower_define_word(lowering,
                          lower_compute(lowering, E2K_SUBS, first_low(lowering, insn->rs1), right));
        break;
    case RV_SLLW:
        shift_word(lowering, E2K_SHLS);
        break;
    case RV_SRLW:
        shift_word(lowering, E2K_SHRS);
        break;
    default:
        shift_word(lowering, E2K_SARS);
        break; /* RV_SRAW */
    }
}
