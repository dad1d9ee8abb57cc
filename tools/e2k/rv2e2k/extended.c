/* extended.c - which registers hold the sign extension of their low word where a region
 * begins, found forwards through all branches.
 *
 * It is assumed of every register at every leader until something that leads there says
 * otherwise.  At targets of indirect jumps nothing is known: anybody may come.
 *
 * SPDX-License-Identifier: MIT */
#include "flow.h"

#define ALL_REGISTERS 0xffffffffu
#define X0            1u

/* Compilers' code takes a handful; of code that takes more nothing is known. */
#define WALKS 100

static bool holds(uint32_t extended, uint8_t reg)
{
    return (extended >> reg & 1) != 0;
}

static bool second_holds(const struct riscv_insn *insn, uint32_t extended)
{
    return insn->immediate || holds(extended, insn->rs2);
}

/* Whether INSN's result is a sign-extended word when the registers in EXTENDED hold such. */
static bool extends(const struct riscv_insn *insn, uint32_t extended)
{
    switch (insn->op) {
    case RV_LUI:
    case RV_LB:
    case RV_LH:
    case RV_LW:
    case RV_LBU:
    case RV_LHU:
    case RV_SLT:
    case RV_SLTU:
    case RV_ADDW:
    case RV_SUBW:
    case RV_SLLW:
    case RV_SRLW:
    case RV_SRAW:
    case RV_MULW:
    case RV_DIVW:
    case RV_DIVUW:
    case RV_REMW:
    case RV_REMUW:
        return true;
    case RV_ADD: /* li and mv */
        return insn->immediate &&
               (insn->rs1 == 0 || (insn->imm == 0 && holds(extended, insn->rs1)));
    case RV_AND:
        return (insn->immediate && insn->imm >= 0) ||
               (holds(extended, insn->rs1) && second_holds(insn, extended));
    case RV_OR:
    case RV_XOR:
        return holds(extended, insn->rs1) && second_holds(insn, extended);
    case RV_SRA:
        return holds(extended, insn->rs1) || (insn->immediate && insn->imm >= 32);
    case RV_SRL:
        return insn->immediate && insn->imm >= 33;
    default:
        return false;
    }
}

static uint32_t after(const struct riscv_insn *insn, uint32_t extended)
{
    uint32_t written = riscv_writes(insn);

    return extends(insn, extended) ? extended | written : extended & ~written;
}

/* What arrives at INDEX may be EXTENDED only.  Returns true when that is news. */
static bool meet(struct flow *flow, size_t index, uint32_t extended)
{
    uint32_t before = flow->extended[index];

    flow->extended[index] = (before & extended) | X0;
    return flow->extended[index] != before;
}

/* One walk through all code.  Returns true when something changed. */
static bool walk(struct flow *flow)
{
    uint32_t extended = X0;
    bool changed = false;

    for (size_t i = 0; i < flow->count; i++) {
        const struct riscv_insn *insn = &flow->insns[i];
        size_t target;

        if ((flow->marks[i] & FLOW_CODE) == 0)
            continue;
        if (flow->marks[i] & FLOW_LEADER)
            extended = flow->extended[i];
        extended = after(insn, extended);
        if ((riscv_is_branch(insn->op) || insn->op == RV_JAL) &&
            flow_find(flow, flow_address(flow, i) + (uint64_t)insn->imm, &target))
            changed |= meet(flow, target, extended);
        if (!riscv_ends_flow(insn->op) && (flow->marks[i + 1] & FLOW_LEADER))
            changed |= meet(flow, i + 1, extended);
    }
    return changed;
}

static void assume(struct flow *flow, uint32_t extended)
{
    for (size_t i = 0; i < flow->count; i++) {
        bool open = (flow->marks[i] & (FLOW_LEADER | FLOW_TARGET)) == FLOW_LEADER;

        flow->extended[i] = open ? extended : X0;
    }
}

void flow_find_extended(struct flow *flow)
{
    assume(flow, ALL_REGISTERS);
    for (int i = 0; i < WALKS; i++)
        if (!walk(flow))
            return;
    assume(flow, X0);
}
