/* live.c - which registers matter before each instruction.
 *
 * SPDX-License-Identifier: MIT */
#include "flow.h"

#include <stdlib.h>

/* The stack pointer, global pointer and thread pointer: who interrupts the program at a
 * safepoint relies on them, however little the program itself does. */
#define ALWAYS_LIVE (1u << 2 | 1u << 3 | 1u << 4)

/* The instructions still to be looked at, and who is to be looked at after each.  Work grows
 * with the number of instructions, in whatever order they jump. */
struct search {
    struct flow *flow;
    uint32_t *jumper; /* by instruction: 1 + one that jumps to it; 0: none */
    uint32_t *other;  /* by jumping instruction: 1 + another one with its target; 0: none */
    uint32_t *waiting;
    size_t waiting_count;
    bool *waits; /* by instruction: it is among the waiting */
};

static bool jumps(const struct riscv_insn *insn)
{
    return riscv_is_branch(insn->op) || (insn->op == RV_JAL && insn->rd == 0);
}

/* What is live before instruction INDEX, from what is known of those it leads to. */
static uint32_t live_before(const struct flow *flow, size_t index)
{
    const struct riscv_insn *insn = &flow->insns[index];
    uint32_t after = 0;

    if (jumps(insn))
        after = flow_live_at(flow, flow_address(flow, index) + (uint64_t)insn->imm);
    else if (riscv_ends_flow(insn->op))
        after = FLOW_ALL_REGISTERS; /* whoever comes next may look at anything */
    if (!riscv_ends_flow(insn->op))
        after |= flow->live[index + 1];
    return (after & ~riscv_writes(insn)) | riscv_reads(insn) | ALWAYS_LIVE;
}

static void await(struct search *search, size_t index)
{
    if (search->waits[index])
        return;
    search->waits[index] = true;
    search->waiting[search->waiting_count++] = (uint32_t)index;
}

static void begin(struct search *search)
{
    const struct flow *flow = search->flow;
    size_t target;

    for (size_t i = 0; i < flow->count; i++) {
        const struct riscv_insn *insn = &flow->insns[i];

        if ((flow->marks[i] & FLOW_CODE) == 0)
            continue;
        await(search, i); /* the last is looked at first */
        if (!jumps(insn) || !flow_find(flow, flow_address(flow, i) + (uint64_t)insn->imm, &target))
            continue;
        search->other[i] = search->jumper[target];
        search->jumper[target] = (uint32_t)i + 1;
    }
}

/* Looks at instruction INDEX; when that brings news, those before it have to be looked at. */
static void update(struct search *search, size_t index)
{
    struct flow *flow = search->flow;
    uint32_t live = live_before(flow, index);

    if (live == flow->live[index])
        return;
    flow->live[index] = live;
    if (index > 0 && (flow->marks[index - 1] & FLOW_CODE) != 0 &&
        !riscv_ends_flow(flow->insns[index - 1].op))
        await(search, index - 1);
    for (uint32_t i = search->jumper[index]; i != 0; i = search->other[i - 1])
        await(search, i - 1);
}

int flow_find_live(struct flow *flow, struct problem *problem)
{
    size_t room = flow->count + 1;
    struct search search = {
        .flow = flow,
        .jumper = calloc(room, sizeof *search.jumper),
        .other = calloc(room, sizeof *search.other),
        .waiting = calloc(room, sizeof *search.waiting),
        .waits = calloc(room, sizeof *search.waits),
    };
    bool done = search.jumper != NULL && search.other != NULL && search.waiting != NULL &&
                search.waits != NULL;

    if (done)
        begin(&search);
    while (search.waiting_count > 0) {
        size_t index = search.waiting[--search.waiting_count];

        search.waits[index] = false;
        update(&search, index);
    }
    free(search.jumper);
    free(search.other);
    free(search.waiting);
    free(search.waits);
    return done ? 0 : problem_set(problem, "out of memory");
}
