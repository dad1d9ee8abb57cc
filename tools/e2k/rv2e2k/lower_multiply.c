/* lower_multiply.c - multiplication and division.
 *
 * RISC-V defines every division: by zero the quotient is all ones and the remainder the
 * dividend; the one overflow wraps.  e2k's division may be given neither case, so the
 * divisor is replaced before and the result corrected after.
 *
 * Source: RISC-V ISA manual, volume I, table 7.1.
 *
 * SPDX-License-Identifier: MIT */
#include "lower.h"

/* rs1 * rs2 with OPCODE, in registers. */
static int product(struct lowering *lowering, enum e2k_opcode opcode)
{
    const struct riscv_insn *insn = lowering->insn;

    return lower_compute(lowering, opcode, lower_full_register(lowering, insn->rs1),
                         lower_full_register(lowering, insn->rs2));
}

/* The high half of signed * unsigned: the unsigned one minus rs2 where rs1 is negative. */
static int signed_unsigned_high(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;
    struct operand left = lower_full_register(lowering, insn->rs1);
    struct operand right = lower_full_register(lowering, insn->rs2);
    int high = lower_compute(lowering, E2K_UMULHD, left, right);
    int sign = lower_compute(lowering, E2K_SARD, left, lower_constant(63));
    int excess = lower_compute(lowering, E2K_ANDD, lower_use(sign), right);

    return lower_compute(lowering, E2K_SUBD, lower_use(high), lower_use(excess));
}

struct division {
    bool is_signed, word, remainder;
};

/* Operand REG with the width of the division, as a 64-bit value. */
static struct operand widen(struct lowering *lowering, const struct division *division, uint8_t reg)
{
    if (!division->word || (division->is_signed && lower_is_extended(lowering, reg)))
        return lower_full_register(lowering, reg);
    return lower_use(lower_compute(lowering, E2K_SXT, lower_constant(division->is_signed ? 2 : 6),
                                   lower_low_register(lowering, reg)));
}

static struct condition equals(struct lowering *lowering, struct operand operand, int64_t constant)
{
    return (struct condition){lower_compare(lowering, E2K_CMPED, operand, lower_constant(constant)),
                              false};
}

/* The quotient, except that 0 divides like 1. */
static int quotient(struct lowering *lowering, const struct division *division,
                    struct operand dividend, struct operand divisor, struct condition by_zero)
{
    int safe = lower_merge(lowering, by_zero, divisor, lower_constant(1)), result;
    struct condition by_minus_one;
    int negative;

    if (!division->is_signed || division->word) /* words do not overflow in 64 bits */
        return lower_compute(lowering, division->is_signed ? E2K_SDIVD : E2K_UDIVD, dividend,
                             lower_use(safe));
    by_minus_one = equals(lowering, divisor, -1);
    safe = lower_merge(lowering, by_minus_one, lower_use(safe), lower_constant(1));
    negative = lower_compute(lowering, E2K_SUBD, lower_constant(0), dividend);
    result = lower_compute(lowering, E2K_SDIVD, dividend, lower_use(safe));
    return lower_merge(lowering, by_minus_one, lower_use(result), lower_use(negative));
}

static void divide(struct lowering *lowering, struct division division)
{
    const struct riscv_insn *insn = lowering->insn;
    struct operand dividend = widen(lowering, &division, insn->rs1);
    struct operand divisor = widen(lowering, &division, insn->rs2);
    struct condition by_zero = equals(lowering, divisor, 0);
    int result = quotient(lowering, &division, dividend, divisor, by_zero);

    if (division.remainder) {
        /* By zero the product is 0 and the dividend remains. */
        result = lower_compute(lowering, E2K_MULD, lower_use(result), divisor);
        result = lower_compute(lowering, E2K_SUBD, dividend, lower_use(result));
    } else {
        result = lower_merge(lowering, by_zero, lower_use(result), lower_constant(-1));
    }
    if (division.word)
        lower_define_word(lowering, result);
    else
        lower_define(lowering, result);
}

void lower_multiply(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;

    switch (insn->op) {
    case RV_MUL:
        lower_define(lowering, product(lowering, E2K_MULD));
        break;
    case RV_MULH:
        lower_define(lowering, product(lowering, E2K_SMULHD));
        break;
    case RV_MULHU:
        lower_define(lowering, product(lowering, E2K_UMULHD));
        break;
    case RV_MULHSU:
        lower_define(lowering, signed_unsigned_high(lowering));
        break;
    case RV_MULW:
        lower_define_word(lowering,
                          lower_compute(lowering, E2K_MULS, lower_low_register(lowering, insn->rs1),
                                        lower_low_register(lowering, insn->rs2)));
        break;
    case RV_DIV:
        divide(lowering, (struct division){true, false, false});
        break;
    case RV_DIVU:
        divide(lowering, (struct division){false, false, false});
        break;
    case RV_REM:
        divide(lowering, (struct division){true, false, true});
        break;
    case RV_REMU:
        divide(lowering, (struct division){false, false, true});
        break;
    case RV_DIVW:
        divide(lowering, (struct division){true, true, false});
        break;
    case RV_DIVUW:
        divide(lowering, (struct division){false, true, false});
        break;
    case RV_REMW:
        divide(lowering, (struct division){true, true, true});
        break;
    default:
        divide(lowering, (struct division){false, true, true});
        break; /* RV_REMUW */
    }
}
