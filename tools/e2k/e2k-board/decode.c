/* decode.c - memory to a block.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "bytes.h"

/* A block while it is made. */
struct draft {
    struct e2k_machine *machine;
    uint64_t address, end; /* end: of the bundles so far */
    uint64_t target;
    unsigned count;
    size_t steps_count;
    bool ends, stores; /* the last bundle does */
    struct bundle_record records[BLOCK_MAX];
    struct uop steps[BLOCK_MAX * LOWER_STEPS + 1];
};

int machine_decode(const struct e2k_machine *machine, uint64_t address, uint32_t *words,
                   struct e2k_bundle *bundle)
{
    uint64_t room = (machine->ram_size - address) / 4;
    size_t count = room < E2K_WORDS_MAX ? (size_t)room : E2K_WORDS_MAX;

    for (size_t n = 0; n < count; n++)
        words[n] = (uint32_t)bytes_get32(machine->ram + address + 4 * n);
    return e2k_decode(words, count, bundle);
}

static void top_register(const struct e2k_operand *operand, unsigned *top)
{
    if (operand->is_register && operand->reg >= *top)
        *top = operand->reg + 1u;
}

/* Whether all registers are in the window; that of results may be a new one. */
static bool is_in_window(const struct e2k_bundle *bundle, unsigned window)
{
    unsigned sources = 0;
    unsigned results = 0;

    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        const struct e2k_op *op = &bundle->ops[n];

        if (op->opcode == E2K_NONE)
            continue;
        top_register(&op->src1, &sources);
        top_register(&op->src2, &sources);
        if (e2k_is_store(op->opcode) && op->dst >= sources)
            sources = op->dst + 1u;
        else if (!e2k_is_store(op->opcode) && !e2k_is_compare(op->opcode) &&
                 op->opcode != E2K_MOVTD && op->dst >= results)
            results = op->dst + 1u;
    }
    return sources <= window && results <= (bundle->window ? bundle->window : window);
}

/* Whether the bundle at ADDRESS can be executed; TEXT: why not. */
static int fetch(const struct e2k_machine *machine, uint64_t address, struct e2k_bundle *bundle,
                 const char **text)
{
    uint32_t words[E2K_WORDS_MAX];
    int length;

    *text = NULL;
    if (address >= machine->ram_size)
        *text = "not in memory";
    else if (address % E2K_ALIGN)
        *text = "misaligned";
    if (*text)
        return -1;
    length = machine_decode(machine, address, words, bundle);
    if (length < 0)
        *text = e2k_fault_text(length);
    else if (words[0] == 0 && words[1] == 0)
        *text = "zeroed memory";
    else if (!is_in_window(bundle, machine->window))
        *text = "a register outside the window";
    else if (bundle->window && (bundle->window < WINDOW_MIN || bundle->window > E2K_REGISTERS))
        *text = "a window of less than 8 or more than 64 registers";
    return *text ? -1 : length;
}

static bool is_compare_step(unsigned code)
{
    return code >= U_CMPBD_R && code <= U_CMPLS_L;
}

/* Whether a guard in front skips step N. */
static bool is_guarded(const struct draft *draft, size_t n)
{
    for (size_t back = 1; back <= E2K_CHANNELS && back <= n; back++) {
        const struct uop *step = &draft->steps[n - back];

        if (step->code == U_GUARD)
            return step->skip >= back;
    }
    return false;
}

/* A compare as the last step of the bundle before, and a branch on its result as the first
 * one of this, step FIRST: one step.  Not if that bundle stores, perhaps into the branch. */
static void fuse(struct draft *draft, size_t first, bool stored)
{
    struct uop *branch = &draft->steps[first];
    struct uop *compare = branch - 1;

    if (first < 1 || branch->code != U_BRANCH_IF || stored || !is_compare_step(compare->code) ||
        compare->dst != branch->predicate || (first > 1 && is_guarded(draft, first - 1)))
        return;
    compare->code = (uint8_t)(compare->code + (U_CMPBD_BRANCH_R - U_CMPBD_R));
    compare->negated = branch->negated;
    compare->skip = branch->skip;
    draft->steps_count--;
    memmove(branch, branch + 1, (draft->steps_count - first) * sizeof *branch);
}

static void record(struct draft *draft, const struct e2k_bundle *bundle)
{
    struct bundle_record *r = &draft->records[draft->count];
    const uint32_t *map = symbols_map(&draft->machine->symbols, draft->end);

    *r = (struct bundle_record){
        .offset = (uint16_t)((draft->end - draft->address) / E2K_ALIGN),
        .first = (uint16_t)draft->steps_count,
        .riscv = map ? map[2] & E2K_MAP_COUNT : 0,
        .riscv_fall = map ? (map[2] & E2K_MAP_FALL) >> E2K_MAP_FALL_SHIFT : 0,
    };
    draft->stores = false;
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        enum e2k_opcode opcode = bundle->ops[n].opcode;

        if (opcode == E2K_NONE)
            continue;
        r->operations++;
        r->kinds[counts_kind(opcode)]++;
        draft->stores |= e2k_is_store(opcode);
    }
}

/* Adds the bundle at draft->end.  Returns false, TEXT: why it cannot be executed. */
static bool add_bundle(struct draft *draft, const char **text)
{
    struct e2k_bundle bundle;
    bool stored = draft->stores;
    size_t first = draft->steps_count;
    int length = fetch(draft->machine, draft->end, &bundle, text);
    int steps;

    if (length < 0)
        return false;
    steps = lower_bundle(&bundle, draft->count, &draft->steps[draft->steps_count], text);
    if (steps < 0)
        return false;
    record(draft, &bundle);
    draft->steps_count += (size_t)steps;
    draft->ends = bundle.transfer != E2K_FALL_THROUGH || bundle.window;
    draft->target = draft->end + (uint64_t)bundle.displacement;
    draft->count++;
    draft->end += 4 * (uint64_t)length;
    if (bundle.transfer == E2K_IBRANCH)
        fuse(draft, first, stored);
    return true;
}

/* Whether a block can end with STEP. */
static bool is_end(const struct uop *step)
{
    return step->skip == 0 && (step->code >= U_NEXT ||
                               (step->code >= U_CMPBD_BRANCH_R && step->code <= U_CMPLS_BRANCH_L));
}

static void finish_steps(struct draft *draft)
{
    if (draft->steps_count > 0 && is_end(&draft->steps[draft->steps_count - 1]))
        return;
    draft->steps[draft->steps_count++] =
        (struct uop){.code = U_NEXT, .bundle = (uint8_t)(draft->count - 1)};
}

static struct block *draft_finish(struct draft *draft)
{
    size_t steps = sizeof(struct uop) * draft->steps_count;
    size_t records = sizeof(struct bundle_record) * draft->count;
    struct block *block = calloc(1, sizeof *block + steps + records);

    if (!block) {
        machine_fault(draft->machine, FAULT_MEMORY, NULL, 0, 0);
        return NULL;
    }
    block->address = draft->address;
    block->end = draft->end;
    block->target = draft->target;
    block->count = draft->count;
    block->step_count = (unsigned)draft->steps_count;
    block->records = (struct bundle_record *)(void *)&block->steps[draft->steps_count];
    memcpy(block->steps, draft->steps, steps);
    memcpy(block->records, draft->records, records);
    draft->machine->counts.decoded += draft->count;
    return block;
}

struct block *block_decode(struct e2k_machine *machine, uint64_t address, unsigned max)
{
    struct draft draft;
    uint64_t page = address / E2K_PAGE;
    const char *text;

    draft.machine = machine;
    draft.address = draft.end = address;
    draft.count = 0;
    draft.steps_count = 0;
    draft.ends = draft.stores = false;
    while (draft.count < max && !draft.ends && draft.end / E2K_PAGE == page) {
        if (add_bundle(&draft, &text))
            continue;
        if (draft.count == 0) {
            machine_fault(machine, FAULT_FETCH, text, address, 0);
            return NULL;
        }
        break;
    }
    finish_steps(&draft);
    return draft_finish(&draft);
}
