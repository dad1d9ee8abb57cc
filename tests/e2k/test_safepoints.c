/* test_safepoints.c - random programs that stop at each of their safepoints: where they say that
 * they are, and what they say that the registers hold, against an interpreter of RISC-V.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bundles.h"
#include "isa/image.h"
#include "machine.h"
#include "riscv_program.h"
#include "translate.h"

#define PROGRAMS     3000u
#define BYTES        700u
#define STOPS        400u /* of a program that are compared */
#define INSTRUCTIONS 3000u
#define BUNDLES      100000u
#define RAM          (1u << 20)
#define CODE_BASE    0x80000u
#define FULL         0x1234u /* what the countdown begins with, and is after nothing else */

struct line {
    uint32_t pc, known;
};

/* The table of safepoints. */
struct table {
    uint64_t address;
    const struct line *lines;
    size_t count;
};

struct stop {
    uint64_t pc, registers[32];
};

struct expected {
    bool on;
    struct table table;
    struct stop stops[STOPS];
    size_t count;
};

static const struct line *find(const struct table *table, uint64_t pc)
{
    for (size_t i = 0; i < table->count; i++)
        if (table->lines[i].pc == pc)
            return &table->lines[i];
    return NULL;
}

static void observe(void *context, uint64_t pc, const uint64_t registers[32])
{
    struct expected *expected = context;
    bool on = expected->on;

    expected->on = true; /* by the first instruction */
    if (!on || expected->count == STOPS || find(&expected->table, pc) == NULL)
        return;
    expected->stops[expected->count].pc = pc;
    memcpy(expected->stops[expected->count++].registers, registers, 32 * sizeof *registers);
}

/* It is behind that of jump targets, and that in the third page of the file. */
static struct table table_of(const struct translate_result *result)
{
    uint64_t offset = (result->table_bytes + 7) / 8 * 8;
    const uint8_t *bytes = result->file + 2 * 4096 + offset;
    uint32_t header[4];

    memcpy(header, bytes, sizeof header);
    assert_int_equal(header[0], result->safepoints);
    assert_int_equal(header[1], FULL);
    assert_int_equal(header[2], result->bundles);
    assert_int_equal(header[3], result->code_bytes);
    return (struct table){CODE_BASE + offset,
                          (const struct line *)(const void *)bytes + E2K_SAFEPOINTS_HEADER,
                          header[0]};
}

static uint64_t no_time(void *context)
{
    (void)context;
    return 0;
}

static size_t nothing_in(void *context, int channel, uint8_t *bytes, size_t size)
{
    (void)context, (void)channel, (void)bytes, (void)size;
    return 0;
}

static size_t nothing_out(void *context, int channel, const uint8_t *bytes, size_t size)
{
    (void)context, (void)channel, (void)bytes;
    return size;
}

/* Runs to the next safepoint; false: the program ends. */
static bool next_stop(struct e2k_machine *machine)
{
    for (unsigned i = 0; i < BUNDLES; i++) {
        uint64_t before = e2k_machine_register(machine, E2K_REG_COUNTDOWN);

        if (e2k_machine_run(machine, 1) != E2K_STOP_LIMIT)
            return false;
        if (before != FULL && e2k_machine_register(machine, E2K_REG_COUNTDOWN) == FULL &&
            e2k_machine_register(machine, E2K_REG_SAFEPOINT) != 0)
            return true;
    }
    fail_msg("no safepoint, and no end");
    return false;
}

static void compare_stop(const struct e2k_machine *machine, const struct stop *stop,
                         const struct table *table)
{
    uint64_t line = e2k_machine_register(machine, E2K_REG_SAFEPOINT) - table->address;
    uint32_t known;

    assert_int_equal(line % E2K_SAFEPOINTS_LINE, 0);
    line = line / E2K_SAFEPOINTS_LINE - E2K_SAFEPOINTS_HEADER;
    assert_in_range(line, 0, table->count - 1);
    assert_int_equal(table->lines[line].pc, stop->pc);
    known = table->lines[line].known;
    for (unsigned n = 1; n < 32; n++)
        if (known >> n & 1)
            assert_int_equal(e2k_machine_register(machine, n), stop->registers[n]);
}

/* How many stops were the same. */
static size_t compare(const struct riscv_program *program, const struct translate_result *image)
{
    const struct e2k_host host = {.now = no_time, .receive = nothing_in, .send = nothing_out};
    struct e2k_machine *machine = e2k_machine_create(RAM, &host);
    static struct expected expected;
    uint64_t registers[32];
    enum riscv_end end;

    expected.table = table_of(image);
    expected.count = 0;
    expected.on = false;
    end = riscv_run(program, registers, INSTRUCTIONS, observe, &expected);
    assert_non_null(machine);
    assert_int_equal(e2k_machine_load(machine, image->file, image->size), 0);
    for (size_t i = 0; i < expected.count; i++) {
        assert_true(next_stop(machine));
        compare_stop(machine, &expected.stops[i], &expected.table);
    }
    if (end == RISCV_BREAK && expected.count < STOPS) {
        assert_false(next_stop(machine));
        for (unsigned n = 1; n < 32; n++)
            assert_int_equal(e2k_machine_register(machine, n), registers[n]);
    }
    e2k_machine_destroy(machine);
    return expected.count;
}

/* Random bytes, but for those that say what is tested. */
static void make_program(struct riscv_program *program, struct numbers *numbers,
                         enum flow_at places)
{
    uint8_t bytes[BYTES];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)numbers_next(numbers);
    bytes[0] = (uint8_t)(1 | places << 4 | 1 << 6); /* program_make() */
    program_make(program, bytes, sizeof bytes);
    assert_true(program->safepoints && program->every && program->places == places);
}

static void check_places(enum flow_at places, size_t at_least)
{
    const struct translate_options options = {
        .code_base = CODE_BASE,
        .safepoints = ".text",
        .safepoints_at = places,
        .poll = "poll",
        .interval = FULL + 1,
    };
    struct numbers numbers = {.state = 1};
    size_t stops = 0;

    for (unsigned i = 0; i < PROGRAMS; i++) {
        struct translate_result result;
        struct riscv_program program;
        struct problem problem;

        make_program(&program, &numbers, places);
        if (translate(program.file, program.size, &options, &result, &problem) != 0)
            continue; /* it jumps to where there is nothing */
        stops += compare(&program, &result);
        free(result.file);
    }
    assert_in_range(stops, at_least, SIZE_MAX);
}

static void registers_at_back_edges_are_what_an_interpreter_has(void **unused)
{
    (void)unused;
    check_places(FLOW_AT_LOOPS, 10000);
}

static void registers_at_entries_are_what_an_interpreter_has(void **unused)
{
    (void)unused;
    check_places(FLOW_AT_ENTRIES, 10000);
}

static void registers_at_blocks_are_what_an_interpreter_has(void **unused)
{
    (void)unused;
    check_places(FLOW_AT_BLOCKS, 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registers_at_back_edges_are_what_an_interpreter_has),
        cmocka_unit_test(registers_at_entries_are_what_an_interpreter_has),
        cmocka_unit_test(registers_at_blocks_are_what_an_interpreter_has),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
