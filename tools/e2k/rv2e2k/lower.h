/* lower.h - RISC-V instructions to e2k operations, for one region.
 *
 * While a region is lowered, every register has a binding: what is known of its contents.
 * Constants, copies, sums with a constant and 32-bit results are passed on to the
 * instructions that use them, so that chains of RISC-V instructions become short.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RV2E2K_LOWER_H
#define RV2E2K_LOWER_H

#include "flow.h"
#include "region.h"

/* The table of jump targets: a word for each instruction from `base` on; `size` bytes, a
 * power of two; it is loaded at base + bias.  The table of safepoints follows it. */
struct target_table {
    uint64_t base, size;
    int64_t bias;
    uint64_t safepoints, safepoints_size; /* its address and bytes; 0: there is none */
};

/* Fills REGION with at most LIMIT instructions from INDEX of FLOW on.  Returns 0, or -1
 * with PROBLEM set. */
int region_lower(struct region *region, const struct flow *flow, size_t index, unsigned limit,
                 const struct target_table *table, struct problem *problem);

/* ---- between the lower_*.c files */

struct binding {
    int value; /* holds all 64 bits */
    bool is_constant;
    int64_t constant;
    int base; /* it is also base + offset; -1: not known */
    int64_t offset;
    bool pending;    /* base + offset is not computed yet; `value` is not there */
    int left, right; /* it is also left + right; -1: not known */
    int low;         /* value whose low 32 bits are the same; -1: none but `value` */
    bool extended;   /* it is the sign extension of its low 32 bits */
    int shifted;     /* it is shifted << shift; -1: not known */
    unsigned shift;
    struct condition truth; /* it is 1 if this holds, else 0; value -1: not known */
};

struct lowering {
    struct region *region;
    const struct flow *flow;
    const struct target_table *table;
    struct problem *problem;
    struct binding bindings[32];
    int owner[E2K_REGISTERS]; /* value that a home register holds at this point; -1 */
    const struct riscv_insn *insn;
    uint64_t pc;
    bool homed;       /* the instruction's result must reach its register */
    uint32_t pending; /* registers whose binding is pending */
};

int lower_value(struct lowering *lowering, enum value_place place, uint8_t number, int op);

/* A new op; its index.  The caller adds what is unusual. */
int lower_op(struct lowering *lowering, enum e2k_opcode opcode, struct operand src1,
             struct operand src2);

/* A new op and a new value that it computes: the value. */
int lower_compute(struct lowering *lowering, enum e2k_opcode opcode, struct operand src1,
                  struct operand src2);
/* The same for a compare: the predicate. */
int lower_compare(struct lowering *lowering, enum e2k_opcode opcode, struct operand src1,
                  struct operand src2);
/* truth ? yes : no, for 64 bits. */
int lower_merge(struct lowering *lowering, struct condition truth, struct operand no,
                struct operand yes);

/* As the machine adds, modulo 2^64. */
int64_t lower_sum(int64_t left, int64_t right);

struct operand lower_constant(int64_t value);
struct operand lower_use(int value);

/* Register REG as an operand: a constant where it is one, a value that holds it. */
struct operand lower_full(struct lowering *lowering, uint8_t reg);
/* The same where only the low 32 bits matter. */
struct operand lower_low(struct lowering *lowering, uint8_t reg);
/* The same where a literal cannot stand: src1, and the value of a store. */
struct operand lower_full_register(struct lowering *lowering, uint8_t reg);
struct operand lower_low_register(struct lowering *lowering, uint8_t reg);
/* The instruction's second operand: rs2 or the immediate. */
struct operand lower_second(struct lowering *lowering);
struct operand lower_second_low(struct lowering *lowering);

/* Whether REG is known to be the sign extension of its low word. */
bool lower_is_extended(const struct lowering *lowering, uint8_t reg);
/* Whether VALUE still is where it was computed to. */
bool lower_is_intact(const struct lowering *lowering, int value);

/* The instruction's result, VALUE.  Returns the binding, for what else is known of it. */
struct binding *lower_define(struct lowering *lowering, int value);
/* The result is the sign extension of the low 32 bits of value LOW. */
void lower_define_word(struct lowering *lowering, int low);
void lower_define_constant(struct lowering *lowering, int64_t constant);
/* The result is BASE + OFFSET.  `addi sp, sp, -32` is computed as late as possible, so that
 * what follows can use the old value and an offset instead of waiting for the new one. */
void lower_define_sum(struct lowering *lowering, int base, int64_t offset);
/* The result is what register REG holds. */
void lower_define_copy(struct lowering *lowering, uint8_t reg);

/* REG as a value and an offset.  REG is no constant. */
int lower_base(const struct lowering *lowering, uint8_t reg, int64_t *offset);

/* Computes what is pending of the registers in MASK. */
void lower_settle(struct lowering *lowering, uint32_t mask);

/* One instruction each. */
void lower_arithmetic(struct lowering *lowering);
void lower_multiply(struct lowering *lowering);
void lower_memory(struct lowering *lowering);
int lower_transfer(struct lowering *lowering);
void lower_custom(struct lowering *lowering); /* of safepoints, save the routine's end: */
void lower_resume(struct lowering *lowering);

/* The safepoint at the beginning of the region, before its first instruction. */
void lower_entry(struct lowering *lowering);
/* Back-edges with a safepoint: a branch, and a jump to TARGET. */
void lower_branch_back(struct lowering *lowering);
void lower_jump_back(struct lowering *lowering, uint64_t target);

struct comparison {
    enum e2k_opcode full, word;
    bool negated, is_equality;
};

/* What decides a branch OP. */
struct comparison lower_comparison(enum riscv_op op);

extern const struct condition lower_always;

/* A new exit, and one to the RISC-V address TARGET. */
struct exit *lower_exit(struct lowering *lowering, enum exit_kind kind, struct condition taken_if);
void lower_branch_to(struct lowering *lowering, struct condition taken_if, uint64_t target);

/* A fixed register of the translator gets a value that the world outside sees: the value. */
int lower_set_register(struct lowering *lowering, uint8_t number, struct operand src1,
                       struct operand src2);

#endif
