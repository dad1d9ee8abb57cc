/* riscv.h - RV64IM instructions, decoded.
 *
 * Source: The RISC-V Instruction Set Manual, volume I, 20191213: chapter 2 (RV32I),
 * 5 (RV64I), 7 (M), 24 (opcode listings).
 *
 * SPDX-License-Identifier: MIT */
#ifndef RV2E2K_RISCV_H
#define RV2E2K_RISCV_H

#include <stdbool.h>
#include <stdint.h>

enum riscv_op {
    RV_LUI,
    RV_AUIPC,
    RV_JAL,
    RV_JALR,
    RV_BEQ,
    RV_BNE,
    RV_BLT,
    RV_BGE,
    RV_BLTU,
    RV_BGEU,
    RV_LB,
    RV_LH,
    RV_LW,
    RV_LD,
    RV_LBU,
    RV_LHU,
    RV_LWU,
    RV_SB,
    RV_SH,
    RV_SW,
    RV_SD,
    /* Second operand rs2 or, in the immediate forms, imm: `immediate` tells. */
    RV_ADD,
    RV_SUB,
    RV_SLL,
    RV_SLT,
    RV_SLTU,
    RV_XOR,
    RV_SRL,
    RV_SRA,
    RV_OR,
    RV_AND,
    RV_ADDW,
    RV_SUBW,
    RV_SLLW,
    RV_SRLW,
    RV_SRAW,
    RV_MUL,
    RV_MULH,
    RV_MULHSU,
    RV_MULHU,
    RV_DIV,
    RV_DIVU,
    RV_REM,
    RV_REMU,
    RV_MULW,
    RV_DIVW,
    RV_DIVUW,
    RV_REMW,
    RV_REMUW,
    RV_FENCE, /* fence and fence.i: one processor in program order */
    RV_EBREAK,
    /* Our own, custom-0, for the safepoint routine. */
    RV_RESUME,     /* its end */
    RV_SAFEPOINT,  /* rd = the address of the safepoint's line in the table of safepoints */
    RV_SAFEPOINTS, /* rd = the address of that table; 0: there is none */
    RV_COUNTDOWN,  /* rs1 is how many back-edges are passed before one calls the routine; 0: so
                      does every other safepoint, until the next such instruction */
};

struct riscv_insn {
    enum riscv_op op;
    bool immediate;       /* imm stands in for rs2 */
    uint8_t rd, rs1, rs2; /* 0 where the form has none */
    int64_t imm;          /* immediate, or displacement in bytes */
};

/* Decodes WORD into INSN.  Returns NULL, or what kind of instruction it is that has no
 * translation ("a CSR instruction"); static text. */
const char *riscv_decode(uint32_t word, struct riscv_insn *insn);

bool riscv_is_branch(enum riscv_op op);
bool riscv_is_load(enum riscv_op op);
bool riscv_is_store(enum riscv_op op);

/* Nothing is executed behind it unless something jumps there. */
bool riscv_ends_flow(enum riscv_op op);

/* Bytes a load or store moves. */
unsigned riscv_access_size(enum riscv_op op);

/* The registers read and the register written, as masks of x1 to x31. */
uint32_t riscv_reads(const struct riscv_insn *insn);
uint32_t riscv_writes(const struct riscv_insn *insn);

#endif
