/* stubs.c - the code of safepoints, behind that of the program: nobody comes here while the
 * routine is not to be called.
 *
 * SPDX-License-Identifier: MIT */
#include "code.h"

#include <stdlib.h>

/* Calls the safepoint routine for safepoint INDEX, to go on at the next bundle or, where
 * control only jumps, at once at the target. */
static bool add_call(struct code *code, size_t index)
{
    const struct safepoint *safepoint = &code->safepoints[index];
    bool jump = safepoint->kind == SAFEPOINT_JUMP;
    struct code_bundle *bundle = code_add_branch(code, CODE_POLL, 0);

    if (bundle == NULL)
        return false;
    bundle->pc = safepoint->pc;
    bundle->bundle.ops[0] =
        code_addition(code_constant(0), code_constant(INT32_MAX), E2K_REG_RESUME);
    bundle->bundle.ops[1] = code_addition(
        code_constant(0),
        code_constant(
            (int64_t)(code->safepoints_at + E2K_SAFEPOINTS_LINE * (index + E2K_SAFEPOINTS_HEADER))),
        E2K_REG_SAFEPOINT);
    bundle->literal = jump ? CODE_RISCV : CODE_BUNDLE;
    bundle->literal_of = jump ? safepoint->target : code->count;
    return true;
}

/* Decides the branch again, with what the registers hold now. */
static bool add_decision(struct code *code, const struct safepoint *safepoint)
{
    struct code_bundle *bundle = code_add(code);

    if (bundle == NULL)
        return false;
    bundle->pc = safepoint->pc;
    bundle->bundle.ops[0] = (struct e2k_op){.opcode = safepoint->compare,
                                            .src1 = code_register(safepoint->rs1),
                                            .src2 = code_register(safepoint->rs2)};
    bundle = code_add_branch(code, CODE_RISCV, safepoint->target);
    if (bundle == NULL)
        return false;
    bundle->pc = safepoint->pc;
    bundle->bundle.taken_if = (struct e2k_condition){true, safepoint->negated, 0};
    bundle = code_add_branch(code, CODE_RISCV, safepoint->next);
    if (bundle == NULL)
        return false;
    bundle->pc = safepoint->pc;
    return true;
}

/* Does what the region's first bundle does when it goes on, and goes on behind it.  What was
 * already done there is done again: it has only computed what nobody had read, from the
 * program's registers. */
static bool add_first_bundle(struct code *code, const struct safepoint *safepoint)
{
    struct code_bundle *bundle = code_add(code);
    const struct code_bundle *first;

    if (bundle == NULL)
        return false;
    first = &code->bundles[safepoint->first_bundle];
    *bundle = *first;
    bundle->branch = CODE_BUNDLE;
    bundle->branch_to = safepoint->first_bundle + 1;
    bundle->flags =
        (first->flags & E2K_MAP_LOOKUP) | (first->flags & E2K_MAP_FALL) >> E2K_MAP_FALL_SHIFT;
    bundle->bundle.taken_if = (struct e2k_condition){0};
    for (int i = 0; i < E2K_CHANNELS; i++)
        if (bundle->bundle.ops[i].only_if.predicate == E2K_PREDICATE_STOPS)
            bundle->bundle.ops[i].only_if = (struct e2k_condition){0};
    return true;
}

static bool add_stub(struct code *code, size_t index)
{
    const struct safepoint *safepoint = &code->safepoints[index];

    if (!add_call(code, index))
        return false;
    switch (safepoint->kind) {
    case SAFEPOINT_BRANCH:
        return add_decision(code, safepoint);
    case SAFEPOINT_ENTRY:
        return add_first_bundle(code, safepoint);
    default:
        return true;
    }
}

bool code_add_stubs(struct code *code)
{
    code->stubs = calloc(code->safepoint_count + 1, sizeof *code->stubs);
    if (code->stubs == NULL)
        return false;
    for (size_t i = 0; i < code->safepoint_count; i++) {
        code->stubs[i] = code->count;
        if (!add_stub(code, i))
            return false;
    }
    return true;
}
