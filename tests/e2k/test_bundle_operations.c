/* test_bundle_operations.c - every operation alone in a bundle, against words that were
 * written out by hand.
 *
 * SPDX-License-Identifier: MIT */
#include "bundle_test.h"

/* HS with one ALS: bit 26 + channel; one word from SS to CS1 (3:0); 8 bytes (6:4 = 0). */
#define HS_CHANNEL_0 0x04000001
#define HS_CHANNEL_2 0x10000001
#define HS_CHANNEL_5 0x80000001
/* The same with an ALES for channel 0 (bit 20), 16 bytes (6:4 = 1). */
#define HS_EXTENDED 0x04100011
/* The same with a CDS (17:16 = 1), 16 bytes. */
#define HS_CONDITION 0x04010011

/* ALES: the high half-word comes first; opc2 1, opce3 0xC0. */
#define ALES 0x01C00000
/* CDS, high half-word: merge (15), for channel 0 (10), %pred4 (6:0 = 0x60 | 4). */
#define CDS_PRED4 0x84640000

/* Of ALS: the number (30:24), src1 %r1 (0x80 | 1), src2 %r2, dst %r3 or the value's register;
 * for compares dst is relation << 5 | %pred3: 0x23 below, 0x43 equal, 0xC3 less. */
static const struct {
    enum e2k_opcode opcode;
    const char *mnemonic;
    unsigned channel, length;
    uint32_t words[4];
} operations[] = {
    {E2K_ANDS, "ands", 0, 2, {HS_CHANNEL_0, 0x00818283}},
    {E2K_ANDD, "andd", 0, 2, {HS_CHANNEL_0, 0x01818283}},
    {E2K_ORS, "ors", 0, 2, {HS_CHANNEL_0, 0x04818283}},
    {E2K_ORD, "ord", 0, 2, {HS_CHANNEL_0, 0x05818283}},
    {E2K_XORS, "xors", 0, 2, {HS_CHANNEL_0, 0x08818283}},
    {E2K_XORD, "xord", 0, 2, {HS_CHANNEL_0, 0x09818283}},
    {E2K_ADDS, "adds", 0, 2, {HS_CHANNEL_0, 0x10818283}},
    {E2K_ADDD, "addd", 0, 2, {HS_CHANNEL_0, 0x11818283}},
    {E2K_SUBS, "subs", 0, 2, {HS_CHANNEL_0, 0x12818283}},
    {E2K_SUBD, "subd", 0, 2, {HS_CHANNEL_0, 0x13818283}},
    {E2K_SHLS, "shls", 0, 2, {HS_CHANNEL_0, 0x18818283}},
    {E2K_SHLD, "shld", 0, 2, {HS_CHANNEL_0, 0x19818283}},
    {E2K_SHRS, "shrs", 0, 2, {HS_CHANNEL_0, 0x1A818283}},
    {E2K_SHRD, "shrd", 0, 2, {HS_CHANNEL_0, 0x1B818283}},
    {E2K_SARS, "sars", 0, 2, {HS_CHANNEL_0, 0x1C818283}},
    {E2K_SARD, "sard", 0, 2, {HS_CHANNEL_0, 0x1D818283}},
    {E2K_SXT, "sxt", 0, 2, {HS_CHANNEL_0, 0x0CC28283}}, /* src1: the constant 2 */
    {E2K_MERGES, "merges", 0, 4, {HS_CONDITION, 0x0E818283, 0, CDS_PRED4}},
    {E2K_MERGED, "merged", 0, 4, {HS_CONDITION, 0x0F818283, 0, CDS_PRED4}},
    {E2K_MULS, "muls", 0, 4, {HS_EXTENDED, 0x20818283, ALES, 0}},
    {E2K_MULD, "muld", 0, 4, {HS_EXTENDED, 0x21818283, ALES, 0}},
    {E2K_UMULHD, "umulhd", 0, 4, {HS_EXTENDED, 0x70818283, ALES, 0}},
    {E2K_SMULHD, "smulhd", 0, 4, {HS_EXTENDED, 0x71818283, ALES, 0}},
    {E2K_UDIVS, "udivs", 5, 2, {HS_CHANNEL_5, 0x40818283}},
    {E2K_UDIVD, "udivd", 5, 2, {HS_CHANNEL_5, 0x41818283}},
    {E2K_SDIVS, "sdivs", 5, 2, {HS_CHANNEL_5, 0x42818283}},
    {E2K_SDIVD, "sdivd", 5, 2, {HS_CHANNEL_5, 0x43818283}},
    {E2K_LDB, "ldb", 0, 2, {HS_CHANNEL_0, 0x64818283}},
    {E2K_LDH, "ldh", 0, 2, {HS_CHANNEL_0, 0x65818283}},
    {E2K_LDW, "ldw", 0, 2, {HS_CHANNEL_0, 0x66818283}},
    {E2K_LDD, "ldd", 0, 2, {HS_CHANNEL_0, 0x67818283}},
    {E2K_STB, "stb", 2, 2, {HS_CHANNEL_2, 0x24818283}},
    {E2K_STH, "sth", 2, 2, {HS_CHANNEL_2, 0x25818283}},
    {E2K_STW, "stw", 2, 2, {HS_CHANNEL_2, 0x26818283}},
    {E2K_STD, "std", 2, 2, {HS_CHANNEL_2, 0x27818283}},
    {E2K_CMPBS, "cmpbsb", 0, 2, {HS_CHANNEL_0, 0x20818223}},
    {E2K_CMPES, "cmpesb", 0, 2, {HS_CHANNEL_0, 0x20818243}},
    {E2K_CMPLS, "cmplsb", 0, 2, {HS_CHANNEL_0, 0x208182C3}},
    {E2K_CMPBD, "cmpbdb", 0, 2, {HS_CHANNEL_0, 0x21818223}},
    {E2K_CMPED, "cmpedb", 0, 2, {HS_CHANNEL_0, 0x21818243}},
    {E2K_CMPLD, "cmpldb", 0, 2, {HS_CHANNEL_0, 0x218182C3}},
    {E2K_CMPANDED, "cmpandedb", 0, 2, {HS_CHANNEL_0, 0x23818243}},
    {E2K_MOVTD, "movtd", 0, 2, {HS_CHANNEL_0, 0x61C082D3}}, /* to %ctpr3 */
};

/* The channels of each operation. */
static const struct {
    const char *channels;
    enum e2k_opcode opcodes[28];
} groups[] = {
    {"012345",
     {E2K_ANDS, E2K_ANDD, E2K_ORS, E2K_ORD, E2K_XORS, E2K_XORD, E2K_ADDS, E2K_ADDD, E2K_SUBS,
      E2K_SUBD, E2K_SHLS, E2K_SHLD, E2K_SHRS, E2K_SHRD, E2K_SARS, E2K_SARD, E2K_SXT, E2K_MERGES,
      E2K_MERGED}},
    {"0134",
     {E2K_MULS, E2K_MULD, E2K_UMULHD, E2K_SMULHD, E2K_CMPBS, E2K_CMPES, E2K_CMPLS, E2K_CMPBD,
      E2K_CMPED, E2K_CMPLD, E2K_CMPANDED, E2K_MOVTD}},
    {"0235", {E2K_LDB, E2K_LDH, E2K_LDW, E2K_LDD}},
    {"25", {E2K_STB, E2K_STH, E2K_STW, E2K_STD}},
    {"5", {E2K_UDIVD, E2K_SDIVD, E2K_UDIVS, E2K_SDIVS}},
};

static struct e2k_op simple(enum e2k_opcode opcode)
{
    bool is_sxt = opcode == E2K_SXT;
    struct e2k_op op = bundle_op(opcode, is_sxt ? bundle_c(2) : bundle_r(1), bundle_r(2), 3);

    if (opcode == E2K_MERGES || opcode == E2K_MERGED)
        op.merge = bundle_if(4);
    return op;
}

static void every_operation_has_the_words_of_the_format(void **state)
{
    bool seen[E2K_OPCODES] = {true}; /* E2K_NONE is none */

    (void)state;
    for (size_t i = 0; i < COUNT(operations); i++) {
        struct e2k_bundle bundle = {0};

        bundle.ops[operations[i].channel] = simple(operations[i].opcode);
        bundle_assert_words(&bundle, operations[i].words, operations[i].length, __FILE__, __LINE__);
        assert_string_equal(e2k_mnemonic(operations[i].opcode), operations[i].mnemonic);
        seen[operations[i].opcode] = true;
    }
    for (unsigned opcode = 0; opcode < E2K_OPCODES; opcode++)
        assert_true(seen[opcode]);
}

static void every_operation_knows_its_channels(void **state)
{
    unsigned count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(groups); i++) {
        unsigned channels = 0;

        for (const char *c = groups[i].channels; *c; c++)
            channels |= 1u << (*c - '0');
        for (size_t n = 0; n < COUNT(groups[i].opcodes) && groups[i].opcodes[n]; n++, count++)
            assert_int_equal(e2k_channels(groups[i].opcodes[n]), channels);
    }
    assert_int_equal(count, E2K_OPCODES - 1);
    assert_int_equal(e2k_channels(E2K_NONE), 0);
    assert_int_equal(e2k_channels(E2K_OPCODES), 0);
}

/* The header's bit is the channel's, and the ALES half-words stand in the channels' order. */
static void every_channel_of_an_operation_has_its_bit_in_the_header(void **state)
{
    (void)state;
    for (unsigned opcode = 1; opcode < E2K_OPCODES; opcode++) {
        for (unsigned channel = 0; channel < E2K_CHANNELS; channel++) {
            struct e2k_bundle bundle = {0};
            uint32_t words[E2K_WORDS_MAX];
            int length;

            bundle.ops[channel] = simple((enum e2k_opcode)opcode);
            if (!(e2k_channels((enum e2k_opcode)opcode) >> channel & 1)) {
                assert_not_encoded(E2K_FAULT_CHANNEL, &bundle);
                continue;
            }
            length = e2k_encode(&bundle, words);
            assert_in_range(length, 2, 4);
            assert_int_equal(words[0] >> 26, 1u << channel);
            bundle_assert_decodes(&bundle, words, (size_t)length, __FILE__, __LINE__);
        }
    }
}

static void loads_stores_and_compares_are_told_apart(void **state)
{
    (void)state;
    for (unsigned i = 0; i <= E2K_OPCODES; i++) {
        enum e2k_opcode opcode = (enum e2k_opcode)i;

        assert_int_equal(e2k_is_load(opcode), opcode == E2K_LDB || opcode == E2K_LDH ||
                                                  opcode == E2K_LDW || opcode == E2K_LDD);
        assert_int_equal(e2k_is_store(opcode), opcode == E2K_STB || opcode == E2K_STH ||
                                                   opcode == E2K_STW || opcode == E2K_STD);
        assert_int_equal(e2k_is_compare(opcode), opcode == E2K_CMPBS || opcode == E2K_CMPES ||
                                                     opcode == E2K_CMPLS || opcode == E2K_CMPBD ||
                                                     opcode == E2K_CMPED || opcode == E2K_CMPLD ||
                                                     opcode == E2K_CMPANDED);
    }
}

static void what_is_no_operation_has_no_name(void **state)
{
    (void)state;
    assert_string_equal(e2k_mnemonic(E2K_NONE), "?");
    assert_string_equal(e2k_mnemonic(E2K_OPCODES), "?");
    assert_string_equal(e2k_mnemonic((enum e2k_opcode)1000), "?");
}

/* Of all 128 numbers, with and without an ALES, with each dst, on each channel. */
static void no_other_number_is_an_operation(void **state)
{
    unsigned known = 0;

    (void)state;
    for (uint32_t number = 0; number < 128; number++) {
        for (uint32_t high = 0; high < 8; high++) {
            uint32_t als = number << 24 | 0x00818200 | high << 5;
            /* a plausible src1 for those that ask for more than a register */
            uint32_t src1 = number == 0x0C || number == 0x61 ? 0x00C00000 : 0x00810000;
            uint32_t plain[] = {HS_CHANNEL_0, (als & 0xFF00FFFF) | src1};
            uint32_t extended[] = {HS_EXTENDED, (als & 0xFF00FFFF) | src1, ALES, 0};
            struct e2k_bundle b;
            int result = bundle_decode_exactly(plain, 2, &b);

            known += result != E2K_FAULT_OPCODE;
            if (result > 0) /* an operation of the table with this very number */
                assert_words(&b, plain[0], plain[1]);
            result = bundle_decode_exactly(extended, 4, &b);
            known += result != E2K_FAULT_OPCODE;
            if (result > 0)
                assert_words(&b, extended[0], extended[1], ALES, 0);
        }
    }
    /* 43 operations; those that are no compares with each of eight dst. */
    assert_int_equal(known, (43 - 7) * 8 + 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_operation_has_the_words_of_the_format),
        cmocka_unit_test(every_operation_knows_its_channels),
        cmocka_unit_test(every_channel_of_an_operation_has_its_bit_in_the_header),
        cmocka_unit_test(loads_stores_and_compares_are_told_apart),
        cmocka_unit_test(what_is_no_operation_has_no_name),
        cmocka_unit_test(no_other_number_is_an_operation),
    };

    return cmocka_run_group_tests_name("bundle_operations", tests, NULL, NULL);
}
