/* test_machine_pci.c - the configuration space of the PCI bus.
 *
 * The words are those that the other emulator answers with to the same accesses.
 *
 * SPDX-License-Identifier: MIT */
#include "machine_rig.h"

#define AT(bus, slot, number, offset)                                                              \
    (UINT64_C(0x200000000) + ((bus) << 20 | (slot) << 15 | (number) << 12 | (offset)))
#define BRIDGE(offset) AT(0, 0, 0, offset)
#define HOST(offset)   AT(0, 1, 0, offset)
#define SERIAL(offset) AT(0, 2, 2, offset)

struct expected {
    uint64_t address;
    uint32_t word;
};

/* Loads all the words, in as many programs as that takes. */
static void expect_words(struct rig *rig, const struct expected *expected, size_t count)
{
    for (size_t first = 0; first < count; first += 32) {
        size_t n = count - first < 32 ? count - first : 32;

        program_start(rig->program);
        for (size_t i = 0; i < n; i++)
            program_load(rig->program, E2K_LDW, expected[first + i].address, (unsigned)(2 + i));
        rig_run_to_trap(rig);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(rig_register(rig, (unsigned)(2 + i)), expected[first + i].word);
        e2k_machine_reset(rig->machine);
    }
}

static void store(struct rig *rig, enum e2k_opcode opcode, uint64_t address, int64_t value)
{
    program_set(rig->program, 1, value);
    program_store(rig->program, opcode, address, 1);
}

/* Stores VALUE with OPCODE, and returns what the word at ADDRESS is then. */
static uint64_t word_after(struct rig *rig, enum e2k_opcode opcode, uint64_t address, int64_t value)
{
    uint64_t word;

    program_start(rig->program);
    store(rig, opcode, address, value);
    program_load(rig->program, E2K_LDW, address & ~UINT64_C(3), 10);
    rig_run_to_trap(rig);
    word = rig_register(rig, 10);
    e2k_machine_reset(rig->machine);
    return word;
}

static void three_functions_are_there_with_their_headers(void **state)
{
    static const struct expected headers[] = {
        {BRIDGE(0x00), 0x80001fff},
        {BRIDGE(0x04), 0x02a00000},
        {BRIDGE(0x08), 0x06040010},
        {BRIDGE(0x0c), 0x00810000},
        {BRIDGE(0x10), 0},
        {BRIDGE(0x14), 0},
        {BRIDGE(0x18), 0},
        {BRIDGE(0x1c), 0x00a00000},
        {BRIDGE(0x20), 0},
        {BRIDGE(0x24), 0x00010001},
        {BRIDGE(0x28), 0},
        {BRIDGE(0x2c), 0},
        {BRIDGE(0x30), 0},
        {BRIDGE(0x34), 0},
        {BRIDGE(0x38), 0},
        {BRIDGE(0x3c), 0},
        {HOST(0x00), 0x80171fff},
        {HOST(0x04), 0},
        {HOST(0x08), 0x06000002},
        {HOST(0x0c), 0},
        {HOST(0x10), 0},
        {HOST(0x24), 0},
        {HOST(0x2c), 0x11001af4},
        {HOST(0x30), 0},
        {HOST(0x3c), 0},
        {SERIAL(0x00), 0x80191fff},
        {SERIAL(0x04), 0},
        {SERIAL(0x08), 0x07000201},
        {SERIAL(0x0c), 0x00800000},
        {SERIAL(0x10), 0},
        {SERIAL(0x14), 0},
        {SERIAL(0x18), 0},
        {SERIAL(0x2c), 0x11001af4},
        {SERIAL(0x30), 0},
        {SERIAL(0x34), 0},
        {SERIAL(0x3c), 0x00000100},
        {SERIAL(0x40), 0},
        {SERIAL(0xfc), 0},
    };

    expect_words(*state, headers, COUNT(headers));
}

static void nobody_else_answers(void **state)
{
    static const struct expected nobody[] = {
        {AT(0, 0, 1, 0), UINT32_MAX},     {AT(0, 1, 1, 0), UINT32_MAX},
        {AT(0, 2, 0, 0), UINT32_MAX},     {AT(0, 2, 1, 0), UINT32_MAX},
        {AT(0, 2, 3, 0), UINT32_MAX},     {AT(0, 3, 0, 0), UINT32_MAX},
        {AT(0, 31, 7, 0), UINT32_MAX},    {AT(1, 0, 0, 0), UINT32_MAX},
        {AT(1, 1, 0, 8), UINT32_MAX},     {AT(2, 2, 2, 0), UINT32_MAX},
        {AT(128, 0, 0, 0), UINT32_MAX},   {AT(255, 31, 7, 0), UINT32_MAX},
        {AT(0, 3, 0, 0xffc), UINT32_MAX},
    };

    expect_words(*state, nobody, COUNT(nobody));
}

static void what_is_written_to_nobody_is_lost(void **state)
{
    assert_int_equal(word_after(*state, E2K_STW, AT(0, 3, 0, 4), 0), UINT32_MAX);
    assert_int_equal(word_after(*state, E2K_STB, AT(1, 0, 0, 0x3c), 5), UINT32_MAX);
}

static void registers_keep_the_bits_that_can_be_written(void **state)
{
    /* What they are after all ones. */
    static const struct expected ones[] = {
        {BRIDGE(0x00), 0x80001fff},
        {BRIDGE(0x04), 0x02a00507},
        {BRIDGE(0x08), 0x06040010},
        {BRIDGE(0x0c), 0x008100ff},
        {BRIDGE(0x10), 0},
        {BRIDGE(0x18), 0xffffffff},
        {BRIDGE(0x1c), 0x00a0f0f0},
        {BRIDGE(0x20), 0xfff0fff0},
        {BRIDGE(0x24), 0xfff1fff1},
        {BRIDGE(0x28), 0xffffffff},
        {BRIDGE(0x2c), 0xffffffff},
        {BRIDGE(0x30), 0},
        {BRIDGE(0x38), 0},
        {BRIDGE(0x3c), 0x0bff00ff},
        {BRIDGE(0x40), 0xffffffff},
        {BRIDGE(0xfc), 0xffffffff},
        {HOST(0x00), 0x80171fff},
        {HOST(0x04), 0x00000507},
        {HOST(0x08), 0x06000002},
        {HOST(0x0c), 0x000000ff},
        {HOST(0x10), 0},
        {HOST(0x18), 0},
        {HOST(0x2c), 0x11001af4},
        {HOST(0x30), 0},
        {HOST(0x3c), 0x000000ff},
        {HOST(0x40), 0xffffffff},
        {SERIAL(0x04), 0x00000507},
        {SERIAL(0x0c), 0x008000ff},
        {SERIAL(0x10), 0},
        {SERIAL(0x14), 0xfffffffc},
        {SERIAL(0x18), 0},
        {SERIAL(0x30), 0},
        {SERIAL(0x3c), 0x000001ff},
        {SERIAL(0x80), 0xffffffff},
    };

    for (size_t n = 0; n < COUNT(ones); n++)
        assert_int_equal(word_after(*state, E2K_STW, ones[n].address, -1), ones[n].word);
}

static void bytes_and_halves_are_written_alone(void **state)
{
    assert_int_equal(word_after(*state, E2K_STB, BRIDGE(0x18), 0x112), 0x00000012);
    assert_int_equal(word_after(*state, E2K_STB, BRIDGE(0x19), 0x134), 0x00003400);
    assert_int_equal(word_after(*state, E2K_STB, BRIDGE(0x1b), 0x156), 0x56000000);
    assert_int_equal(word_after(*state, E2K_STH, BRIDGE(0x18), 0x19876), 0x00009876);
    assert_int_equal(word_after(*state, E2K_STH, BRIDGE(0x1a), 0x15432), 0x54320000);
    assert_int_equal(word_after(*state, E2K_STB, BRIDGE(0x1d), 0xff), 0x00a0f000);
    assert_int_equal(word_after(*state, E2K_STH, BRIDGE(0x06), 0xffff), 0x02a00000);
}

static void bytes_and_halves_are_read_alone(void **state)
{
    struct rig *rig = *state;

    for (unsigned n = 0; n < 4; n++)
        program_load(rig->program, E2K_LDB, BRIDGE(n), 2 + n);
    program_load(rig->program, E2K_LDH, BRIDGE(0), 6);
    program_load(rig->program, E2K_LDH, BRIDGE(2), 7);
    program_load(rig->program, E2K_LDB, AT(0, 5, 0, 3), 8);
    program_load(rig->program, E2K_LDH, AT(0, 5, 0, 2), 9);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 2), 0xff);
    assert_int_equal(rig_register(rig, 3), 0x1f);
    assert_int_equal(rig_register(rig, 4), 0x00);
    assert_int_equal(rig_register(rig, 5), 0x80);
    assert_int_equal(rig_register(rig, 6), 0x1fff);
    assert_int_equal(rig_register(rig, 7), 0x8000);
    assert_int_equal(rig_register(rig, 8), 0xff);
    assert_int_equal(rig_register(rig, 9), 0xffff);
}

static void nobody_is_behind_the_bridge_however_it_is_numbered(void **state)
{
    struct rig *rig = *state;

    store(rig, E2K_STW, BRIDGE(0x18), 0x00050100);
    program_load(rig->program, E2K_LDW, AT(1, 0, 0, 0), 10);
    program_load(rig->program, E2K_LDW, AT(5, 0, 0, 0), 11);
    program_load(rig->program, E2K_LDW, BRIDGE(0), 12);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10), UINT32_MAX);
    assert_int_equal(rig_register(rig, 11), UINT32_MAX);
    assert_int_equal(rig_register(rig, 12), 0x80001fff);
}

static void a_reset_takes_back_what_was_written(void **state)
{
    static const struct expected first[] = {{BRIDGE(0x18), 0}, {SERIAL(0x3c), 0x100}};
    struct rig *rig = *state;

    store(rig, E2K_STW, BRIDGE(0x18), 0x00050100);
    store(rig, E2K_STB, SERIAL(0x3c), 5);
    rig_run_to_trap(rig);
    e2k_machine_reset(rig->machine);
    expect_words(rig, first, COUNT(first));
}

static void the_serial_controller_cannot_be_moved(void **state)
{
    struct rig *rig = *state;

    store(rig, E2K_STW, SERIAL(0x14), 0x90000000);
    store(rig, E2K_STH, SERIAL(0x04), 2);
    rig_run_to_check(rig, "store of 2 bytes to 0x200012004: the serial controller cannot be moved");
}

static void nor_can_it_while_it_answers_to_memory(void **state)
{
    struct rig *rig = *state;

    store(rig, E2K_STW, SERIAL(0x04), 7);
    store(rig, E2K_STB, SERIAL(0x17), 0x90);
    rig_run_to_check(rig, "store of 1 byte to 0x200012017: the serial controller cannot be moved");
}

static void past_the_end_of_a_functions_space_is_refused(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDW, BRIDGE(0x100), 10);
    rig_run_to_check(rig, "load of 4 bytes from 0x200000100: a function's configuration space has");
}

static void and_cannot_be_written(void **state)
{
    struct rig *rig = *state;

    store(rig, E2K_STB, SERIAL(0xfff), 1);
    rig_run_to_check(rig, "store of 1 byte to 0x200012fff: a function's configuration space has");
}

static void doublewords_are_refused(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDD, BRIDGE(0), 10);
    rig_run_to_check(rig, "load of 8 bytes from 0x200000000: the PCI configuration space takes");
}

static void misaligned_accesses_are_refused(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDH, BRIDGE(1), 10);
    rig_run_to_check(rig, "load of 2 bytes from 0x200000001: misaligned");
}

static void below_it_there_is_nothing(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDW, UINT64_C(0x1fffffffc), 10);
    rig_run_to_check(rig, "load of 4 bytes from 0x1fffffffc: nothing is there");
}

static void above_it_there_is_nothing(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDW, UINT64_C(0x210000000), 10);
    rig_run_to_check(rig, "load of 4 bytes from 0x210000000: nothing is there");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(three_functions_are_there_with_their_headers),
        rig_test(nobody_else_answers),
        rig_test(what_is_written_to_nobody_is_lost),
        rig_test(registers_keep_the_bits_that_can_be_written),
        rig_test(bytes_and_halves_are_written_alone),
        rig_test(bytes_and_halves_are_read_alone),
        rig_test(nobody_is_behind_the_bridge_however_it_is_numbered),
        rig_test(a_reset_takes_back_what_was_written),
        rig_test(the_serial_controller_cannot_be_moved),
        rig_test(nor_can_it_while_it_answers_to_memory),
        rig_test(past_the_end_of_a_functions_space_is_refused),
        rig_test(and_cannot_be_written),
        rig_test(doublewords_are_refused),
        rig_test(misaligned_accesses_are_refused),
        rig_test(below_it_there_is_nothing),
        rig_test(above_it_there_is_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
