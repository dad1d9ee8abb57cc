/* test_riscv_access.c - what data each instruction of RV64IMAC accesses.
 * The words are what the GNU assembler makes of the text beside them.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "decode.h"

#define BASE UINT64_C(0x80808000)

struct form {
    uint32_t instruction;
    uint8_t base; /* register */
    uint8_t size;
    bool write;
    int16_t offset;
};

static const struct form forms[] = {
    {0xfff58503, 11, 1, false, -1},    /* lb a0, -1(a1) */
    {0x80059503, 11, 2, false, -2048}, /* lh a0, -2048(a1) */
    {0x7ff5a503, 11, 4, false, 2047},  /* lw a0, 2047(a1) */
    {0x85b503, 11, 8, false, 8},       /* ld a0, 8(a1) */
    {0x15c503, 11, 1, false, 1},       /* lbu a0, 1(a1) */
    {0x25d503, 11, 2, false, 2},       /* lhu a0, 2(a1) */
    {0x45e503, 11, 4, false, 4},       /* lwu a0, 4(a1) */
    {0xfea58fa3, 11, 1, true, -1},     /* sb a0, -1(a1) */
    {0x80a59023, 11, 2, true, -2048},  /* sh a0, -2048(a1) */
    {0x7ea5afa3, 11, 4, true, 2047},   /* sw a0, 2047(a1) */
    {0xa5b423, 11, 8, true, 8},        /* sd a0, 8(a1) */
    {0x1005a52f, 11, 4, false, 0},     /* lr.w a0, (a1) */
    {0x1405b52f, 11, 8, false, 0},     /* lr.d.aq a0, (a1) */
    {0x18c5a52f, 11, 4, true, 0},      /* sc.w a0, a2, (a1) */
    {0x1ac5b52f, 11, 8, true, 0},      /* sc.d.rl a0, a2, (a1) */
    {0xc5a52f, 11, 4, true, 0},        /* amoadd.w a0, a2, (a1) */
    {0x8c5b52f, 11, 8, true, 0},       /* amoswap.d a0, a2, (a1) */
    {0xe0c5b52f, 11, 8, true, 0},      /* amomaxu.d a0, a2, (a1) */
    {0x40c8, 9, 4, false, 4},          /* c.lw a0, offset(s1) */
    {0x4488, 9, 4, false, 8},          {0x4888, 9, 4, false, 16},
    {0x5088, 9, 4, false, 32},         {0x40a8, 9, 4, false, 64},
    {0x5ce8, 9, 4, false, 124},        {0x6488, 9, 8, false, 8}, /* c.ld a0, offset(s1) */
    {0x6888, 9, 8, false, 16},         {0x7088, 9, 8, false, 32},
    {0x60a8, 9, 8, false, 64},         {0x60c8, 9, 8, false, 128},
    {0x7ce8, 9, 8, false, 248},        {0xc0c8, 9, 4, true, 4}, /* c.sw a0, offset(s1) */
    {0xc488, 9, 4, true, 8},           {0xc888, 9, 4, true, 16},
    {0xd088, 9, 4, true, 32},          {0xc0a8, 9, 4, true, 64},
    {0xdce8, 9, 4, true, 124},         {0xe488, 9, 8, true, 8}, /* c.sd a0, offset(s1) */
    {0xe888, 9, 8, true, 16},          {0xf088, 9, 8, true, 32},
    {0xe0a8, 9, 8, true, 64},          {0xe0c8, 9, 8, true, 128},
    {0xfce8, 9, 8, true, 248},         {0x4512, 2, 4, false, 4}, /* c.lwsp a0, offset(sp) */
    {0x4522, 2, 4, false, 8},          {0x4542, 2, 4, false, 16},
    {0x5502, 2, 4, false, 32},         {0x4506, 2, 4, false, 64},
    {0x450a, 2, 4, false, 128},        {0x557e, 2, 4, false, 252},
    {0x6522, 2, 8, false, 8}, /* c.ldsp a0, offset(sp) */
    {0x6542, 2, 8, false, 16},         {0x7502, 2, 8, false, 32},
    {0x6506, 2, 8, false, 64},         {0x650a, 2, 8, false, 128},
    {0x6512, 2, 8, false, 256},        {0x757e, 2, 8, false, 504},
    {0xc22a, 2, 4, true, 4}, /* c.swsp a0, offset(sp) */
    {0xc42a, 2, 4, true, 8},           {0xc82a, 2, 4, true, 16},
    {0xd02a, 2, 4, true, 32},          {0xc0aa, 2, 4, true, 64},
    {0xc12a, 2, 4, true, 128},         {0xdfaa, 2, 4, true, 252},
    {0xe42a, 2, 8, true, 8}, /* c.sdsp a0, offset(sp) */
    {0xe82a, 2, 8, true, 16},          {0xf02a, 2, 8, true, 32},
    {0xe0aa, 2, 8, true, 64},          {0xe12a, 2, 8, true, 128},
    {0xe22a, 2, 8, true, 256},         {0xffaa, 2, 8, true, 504},
};

static void access_is_found_in_every_load_and_store(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++) {
        uint64_t x[32];
        const struct decode_state at = {.x = x};
        struct decode_access access;

        memset(x, 0x55, sizeof x);
        x[forms[i].base] = BASE;
        if (!decode_access(&at, forms[i].instruction, &access))
            fail_msg("%#x accesses nothing", forms[i].instruction);
        assert_int_equal(access.address, BASE + (uint64_t)(int64_t)forms[i].offset);
        assert_int_equal(access.size, forms[i].size);
        assert_int_equal(access.write, forms[i].write);
    }
}

static void access_takes_x0_for_zero(void **state)
{
    uint64_t x[32];
    const struct decode_state at = {.x = x};
    struct decode_access access;

    (void)state;
    memset(x, 0x55, sizeof x);
    assert_true(decode_access(&at, 0x802503, &access)); /* lw a0, 8(x0) */
    assert_int_equal(access.address, 8);
}

static void access_is_not_found_elsewhere(void **state)
{
    static const uint32_t others[] =
        {
            0x10000ef, 0x8067,   0xb50863, 0xc901,    0x9002,  0x100073,   0x73,
            0x150513,  0x5537,   0x5517,   0xff0000f, 0x100f,  0x34059573, 0x2b50533,
            0x505,     0x6515,   0x4515,   0x50e,     0x808,   0x2505,     0x852e,
            0x8082,    0xa801,   0x9502,   0x0,       0x7f503, /* a load of width 7 */
            0xa5c423,                                          /* a store of width 4 */
            0xc5852f,  0xc5c52f,                               /* an AMO of 1, of 16 bytes */
        };
    uint64_t x[32] = {0};
    const struct decode_state at = {.x = x};
    struct decode_access access;

    (void)state;
    for (size_t i = 0; i < COUNT(others); i++)
        if (decode_access(&at, others[i], &access))
            fail_msg("%#x accesses something", others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(access_is_found_in_every_load_and_store),
        cmocka_unit_test(access_takes_x0_for_zero),
        cmocka_unit_test(access_is_not_found_elsewhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
