/* lower.c - one bundle as steps that read and write directly.
 *
 * An operation that reads a register comes before the one that writes it, and memory
 * operations keep the order of their channels.  Where both cannot be had, the old value is
 * copied to a temporary, which the remaining operations read instead.
 *
 * SPDX-License-Identifier: MIT */
#include "block.h"

struct item {
    const struct e2k_op *op;
    uint64_t reads, writes; /* registers, a bit each */
    uint32_t reads_predicates, writes_predicates;
    bool memory;
};

struct lowering {
    struct uop *steps;
    int count;
    unsigned index; /* of the bundle */
    struct item items[E2K_CHANNELS];
    unsigned remaining;            /* items, a bit each */
    int guard;                     /* step that guards the last operation; -1: none */
    struct e2k_condition guarded;  /* its condition */
    unsigned temporaries;          /* used */
    uint8_t values[E2K_REGISTERS]; /* where the old contents are */
    uint8_t predicates[E2K_PREDICATES];
};

static const uint8_t codes[E2K_OPCODES] = {
    [E2K_ANDS] = U_ANDS_R,     [E2K_ANDD] = U_ANDD_R,     [E2K_ORS] = U_ORS_R,
    [E2K_ORD] = U_ORD_R,       [E2K_XORS] = U_XORS_R,     [E2K_XORD] = U_XORD_R,
    [E2K_ADDS] = U_ADDS_R,     [E2K_ADDD] = U_ADDD_R,     [E2K_SUBS] = U_SUBS_R,
    [E2K_SUBD] = U_SUBD_R,     [E2K_SHLS] = U_SHLS_R,     [E2K_SHLD] = U_SHLD_R,
    [E2K_SHRS] = U_SHRS_R,     [E2K_SHRD] = U_SHRD_R,     [E2K_SARS] = U_SARS_R,
    [E2K_SARD] = U_SARD_R,     [E2K_SXT] = U_SXTB_R,      [E2K_MERGES] = U_MERGES_R,
    [E2K_MERGED] = U_MERGED_R, [E2K_MULS] = U_MULS_R,     [E2K_MULD] = U_MULD_R,
    [E2K_UMULHD] = U_UMULHD_R, [E2K_SMULHD] = U_SMULHD_R, [E2K_UDIVD] = U_UDIVD_R,
    [E2K_SDIVD] = U_SDIVD_R,   [E2K_UDIVS] = U_UDIVS_R,   [E2K_SDIVS] = U_SDIVS_R,
    [E2K_LDB] = U_LDB_R,       [E2K_LDH] = U_LDH_R,       [E2K_LDW] = U_LDW_R,
    [E2K_LDD] = U_LDD_R,       [E2K_STB] = U_STB_R,       [E2K_STH] = U_STH_R,
    [E2K_STW] = U_STW_R,       [E2K_STD] = U_STD_R,       [E2K_CMPBS] = U_CMPBS_R,
    [E2K_CMPES] = U_CMPES_R,   [E2K_CMPLS] = U_CMPLS_R,   [E2K_CMPBD] = U_CMPBD_R,
    [E2K_CMPED] = U_CMPED_R,   [E2K_CMPLD] = U_CMPLD_R,   [E2K_CMPANDED] = U_CMPANDED_R,
    [E2K_MOVTD] = U_MOVTD_R,
};

/* By src1 of sxt; 3 and 7 are none. */
static const uint8_t extensions[] = {U_SXTB_R, U_SXTH_R, U_SXTW_R, U_SXTB_R,
                                     U_ZXTB_R, U_ZXTH_R, U_ZXTW_R, U_ZXTB_R};

static struct uop *step(struct lowering *l, enum uop_code code)
{
    struct uop *made = &l->steps[l->count++];

    *made = (struct uop){.code = (uint8_t)code, .bundle = (uint8_t)l->index};
    return made;
}

static uint64_t register_bit(const struct e2k_operand *operand)
{
    return operand->is_register ? UINT64_C(1) << operand->reg : 0;
}

static uint32_t predicate_bit(const struct e2k_condition *condition)
{
    return condition->used ? UINT32_C(1) << condition->predicate : 0;
}

static void item_read(struct item *item, const struct e2k_op *op)
{
    *item = (struct item){.op = op};
    item->memory = e2k_is_load(op->opcode) || e2k_is_store(op->opcode);
    item->reads = register_bit(&op->src1) | register_bit(&op->src2);
    item->reads_predicates = predicate_bit(&op->only_if) | predicate_bit(&op->merge);
    if (e2k_is_store(op->opcode))
        item->reads |= UINT64_C(1) << op->dst;
    else if (e2k_is_compare(op->opcode))
        item->writes_predicates = UINT32_C(1) << op->dst;
    else if (op->opcode != E2K_MOVTD)
        item->writes = UINT64_C(1) << op->dst;
}

/* Whether another item must come before item N. */
static bool is_blocked(const struct lowering *l, unsigned n)
{
    const struct item *item = &l->items[n];

    for (unsigned i = 0; i < E2K_CHANNELS; i++) {
        const struct item *other = &l->items[i];

        if (i == n || !(l->remaining >> i & 1))
            continue;
        if ((other->reads & item->writes) || (other->reads_predicates & item->writes_predicates) ||
            (i < n && other->memory && item->memory))
            return true;
    }
    return false;
}

/* Saves what ITEM will overwrite. */
static void copy_old(struct lowering *l, const struct item *item)
{
    uint8_t dst = item->op->dst;
    struct uop *copy;

    if (item->writes) {
        copy = step(l, U_COPY);
        copy->src1 = dst;
        copy->dst = (uint8_t)(VALUE_TEMPORARIES + l->temporaries++);
        l->values[dst] = copy->dst;
    } else {
        copy = step(l, U_COPY_PREDICATE);
        copy->src2 = dst;
        copy->dst = (uint8_t)(PREDICATE_SAVED + l->temporaries++);
        l->predicates[dst] = copy->dst;
    }
    for (unsigned i = 0; i < E2K_CHANNELS; i++) {
        l->items[i].reads &= ~item->writes;
        l->items[i].reads_predicates &= ~item->writes_predicates;
    }
}

static void lower_condition(const struct lowering *l, const struct e2k_condition *condition,
                            struct uop *to)
{
    to->predicate = l->predicates[condition->predicate];
    to->negated = condition->negated;
}

static enum uop_code lower_code(const struct e2k_op *op)
{
    unsigned width =
        op->opcode == E2K_SHLD || op->opcode == E2K_SHRD || op->opcode == E2K_SARD ? 64 : 32;
    enum uop_code code = codes[op->opcode];

    if (op->opcode == E2K_SXT)
        code = extensions[op->src1.value & 7];
    if (!op->src2.is_register && counts_kind(op->opcode) == KIND_SHIFT &&
        (uint64_t)op->src2.value >= width)
        return U_BAD_SHIFT;
    return op->src2.is_register ? code : code + 1;
}

static bool is_same(const struct e2k_condition *a, const struct e2k_condition *b)
{
    return a->used && b->used && a->predicate == b->predicate && a->negated == b->negated;
}

/* One guard serves operations that follow each other on one condition. */
static void lower_guard(struct lowering *l, const struct e2k_condition *condition)
{
    struct uop *made;

    if (l->guard >= 0 && is_same(condition, &l->guarded) &&
        l->guard + l->steps[l->guard].skip + 1 == l->count) {
        l->steps[l->guard].skip++;
        return;
    }
    l->guard = l->count;
    l->guarded = *condition;
    made = step(l, U_GUARD);
    made->skip = 1;
    lower_condition(l, condition, made);
}

static void lower_operation(struct lowering *l, const struct e2k_op *op)
{
    struct uop *made = step(l, lower_code(op));

    made->dst = e2k_is_store(op->opcode) ? l->values[op->dst] : op->dst;
    made->src1 = op->src1.is_register ? l->values[op->src1.reg]
                                      : (uint8_t)(VALUE_CONSTANTS + (op->src1.value & 31));
    if (op->src2.is_register)
        made->src2 = l->values[op->src2.reg];
    else
        made->literal = op->src2.value;
    if (op->merge.used)
        lower_condition(l, &op->merge, made);
    if (!op->src1.is_register && op->src1.value == 0 && made->code == U_ADDD_L)
        made->code = U_SET;
}

/* The smaller the better: operations on one condition together, compares last, where a
 * branch on their result may follow. */
static unsigned rank(const struct lowering *l, const struct e2k_op *op)
{
    if (l->guard >= 0 && is_same(&op->only_if, &l->guarded))
        return 0;
    return e2k_is_compare(op->opcode) ? 2 : 1;
}

/* The next item: the best that can be had; E2K_CHANNELS: none can. */
static unsigned choose(const struct lowering *l)
{
    unsigned chosen = E2K_CHANNELS;

    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        if (!(l->remaining >> n & 1) || is_blocked(l, n))
            continue;
        if (chosen == E2K_CHANNELS || rank(l, l->items[n].op) < rank(l, l->items[chosen].op))
            chosen = n;
    }
    return chosen;
}

/* ITEMS, a bit each.  UNGUARDED: their conditions are known to hold. */
static void lower_operations(struct lowering *l, unsigned items, bool unguarded)
{
    l->remaining = items;
    while (l->remaining) {
        unsigned chosen = choose(l);

        if (chosen == E2K_CHANNELS) {
            for (chosen = 0; !(l->remaining >> chosen & 1);)
                chosen++;
            copy_old(l, &l->items[chosen]);
        }
        if (l->items[chosen].op->only_if.used && !unguarded)
            lower_guard(l, &l->items[chosen].op->only_if);
        lower_operation(l, l->items[chosen].op);
        l->remaining &= ~(1u << chosen);
    }
}

/* Whether LATER can be done after all of OTHERS. */
static bool can_follow(const struct lowering *l, unsigned later, unsigned others)
{
    const struct item *item = &l->items[later];

    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        const struct item *other = &l->items[n];

        if ((others >> n & 1) &&
            ((other->writes & item->reads) || (other->writes_predicates & item->reads_predicates) ||
             (other->memory && item->memory && n > later)))
            return false;
    }
    return true;
}

/* The operations whose condition is that the branch is not taken: they can stand behind it,
 * without guards, if none of the others minds. */
static unsigned find_late(const struct lowering *l, const struct e2k_bundle *bundle, unsigned items)
{
    struct e2k_condition stays = bundle->taken_if;
    unsigned late = 0;

    stays.negated = !stays.negated;
    if (bundle->transfer != E2K_IBRANCH || bundle->window)
        return 0;
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        if ((items >> n & 1) && is_same(&bundle->ops[n].only_if, &stays))
            late |= 1u << n;
    }
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        if ((late >> n & 1) && !can_follow(l, n, items & ~late))
            return 0;
    }
    return late;
}

/* The branch's condition is what it was before the bundle. */
static void save_condition(struct lowering *l, const struct e2k_bundle *bundle, struct uop *saved)
{
    uint8_t predicate = bundle->taken_if.predicate;

    *saved = (struct uop){.predicate = predicate, .negated = bundle->taken_if.negated};
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        if (l->items[n].writes_predicates >> predicate & 1) {
            struct uop *copy = step(l, U_COPY_PREDICATE);

            copy->src2 = predicate;
            copy->dst = PREDICATES - 1;
            saved->predicate = copy->dst;
            return;
        }
    }
}

static const char *refuse(const struct e2k_bundle *bundle)
{
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        if (bundle->transfer == E2K_CT && bundle->ops[n].opcode == E2K_MOVTD &&
            bundle->ops[n].dst == bundle->ctpr)
            return "movtd and ct of the same %ctpr in one bundle";
    }
    return NULL;
}

static void lower_transfer(struct lowering *l, const struct e2k_bundle *bundle,
                           const struct uop *saved, unsigned late)
{
    bool conditional = bundle->taken_if.used;
    struct uop *made;

    if (bundle->transfer == E2K_FALL_THROUGH)
        return;
    if (bundle->transfer == E2K_IBRANCH)
        made = step(l, conditional ? U_BRANCH_IF : U_BRANCH);
    else
        made = step(l, conditional ? U_CT_IF : U_CT);
    made->predicate = saved->predicate;
    made->negated = saved->negated;
    made->literal = bundle->ctpr;
    made->skip = late != 0;
}

/* Returns the items, a bit each. */
static unsigned lowering_start(struct lowering *l, const struct e2k_bundle *bundle)
{
    unsigned items = 0;

    l->guard = -1;
    for (unsigned n = 0; n < E2K_REGISTERS; n++)
        l->values[n] = (uint8_t)n;
    for (unsigned n = 0; n < E2K_PREDICATES; n++)
        l->predicates[n] = (uint8_t)n;
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        if (bundle->ops[n].opcode == E2K_NONE)
            continue;
        item_read(&l->items[n], &bundle->ops[n]);
        items |= 1u << n;
    }
    return items;
}

int lower_bundle(const struct e2k_bundle *bundle, unsigned index, struct uop *steps,
                 const char **text)
{
    struct lowering l = {.steps = steps, .index = index};
    struct uop saved = {0};
    unsigned items, late;

    *text = refuse(bundle);
    if (*text)
        return -1;
    items = lowering_start(&l, bundle);
    if (bundle->taken_if.used)
        save_condition(&l, bundle, &saved);
    late = find_late(&l, bundle, items);
    lower_operations(&l, items & ~late, false);
    if (bundle->window)
        step(&l, U_WINDOW)->literal = bundle->window;
    lower_transfer(&l, bundle, &saved, late);
    lower_operations(&l, late, true);
    return l.count;
}
