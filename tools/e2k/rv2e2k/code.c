/* code.c - collects the bundles of all regions and resolves what they refer to.
 *
 * SPDX-License-Identifier: MIT */
#include "code.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A new bundle that does nothing, or NULL: out of memory. */
struct code_bundle *code_add(struct code *code)
{
    if (code->count == code->room) {
        size_t room = code->room * 2 + 1024;
        struct code_bundle *bundles = realloc(code->bundles, room * sizeof *bundles);

        if (bundles == NULL)
            return NULL;
        code->bundles = bundles;
        code->room = room;
    }
    code->bundles[code->count] = (struct code_bundle){0};
    return &code->bundles[code->count++];
}

struct e2k_operand code_register(uint8_t number)
{
    return (struct e2k_operand){.is_register = true, .reg = number};
}

struct e2k_operand code_constant(int64_t value)
{
    return (struct e2k_operand){.value = value};
}

struct e2k_op code_addition(struct e2k_operand src1, struct e2k_operand src2, uint8_t dst)
{
    return (struct e2k_op){.opcode = E2K_ADDD, .src1 = src1, .src2 = src2, .dst = dst};
}

/* Adds a bundle that branches. */
struct code_bundle *code_add_branch(struct code *code, enum code_target target, uint64_t to)
{
    struct code_bundle *bundle = code_add(code);

    if (bundle != NULL) {
        bundle->bundle.transfer = E2K_IBRANCH;
        bundle->branch = target;
        bundle->branch_to = to;
    }
    return bundle;
}

/* The back-edge that finds 0 in the register calls the routine. */
static struct e2k_op full_countdown(const struct code_options *options)
{
    return code_addition(code_constant(0), code_constant((int64_t)options->interval - 1),
                         E2K_REG_COUNTDOWN);
}

/* The window, the registers at 0 and the jump to the program's entry. */
static bool add_start(struct code *code, const struct code_options *options)
{
    struct code_bundle *bundle = code_add(code);

    if (bundle == NULL)
        return false;
    bundle->bundle.window = E2K_REGISTERS;
    for (uint8_t i = 0; i < 32; i++) {
        if (i % E2K_CHANNELS == 0)
            bundle = code_add(code);
        if (bundle == NULL)
            return false;
        bundle->bundle.ops[i % E2K_CHANNELS] = code_addition(code_constant(0), code_constant(0), i);
    }
    bundle = code_add_branch(code, CODE_RISCV, options->entry);
    if (bundle == NULL)
        return false;
    bundle->bundle.ops[0] = full_countdown(options);
    bundle->bundle.ops[1] = (struct e2k_op){/* false */
                                            .opcode = E2K_CMPBD,
                                            .src1 = code_constant(0),
                                            .src2 = code_constant(0),
                                            .dst = E2K_PREDICATE_STOPS};
    return true;
}

/* Ends with a trap that says where the program wanted to jump.  The register has the
 * target relative to the table. */
static bool add_wild_jump(struct code *code, const struct code_options *options)
{
    struct code_bundle *bundle;

    code->wild_jump = code->count;
    bundle = code_add(code);
    if (bundle == NULL)
        return false;
    bundle->bundle.ops[0] =
        code_addition(code_register(E2K_REG_TRAP_VALUE),
                      code_constant((int64_t)options->table_base), E2K_REG_TRAP_VALUE);
    bundle->bundle.ops[1] =
        code_addition(code_constant(0), code_constant(E2K_TRAP_JUMP), E2K_REG_TRAP_KIND);
    bundle = code_add(code);
    if (bundle == NULL)
        return false;
    bundle->bundle.transfer = E2K_CT;
    bundle->bundle.ctpr = 3;
    return true;
}

/* Starts the countdown anew and enters the safepoint routine. */
static bool add_poll(struct code *code, const struct code_options *options)
{
    struct code_bundle *bundle;

    code->poll = code->count;
    if (options->poll == 0)
        return true;
    bundle = code_add_branch(code, CODE_RISCV, options->poll);
    if (bundle == NULL)
        return false;
    bundle->bundle.ops[0] = full_countdown(options);
    return true;
}

int code_begin(struct code *code, const struct flow *flow, uint32_t base,
               const struct code_options *options, struct problem *problem)
{
    *code = (struct code){.flow = flow,
                          .base = base,
                          .safepoints_at = options->safepoints,
                          .countdown = options->interval - 1};
    code->regions = malloc((flow->count + 1) * sizeof *code->regions);
    if (code->regions == NULL)
        return problem_set(problem, "out of memory");
    for (size_t i = 0; i < flow->count; i++)
        code->regions[i] = -1;
    if (!add_start(code, options) || !add_wild_jump(code, options) || !add_poll(code, options))
        return problem_set(problem, "out of memory");
    return 0;
}

/* The RISC-V instruction that bundle INDEX of REGION stands for in the map.  The first one
 * stands for the leader, whatever it does: the map says so, and functions begin there. */
static uint64_t pc_of(const struct region *region, int index)
{
    uint64_t pc = UINT64_MAX;

    if (index == 0)
        return region->start;
    for (int i = 0; i < region->op_count; i++) {
        const struct op *op = &region->ops[i];

        if (!op->needed || op->bundle != index)
            continue;
        if (op->ordered || op->lookup)
            return op->pc;
        if (op->pc < pc)
            pc = op->pc;
    }
    for (int i = 0; i < region->exit_count; i++)
        if (region->exits[i].bundle == index && region->exits[i].pc < pc)
            pc = region->exits[i].pc;
    return pc == UINT64_MAX ? region->start : pc;
}

static bool looks_up(const struct region *region, int index)
{
    for (int i = 0; i < region->op_count; i++)
        if (region->ops[i].needed && region->ops[i].lookup && region->ops[i].bundle == index)
            return true;
    return false;
}

static void set_transfer(struct code_bundle *bundle, const struct exit *exit, size_t stub)
{
    bundle->bundle.transfer = exit->kind == EXIT_JUMP ? E2K_CT : E2K_IBRANCH;
    switch (exit->kind) {
    case EXIT_BRANCH:
        bundle->branch = CODE_RISCV;
        bundle->branch_to = exit->target;
        break;
    case EXIT_STUB:
        bundle->branch = CODE_STUB;
        bundle->branch_to = stub;
        break;
    case EXIT_JUMP:
        bundle->bundle.ctpr = exit->ctpr;
        break;
    case EXIT_MISS:
        bundle->branch = CODE_WILD_JUMP;
        break;
    }
}

/* How many instructions are done between exit INDEX - 1 and exit INDEX, or the end. */
static uint32_t insns_before(const struct region *region, int index)
{
    return index < region->exit_count ? region->exits[index].insns : region->insns;
}

static bool add_safepoint(struct code *code, const struct safepoint *safepoint, size_t first)
{
    if (code->safepoint_count == code->safepoint_room) {
        size_t room = code->safepoint_room * 2 + 64;
        struct safepoint *safepoints = realloc(code->safepoints, room * sizeof *safepoints);

        if (safepoints == NULL)
            return false;
        code->safepoints = safepoints;
        code->safepoint_room = room;
    }
    code->safepoints[code->safepoint_count] = *safepoint;
    code->safepoints[code->safepoint_count++].first_bundle = first;
    return true;
}

/* A region that computes nothing still is somewhere. */
static bool add_empty(struct code *code, const struct region *region)
{
    struct code_bundle *bundle = code_add(code);

    if (bundle == NULL)
        return false;
    bundle->bundle.ops[0] = code_addition(code_constant(0), code_constant(0), E2K_REG_ZERO);
    bundle->pc = region->start;
    bundle->flags = E2K_MAP_LEADER | region->insns;
    return true;
}

static bool add_bundles(struct code *code, const struct region *region)
{
    for (int i = 0; i < region->bundle_count; i++) {
        struct code_bundle *bundle = code_add(code);

        if (bundle == NULL)
            return false;
        region_bundle(region, i, &bundle->bundle);
        bundle->pc = pc_of(region, i);
        if (looks_up(region, i))
            bundle->flags |= E2K_MAP_LOOKUP;
        if (i == 0)
            bundle->flags |= E2K_MAP_LEADER | insns_before(region, 0);
        for (int j = 0; j < region->exit_count; j++) {
            if (region->exits[j].bundle != i)
                continue;
            set_transfer(bundle, &region->exits[j],
                         code->safepoint_count + (size_t)region->exits[j].target);
            if (region->exits[j].taken_if.value >= 0)
                bundle->flags |= insns_before(region, j + 1) << E2K_MAP_FALL_SHIFT;
        }
    }
    return true;
}

int code_add_region(struct code *code, const struct region *region, struct problem *problem)
{
    size_t first = code->count;
    bool added;

    code->regions[(region->start - code->flow->base) / 4] = (int32_t)first;
    added = region->bundle_count > 0 ? add_bundles(code, region) : add_empty(code, region);
    for (int i = 0; i < region->safepoint_count && added; i++)
        added = add_safepoint(code, &region->safepoints[i], first);
    return added ? 0 : problem_set(problem, "out of memory");
}

/* -------------------------------------------------------------------- addresses */

uint32_t code_region_address(const struct code *code, size_t index)
{
    return code->regions[index] < 0 ? 0 : code->bundles[code->regions[index]].address;
}

uint32_t code_wild_jump_address(const struct code *code)
{
    return code->bundles[code->wild_jump].address;
}

static int give_addresses(struct code *code, struct problem *problem)
{
    uint64_t address = code->base;

    for (size_t i = 0; i < code->count; i++) {
        struct code_bundle *bundle = &code->bundles[i];
        uint32_t words[E2K_WORDS_MAX];
        int count = e2k_encode(&bundle->bundle, words);

        if (count < 0)
            return problem_set(problem, "0x%" PRIx64 ": the bundle made for it has no encoding: %s",
                               bundle->pc, e2k_fault_text(count));
        bundle->address = (uint32_t)address;
        address += 4u * (unsigned)count;
        if (address >= SOURCE_ADDRESS_LIMIT)
            return problem_set(problem, "the code does not end below 0x%" PRIx64,
                               SOURCE_ADDRESS_LIMIT);
    }
    code->size = (uint32_t)address - code->base;
    return 0;
}

/* The address of a target; 0: there is no such region. */
static uint32_t resolve(const struct code *code, enum code_target target, uint64_t which)
{
    size_t index;

    switch (target) {
    case CODE_RISCV:
        return flow_find(code->flow, which, &index) ? code_region_address(code, index) : 0;
    case CODE_BUNDLE:
        return code->bundles[which].address;
    case CODE_WILD_JUMP:
        return code_wild_jump_address(code);
    case CODE_POLL:
        return code->bundles[code->poll].address;
    case CODE_STUB:
        return code->bundles[code->stubs[which]].address;
    default:
        return 0;
    }
}

static int resolve_all(struct code *code, struct problem *problem)
{
    for (size_t i = 0; i < code->count; i++) {
        struct code_bundle *bundle = &code->bundles[i];

        if (bundle->branch != CODE_NOWHERE) {
            uint32_t to = resolve(code, bundle->branch, bundle->branch_to);

            if (to == 0)
                return problem_set(problem,
                                   "0x%" PRIx64 ": no code was made for its target 0x%" PRIx64,
                                   bundle->pc, bundle->branch_to);
            bundle->bundle.displacement = (int64_t)to - bundle->address;
        }
        if (bundle->literal != CODE_NOWHERE)
            bundle->bundle.ops[0].src2.value = resolve(code, bundle->literal, bundle->literal_of);
    }
    return 0;
}

int code_place(struct code *code, struct problem *problem)
{
    if (!code_add_stubs(code))
        return problem_set(problem, "out of memory");
    if (give_addresses(code, problem) != 0)
        return -1;
    return resolve_all(code, problem);
}

void code_free(struct code *code)
{
    free(code->bundles);
    free(code->regions);
    free(code->safepoints);
    free(code->stubs);
    *code = (struct code){0};
}
