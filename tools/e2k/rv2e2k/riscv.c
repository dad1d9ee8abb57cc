/* riscv.c - decodes RV64IM.
 *
 * SPDX-License-Identifier: MIT */
#include "riscv.h"

#include <stddef.h>

enum { NO = -1 };

/* Major opcodes, bits 6 to 0. */
enum {
    MAJOR_LOAD = 0x03,
    MAJOR_LOAD_FP = 0x07,
    MAJOR_CUSTOM_0 = 0x0b,
    MAJOR_FENCE = 0x0f,
    MAJOR_OP_IMM = 0x13,
    MAJOR_AUIPC = 0x17,
    MAJOR_OP_IMM_32 = 0x1b,
    MAJOR_STORE = 0x23,
    MAJOR_STORE_FP = 0x27,
    MAJOR_AMO = 0x2f,
    MAJOR_OP = 0x33,
    MAJOR_LUI = 0x37,
    MAJOR_OP_32 = 0x3b,
    MAJOR_MADD = 0x43,
    MAJOR_OP_FP = 0x53,
    MAJOR_BRANCH = 0x63,
    MAJOR_JALR = 0x67,
    MAJOR_JAL = 0x6f,
    MAJOR_SYSTEM = 0x73,
};

static int64_t sign_extend(uint32_t value, unsigned bits)
{
    uint32_t sign = 1u << (bits - 1);

    value &= (sign << 1) - 1;
    return (int64_t)(value ^ sign) - (int64_t)sign;
}

static int64_t immediate_i(uint32_t word)
{
    return sign_extend(word >> 20, 12);
}

static int64_t immediate_s(uint32_t word)
{
    return sign_extend((word >> 25) << 5 | (word >> 7 & 31), 12);
}

static int64_t immediate_b(uint32_t word)
{
    return sign_extend((word >> 31) << 12 | (word >> 7 & 1) << 11 | (word >> 25 & 0x3f) << 5 |
                           (word >> 8 & 15) << 1,
                       13);
}

static int64_t immediate_u(uint32_t word)
{
    return (int64_t)(int32_t)(word & 0xfffff000u);
}

static int64_t immediate_j(uint32_t word)
{
    return sign_extend((word >> 31) << 20 | (word >> 12 & 0xff) << 12 | (word >> 20 & 1) << 11 |
                           (word >> 21 & 0x3ff) << 1,
                       21);
}

static const char *operation(struct riscv_insn *insn, int op)
{
    if (op == NO)
        return "an unknown opcode";
    insn->op = (enum riscv_op)op;
    return NULL;
}

static const char *decode_load(uint32_t word, struct riscv_insn *insn)
{
    static const int8_t ops[8] = {RV_LB, RV_LH, RV_LW, RV_LD, RV_LBU, RV_LHU, RV_LWU, NO};

    insn->rs2 = 0;
    insn->imm = immediate_i(word);
    return operation(insn, ops[word >> 12 & 7]);
}

static const char *decode_store(uint32_t word, struct riscv_insn *insn)
{
    static const int8_t ops[8] = {RV_SB, RV_SH, RV_SW, RV_SD, NO, NO, NO, NO};

    insn->rd = 0;
    insn->imm = immediate_s(word);
    return operation(insn, ops[word >> 12 & 7]);
}

static const char *decode_branch(uint32_t word, struct riscv_insn *insn)
{
    static const int8_t ops[8] = {RV_BEQ, RV_BNE, NO, NO, RV_BLT, RV_BGE, RV_BLTU, RV_BGEU};

    insn->rd = 0;
    insn->imm = immediate_b(word);
    return operation(insn, ops[word >> 12 & 7]);
}

static const char *decode_op_imm(uint32_t word, struct riscv_insn *insn)
{
    static const int8_t ops[8] = {RV_ADD, RV_SLL, RV_SLT, RV_SLTU, RV_XOR, RV_SRL, RV_OR, RV_AND};
    unsigned f3 = word >> 12 & 7, f6 = word >> 26;

    insn->rs2 = 0;
    insn->immediate = true;
    insn->imm = immediate_i(word);
    if (f3 == 1 || f3 == 5)
        insn->imm = word >> 20 & 63;
    if (f3 == 5 && f6 == 0x10)
        return operation(insn, RV_SRA);
    if ((f3 == 1 || f3 == 5) && f6 != 0)
        return operation(insn, NO);
    return operation(insn, ops[f3]);
}

static const char *decode_op_imm_32(uint32_t word, struct riscv_insn *insn)
{
    unsigned f3 = word >> 12 & 7, f7 = word >> 25;

    insn->rs2 = 0;
    insn->immediate = true;
    insn->imm = f3 == 0 ? immediate_i(word) : (word >> 20 & 31);
    switch (f3) {
    case 0:
        return operation(insn, RV_ADDW);
    case 1:
        return operation(insn, f7 == 0 ? RV_SLLW : NO);
    case 5:
        return operation(insn, f7 == 0 ? RV_SRLW : f7 == 0x20 ? RV_SRAW : NO);
    default:
        return operation(insn, NO);
    }
}

static const char *decode_op(uint32_t word, struct riscv_insn *insn)
{
    static const int8_t base[8] = {RV_ADD, RV_SLL, RV_SLT, RV_SLTU, RV_XOR, RV_SRL, RV_OR, RV_AND};
    static const int8_t alternate[8] = {RV_SUB, NO, NO, NO, NO, RV_SRA, NO, NO};
    static const int8_t multiply[8] = {RV_MUL, RV_MULH, RV_MULHSU, RV_MULHU,
                                       RV_DIV, RV_DIVU, RV_REM,    RV_REMU};
    unsigned f3 = word >> 12 & 7, f7 = word >> 25;

    return operation(insn, f7 == 0      ? base[f3]
                           : f7 == 0x20 ? alternate[f3]
                           : f7 == 1    ? multiply[f3]
                                        : NO);
}

static const char *decode_op_32(uint32_t word, struct riscv_insn *insn)
{
    static const int8_t base[8] = {RV_ADDW, RV_SLLW, NO, NO, NO, RV_SRLW, NO, NO};
    static const int8_t alternate[8] = {RV_SUBW, NO, NO, NO, NO, RV_SRAW, NO, NO};
    static const int8_t multiply[8] = {RV_MULW, NO, NO, NO, RV_DIVW, RV_DIVUW, RV_REMW, RV_REMUW};
    unsigned f3 = word >> 12 & 7, f7 = word >> 25;

    return operation(insn, f7 == 0      ? base[f3]
                           : f7 == 0x20 ? alternate[f3]
                           : f7 == 1    ? multiply[f3]
                                        : NO);
}

static const char *decode_system(uint32_t word, struct riscv_insn *insn)
{
    insn->rd = insn->rs1 = insn->rs2 = 0;
    if (word == 0x00100073u)
        return operation(insn, RV_EBREAK);
    if (word == 0x00000073u)
        return "an ecall (there is no environment to call)";
    return (word >> 12 & 3) != 0 ? "a CSR instruction" : "a privileged instruction";
}

static const char *decode_fence(uint32_t word, struct riscv_insn *insn)
{
    insn->rd = insn->rs1 = insn->rs2 = 0;
    return operation(insn, (word >> 12 & 7) <= 1 ? RV_FENCE : NO);
}

/* `.insn i 0x0b, FUNCT3, RD, RS1, 0`; the registers that a form has not are x0. */
static const char *decode_custom_0(uint32_t word, struct riscv_insn *insn)
{
    static const struct {
        enum riscv_op op;
        uint32_t registers; /* bits of the word */
    } forms[] = {
        {RV_RESUME, 0},
        {RV_SAFEPOINT, 31u << 7},
        {RV_SAFEPOINTS, 31u << 7},
        {RV_COUNTDOWN, 31u << 15},
    };
    uint32_t form = word >> 12 & 7;

    insn->rs2 = 0;
    if (form >= sizeof forms / sizeof *forms)
        return operation(insn, NO);
    if ((word & ~(0x7fu | 7u << 12 | forms[form].registers)) != 0)
        return operation(insn, NO);
    return operation(insn, forms[form].op);
}

static const char *decode_upper(uint32_t word, struct riscv_insn *insn, enum riscv_op op)
{
    insn->rs1 = insn->rs2 = 0;
    insn->imm = immediate_u(word);
    return operation(insn, op);
}

const char *riscv_decode(uint32_t word, struct riscv_insn *insn)
{
    *insn = (struct riscv_insn){
        .rd = (uint8_t)(word >> 7 & 31),
        .rs1 = (uint8_t)(word >> 15 & 31),
        .rs2 = (uint8_t)(word >> 20 & 31),
    };
    if ((word & 3) != 3)
        return "a compressed instruction, or data";
    switch (word & 0x7f) {
    case MAJOR_LUI:
        return decode_upper(word, insn, RV_LUI);
    case MAJOR_AUIPC:
        return decode_upper(word, insn, RV_AUIPC);
    case MAJOR_JAL:
        insn->rs1 = insn->rs2 = 0;
        insn->imm = immediate_j(word);
        return operation(insn, RV_JAL);
    case MAJOR_JALR:
        insn->rs2 = 0;
        insn->imm = immediate_i(word);
        return operation(insn, (word >> 12 & 7) == 0 ? RV_JALR : NO);
    case MAJOR_BRANCH:
        return decode_branch(word, insn);
    case MAJOR_LOAD:
        return decode_load(word, insn);
    case MAJOR_STORE:
        return decode_store(word, insn);
    case MAJOR_OP_IMM:
        return decode_op_imm(word, insn);
    case MAJOR_OP_IMM_32:
        return decode_op_imm_32(word, insn);
    case MAJOR_OP:
        return decode_op(word, insn);
    case MAJOR_OP_32:
        return decode_op_32(word, insn);
    case MAJOR_FENCE:
        return decode_fence(word, insn);
    case MAJOR_SYSTEM:
        return decode_system(word, insn);
    case MAJOR_CUSTOM_0:
        return decode_custom_0(word, insn);
    case MAJOR_AMO:
        return "an atomic instruction (A extension)";
    case MAJOR_LOAD_FP:
    case MAJOR_STORE_FP:
    case MAJOR_OP_FP:
    case MAJOR_MADD:
    case MAJOR_MADD + 4:
    case MAJOR_MADD + 8:
    case MAJOR_MADD + 12:
        return "a floating-point instruction (F or D extension)";
    default:
        return operation(insn, NO);
    }
}

bool riscv_is_branch(enum riscv_op op)
{
    return op >= RV_BEQ && op <= RV_BGEU;
}

bool riscv_is_load(enum riscv_op op)
{
    return op >= RV_LB && op <= RV_LWU;
}

bool riscv_is_store(enum riscv_op op)
{
    return op >= RV_SB && op <= RV_SD;
}

bool riscv_ends_flow(enum riscv_op op)
{
    return op == RV_JAL || op == RV_JALR || op == RV_EBREAK || op == RV_RESUME;
}

unsigned riscv_access_size(enum riscv_op op)
{
    switch (op) {
    case RV_LB:
    case RV_LBU:
    case RV_SB:
        return 1;
    case RV_LH:
    case RV_LHU:
    case RV_SH:
        return 2;
    case RV_LW:
    case RV_LWU:
    case RV_SW:
        return 4;
    default:
        return 8;
    }
}

uint32_t riscv_reads(const struct riscv_insn *insn)
{
    return (1u << insn->rs1 | 1u << insn->rs2) & ~1u;
}

uint32_t riscv_writes(const struct riscv_insn *insn)
{
    return 1u << insn->rd & ~1u;
}
