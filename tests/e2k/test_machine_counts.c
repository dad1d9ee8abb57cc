/* test_machine_counts.c - counts, trace, and names for addresses.
 *
 * SPDX-License-Identifier: MIT */
#include "machine_rig.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RISCV_MAIN 0x2001000u
#define BIAS       0x30000000u
#define TEXT_SIZE  8192u

/* ------------------------------------------------------------- images with a map */

/* An image of the program with symbols `start` and `main`, from bundle 1 on, and a map: RISC-V
 * addresses RISCV_MAIN, + 4, ...; WORDS gives the third word of each bundle's entry. */
static void load_with_map(struct rig *rig, const uint32_t *words)
{
    struct program *p = rig->program;
    static uint8_t map[12 * PROGRAM_MAX], symbols[4 * 24];
    static const char names[] = "\0start\0main\0" E2K_BIAS_SYMBOL;
    struct elf_image *image = rig->image;
    unsigned text;

    program_image(p, image);
    for (size_t n = 0; n < p->count; n++) {
        const uint32_t entry[] = {(uint32_t)p->addresses[n],
                                  n ? RISCV_MAIN + 4 * (uint32_t)(n - 1) : 0, words[n]};

        for (size_t byte = 0; byte < 12; byte++)
            map[12 * n + byte] = (uint8_t)(entry[byte / 4] >> 8 * (byte % 4));
    }
    text = elf_section(image, ".text", 1, PROGRAM_BASE, NULL, 0, 0);
    image->extents[text][2] = 4 * p->word_count;
    image->extents[text][1] = 512; /* anywhere */
    elf_section(image, E2K_MAP_SECTION, 1, 0, map, 12 * p->count, 0);
    memset(symbols, 0, sizeof symbols);
    for (size_t n = 1; n < 4; n++) {
        const uint64_t name[] = {0, 1, 7, 12};
        const uint64_t value[] = {0, PROGRAM_BASE, p->addresses[1], BIAS};
        size_t at = 24 * n;

        symbols[at] = (uint8_t)name[n];
        symbols[at + 4] = n < 3 ? 0x12 : 0x10;
        symbols[at + 6] = n < 3 ? (uint8_t)text : 0xF1;
        symbols[at + 7] = n < 3 ? 0 : 0xFF;
        for (unsigned byte = 0; byte < 8; byte++)
            symbols[at + 8 + byte] = (uint8_t)(value[n] >> 8 * byte);
    }
    elf_section(image, ".symtab", 2, 0, symbols, sizeof symbols, 4);
    elf_section(image, ".strtab", 3, 0, names, sizeof names, 0);
    elf_finish(image);
    if (e2k_machine_load(rig->machine, image->bytes, image->size) < 0)
        fail_msg("%s", e2k_machine_message(rig->machine));
}

/* ------------------------------------------------------------- what was written */

static const char *stats(struct rig *rig, bool json)
{
    static char text[TEXT_SIZE];
    FILE *file = fmemopen(text, sizeof text, "w");

    assert_non_null(file);
    e2k_machine_stats(rig->machine, file, 2.0, json);
    fclose(file);
    return text;
}

static void expect(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("not \"%s\" in: %s", part, text);
}

/* ------------------------------------------------------------- counts */

static const struct e2k_condition always;

/* A loop of ROUNDS rounds, with something of each kind. */
static void make_program(struct program *p, int64_t rounds)
{
    struct e2k_bundle *b;
    size_t loop;

    program_set(p, 10, rounds);
    program_op(p, E2K_MOVTD, bundle_c(0), bundle_c(0), 2);
    loop = p->count;
    b = program_bundle(p);
    b->ops[0] = bundle_op(E2K_SHLD, bundle_r(10), bundle_c(1), 11);
    b->ops[1] = bundle_op(E2K_MULD, bundle_r(10), bundle_c(3), 12);
    b->ops[2] = bundle_op(E2K_STD, bundle_c(0), bundle_c(0x8000), 10);
    b->ops[5] = bundle_op(E2K_UDIVD, bundle_r(10), bundle_c(3), 13);
    b = program_bundle(p);
    b->ops[0] = bundle_op(E2K_LDD, bundle_c(0), bundle_c(0x8000), 14);
    b->ops[1] = bundle_op(E2K_SXT, bundle_c(2), bundle_r(10), 15);
    b->ops[2] = bundle_op(E2K_XORD, bundle_r(10), bundle_c(3), 16);
    program_op(p, E2K_MERGED, bundle_c(1), bundle_c(2), 17)->merge = bundle_if(0);
    program_op(p, E2K_SUBD, bundle_r(10), bundle_c(1), 10);
    program_op(p, E2K_CMPED, bundle_r(10), bundle_c(0), 1);
    b = program_branch(p, loop, bundle_unless(1));
    b->ops[0] = bundle_op(E2K_LDD, bundle_c(0), bundle_c(0x8000), 18); /* at the end only */
    b->ops[0].only_if = bundle_if(1);
    b->ops[1] = bundle_op(E2K_ANDD, bundle_c(0), bundle_c(1), 19); /* never */
    b->ops[1].only_if = bundle_if(2);
}

static void everything_is_counted(void **state)
{
    struct rig *rig = *state;
    const char *text;

    make_program(rig->program, 10);
    rig_run_to_trap(rig);
    text = stats(rig, true);
    /* 3 before the loop, 6 in it, the trap */
    expect(text, "{\"bundles\": 64, \"operations\": 103, \"nullified\": 19, ");
    expect(text, "\"kinds\": {\"logic\": 10, \"add\": 11, \"shift\": 10, \"extend\": 10, "
                 "\"merge\": 10, \"multiply\": 10, \"divide\": 10, \"load\": 11, \"store\": 10, "
                 "\"compare\": 10, \"prepare\": 1}");
    expect(text, "\"bundles_by_operations\": [2, 32, 10, 10, 10, 0, 0]");
    expect(text, "\"taken_branches\": 9, \"loads\": 11, \"stores\": 10");
    expect(text, "\"seconds\": 2.000000, \"bundles_per_second\": 32}\n");
}

static void people_get_the_same_counts(void **state)
{
    struct rig *rig = *state;
    const char *text;

    make_program(rig->program, 10);
    rig_run_to_trap(rig);
    text = stats(rig, false);
    expect(text, "bundles             64\n");
    expect(text, "operations          103, 1.609 per bundle, and 19 nullified\n");
    expect(text, "  load              11\n");
    expect(text, "  4                 10\n");
    expect(text, "branches taken      9\n");
    expect(text, "seconds             2.000000, ");
}

/* The counts of TIMES steps of one bundle and of one long run are the same. */
static void counts_do_not_depend_on_blocks(void **state)
{
    struct rig *rig = *state;
    char *together;

    make_program(rig->program, 10);
    rig_run_to_trap(rig);
    together = strdup(stats(rig, true));
    *strstr(together, "\"decoded") = '\0';
    e2k_machine_destroy(rig->machine);
    rig->machine = e2k_machine_create(RIG_RAM, &(struct e2k_host){0});
    rig_load(rig);
    while (e2k_machine_run(rig->machine, 1) == E2K_STOP_LIMIT)
        continue;
    expect(stats(rig, true), together);
    free(together);
}

static void what_a_check_prevents_is_not_counted(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;

    program_load(p, E2K_LDD, 0x8000, 10);
    program_load(p, E2K_LDD, 1, 10);
    program_load(p, E2K_LDD, 0x8000, 10);
    program_branch(p, 1, always);
    rig_run_to_check(rig, "misaligned");
    expect(stats(rig, true), "{\"bundles\": 3, \"operations\": 2,");
    expect(stats(rig, true), "\"taken_branches\": 0, \"loads\": 2,");
}

/* Each round stores a word into the round's own code that is there already: the block is
 * left in its middle, with guards before and behind that have skipped. */
static void what_changed_code_has_executed_stays_counted(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    size_t loop, changed;

    program_load(p, E2K_LDW, PROGRAM_BASE, 12); /* the word; aimed below */
    program_set(p, 10, 5);
    loop = p->count;
    program_op(p, E2K_ADDD, bundle_c(0), bundle_c(1), 11)->only_if = bundle_if(9);
    program_store(p, E2K_STW, PROGRAM_BASE, 12);
    changed = p->count;
    program_op(p, E2K_ADDD, bundle_c(0), bundle_c(1), 13)->only_if = bundle_if(9);
    program_op(p, E2K_SUBD, bundle_r(10), bundle_c(1), 10);
    program_op(p, E2K_CMPED, bundle_r(10), bundle_c(0), 1);
    program_branch(p, loop, bundle_unless(1));
    program_assemble(p);
    for (size_t n = 0; n < E2K_CHANNELS; n++) {
        p->bundles[1].ops[n].src2 = bundle_c((int64_t)p->addresses[changed]);
        p->bundles[changed - 1].ops[n].src2 = bundle_c((int64_t)p->addresses[changed]);
    }
    rig_run_to_trap(rig);
    expect(stats(rig, true), "{\"bundles\": 34, \"operations\": 17, \"nullified\": 10, ");
    expect(stats(rig, true), "\"taken_branches\": 4, \"loads\": 1, \"stores\": 5");
}

/* ------------------------------------------------------------- RISC-V */

static void riscv_instructions_are_counted_by_the_map(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    /* Bundles: setwd, set, a compare, a branch back to it, trap. */
    static const uint32_t words[] = {7, E2K_MAP_LEADER | 2, 3, 1 | 5 << E2K_MAP_FALL_SHIFT, 1};

    program_set(p, 10, 4);
    program_op(p, E2K_CMPED, bundle_r(10), bundle_c(0), 1);
    program_branch(p, 2, bundle_if(1));
    program_trap(p);
    load_with_map(rig, words);
    assert_int_equal(e2k_machine_run(rig->machine, RIG_LIMIT), E2K_STOP_TRAP);
    expect(stats(rig, true), "\"riscv_instructions\": 19, \"bundles_per_riscv_instruction\": 0.26");
    expect(stats(rig, false), "RISC-V instructions 19, 0.2632 bundles each\n");
}

static void a_taken_branch_completes_no_instructions_behind_it(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    static const uint32_t words[] = {0, 1 | 5 << E2K_MAP_FALL_SHIFT, 0, 0};

    program_branch(p, 3, bundle_unless(1));
    program_set(p, 10, 4);
    program_trap(p);
    load_with_map(rig, words);
    assert_int_equal(e2k_machine_run(rig->machine, RIG_LIMIT), E2K_STOP_TRAP);
    expect(stats(rig, true), "\"riscv_instructions\": 1,");
}

static void a_branch_that_a_check_prevents_completes_nothing(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    static const uint32_t words[] = {0, 1, 1, 1 | 5 << E2K_MAP_FALL_SHIFT, 0};

    program_set(p, 10, 1);
    program_load(p, E2K_LDW, 2, 10);
    program_branch(p, 4, bundle_if(1));
    program_trap(p);
    load_with_map(rig, words);
    assert_int_equal(e2k_machine_run(rig->machine, RIG_LIMIT), E2K_STOP_CHECK);
    expect(stats(rig, true), "\"riscv_instructions\": 2,");
}

static void without_a_map_there_is_nothing_about_riscv(void **state)
{
    struct rig *rig = *state;

    rig_run_to_trap(rig);
    assert_null(strstr(stats(rig, true), "riscv"));
    assert_null(strstr(stats(rig, false), "RISC"));
}

static void messages_name_the_riscv_address_and_function(void **state)
{
    struct rig *rig = *state;
    static const uint32_t words[8];

    program_set(rig->program, 10, 1);
    program_load(rig->program, E2K_LDW, 2, 10);
    load_with_map(rig, words);
    assert_int_equal(e2k_machine_run(rig->machine, RIG_LIMIT), E2K_STOP_CHECK);
    rig_expect_message(rig, "machine check: load of 4 bytes from 0x2: misaligned; bundle 3 at e2k "
                            "0x100018, riscv 0x2001004 in main+0x4: { ldw,0 ");
}

/* A stub stands behind all functions; the last of them may have no size. */
static void code_from_before_a_function_is_not_named_after_it(void **state)
{
    struct rig *rig = *state;
    static const uint32_t words[8];
    size_t map;

    program_set(rig->program, 10, 1);
    program_load(rig->program, E2K_LDW, 2, 10);
    load_with_map(rig, words);
    map = rig->image->extents[2][1];
    elf_put(rig->image, map + 12 * 2 + 4, RISCV_MAIN - 8, 4);
    assert_int_equal(e2k_machine_load(rig->machine, rig->image->bytes, rig->image->size), 0);
    assert_int_equal(e2k_machine_run(rig->machine, RIG_LIMIT), E2K_STOP_CHECK);
    rig_expect_message(rig, "e2k 0x100018, riscv 0x2000ff8: { ldw,0 ");
}

static void a_lookup_that_finds_nothing_is_a_wild_jump(void **state)
{
    struct rig *rig = *state;
    static const uint32_t words[] = {0, E2K_MAP_LOOKUP};

    program_load(rig->program, E2K_LDW, BIAS + 0x1234, 10);
    load_with_map(rig, words);
    assert_int_equal(e2k_machine_run(rig->machine, RIG_LIMIT), E2K_STOP_TRAP);
    rig_expect_message(rig, "trap: indirect jump to 0x1234, which is no known target; bundle 2 at "
                            "e2k 0x100010, riscv 0x2001000 in main+0x0: ");
}

/* ------------------------------------------------------------- trace */

static void the_trace_tells_what_each_bundle_changes(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    static const uint32_t words[8];
    char text[TEXT_SIZE] = "";
    FILE *file = fmemopen(text, sizeof text, "w");

    assert_non_null(file);
    program_set(p, 10, 42);
    program_op(p, E2K_CMPED, bundle_r(10), bundle_c(42), 3);
    program_op(p, E2K_MOVTD, bundle_c(0), bundle_c(0x4000), 2);
    program_trap(p);
    load_with_map(rig, words);
    e2k_machine_trace(rig->machine, file);
    assert_int_equal(e2k_machine_run(rig->machine, RIG_LIMIT), E2K_STOP_TRAP);
    fclose(file);
    expect(text, "1 0x100000 - { setwd ");
    expect(text, "\n2 0x100010 0x2001000 main+0x0 { addd,0 0, 42, %r10 } r10=0x2a\n3 0x100020 ");
    expect(text, " } pred3=1\n4 ");
    expect(text, " } ctpr2=0x4000\n5 ");
    expect(text, " 0x200100c main+0xc { ct %ctpr3 }\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(everything_is_counted),
        rig_test(people_get_the_same_counts),
        rig_test(counts_do_not_depend_on_blocks),
        rig_test(what_a_check_prevents_is_not_counted),
        rig_test(what_changed_code_has_executed_stays_counted),
        rig_test(riscv_instructions_are_counted_by_the_map),
        rig_test(a_taken_branch_completes_no_instructions_behind_it),
        rig_test(a_branch_that_a_check_prevents_completes_nothing),
        rig_test(without_a_map_there_is_nothing_about_riscv),
        rig_test(messages_name_the_riscv_address_and_function),
        rig_test(code_from_before_a_function_is_not_named_after_it),
        rig_test(a_lookup_that_finds_nothing_is_a_wild_jump),
        rig_test(the_trace_tells_what_each_bundle_changes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
