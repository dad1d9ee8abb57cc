/* test_riscv_decode.c - where each instruction of RV64IMAC leads to.
 * The words are what the GNU assembler makes of the text beside them.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "decode.h"

#define PC UINT64_C(0x80200000)

/* What a state fetches from: halfwords from PC on. */
static uint16_t memory[64];
static size_t readable; /* halfwords */

static bool fetch(uint64_t address, uint16_t *half)
{
    uint64_t n = (address - PC) / 2;

    if (n >= readable)
        return false;
    *half = memory[n];
    return true;
}

static void put(uint32_t instruction)
{
    memory[readable++] = (uint16_t)instruction;
    if ((instruction & 3) == 3)
        memory[readable++] = (uint16_t)(instruction >> 16);
}

/* The only address after INSTRUCTION with the registers X. */
static uint64_t next_of(uint32_t instruction, const uint64_t *x)
{
    const struct decode_state state = {.pc = PC, .x = x, .fetch = fetch};
    uint64_t next[DECODE_NEXT_MAX];

    readable = 0;
    put(instruction);
    assert_int_equal(decode_next(&state, next), 1);
    return next[0];
}

static const uint64_t zeros[32];

/* -------------------------------------------------------------------- offsets */

struct offset {
    int32_t offset;
    uint32_t instruction;
};

static const struct offset offsets[] = {
    /* jal x0, .+offset */
    {2, 0x20006f},
    {4, 0x40006f},
    {8, 0x80006f},
    {16, 0x100006f},
    {32, 0x200006f},
    {64, 0x400006f},
    {128, 0x800006f},
    {256, 0x1000006f},
    {512, 0x2000006f},
    {1024, 0x4000006f},
    {2048, 0x10006f},
    {4096, 0x106f},
    {8192, 0x206f},
    {16384, 0x406f},
    {32768, 0x806f},
    {65536, 0x1006f},
    {131072, 0x2006f},
    {262144, 0x4006f},
    {524288, 0x8006f},
    {-1048576, 0x8000006f},
    {-2, 0xfffff06f},
    {1048574, 0x7ffff06f},
    /* beq x0, x0, .+offset */
    {2, 0x163},
    {4, 0x263},
    {8, 0x463},
    {16, 0x863},
    {32, 0x2000063},
    {64, 0x4000063},
    {128, 0x8000063},
    {256, 0x10000063},
    {512, 0x20000063},
    {1024, 0x40000063},
    {2048, 0xe3},
    {-4096, 0x80000063},
    {-2, 0xfe000fe3},
    {4094, 0x7e000fe3},
    /* c.j .+offset */
    {2, 0xa009},
    {4, 0xa011},
    {8, 0xa021},
    {16, 0xa801},
    {32, 0xa005},
    {64, 0xa081},
    {128, 0xa041},
    {256, 0xa201},
    {512, 0xa401},
    {1024, 0xa101},
    {-2048, 0xb001},
    {-2, 0xbffd},
    {2046, 0xaffd},
    /* c.beqz s0, .+offset */
    {2, 0xc009},
    {4, 0xc011},
    {8, 0xc401},
    {16, 0xc801},
    {32, 0xc005},
    {64, 0xc021},
    {128, 0xc041},
    {-256, 0xd001},
    {-2, 0xdc7d},
    {254, 0xcc7d},
};

static void decode_takes_every_bit_of_an_offset(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(offsets); i++)
        assert_int_equal(next_of(offsets[i].instruction, zeros),
                         PC + (uint64_t)(int64_t)offsets[i].offset);
}

/* ------------------------------------------------------------------- branches */

/* Whether it is taken for a0 = a, a1 = b. */
struct condition {
    uint32_t instruction;
    uint8_t length;
    bool (*taken)(uint64_t a, uint64_t b);
};

static bool eq(uint64_t a, uint64_t b)
{
    return a == b;
}

static bool ne(uint64_t a, uint64_t b)
{
    return a != b;
}

static bool lt(uint64_t a, uint64_t b)
{
    return (int64_t)a < (int64_t)b;
}

static bool ge(uint64_t a, uint64_t b)
{
    return (int64_t)a >= (int64_t)b;
}

static bool ltu(uint64_t a, uint64_t b)
{
    return a < b;
}

static bool geu(uint64_t a, uint64_t b)
{
    return a >= b;
}

static bool eqz(uint64_t a, uint64_t b)
{
    (void)b;
    return a == 0;
}

static bool nez(uint64_t a, uint64_t b)
{
    (void)b;
    return a != 0;
}

static const struct condition conditions[] = {
    {0xb50863, 4, eq},  /* beq a0, a1, .+16 */
    {0xb51863, 4, ne},  /* bne */
    {0xb54863, 4, lt},  /* blt */
    {0xb55863, 4, ge},  /* bge */
    {0xb56863, 4, ltu}, /* bltu */
    {0xb57863, 4, geu}, /* bgeu */
    {0xc901, 2, eqz},   /* c.beqz a0, .+16 */
    {0xe901, 2, nez},   /* c.bnez */
};

static void decode_takes_a_branch_when_its_condition_holds(void **state)
{
    static const uint64_t values[] = {0, 1, 2, INT64_MAX, (uint64_t)INT64_MIN, UINT64_MAX};
    uint64_t x[32] = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(conditions); i++)
        for (size_t a = 0; a < COUNT(values); a++)
            for (size_t b = 0; b < COUNT(values); b++) {
                const struct condition *c = &conditions[i];

                x[10] = values[a];
                x[11] = values[b];
                assert_int_equal(next_of(c->instruction, x),
                                 PC + (c->taken(values[a], values[b]) ? 16 : c->length));
            }
}

static void decode_reads_x0_as_zero_whatever_stands_in_its_place(void **state)
{
    uint64_t x[32] = {0};

    (void)state;
    x[0] = PC; /* as in a frame of the board */
    x[11] = 0;
    assert_int_equal(next_of(0xb00863, x), PC + 16); /* beq x0, a1, .+16 */
    assert_int_equal(next_of(0x400067, x), 4);       /* jalr x0, 4(x0) */
}

/* ---------------------------------------------------------------------- jumps */

static void decode_follows_jumps_to_registers(void **state)
{
    static const struct {
        uint32_t instruction;
        uint8_t base;
        int16_t offset;
    } jumps[] = {
        {0x8067, 1, 0},          /* jalr x0, 0(ra) */
        {0x7ff500e7, 10, 2047},  /* jalr ra, 2047(a0) */
        {0x800500e7, 10, -2048}, /* jalr ra, -2048(a0) */
        {0x502e7, 10, 0},        /* jalr t0, 0(a0) */
        {0x50567, 10, 0},        /* jalr a0, 0(a0) */
        {0x8082, 1, 0},          /* c.jr ra */
        {0x8f82, 31, 0},         /* c.jr t6 */
        {0x9502, 10, 0},         /* c.jalr a0 */
    };
    uint64_t x[32] = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(jumps); i++) {
        memset(x, 0x55, sizeof x);
        x[jumps[i].base] = 0x80004000;
        assert_int_equal(next_of(jumps[i].instruction, x),
                         (0x80004000 + (uint64_t)(int64_t)jumps[i].offset) & ~UINT64_C(1));
    }
}

static void decode_clears_the_lowest_bit_of_a_register_jumped_to(void **state)
{
    uint64_t x[32] = {0};

    (void)state;
    x[1] = 0x80004003;
    assert_int_equal(next_of(0x8067, x), 0x80004002); /* jalr x0, 0(ra) */
    assert_int_equal(next_of(0x8082, x), 0x80004002); /* c.jr ra */
}

static void decode_knows_what_calls(void **state)
{
    static const uint32_t calls[] = {
        0x10000ef,  /* jal ra, .+16 */
        0x10002ef,  /* jal t0, .+16 */
        0x7ff500e7, /* jalr ra, 2047(a0) */
        0x502e7,    /* jalr t0, 0(a0) */
        0x9502,     /* c.jalr a0 */
    };
    static const uint32_t others[] = {
        0x100006f, /* jal x0, .+16 */
        0x8067,    /* jalr x0, 0(ra) */
        0x50567,   /* jalr a0, 0(a0) */
        0x8082,    /* c.jr ra */
        0xa801,    /* c.j .+16 */
        0xb50863,  /* beq a0, a1, .+16 */
        0x9002,    /* c.ebreak */
        0x952e,    /* c.add a0, a1 */
        0x150513,  /* addi a0, a0, 1 */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(calls); i++)
        assert_true(decode_is_call(calls[i]));
    for (size_t i = 0; i < COUNT(others); i++)
        assert_false(decode_is_call(others[i]));
}

static void decode_goes_on_behind_everything_else(void **state)
{
    static const uint32_t others[] = {
        0x100073,  0x73,       0x10500073, 0x852e,     0x952e,     0x1,        0x150513,
        0xff0000f, 0x34059573, 0x5537,     0x5517,     0x18c5a52f, 0xc5a52f,   0x8c5b52f,
        0x9002,    0x505,      0x6515,     0x4515,     0x50e,      0x808,      0x2505,
        0x100f,    0x2b50533,  0x40c8,     0x6488,     0xc0c8,     0xe488,     0x4512,
        0x6522,    0xc22a,     0xe42a,     0xfff58503, 0x7ea5afa3, 0xe0c5b52f, 0x0,
    };

    (void)state;
    for (size_t i = 0; i < COUNT(others); i++)
        assert_int_equal(next_of(others[i], zeros), PC + ((others[i] & 3) == 3 ? 4 : 2));
}

static void decode_knows_break_instructions(void **state)
{
    (void)state;
    assert_true(decode_is_break(0x100073)); /* ebreak */
    assert_true(decode_is_break(0x9002));   /* c.ebreak */
    assert_false(decode_is_break(0x73));    /* ecall */
    assert_false(decode_is_break(0x9502));  /* c.jalr a0 */
}

static void decode_says_when_it_does_not_know(void **state)
{
    static const uint32_t returns[] = {0x30200073, 0x10200073}; /* mret, sret */
    struct decode_state at = {.pc = PC, .x = zeros, .fetch = fetch};
    uint64_t next[DECODE_NEXT_MAX];

    (void)state;
    for (size_t i = 0; i < COUNT(returns); i++) {
        readable = 0;
        put(returns[i]);
        assert_int_equal(decode_next(&at, next), 0);
    }
    readable = 0; /* nothing there */
    assert_int_equal(decode_next(&at, next), 0);
    put(0x150513);
    readable = 1; /* the second half is not */
    assert_int_equal(decode_next(&at, next), 0);
    readable = 0;
    put(0x1f); /* longer than 32 bits */
    assert_int_equal(decode_next(&at, next), 0);
    readable = 0;
    put(0x150513);
    at.pc = PC + 1; /* no address of an instruction */
    assert_int_equal(decode_next(&at, next), 0);
}

/* ------------------------------------------------------------------ sequences */

#define LR_W     0x1005a52f /* lr.w a0, (a1) */
#define SC_W     0x18c5a52f /* sc.w a0, a2, (a1) */
#define BNE_12   0xc51663   /* bne a0, a2, .+12 */
#define ADD      0xc50533   /* add a0, a0, a2 */
#define BEQZ_32  0x2068063  /* beqz a3, .+32 */
#define JALR     0x50567    /* jalr a0, 0(a0) */
#define ECALL    0x73
#define C_BEQZ_8 0xc401 /* c.beqz s0, .+8 */

static unsigned sequence(const uint32_t *instructions, size_t count, uint64_t *next)
{
    const struct decode_state state = {.pc = PC, .x = zeros, .fetch = fetch};

    readable = 0;
    for (size_t i = 0; i < count; i++)
        put(instructions[i]);
    return decode_next(&state, next);
}

static void decode_takes_a_sequence_as_one_step(void **state)
{
    static const uint32_t swap[] = {LR_W, ADD, SC_W};
    static const uint32_t compare[] = {LR_W, BNE_12, SC_W};
    static const uint32_t inside[] = {LR_W, BNE_12, ADD, ADD, SC_W};
    static const uint32_t with_short[] = {LR_W, C_BEQZ_8, SC_W};
    uint64_t next[DECODE_NEXT_MAX];

    (void)state;
    assert_int_equal(sequence(swap, COUNT(swap), next), 1);
    assert_int_equal(next[0], PC + 12);
    assert_int_equal(sequence(compare, COUNT(compare), next), 2);
    assert_int_equal(next[0], PC + 12);
    assert_int_equal(next[1], PC + 16);
    assert_int_equal(sequence(inside, COUNT(inside), next), 1);
    assert_int_equal(next[0], PC + 20);
    assert_int_equal(sequence(with_short, COUNT(with_short), next), 2);
    assert_int_equal(next[0], PC + 10);
    assert_int_equal(next[1], PC + 12);
}

static void decode_tells_an_exit_once(void **state)
{
    static const uint32_t to_the_end[] = {LR_W, ADD, BNE_12, ADD, SC_W};
    static const uint32_t to_itself[] = {LR_W, BNE_12, ADD, ADD, SC_W};
    static const uint32_t same[] = {LR_W, BEQZ_32, 0x68e63, SC_W}; /* beqz a3, .+28 */
    static const uint32_t back[] = {LR_W, BEQZ_32, 0xfe000fe3, BNE_12, SC_W};
    uint64_t next[DECODE_NEXT_MAX];

    (void)state;
    assert_int_equal(sequence(to_the_end, COUNT(to_the_end), next), 1);
    assert_int_equal(next[0], PC + 20);
    assert_int_equal(sequence(to_itself, COUNT(to_itself), next), 1);
    assert_int_equal(next[0], PC + 20);
    assert_int_equal(sequence(same, COUNT(same), next), 2);
    assert_int_equal(next[0], PC + 16);
    assert_int_equal(next[1], PC + 36);
    /* beqz leads to 36, beq .-2 into the sequence, bne to 24. */
    assert_int_equal(sequence(back, COUNT(back), next), 3);
    assert_int_equal(next[0], PC + 20);
    assert_int_equal(next[1], PC + 36);
    assert_int_equal(next[2], PC + 24);
}

static void decode_steps_into_what_is_no_sequence(void **state)
{
    static const uint32_t alone[] = {LR_W, ADD, ADD};
    static const uint32_t jumps[] = {LR_W, JALR, SC_W};
    static const uint32_t traps[] = {LR_W, ECALL, SC_W};
    static const uint32_t broken[] = {LR_W, 0x9002, SC_W};
    uint64_t next[DECODE_NEXT_MAX];

    (void)state;
    assert_int_equal(sequence(alone, COUNT(alone), next), 1);
    assert_int_equal(next[0], PC + 4);
    assert_int_equal(sequence(jumps, COUNT(jumps), next), 1);
    assert_int_equal(next[0], PC + 4);
    assert_int_equal(sequence(traps, COUNT(traps), next), 1);
    assert_int_equal(next[0], PC + 4);
    assert_int_equal(sequence(broken, COUNT(broken), next), 1);
    assert_int_equal(next[0], PC + 4);
}

static void decode_follows_sixteen_instructions_and_no_more(void **state)
{
    uint32_t code[17] = {LR_W};
    uint64_t next[DECODE_NEXT_MAX];

    (void)state;
    for (size_t i = 1; i < COUNT(code); i++)
        code[i] = ADD;
    code[15] = SC_W;
    assert_int_equal(sequence(code, COUNT(code), next), 1);
    assert_int_equal(next[0], PC + 64);
    code[15] = ADD;
    code[16] = SC_W;
    assert_int_equal(sequence(code, COUNT(code), next), 1);
    assert_int_equal(next[0], PC + 4);
}

static void decode_gives_up_a_sequence_with_too_many_exits(void **state)
{
    /* Each branch leads elsewhere; with the end, four addresses and five. */
    static const uint32_t four[] = {LR_W, BEQZ_32, BEQZ_32, BEQZ_32, SC_W};
    static const uint32_t five[] = {LR_W, BEQZ_32, BEQZ_32, BEQZ_32, BEQZ_32, SC_W};
    uint64_t next[DECODE_NEXT_MAX];

    (void)state;
    assert_int_equal(sequence(four, COUNT(four), next), 4);
    assert_int_equal(next[0], PC + 20);
    assert_int_equal(next[1], PC + 36);
    assert_int_equal(next[2], PC + 40);
    assert_int_equal(next[3], PC + 44);
    assert_int_equal(sequence(five, COUNT(five), next), 1);
    assert_int_equal(next[0], PC + 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decode_takes_every_bit_of_an_offset),
        cmocka_unit_test(decode_takes_a_branch_when_its_condition_holds),
        cmocka_unit_test(decode_reads_x0_as_zero_whatever_stands_in_its_place),
        cmocka_unit_test(decode_follows_jumps_to_registers),
        cmocka_unit_test(decode_clears_the_lowest_bit_of_a_register_jumped_to),
        cmocka_unit_test(decode_knows_what_calls),
        cmocka_unit_test(decode_goes_on_behind_everything_else),
        cmocka_unit_test(decode_knows_break_instructions),
        cmocka_unit_test(decode_says_when_it_does_not_know),
        cmocka_unit_test(decode_takes_a_sequence_as_one_step),
        cmocka_unit_test(decode_tells_an_exit_once),
        cmocka_unit_test(decode_steps_into_what_is_no_sequence),
        cmocka_unit_test(decode_follows_sixteen_instructions_and_no_more),
        cmocka_unit_test(decode_gives_up_a_sequence_with_too_many_exits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
