/* lower_safepoint.c - safepoints, and the instructions of the routine that they call.
 *
 * SPDX-License-Identifier: MIT */
#include "lower.h"

/* Leaves for the stub of a new safepoint of KIND if TAKEN_IF holds. */
static struct safepoint *add_safepoint(struct lowering *lowering, enum safepoint_kind kind,
                                       struct condition taken_if)
{
    struct region *region = lowering->region;
    struct safepoint *safepoint = &region->safepoints[region->safepoint_count];
    struct exit *exit = lower_exit(lowering, EXIT_STUB, taken_if);

    exit->target = (uint64_t)region->safepoint_count++;
    *safepoint = (struct safepoint){.kind = kind, .pc = lowering->pc};
    return safepoint;
}

/* Nothing that the stub would have to undo comes before it: the exit is in the first bundle,
 * and so costs none where that had no transfer. */
void lower_entry(struct lowering *lowering)
{
    int stops = lower_value(lowering, PLACE_STOPS, E2K_PREDICATE_STOPS, -1);

    lowering->pc = lowering->region->start;
    add_safepoint(lowering, SAFEPOINT_ENTRY, (struct condition){stops, false});
    lowering->region->exits[0].live = flow_live_at(lowering->flow, lowering->pc);
}

/* Counts down; the predicate says that the agent need not be called yet. */
static int count_down(struct lowering *lowering)
{
    struct operand before =
        lowering->owner[E2K_REG_COUNTDOWN] >= 0
            ? lower_use(lowering->owner[E2K_REG_COUNTDOWN])
            : lower_use(lower_value(lowering, PLACE_HOME, E2K_REG_COUNTDOWN, -1));
    int going = lower_compare(lowering, E2K_CMPLD, lower_constant(0), before);

    lower_set_register(lowering, E2K_REG_COUNTDOWN, before, lower_constant(-1));
    return going;
}

/* The branch is taken when it would be and the countdown has not ended; when that has
 * ended, the stub calls the agent and then decides the branch again.  So the loop has one
 * transfer a turn, as without a safepoint. */
void lower_branch_back(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;
    struct region *region = lowering->region;
    struct comparison comparison = lower_comparison(insn->op);
    int going, start, decision;
    struct safepoint *safepoint;
    struct operand left, right;
    struct op *op;

    lower_settle(lowering, FLOW_ALL_REGISTERS);
    going = count_down(lowering);
    left = lower_full_register(lowering, insn->rs1);
    right = lower_full_register(lowering, insn->rs2);
    start = lower_compare(lowering, comparison.negated ? E2K_CMPED : E2K_CMPBD, lower_constant(0),
                          lower_constant(0));
    decision = lower_op(lowering, comparison.full, left, right);
    op = &region->ops[decision];
    op->dst = start;
    op->only_if = (struct condition){going, false};
    op->tied = region->values[start].op;
    region->values[start].op = decision;
    lower_branch_to(lowering, (struct condition){start, comparison.negated},
                    lowering->pc + (uint64_t)insn->imm);
    safepoint = add_safepoint(lowering, SAFEPOINT_BRANCH, (struct condition){going, true});
    safepoint->compare = comparison.full;
    safepoint->negated = comparison.negated;
    safepoint->rs1 = insn->rs1;
    safepoint->rs2 = insn->rs2;
    safepoint->target = lowering->pc + (uint64_t)insn->imm;
    safepoint->next = lowering->pc + 4;
}

void lower_jump_back(struct lowering *lowering, uint64_t target)
{
    int going;

    lower_settle(lowering, FLOW_ALL_REGISTERS);
    going = count_down(lowering);
    lower_branch_to(lowering, (struct condition){going, false}, target);
    add_safepoint(lowering, SAFEPOINT_JUMP, lower_always)->target = target;
}

/* Behind the agent's routine for safepoints: on at the address the stub has left. */
void lower_resume(struct lowering *lowering)
{
    struct region *region = lowering->region;
    int value = lower_value(lowering, PLACE_HOME, E2K_REG_RESUME, -1);
    int prepare = lower_op(lowering, E2K_MOVTD, lower_constant(0), lower_use(value));
    struct exit *exit;

    region->ops[prepare].dst = lower_value(lowering, PLACE_CTPR, 1, prepare);
    region->ops[prepare].effect = true;
    exit = lower_exit(lowering, EXIT_JUMP, lower_always);
    exit->ctpr = 1;
    exit->prepared = prepare;
}

/* The region ends here, so nothing of it has the old values. */
static void set_countdown(struct lowering *lowering)
{
    struct region *region = lowering->region;
    struct operand count = lower_full_register(lowering, lowering->insn->rs1);
    int stops = lower_compare(lowering, E2K_CMPED, count, lower_constant(0));

    region->values[stops].place = PLACE_STOPS;
    region->values[stops].number = E2K_PREDICATE_STOPS;
    region->ops[region->values[stops].op].effect = true;
    region->ops[region->values[stops].op].barrier = region->exit_count - 1;
    lower_set_register(lowering, E2K_REG_COUNTDOWN, count, lower_constant(0));
}

void lower_custom(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;

    if (insn->op == RV_COUNTDOWN) {
        set_countdown(lowering);
        return;
    }
    if (insn->rd == 0)
        return;
    if (insn->op == RV_SAFEPOINTS) {
        lower_define_constant(lowering, (int64_t)lowering->table->safepoints);
        return;
    }
    lower_define(lowering,
                 lower_compute(lowering, E2K_ADDD,
                               lower_use(lower_value(lowering, PLACE_HOME, E2K_REG_SAFEPOINT, -1)),
                               lower_constant(0)));
}
