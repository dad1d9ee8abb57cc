/* test_machine_random.c - random bundles, against a model that reads first and writes then.
 *
 * SPDX-License-Identifier: MIT */
#include "machine_rig.h"

#include <string.h>

#define PROGRAMS 1500u
#define BUNDLES  40u
#define ROUNDS   3u /* each program is a loop: the second time its blocks are linked */
#define MEMORY   0x8000u
#define CELLS    16u /* of 8 bytes, at MEMORY */
#define COUNTER  62u
#define CHANGED  24u /* registers from 0 on that random operations may write */

/* The same state once more. */
struct model {
    uint64_t registers[E2K_REGISTERS];
    bool predicates[E2K_PREDICATES];
    uint8_t memory[8 * CELLS];
};

static const enum e2k_opcode opcodes[] = {
    E2K_ANDS,  E2K_ANDD,   E2K_ORS,    E2K_ORD,   E2K_XORS,  E2K_XORD,     E2K_ADDS,   E2K_ADDD,
    E2K_SUBS,  E2K_SUBD,   E2K_SHLS,   E2K_SHLD,  E2K_SHRS,  E2K_SHRD,     E2K_SARS,   E2K_SARD,
    E2K_SXT,   E2K_MERGES, E2K_MERGED, E2K_MULS,  E2K_MULD,  E2K_UMULHD,   E2K_SMULHD, E2K_LDB,
    E2K_LDH,   E2K_LDW,    E2K_LDD,    E2K_STB,   E2K_STH,   E2K_STW,      E2K_STD,    E2K_CMPBS,
    E2K_CMPES, E2K_CMPLS,  E2K_CMPBD,  E2K_CMPED, E2K_CMPLD, E2K_CMPANDED, E2K_ADDD,   E2K_CMPED,
    E2K_UDIVD, E2K_SDIVD,  E2K_UDIVS,  E2K_SDIVS};

static struct numbers numbers;

static unsigned width(enum e2k_opcode opcode)
{
    switch (opcode) {
    case E2K_LDB:
    case E2K_STB:
        return 1;
    case E2K_LDH:
    case E2K_STH:
        return 2;
    case E2K_LDW:
    case E2K_STW:
        return 4;
    default:
        return 8;
    }
}

static bool is_shift(enum e2k_opcode opcode)
{
    return opcode >= E2K_SHLS && opcode <= E2K_SARD;
}

static bool is_divide(enum e2k_opcode opcode)
{
    return opcode >= E2K_UDIVD && opcode <= E2K_SDIVS;
}

/* ------------------------------------------------------------- at random */

/* Few registers and predicates, so that the operations of a bundle get in each other's way. */
static unsigned any_register(void)
{
    return numbers_below(&numbers, 3) ? numbers_below(&numbers, 6)
                                      : numbers_below(&numbers, CHANGED);
}

static struct e2k_condition any_condition(void)
{
    unsigned predicate = numbers_below(&numbers, 3);

    return numbers_below(&numbers, 2) ? bundle_if(predicate) : bundle_unless(predicate);
}

static struct e2k_operand any_operand(bool literal)
{
    if (numbers_below(&numbers, 4))
        return bundle_r(any_register());
    if (!literal)
        return bundle_c(numbers_below(&numbers, 32));
    return bundle_c(numbers_below(&numbers, 3) ? (int64_t)numbers_below(&numbers, 16)
                                               : (int32_t)numbers_next(&numbers) >> 16);
}

static struct e2k_op any_op(void)
{
    enum e2k_opcode opcode = opcodes[numbers_below(&numbers, COUNT(opcodes))];
    struct e2k_op op = bundle_op(opcode, any_operand(false), any_operand(true), any_register());

    if (opcode == E2K_SXT)
        op.src1 = bundle_c("\0\1\2\4\5\6"[numbers_below(&numbers, 6)]);
    else if (is_shift(opcode))
        op.src2 = bundle_c(numbers_below(&numbers, 32));
    else if (is_divide(opcode))
        op.src2 = bundle_c(1 + numbers_below(&numbers, 1000));
    else if (e2k_is_load(opcode) || e2k_is_store(opcode)) {
        unsigned cells = 8 * CELLS / width(opcode);

        op.src1 = bundle_c(0);
        op.src2 = bundle_c(MEMORY + numbers_below(&numbers, cells > 4 ? 4 : cells) * width(opcode));
    } else if (e2k_is_compare(opcode))
        op.dst = (uint8_t)numbers_below(&numbers, 3);
    if (opcode == E2K_MERGES || opcode == E2K_MERGED)
        op.merge = any_condition();
    if (numbers_below(&numbers, 3) == 0)
        op.only_if = any_condition();
    return op;
}

/* A bundle that can be encoded; now and then with a branch over the next one. */
static void add_random(struct program *program, bool may_branch)
{
    uint32_t words[E2K_WORDS_MAX];
    struct e2k_bundle *bundle = program_bundle(program);
    unsigned wanted = 1 + numbers_below(&numbers, 6);

    do {
        memset(bundle, 0, sizeof *bundle);
        for (unsigned n = 0; n < wanted; n++) {
            struct e2k_op op = any_op();
            unsigned channel = numbers_below(&numbers, E2K_CHANNELS);

            if (e2k_channels(op.opcode) >> channel & 1)
                bundle->ops[channel] = op;
        }
        if (may_branch && numbers_below(&numbers, 2)) {
            bundle->transfer = E2K_IBRANCH;
            bundle->taken_if = any_condition();
            program->targets[program->count - 1] = program->count + 1;
        }
    } while (e2k_encode(bundle, words) < 0 || (words[0] == 0 && words[1] == 0));
}

/* ------------------------------------------------------------- the model */

static uint64_t operand(const struct model *m, const struct e2k_operand *o)
{
    return o->is_register ? m->registers[o->reg] : (uint64_t)o->value;
}

static bool holds(const struct model *m, const struct e2k_condition *c)
{
    return !c->used || m->predicates[c->predicate] != c->negated;
}

static uint64_t product_high(uint64_t x, uint64_t y)
{
    uint64_t a = x >> 32, b = (uint32_t)x, c = y >> 32, d = (uint32_t)y;
    uint64_t middle = a * d + (b * d >> 32);
    uint64_t more = b * c + (uint32_t)middle;

    return a * c + (middle >> 32) + (more >> 32);
}

static uint64_t extend(uint64_t y, int64_t kind)
{
    static const unsigned bits[] = {8, 16, 32};
    unsigned count = bits[kind & 3];
    uint64_t value = y & ((UINT64_C(1) << count) - 1);

    if (kind < 4 && value >> (count - 1))
        value |= UINT64_MAX << count;
    return value;
}

static uint64_t compute(const struct model *m, const struct e2k_op *op)
{
    uint64_t x = operand(m, &op->src1);
    uint64_t y = operand(m, &op->src2);
    uint32_t xs = (uint32_t)x, ys = (uint32_t)y;

    switch (op->opcode) {
    case E2K_ANDS:
    case E2K_ANDD:
        return x & y;
    case E2K_ORS:
    case E2K_ORD:
        return x | y;
    case E2K_XORS:
    case E2K_XORD:
        return x ^ y;
    case E2K_ADDS:
    case E2K_ADDD:
        return x + y;
    case E2K_SUBS:
    case E2K_SUBD:
        return x - y;
    case E2K_MULS:
    case E2K_MULD:
        return x * y;
    case E2K_SHLS:
    case E2K_SHLD:
        return x << y;
    case E2K_SHRS:
        return xs >> ys;
    case E2K_SHRD:
        return x >> y;
    case E2K_SARS:
        return (uint32_t)((int32_t)xs >> ys);
    case E2K_SARD:
        return (uint64_t)((int64_t)x >> y);
    case E2K_SXT:
        return extend(y, op->src1.value);
    case E2K_MERGES:
    case E2K_MERGED:
        return holds(m, &op->merge) ? y : x;
    case E2K_UMULHD:
        return product_high(x, y);
    case E2K_SMULHD:
        return product_high(x, y) - ((int64_t)x < 0 ? y : 0) - ((int64_t)y < 0 ? x : 0);
    case E2K_UDIVD:
        return x / y;
    case E2K_SDIVD:
        return (uint64_t)((int64_t)x / (int64_t)y);
    case E2K_UDIVS:
        return xs / ys;
    case E2K_SDIVS:
        return (uint32_t)((int32_t)xs / (int32_t)ys);
    case E2K_CMPBS:
        return xs < ys;
    case E2K_CMPES:
        return xs == ys;
    case E2K_CMPLS:
        return (int32_t)xs < (int32_t)ys;
    case E2K_CMPBD:
        return x < y;
    case E2K_CMPED:
        return x == y;
    case E2K_CMPLD:
        return (int64_t)x < (int64_t)y;
    case E2K_CMPANDED:
        return (x & y) == 0;
    default:
        fail_msg("no such operation");
        return 0;
    }
}

static bool is_word(enum e2k_opcode opcode)
{
    return opcode == E2K_MULS || opcode == E2K_MERGES || opcode == E2K_UDIVS ||
           opcode == E2K_SDIVS || (opcode <= E2K_SARD && (opcode - E2K_ANDS) % 2 == 0);
}

static void write_result(struct model *m, const struct e2k_op *op, uint64_t result)
{
    uint64_t *to = &m->registers[op->dst];

    if (e2k_is_compare(op->opcode))
        m->predicates[op->dst] = result;
    else if (is_word(op->opcode))
        *to = (*to & UINT64_C(0xFFFFFFFF00000000)) | (uint32_t)result;
    else
        *to = result;
}

static uint64_t access_memory(struct model *m, const struct model *old, const struct e2k_op *op)
{
    uint64_t at = operand(old, &op->src1) + operand(old, &op->src2) - MEMORY;
    uint64_t value = 0;

    for (unsigned n = 0; n < width(op->opcode); n++) {
        if (e2k_is_store(op->opcode))
            m->memory[at + n] = (uint8_t)(old->registers[op->dst] >> 8 * n);
        else
            value |= (uint64_t)m->memory[at + n] << 8 * n;
    }
    return value;
}

/* Returns whether its branch is taken. */
static bool model_execute(struct model *m, const struct e2k_bundle *bundle)
{
    const struct model old = *m;

    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        const struct e2k_op *op = &bundle->ops[n];

        if (op->opcode == E2K_NONE || !holds(&old, &op->only_if))
            continue;
        if (e2k_is_store(op->opcode))
            access_memory(m, &old, op);
        else if (e2k_is_load(op->opcode))
            write_result(m, op, access_memory(m, &old, op));
        else
            write_result(m, op, compute(&old, op));
    }
    return bundle->transfer == E2K_IBRANCH && holds(&old, &bundle->taken_if);
}

/* ------------------------------------------------------------- both */

static void add_program(struct program *program, size_t *first, size_t *end)
{
    size_t back;

    program_start(program);
    for (unsigned n = 0; n < CHANGED; n++)
        program_set(program, n,
                    (int64_t)((uint64_t)numbers_next(&numbers) << 32 | numbers_next(&numbers)) >>
                        numbers_below(&numbers, 64));
    program_set(program, COUNTER, ROUNDS);
    *first = program->count;
    for (unsigned n = 0; n < BUNDLES; n++)
        add_random(program, n + 1 < BUNDLES);
    *end = program->count;
    program_op(program, E2K_SUBD, bundle_r(COUNTER), bundle_c(1), COUNTER);
    program_op(program, E2K_CMPED, bundle_r(COUNTER), bundle_c(0), 31);
    back = *first;
    program_branch(program, back, bundle_unless(31));
    /* What cannot be asked for: predicates and memory. */
    for (unsigned n = 0; n < 3; n++)
        program_op(program, E2K_MERGED, bundle_c(0), bundle_c(1), 30 + n)->merge = bundle_if(n);
    for (unsigned n = 0; n < 4; n++)
        program_load(program, E2K_LDD, MEMORY + 8 * n, 40 + n);
}

static void run_model(struct model *m, const struct program *program, size_t first, size_t end)
{
    memset(m, 0, sizeof *m);
    for (size_t n = 1; n < first; n++)
        model_execute(m, &program->bundles[n]);
    for (unsigned round = 0; round < ROUNDS; round++) {
        for (size_t n = first; n < end; n++)
            n += model_execute(m, &program->bundles[n]);
    }
}

static void expect_equal(const struct rig *rig, const struct model *m, unsigned number)
{
    for (unsigned n = 0; n < CHANGED; n++) {
        if (rig_register(rig, n) != m->registers[n])
            fail_msg("program %u: %%r%u is %llx, must be %llx", number, n,
                     (unsigned long long)rig_register(rig, n), (unsigned long long)m->registers[n]);
    }
    for (unsigned n = 0; n < 3; n++)
        assert_int_equal(rig_register(rig, 30 + n), m->predicates[n]);
    for (unsigned n = 0; n < 4; n++) {
        uint64_t value = 0;

        for (unsigned byte = 0; byte < 8; byte++)
            value |= (uint64_t)m->memory[8 * n + byte] << 8 * byte;
        assert_int_equal(rig_register(rig, 40 + n), value);
    }
}

static void random_programs_do_the_same_as_the_model(void **state)
{
    struct rig *rig = *state;

    numbers.state = 20240607;
    for (unsigned number = 0; number < PROGRAMS; number++) {
        struct model model;
        size_t first, end;

        for (unsigned n = 0; n < CELLS * 2; n++)
            e2k_machine_poke(rig->machine, MEMORY + 4 * n, 0);
        add_program(rig->program, &first, &end);
        run_model(&model, rig->program, first, end);
        rig_run_to_trap(rig);
        expect_equal(rig, &model, number);
        e2k_machine_reset(rig->machine);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(random_programs_do_the_same_as_the_model),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
