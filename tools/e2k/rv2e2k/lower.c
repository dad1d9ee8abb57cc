/* lower.c - walks a region's instructions and keeps the bindings.
 *
 * SPDX-License-Identifier: MIT */
#include "lower.h"

#include <string.h>

int64_t lower_sum(int64_t left, int64_t right)
{
    return (int64_t)((uint64_t)left + (uint64_t)right);
}

struct operand lower_constant(int64_t value)
{
    return (struct operand){.constant = value};
}

struct operand lower_use(int value)
{
    return (struct operand){.is_value = true, .value = value};
}

int lower_value(struct lowering *lowering, enum value_place place, uint8_t number, int op)
{
    struct region *region = lowering->region;

    region->values[region->value_count] =
        (struct value){.place = place, .number = number, .op = op};
    return region->value_count++;
}

int lower_op(struct lowering *lowering, enum e2k_opcode opcode, struct operand src1,
             struct operand src2)
{
    struct region *region = lowering->region;

    region->ops[region->op_count] = (struct op){
        .opcode = opcode,
        .src1 = src1,
        .src2 = src2,
        .dst = -1,
        .data = -1,
        .only_if = {.value = -1},
        .merge = {.value = -1},
        .tied = -1,
        .barrier = -1,
        .base = -1,
        .pc = lowering->pc,
    };
    return region->op_count++;
}

static int compute(struct lowering *lowering, enum value_place place, enum e2k_opcode opcode,
                   struct operand src1, struct operand src2)
{
    int op = lower_op(lowering, opcode, src1, src2);
    int value = lower_value(lowering, place, 0, op);

    lowering->region->ops[op].dst = value;
    return value;
}

int lower_compute(struct lowering *lowering, enum e2k_opcode opcode, struct operand src1,
                  struct operand src2)
{
    return compute(lowering, PLACE_SCRATCH, opcode, src1, src2);
}

int lower_compare(struct lowering *lowering, enum e2k_opcode opcode, struct operand src1,
                  struct operand src2)
{
    return compute(lowering, PLACE_PREDICATE, opcode, src1, src2);
}

int lower_merge(struct lowering *lowering, struct condition truth, struct operand no,
                struct operand yes)
{
    int value = lower_compute(lowering, E2K_MERGED, no, yes);

    lowering->region->ops[lowering->region->values[value].op].merge = truth;
    return value;
}

bool lower_is_intact(const struct lowering *lowering, int value)
{
    const struct value *v = &lowering->region->values[value];

    return v->place != PLACE_HOME || lowering->owner[v->number] == value;
}

struct operand lower_full_register(struct lowering *lowering, uint8_t reg)
{
    const struct binding *binding = &lowering->bindings[reg];

    lower_settle(lowering, 1u << reg);
    if (binding->base >= 0 && binding->offset == 0 && lower_is_intact(lowering, binding->base))
        return lower_use(binding->base);
    return lower_use(binding->value);
}

struct operand lower_full(struct lowering *lowering, uint8_t reg)
{
    const struct binding *binding = &lowering->bindings[reg];

    if (binding->is_constant)
        return lower_constant(binding->constant);
    return lower_full_register(lowering, reg);
}

struct operand lower_low_register(struct lowering *lowering, uint8_t reg)
{
    const struct binding *binding = &lowering->bindings[reg];

    if (binding->low >= 0 && lower_is_intact(lowering, binding->low))
        return lower_use(binding->low);
    return lower_full_register(lowering, reg);
}

struct operand lower_low(struct lowering *lowering, uint8_t reg)
{
    const struct binding *binding = &lowering->bindings[reg];

    if (binding->is_constant)
        return lower_constant((int32_t)binding->constant);
    return lower_low_register(lowering, reg);
}

struct operand lower_second(struct lowering *lowering)
{
    return lowering->insn->immediate ? lower_constant(lowering->insn->imm)
                                     : lower_full(lowering, lowering->insn->rs2);
}

struct operand lower_second_low(struct lowering *lowering)
{
    return lowering->insn->immediate ? lower_constant(lowering->insn->imm)
                                     : lower_low(lowering, lowering->insn->rs2);
}

bool lower_is_extended(const struct lowering *lowering, uint8_t reg)
{
    const struct binding *binding = &lowering->bindings[reg];

    return binding->is_constant ? binding->constant == (int32_t)binding->constant
                                : binding->extended;
}

static struct binding unknown(int value)
{
    return (struct binding){.value = value,
                            .base = -1,
                            .left = -1,
                            .right = -1,
                            .low = -1,
                            .shifted = -1,
                            .truth = {.value = -1}};
}

/* The last exit where register REG is live: a write to it must not come earlier. */
static int barrier_of(const struct region *region, uint8_t reg)
{
    for (int i = region->exit_count - 1; i >= 0; i--)
        if (region->exits[i].live & 1u << reg)
            return i;
    return -1;
}

/* Makes register REG the home of VALUE, from here on. */
static void move_in(struct lowering *lowering, uint8_t reg, int value)
{
    struct region *region = lowering->region;
    struct op *op = &region->ops[region->values[value].op];
    int barrier = barrier_of(region, reg);

    region->values[value].place = PLACE_HOME;
    region->values[value].number = reg;
    op->effect = true;
    if (op->barrier < barrier)
        op->barrier = barrier;
    lowering->owner[reg] = value;
}

void lower_settle(struct lowering *lowering, uint32_t mask)
{
    for (mask &= lowering->pending; mask != 0; mask &= mask - 1) {
        uint8_t reg = (uint8_t)__builtin_ctz(mask);
        struct binding *binding = &lowering->bindings[reg];

        lowering->pending &= ~(1u << reg);
        binding->pending = false;
        binding->value = lower_compute(lowering, E2K_ADDD, lower_use(binding->base),
                                       lower_constant(binding->offset));
        move_in(lowering, reg, binding->value);
    }
}

struct binding *lower_define(struct lowering *lowering, int value)
{
    uint8_t rd = lowering->insn->rd;

    lowering->pending &= ~(1u << rd); /* nobody asked for it */
    if (lowering->homed)
        move_in(lowering, rd, value);
    lowering->bindings[rd] = unknown(value);
    return &lowering->bindings[rd];
}

void lower_define_word(struct lowering *lowering, int low)
{
    int value = lower_compute(lowering, E2K_SXT, lower_constant(2), lower_use(low));
    struct binding *binding = lower_define(lowering, value);

    binding->low = low;
    binding->extended = true;
}

int lower_base(const struct lowering *lowering, uint8_t reg, int64_t *offset)
{
    const struct binding *binding = &lowering->bindings[reg];

    *offset = 0;
    if (binding->base < 0 || !lower_is_intact(lowering, binding->base))
        return binding->value;
    *offset = binding->offset;
    return binding->base;
}

void lower_define_sum(struct lowering *lowering, int base, int64_t offset)
{
    uint8_t rd = lowering->insn->rd;
    struct binding *binding;

    if (lowering->homed && lowering->insn->rs1 == rd && lowering->owner[rd] == base) {
        lowering->bindings[rd] = unknown(-1);
        binding = &lowering->bindings[rd];
        binding->pending = true;
        lowering->pending |= 1u << rd;
    } else {
        binding = lower_define(
            lowering, lower_compute(lowering, E2K_ADDD, lower_use(base), lower_constant(offset)));
    }
    binding->base = base;
    binding->offset = offset;
}

void lower_define_copy(struct lowering *lowering, uint8_t reg)
{
    struct operand source = lower_full_register(lowering, reg);
    struct binding known = lowering->bindings[reg];
    struct binding *binding;

    if (reg == lowering->insn->rd && lowering->owner[reg] == known.value)
        return;
    binding = lower_define(lowering, lower_compute(lowering, E2K_ADDD, source, lower_constant(0)));
    known.value = binding->value;
    if (known.base < 0) {
        known.base = source.value;
        known.offset = 0;
    }
    *binding = known;
}

void lower_define_constant(struct lowering *lowering, int64_t constant)
{
    int value = lower_compute(lowering, E2K_ADDD, lower_constant(0), lower_constant(constant));
    struct binding *binding = lower_define(lowering, value);

    binding->is_constant = true;
    binding->constant = constant;
}

/* Everything as it is at the entry: each register in its home, nothing known but which of
 * them, EXTENDED, hold sign-extended words. */
static void begin(struct lowering *lowering, uint64_t start, uint32_t extended)
{
    struct region *region = lowering->region;

    region->start = region->end = start;
    region->insns = 0;
    region->value_count = region->op_count = region->exit_count = 0;
    region->safepoint_count = 0;
    for (uint8_t i = 0; i < 32; i++) {
        int value = lower_value(lowering, PLACE_HOME, i, -1);

        lowering->bindings[i] = unknown(value);
        lowering->bindings[i].extended = (extended >> i & 1) != 0;
        lowering->owner[i] = value;
    }
    for (int i = 32; i < E2K_REGISTERS; i++)
        lowering->owner[i] = -1;
    lowering->bindings[0].is_constant = true;
}

/* How far the region goes: the number of instructions from INDEX. */
static unsigned measure(const struct flow *flow, size_t index, unsigned limit)
{
    unsigned count = 0;

    do {
        const struct riscv_insn *insn = &flow->insns[index + count];

        count++;
        if (riscv_ends_flow(insn->op) || insn->op == RV_COUNTDOWN ||
            (flow->marks[index + count - 1] & FLOW_BACK_EDGE))
            break;
    } while (count < limit &&
             (flow->marks[index + count] & (FLOW_LEADER | FLOW_CODE)) == FLOW_CODE);
    return count;
}

/* For each of COUNT instructions: whether its result is needed in its register, because it is
 * live at a later exit or at the end before another instruction overwrites it. */
static void find_homed(const struct flow *flow, size_t index, unsigned count, bool *homed)
{
    size_t end = index + count;
    uint32_t needed = FLOW_ALL_REGISTERS;

    if (!riscv_ends_flow(flow->insns[end - 1].op))
        needed = flow_live_at(flow, flow_address(flow, end));
    while (count-- > 0) {
        const struct riscv_insn *insn = &flow->insns[index + count];
        uint64_t address = flow_address(flow, index + count);

        if (riscv_is_branch(insn->op))
            needed |= flow_live_at(flow, address + (uint64_t)insn->imm);
        else if (insn->op == RV_JAL && insn->rd == 0)
            needed = flow_live_at(flow, address + (uint64_t)insn->imm);
        if (flow->marks[index + count] & FLOW_BACK_EDGE)
            needed = FLOW_ALL_REGISTERS; /* the agent looks at them there */
        homed[count] = (needed & riscv_writes(insn)) != 0;
        needed &= ~riscv_writes(insn);
    }
}

static int lower_one(struct lowering *lowering)
{
    const struct riscv_insn *insn = lowering->insn;

    if (insn->op == RV_FENCE)
        return 0;
    /* To compute one operand late overwrites the register whose old value the other, a copy of
     * it, may be looked for in.  So nothing is pending when the two are looked up. */
    if (insn->rs1 != 0 && insn->rs2 != 0 && !riscv_is_store(insn->op))
        lower_settle(lowering, riscv_reads(insn));
    if (riscv_is_load(insn->op) || riscv_is_store(insn->op))
        lower_memory(lowering);
    else if (riscv_is_branch(insn->op) || riscv_ends_flow(insn->op))
        return lower_transfer(lowering);
    else if (insn->op >= RV_SAFEPOINT && insn->op <= RV_COUNTDOWN)
        lower_custom(lowering);
    else if (insn->rd == 0)
        return 0;
    else if (insn->op >= RV_MUL && insn->op <= RV_REMUW)
        lower_multiply(lowering);
    else
        lower_arithmetic(lowering);
    return 0;
}

/* What is only known now.  All registers that the region has written before a back-edge are in
 * their places there, as are those that were live at its beginning. */
static void settle_safepoints(struct region *region, const struct flow *flow, size_t index,
                              unsigned count)
{
    uint32_t live = flow->live[index], written = 0;

    for (unsigned i = 0; i < count; i++)
        written |= riscv_writes(&flow->insns[index + i]);
    for (int i = 0; i < region->safepoint_count; i++)
        region->safepoints[i].known =
            region->safepoints[i].kind == SAFEPOINT_ENTRY ? live : live | written;
}

int region_lower(struct region *region, const struct flow *flow, size_t index, unsigned limit,
                 const struct target_table *table, struct problem *problem)
{
    struct lowering lowering = {.region = region, .flow = flow, .table = table, .problem = problem};
    unsigned count = measure(flow, index, limit);
    bool homed[REGION_INSNS];

    begin(&lowering, flow_address(flow, index), flow->extended[index]);
    find_homed(flow, index, count, homed);
    if (flow->marks[index] & FLOW_ENTRY)
        lower_entry(&lowering);
    for (unsigned i = 0; i < count; i++) {
        lowering.insn = &flow->insns[index + i];
        lowering.pc = flow_address(flow, index + i);
        lowering.homed = homed[i];
        region->insns++;
        if (lower_one(&lowering) != 0)
            return -1;
    }
    lower_settle(&lowering, FLOW_ALL_REGISTERS);
    region->end = flow_address(flow, index + count);
    settle_safepoints(region, flow, index, count);
    return 0;
}
