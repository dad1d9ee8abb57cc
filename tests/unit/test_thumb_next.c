/* test_thumb_next.c - where an instruction of ARMv7-M leads: a table of encodings.
 *
 * What they should do was read from the ARMv7-M Architecture Reference Manual, A7; the encodings
 * are an assembler's.
 *
 * SPDX-License-Identifier: MIT */
#include "thumb_memory.h"
#include "unit.h"

#define AT      0x1000u
#define SP_IS   0x2010u
#define R2_IS   0x2100u
#define TABLE   0x3000u
#define HANDLER 16u /* an exception number */

#define N (1u << 31)
#define Z (1u << 30)
#define C (1u << 29)
#define V (1u << 28)

/* ITSTATE as xPSR has it. */
#define IT(state) (((uint32_t)(state)&3) << 25 | ((uint32_t)(state) >> 2) << 10)

static struct thumb_state state_at(uint32_t xpsr)
{
    struct thumb_state state = {.xpsr = xpsr};

    for (unsigned i = 0; i < 13; i++)
        state.r[i] = 0x100 * i;
    state.r[2] = R2_IS;
    state.r[3] = 4;
    state.r[6] = 0x1801;
    state.r[13] = SP_IS;
    state.r[14] = 0x1901;
    state.r[15] = AT;
    return state;
}

/* What the word at ADDRESS leads to is its number among these. */
static void set_up_words(void)
{
    memory_clear();
    for (uint32_t i = 0x2000; i < 0x2200; i += 4)
        memory_word(i, (0x10000 + i) | 1);
    memory_half(TABLE, 0x0705);
    memory_half(TABLE + 2, 0x0009);
}

static const struct {
    const char *text;
    uint16_t first, second;
    uint32_t xpsr;
    uint32_t next; /* 0: it is not known */
} cases[] = {
    /* 16 bits */
    {"beq taken", 0xd008, 0, Z, AT + 20},
    {"beq not taken", 0xd008, 0, 0, AT + 2},
    {"bgt back", 0xdccc, 0, 0, AT - 100},
    {"bgt not taken", 0xdccc, 0, Z, AT + 2},
    {"b", 0xe062, 0, 0, AT + 200},
    {"b back", 0xe768, 0, 0, AT - 300},
    {"cbz r0 (0)", 0xb190, 0, 0, AT + 40},
    {"cbz r3 (4)", 0xb193, 0, 0, AT + 2},
    {"cbnz r5, the farthest", 0xbbfd, 0, 0, AT + 130},
    {"cbnz r0 (0)", 0xbbf8, 0, 0, AT + 2},
    {"cbz r0, .+4", 0xb100, 0, 0, AT + 4},
    {"bx r6", 0x4730, 0, 0, 0x1800},
    {"bx lr", 0x4770, 0, 0, 0x1900},
    {"blx r6", 0x47b0, 0, 0, 0x1800},
    {"mov pc, r6", 0x46b7, 0, 0, 0x1800},
    {"mov r4, r6", 0x4634, 0, 0, AT + 2},
    {"add pc, r3", 0x449f, 0, 0, AT + 8},
    {"add r4, pc", 0x447c, 0, 0, AT + 2},
    {"cmp pc, r6", 0x45b7, 0, 0, AT + 2},
    {"pop {r1, r4, pc}", 0xbd12, 0, 0, 0x10000 + SP_IS + 8},
    {"pop {pc}", 0xbd00, 0, 0, 0x10000 + SP_IS},
    {"pop {r1, r4}", 0xbc12, 0, 0, AT + 2},
    {"push {lr}", 0xb500, 0, 0, AT + 2},
    {"it eq", 0xbf08, 0, 0, AT + 2},
    {"svc", 0xdf00, 0, 0, AT + 2},
    {"udf", 0xde00, 0, 0, AT + 2},
    {"cpsid i", 0xb672, 0, 0, AT + 2},
    {"nop", 0xbf00, 0, 0, AT + 2},
    {"ldmia r2!, {r3, r4}", 0xca18, 0, 0, AT + 2},
    {"sxth r1, r2", 0xb211, 0, 0, AT + 2},
    {"rev r1, r2", 0xba11, 0, 0, AT + 2},
    /* 32 bits: branches */
    {"bne.w", 0xf040, 0x81f2, 0, AT + 1000},
    {"bne.w not taken", 0xf040, 0x81f2, Z, AT + 4},
    {"ble.w back", 0xf74f, 0xa95e, Z, AT - 200000},
    {"b.w", 0xf0f4, 0xb91e, 0, AT + 1000000},
    {"b.w back", 0xf70b, 0xbede, 0, AT - 1000000},
    {"bl", 0xf1ff, 0xfffe, 0, AT + 0x200000},
    {"bl back", 0xf5ff, 0xfffe, 0, AT - 0x200000},
    {"msr primask, r0", 0xf380, 0x8810, 0, AT + 4},
    {"mrs r0, primask", 0xf3ef, 0x8010, 0, AT + 4},
    {"dsb", 0xf3bf, 0x8f4f, 0, AT + 4},
    {"movw", 0xf241, 0x2034, 0, AT + 4},
    {"tbb [r1, r0]", 0xe8d1, 0xf000, 0, AT + 4 + 2 * 5},
    {"tbb [r1, r12], odd", 0xe8d1, 0xf00c, 0, AT + 4 + 2 * 7},
    {"tbh [r1, r12, lsl #1]", 0xe8d1, 0xf01c, 0, AT + 4 + 2 * 9},
    {"tbb [pc, r0]", 0xe8df, 0xf000, 0, AT + 4 + 2 * 0x21},
    /* 32 bits: loads */
    {"ldmia.w r2, {r4, r5, pc}", 0xe892, 0x8030, 0, 0x10000 + R2_IS + 8},
    {"ldmia.w r2!, {r4, r5, pc}", 0xe8b2, 0x8030, 0, 0x10000 + R2_IS + 8},
    {"ldmia.w r2, {r4, r5}", 0xe892, 0x0030, 0, AT + 4},
    {"ldmdb r2, {r4, pc}", 0xe912, 0x8010, 0, 0x10000 + R2_IS - 4},
    {"ldmdb r2!, {r4, r5}", 0xe932, 0x0030, 0, AT + 4},
    {"pop.w {r4, r8, pc}", 0xe8bd, 0x8110, 0, 0x10000 + SP_IS + 8},
    {"push.w {r4, r8}", 0xe92d, 0x0110, 0, AT + 4},
    {"ldr.w pc, [r2, #8]", 0xf8d2, 0xf008, 0, 0x10000 + R2_IS + 8},
    {"ldr.w pc, [r2, #-8]", 0xf852, 0xfc08, 0, 0x10000 + R2_IS - 8},
    {"ldr.w pc, [r2, #8]!", 0xf852, 0xff08, 0, 0x10000 + R2_IS + 8},
    {"ldr.w pc, [r2], #12", 0xf852, 0xfb0c, 0, 0x10000 + R2_IS},
    {"ldr.w pc, [sp], #4", 0xf85d, 0xfb04, 0, 0x10000 + SP_IS},
    {"ldr.w pc, [r2, r3, lsl #2]", 0xf852, 0xf023, 0, 0x10000 + R2_IS + 16},
    {"ldr.w pc, [r2, r3]", 0xf852, 0xf003, 0, 0x10000 + R2_IS + 4},
    {"ldr.w pc, [pc, #64]", 0xf8df, 0xf040, 0, 0x5550},
    {"ldr.w pc, [pc, #-64]", 0xf85f, 0xf040, 0, 0x6660},
    {"ldr.w r0, [r2, #8]", 0xf8d2, 0x0008, 0, AT + 4},
    {"pld [r2, #8]", 0xf892, 0xf008, 0, AT + 4},
    {"ldr.w pc from where nothing is", 0xf8d2, 0xfffe, 0, 0},
    {"strex without ldrex", 0xe842, 0x1000, 0, AT + 4},
    {"ldrex without strex", 0xe852, 0x1f00, 0, AT + 4},
    /* IT blocks: what is not executed goes nowhere */
    {"bxeq lr in IT EQ, Z", 0x4770, 0, Z | IT(0x08), 0x1900},
    {"bxeq lr in IT EQ, no Z", 0x4770, 0, IT(0x08), AT + 2},
    {"popne {pc}, second of ITE EQ, no Z", 0xbd00, 0, IT(0x18), 0x10000 + SP_IS},
    {"popne {pc}, second of ITE EQ, Z", 0xbd00, 0, Z | IT(0x18), AT + 2},
    {"blle in IT LE, N", 0xf1ff, 0xfffe, N | IT(0xd8), AT + 0x200000},
    {"blle in IT LE, N and V", 0xf1ff, 0xfffe, N | V | IT(0xd8), AT + 4},
    {"bxal lr in IT AL", 0x4770, 0, IT(0xe8), 0x1900},
    /* the same bits outside of one tell how far an LDM came */
    {"bx lr with a continued LDM's bits", 0x4770, 0, 0x4000, 0x1900},
};

static void every_encoding_leads_where_it_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct thumb_state at = state_at(cases[i].xpsr);
        uint32_t next[THUMB_NEXT_MAX];
        unsigned count;

        set_up_words();
        at.r[1] = TABLE;
        at.r[12] = 1;
        memory_code(AT, cases[i].first, cases[i].second);
        if (strcmp(cases[i].text, "tbb [pc, r0]") == 0)
            memory_half(AT + 4, 0x0021);
        memory_word(AT + 4 + 64, 0x5551);
        memory_word(AT + 4 - 64, 0x6661);
        count = thumb_next(&at, next);
        if (count != (cases[i].next != 0) || (count != 0 && next[0] != cases[i].next))
            fail_msg("%s: %u, %#x", cases[i].text, count, count != 0 ? (unsigned)next[0] : 0);
    }
}

/* EQ to LE with all flags: the manual's table A7-1. */
static void every_condition_is_that_of_the_manual(void **state)
{
    (void)state;
    for (uint32_t flags = 0; flags < 16; flags++) {
        bool n = flags & 8, z = flags & 4, c = flags & 2, v = flags & 1;
        bool holds[] = {z,  !z,      c,       !c,     n,      !n,           v,
                        !v, c && !z, !c || z, n == v, n != v, !z && n == v, z || n != v};

        for (unsigned condition = 0; condition < 14; condition++) {
            struct thumb_state at = state_at(flags << 28);
            uint32_t next[THUMB_NEXT_MAX];

            memory_clear();
            memory_code(AT, (uint16_t)(0xd008 | condition << 8), 0);
            assert_int_equal(thumb_next(&at, next), 1);
            assert_int_equal(next[0], holds[condition] ? AT + 20 : AT + 2);
        }
    }
}

static void a_return_from_an_exception_leads_nobody_knows_where(void **state)
{
    static const uint16_t codes[] = {0x4770, 0x46f7}; /* bx lr; mov pc, lr */
    uint32_t next[THUMB_NEXT_MAX];

    (void)state;
    for (unsigned handler = 0; handler < 2; handler++) {
        for (unsigned i = 0; i < COUNT(codes); i++) {
            struct thumb_state at = state_at(handler ? HANDLER : 0);

            memory_clear();
            memory_code(AT, codes[i], 0);
            at.r[14] = 0xfffffffdu;
            /* Only a handler returns, and only by interworking. */
            assert_int_equal(thumb_next(&at, next), handler && i == 0 ? 0 : 1);
        }
    }
}

static void an_instruction_that_cannot_be_read_leads_nowhere(void **state)
{
    struct thumb_state at = state_at(0);
    uint32_t next[THUMB_NEXT_MAX];

    (void)state;
    memory_clear();
    assert_int_equal(thumb_next(&at, next), 0);
    memory_half(AT, 0xf000); /* and its second half is not there */
    assert_int_equal(thumb_next(&at, next), 0);
}

/* ------------------------------------------------------------- exclusive access */

/* 0: ldrex r1,[r2]; 4: cmp r1,#0; 6: bne .+20 (26); 8: strex r0,r1,[r2]; 12: cmp r0,#0;
 * 14: bne 0 */
static void a_sequence_ends_behind_its_store_and_where_it_is_left(void **state)
{
    struct thumb_state at = state_at(0);
    uint32_t next[THUMB_NEXT_MAX];

    (void)state;
    memory_clear();
    memory_code(AT, 0xe852, 0x1f00);
    memory_half(AT + 4, 0x2900);
    memory_half(AT + 6, 0xd108);
    memory_code(AT + 8, 0xe842, 0x1000);
    assert_int_equal(thumb_next(&at, next), 2);
    assert_int_equal(next[0], AT + 26);
    assert_int_equal(next[1], AT + 12);
}

/* A loop that waits with LDREX for a value: bne 0 before the STREX. */
static void a_step_does_not_end_inside_its_sequence(void **state)
{
    struct thumb_state at = state_at(0);
    uint32_t next[THUMB_NEXT_MAX];

    (void)state;
    memory_clear();
    memory_code(AT, 0xe852, 0x1f00);
    memory_half(AT + 4, 0x2900);
    memory_half(AT + 6, 0xd1fb);
    memory_code(AT + 8, 0xe842, 0x1000);
    assert_int_equal(thumb_next(&at, next), 1);
    assert_int_equal(next[0], AT + 12);
}

static void bytes_halfwords_and_clrex_end_a_sequence_too(void **state)
{
    static const struct {
        uint16_t load[2], store[2];
    } pairs[] = {{{0xe8d2, 0x1f4f}, {0xe8c2, 0x1f40}},
                 {{0xe8d2, 0x1f5f}, {0xe8c2, 0x1f50}},
                 {{0xe852, 0x1f00}, {0xf3bf, 0x8f2f}}};
    uint32_t next[THUMB_NEXT_MAX];

    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct thumb_state at = state_at(0);

        memory_clear();
        memory_code(AT, pairs[i].load[0], pairs[i].load[1]);
        memory_half(AT + 4, 0xbf00);
        memory_code(AT + 6, pairs[i].store[0], pairs[i].store[1]);
        assert_int_equal(thumb_next(&at, next), 1);
        assert_int_equal(next[0], AT + 10);
    }
}

/* Ways out beyond what can be told, a return, a call: the LDREX alone is stepped over. */
static void a_sequence_that_cannot_be_followed_is_none(void **state)
{
    static const uint16_t leaves[][2] = {{0x4770, 0}, {0xf1ff, 0xfffe}, {0xbd00, 0}};
    struct thumb_state at = state_at(0);
    uint32_t next[THUMB_NEXT_MAX];

    (void)state;
    for (size_t i = 0; i < COUNT(leaves); i++) {
        memory_clear();
        memory_code(AT, 0xe852, 0x1f00);
        memory_code(AT + 4, leaves[i][0], leaves[i][1]);
        memory_code(AT + 8, 0xe842, 0x1000);
        assert_int_equal(thumb_next(&at, next), 1);
        assert_int_equal(next[0], AT + 4);
    }
    memory_clear();
    memory_code(AT, 0xe852, 0x1f00);
    for (unsigned i = 0; i < THUMB_NEXT_MAX; i++)
        memory_half(AT + 4 + 2 * i, 0xd120);
    memory_code(AT + 4 + 2 * THUMB_NEXT_MAX, 0xe842, 0x1000);
    assert_int_equal(thumb_next(&at, next), 1);
    assert_int_equal(next[0], AT + 4);
}

/* ----------------------------------------------------------------------- calls */

static void a_call_is_one_if_it_is_executed(void **state)
{
    struct thumb_state at = state_at(0);
    uint32_t after;

    (void)state;
    memory_clear();
    memory_code(AT, 0xf1ff, 0xfffe); /* bl */
    assert_true(thumb_is_call(&at, &after));
    assert_int_equal(after, AT + 4);
    at.xpsr = IT(0x08);
    assert_false(thumb_is_call(&at, &after));
    at.xpsr = Z | IT(0x08);
    assert_true(thumb_is_call(&at, &after));
    memory_code(AT, 0x47b0, 0); /* blx r6 */
    assert_true(thumb_is_call(&at, &after));
    assert_int_equal(after, AT + 2);
    memory_code(AT, 0x4730, 0); /* bx r6 */
    assert_false(thumb_is_call(&at, &after));
    memory_code(AT, 0xf0f4, 0xb91e); /* b.w */
    assert_false(thumb_is_call(&at, &after));
}

static void what_stands_behind_a_call_is_known(void **state)
{
    (void)state;
    memory_clear();
    memory_code(AT, 0xf1ff, 0xfffe);
    memory_half(AT + 4, 0x47b0);
    memory_half(AT + 6, 0x4730);
    assert_true(thumb_follows_call(AT + 4));
    assert_true(thumb_follows_call(AT + 6));
    assert_false(thumb_follows_call(AT + 8));
    assert_false(thumb_follows_call(AT + 2)); /* the middle of BL */
    assert_false(thumb_follows_call(0x5000)); /* where nothing is */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_encoding_leads_where_it_should),
        cmocka_unit_test(every_condition_is_that_of_the_manual),
        cmocka_unit_test(a_return_from_an_exception_leads_nobody_knows_where),
        cmocka_unit_test(an_instruction_that_cannot_be_read_leads_nowhere),
        cmocka_unit_test(a_sequence_ends_behind_its_store_and_where_it_is_left),
        cmocka_unit_test(a_step_does_not_end_inside_its_sequence),
        cmocka_unit_test(bytes_halfwords_and_clrex_end_a_sequence_too),
        cmocka_unit_test(a_sequence_that_cannot_be_followed_is_none),
        cmocka_unit_test(a_call_is_one_if_it_is_executed),
        cmocka_unit_test(what_stands_behind_a_call_is_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
