/* test_bundle_words.c - words that are no bundle of ours, each with its fault.
 *
 * What concerns conditions and literals alone is in test_bundle_conditions.c and
 * test_bundle_literals.c.
 *
 * SPDX-License-Identifier: MIT */
#include "bundle_test.h"

#define ADD 0x11818283 /* addd %r1, %r2, %r3 */

static void a_bundle_that_is_cut_off_is_truncated(void **state)
{
    static const uint32_t words[E2K_WORDS_MAX] = {0x00000070};
    struct e2k_bundle b;

    (void)state;
    for (size_t count = 0; count < E2K_WORDS_MAX; count++)
        assert_int_equal(bundle_decode_exactly(words, count, &b), E2K_FAULT_TRUNCATED);
    assert_int_equal(bundle_decode_exactly(words, E2K_WORDS_MAX, &b), E2K_WORDS_MAX);
    assert_int_equal(e2k_decode(NULL, 0, &b), E2K_FAULT_TRUNCATED);
}

static void header_bits_of_other_forms_are_refused(void **state)
{
    /* no-ops (9:7), loop mode (10), 11, 13, PLS (19:18) */
    static const unsigned bits[] = {7, 8, 9, 10, 11, 13, 18, 19};

    (void)state;
    for (size_t i = 0; i < COUNT(bits); i++)
        assert_refused(E2K_FAULT_FORM, 0x04000011 | 1u << bits[i], ADD, 0, 0);
}

static void a_header_counts_its_syllables(void **state)
{
    (void)state;
    for (uint32_t count = 0; count < 16; count++) {
        uint32_t words[16] = {0x04000070 | count, ADD};
        struct e2k_bundle b;

        assert_int_equal(bundle_decode_exactly(words, 16, &b), count == 1 ? 16 : E2K_FAULT_FORM);
    }
    /* one more than there are is how ALES2 and ALES5 would be given */
    assert_refused(E2K_FAULT_FORM, 0x14400013, ADD, 0x11818284, 0x01C001C0);
    assert_refused(E2K_FAULT_FORM, 0x04000002, ADD);
}

static void syllables_that_have_no_room_are_refused(void **state)
{
    (void)state;
    assert_refused(E2K_FAULT_FORM, 0x0C000002, ADD); /* two ALS in 8 bytes */
    assert_refused(E2K_FAULT_FORM, 0xFC000016, ADD, ADD, ADD);
    assert_refused(E2K_FAULT_FORM, 0x04010001, ADD);        /* a CDS where the ALS is */
    assert_refused(E2K_FAULT_FORM, 0x00030000, 0);          /* three CDS in 8 bytes */
    assert_refused(E2K_FAULT_FORM, 0x04100001, 0x21818283); /* an ALES */
}

static void an_ales_without_its_operation_is_refused(void **state)
{
    (void)state;
    for (unsigned channel = 1; channel < E2K_CHANNELS; channel++)
        assert_refused(E2K_FAULT_FORM, 0x04000011 | 1u << (20 + channel), ADD, 0x01C00000, 0);
}

static void other_ales_are_refused(void **state)
{
    const uint32_t mul = 0x21818283;

    (void)state;
    for (unsigned bit = 0; bit < 32; bit++) /* each bit of the half-word and of its padding */
        assert_refused(E2K_FAULT_OPCODE, 0x04100011, mul, 0x01C00000 ^ 1u << bit, 0);
    assert_refused(E2K_FAULT_OPCODE, 0x0C300012, mul, 0x21818284, 0x01C001C1);
    /* In channels 2 and 5 the header's bit alone says that it is extended. */
    assert_refused(E2K_FAULT_CHANNEL, 0x10400001, mul);
    assert_refused(E2K_FAULT_CHANNEL, 0x82000001, mul);
    assert_refused(E2K_FAULT_OPCODE, 0x10400001, ADD);
}

static void a_speculative_operation_is_refused(void **state)
{
    (void)state;
    assert_refused(E2K_FAULT_OPCODE, 0x04000001, 0x80000000 | ADD);
}

static void movtd_has_no_other_form(void **state)
{
    struct e2k_bundle b;

    (void)state;
    for (uint32_t field = 0; field < 256; field++) {
        assert_int_equal(
            bundle_decode_exactly((uint32_t[]){0x04000001, 0x610082D1 | field << 16}, 2, &b),
            field == 0xC0 ? 2 : E2K_FAULT_OPCODE);
        assert_int_equal(bundle_decode_exactly((uint32_t[]){0x04000001, 0x61C08200 | field}, 2, &b),
                         field >= 0xD1 && field <= 0xD3 ? 2 : E2K_FAULT_OPERAND);
    }
}

static void a_compare_writes_any_predicate(void **state)
{
    (void)state;
    for (uint32_t field = 0; field < 256; field++) {
        struct e2k_bundle b;
        bool is_known = field >> 5 == 1 || field >> 5 == 2 || field >> 5 == 6;

        assert_int_equal(bundle_decode_exactly((uint32_t[]){0x04000001, 0x21818200 | field}, 2, &b),
                         is_known ? 2 : E2K_FAULT_OPCODE);
    }
}

/* Of all 256 values; those of src2 are in test_bundle_literals.c. */
static void other_operands_are_refused(void **state)
{
    (void)state;
    for (uint32_t field = 0; field < 256; field++) {
        struct e2k_bundle b;
        bool is_register = field >= 0x80 && field < 0xC0;
        bool is_constant = field >= 0xC0 && field < 0xE0;
        uint32_t width = field - 0xC0;

        assert_int_equal(
            bundle_decode_exactly((uint32_t[]){0x04000001, 0x11008283 | field << 16}, 2, &b),
            is_register || is_constant ? 2 : E2K_FAULT_OPERAND);
        assert_int_equal(bundle_decode_exactly((uint32_t[]){0x04000001, 0x11818200 | field}, 2, &b),
                         is_register ? 2 : E2K_FAULT_OPERAND);
        assert_int_equal(bundle_decode_exactly((uint32_t[]){0x10000001, 0x27818200 | field}, 2, &b),
                         is_register ? 2 : E2K_FAULT_OPERAND);
        assert_int_equal(
            bundle_decode_exactly((uint32_t[]){0x04000001, 0x0C008283 | field << 16}, 2, &b),
            is_constant && width <= 6 && width != 3 ? 2 : E2K_FAULT_OPERAND);
    }
}

static void other_kinds_of_ss_are_refused(void **state)
{
    (void)state;
    for (unsigned bit = 12; bit < 30; bit++) /* also what announces AAS */
        assert_refused(E2K_FAULT_TRANSFER, 0x00001001, 0xC0000420 | 1u << bit);
    assert_refused(E2K_FAULT_TRANSFER, 0x00001001, 0xC0000420 | 1u << 9);
    for (uint32_t ipd = 0; ipd < 3; ipd++)
        assert_refused(E2K_FAULT_TRANSFER, 0x00001001, ipd << 30 | 0x420);
    for (uint32_t condition = 0; condition < 16; condition++) {
        uint32_t words[] = {0x00001001, 0xC0000400 | condition << 5};
        struct e2k_bundle b;

        assert_int_equal(bundle_decode_exactly(words, 2, &b),
                         condition >= 1 && condition <= 3 ? 2 : E2K_FAULT_TRANSFER);
    }
    assert_refused(E2K_FAULT_TRANSFER, 0x00001001, 0xC0000421); /* always, and a predicate */
    assert_refused(E2K_FAULT_TRANSFER, 0x00001001, 0);
}

static void other_kinds_of_cs0_are_refused(void **state)
{
    (void)state;
    for (uint32_t kind = 1; kind < 16; kind++) /* disp, sdisp, pref, done, ... */
        assert_refused(E2K_FAULT_TRANSFER, 0x00005012, 0xC0000020, kind << 28, 0);
    assert_refused(E2K_FAULT_TRANSFER, 0x00004001, 0);                         /* without an SS */
    assert_refused(E2K_FAULT_TRANSFER, 0x00001001, 0xC0000020);                /* SS without it */
    assert_refused(E2K_FAULT_TRANSFER, 0x00005012, 0xC0000420, 0x40000000, 0); /* ct besides */
    assert_refused(E2K_FAULT_TRANSFER, 0x00005012, 0xC0000420, 0, 0);
}

static void other_kinds_of_cs1_are_refused(void **state)
{
    (void)state;
    for (unsigned bit = 0; bit < 32; bit++) /* setbn, setbp, setsft, wait, call, ... */
        assert_refused(E2K_FAULT_TRANSFER, 0x00008011, 1u << bit, 0, 0x410);
    assert_refused(E2K_FAULT_TRANSFER, 0x00008001, 0); /* no LTS0 */
    assert_refused(E2K_FAULT_TRANSFER, 0x00008011, 0, 0, 0);
    assert_refused(E2K_FAULT_TRANSFER, 0x00008011, 0, 0, 0x400);         /* no nfx */
    assert_refused(E2K_FAULT_TRANSFER, 0x00008011, 0, 0, 0x418);         /* dbl */
    assert_refused(E2K_FAULT_TRANSFER, 0x00008011, 0, 0, 113 << 5 | 16); /* 226 registers */
    assert_refused(E2K_FAULT_TRANSFER, 0x00008011, 0, 0, 16);            /* none */
    for (unsigned bit = 12; bit < 32; bit++)
        assert_refused(E2K_FAULT_TRANSFER, 0x00008011, 0, 0, 0x410 | 1u << bit);
}

static void two_results_in_one_place_are_refused(void **state)
{
    (void)state;
    assert_refused(E2K_FAULT_RESULTS, 0x0C000012, ADD, 0x12848583, 0);
    assert_refused(E2K_FAULT_RESULTS, 0x0C000012, 0x21818221, 0x21828341, 0); /* %pred1 */
    assert_refused(E2K_FAULT_RESULTS, 0x0C000012, 0x61C082D1, 0x61C083D1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_that_is_cut_off_is_truncated),
        cmocka_unit_test(header_bits_of_other_forms_are_refused),
        cmocka_unit_test(a_header_counts_its_syllables),
        cmocka_unit_test(syllables_that_have_no_room_are_refused),
        cmocka_unit_test(an_ales_without_its_operation_is_refused),
        cmocka_unit_test(other_ales_are_refused),
        cmocka_unit_test(a_speculative_operation_is_refused),
        cmocka_unit_test(movtd_has_no_other_form),
        cmocka_unit_test(a_compare_writes_any_predicate),
        cmocka_unit_test(other_operands_are_refused),
        cmocka_unit_test(other_kinds_of_ss_are_refused),
        cmocka_unit_test(other_kinds_of_cs0_are_refused),
        cmocka_unit_test(other_kinds_of_cs1_are_refused),
        cmocka_unit_test(two_results_in_one_place_are_refused),
    };

    return cmocka_run_group_tests_name("bundle_words", tests, NULL, NULL);
}
