/* test_machine_random.c - random bundles, against a model that reads first and writes then.
 *
 * SPDX-License-Identifier: MIT */
#include "bundle_model.h"
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
struct state {
    struct bundle_model model;
    uint8_t memory[8 * CELLS];
};

static uint8_t *cell(void *context, uint64_t address)
{
    struct state *state = context;

    return address - MEMORY < sizeof state->memory ? &state->memory[address - MEMORY] : NULL;
}

static const enum e2k_opcode opcodes[] = {
    E2K_ANDS,  E2K_ANDD,   E2K_ORS,    E2K_ORD,   E2K_XORS,  E2K_XORD,     E2K_ADDS,   E2K_ADDD,
    E2K_SUBS,  E2K_SUBD,   E2K_SHLS,   E2K_SHLD,  E2K_SHRS,  E2K_SHRD,     E2K_SARS,   E2K_SARD,
    E2K_SXT,   E2K_MERGES, E2K_MERGED, E2K_MULS,  E2K_MULD,  E2K_UMULHD,   E2K_SMULHD, E2K_LDB,
    E2K_LDH,   E2K_LDW,    E2K_LDD,    E2K_STB,   E2K_STH,   E2K_STW,      E2K_STD,    E2K_CMPBS,
    E2K_CMPES, E2K_CMPLS,  E2K_CMPBD,  E2K_CMPED, E2K_CMPLD, E2K_CMPANDED, E2K_ADDD,   E2K_CMPED,
    E2K_UDIVD, E2K_SDIVD,  E2K_UDIVS,  E2K_SDIVS};

static struct numbers numbers;

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
        unsigned cells = 8 * CELLS / bundle_model_width(opcode);

        op.src1 = bundle_c(0);
        op.src2 = bundle_c(MEMORY + numbers_below(&numbers, cells > 4 ? 4 : cells) *
                                        bundle_model_width(opcode));
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

static void run_model(struct state *state, const struct program *program, size_t first, size_t end)
{
    struct bundle_model *m = &state->model;

    memset(state, 0, sizeof *state);
    m->byte = cell;
    m->context = state;
    for (size_t n = 1; n < first; n++)
        bundle_model_execute(m, &program->bundles[n]);
    for (unsigned round = 0; round < ROUNDS; round++) {
        for (size_t n = first; n < end; n++)
            n += bundle_model_execute(m, &program->bundles[n]);
    }
}

static void expect_equal(const struct rig *rig, const struct state *state, unsigned number)
{
    const struct bundle_model *m = &state->model;

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
            value |= (uint64_t)state->memory[8 * n + byte] << 8 * byte;
        assert_int_equal(rig_register(rig, 40 + n), value);
    }
}

static void random_programs_do_the_same_as_the_model(void **state)
{
    struct rig *rig = *state;

    numbers.state = 20240607;
    for (unsigned number = 0; number < PROGRAMS; number++) {
        struct state both;
        size_t first, end;

        for (unsigned n = 0; n < CELLS * 2; n++)
            e2k_machine_poke(rig->machine, MEMORY + 4 * n, 0);
        add_program(rig->program, &first, &end);
        run_model(&both, rig->program, first, end);
        rig_run_to_trap(rig);
        expect_equal(rig, &both, number);
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
