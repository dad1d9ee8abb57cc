/* test_thumb_access.c - what an instruction of ARMv7-M does to memory, and what a fault's status
 * is taken for.
 *
 * SPDX-License-Identifier: MIT */
#include "scb.h"
#include "status.h"
#include "thumb_memory.h"
#include "unit.h"

#define AT     0x1000u
#define BOTTOM 0x20000000u /* of the stack */

enum { NO, LOAD, STORE };

static const struct {
    const char *text;
    uint16_t first, second;
    int kind;
    unsigned size;
} cases[] = {
    {"str r1, [r2, r3]", 0x50d1, 0, STORE, 4},
    {"strh r1, [r2, r3]", 0x52d1, 0, STORE, 2},
    {"strb r1, [r2, r3]", 0x54d1, 0, STORE, 1},
    {"ldrsb r1, [r2, r3]", 0x56d1, 0, LOAD, 1},
    {"ldr r1, [r2, r3]", 0x58d1, 0, LOAD, 4},
    {"ldrsh r1, [r2, r3]", 0x5ed1, 0, LOAD, 2},
    {"ldr r1, [pc, #8]", 0x4902, 0, LOAD, 4},
    {"bx lr", 0x4770, 0, NO, 0},
    {"str r1, [r2, #4]", 0x6051, 0, STORE, 4},
    {"ldr r1, [r2, #4]", 0x6851, 0, LOAD, 4},
    {"strb r1, [r2, #2]", 0x7091, 0, STORE, 1},
    {"ldrb r1, [r2, #2]", 0x7891, 0, LOAD, 1},
    {"strh r1, [r2, #2]", 0x8051, 0, STORE, 2},
    {"ldrh r1, [r2, #2]", 0x8851, 0, LOAD, 2},
    {"str r1, [sp, #4]", 0x9101, 0, STORE, 4},
    {"ldr r1, [sp, #4]", 0x9901, 0, LOAD, 4},
    {"stmia r2!, {r3, r4}", 0xc218, 0, STORE, 4},
    {"ldmia r2!, {r3, r4}", 0xca18, 0, LOAD, 4},
    {"push {r1}", 0xb402, 0, STORE, 4},
    {"pop {r1}", 0xbc02, 0, LOAD, 4},
    {"cbz r3", 0xb193, 0, NO, 0},
    {"nop", 0xbf00, 0, NO, 0},
    {"adds r1, r1, r2", 0x1889, 0, NO, 0},
    {"ldr.w r0, [r2, #260]", 0xf8d2, 0x0104, LOAD, 4},
    {"ldr.w pc, [r2], #12", 0xf852, 0xfb0c, LOAD, 4},
    {"str.w r1, [r2, #8]", 0xf8c2, 0x1008, STORE, 4},
    {"strh.w r1, [r2, #8]", 0xf8a2, 0x1008, STORE, 2},
    {"strb.w r1, [r2, #-8]", 0xf802, 0x1c08, STORE, 1},
    {"ldrsb.w r1, [r2, #8]", 0xf992, 0x1008, LOAD, 1},
    {"ldrsh.w r1, [r2, #8]", 0xf9b2, 0x1008, LOAD, 2},
    {"pld [r2, #8]", 0xf892, 0xf008, NO, 0},
    {"strd r0, r1, [r2, #8]", 0xe9c2, 0x0102, STORE, 4},
    {"ldrd r0, r1, [r2, #-8]!", 0xe972, 0x0102, LOAD, 4},
    {"push.w {r4, r8}", 0xe92d, 0x0110, STORE, 4},
    {"pop.w {r4, r8, pc}", 0xe8bd, 0x8110, LOAD, 4},
    {"ldrex r1, [r2]", 0xe852, 0x1f00, LOAD, 4},
    {"ldrexb r1, [r2]", 0xe8d2, 0x1f4f, LOAD, 1},
    {"strexh r0, r1, [r2]", 0xe8c2, 0x1f50, STORE, 2},
    {"strex r0, r1, [r2]", 0xe842, 0x1000, STORE, 4},
    {"tbb [r1, r2]", 0xe8d1, 0xf002, LOAD, 1},
    {"tbh [r1, r2, lsl #1]", 0xe8d1, 0xf012, LOAD, 2},
    {"add.w r1, r2, r3", 0xeb02, 0x0103, NO, 0},
    {"mul r1, r2, r1", 0xfb02, 0xf101, NO, 0},
    {"bl", 0xf1ff, 0xfffe, NO, 0},
    {"dsb", 0xf3bf, 0x8f4f, NO, 0},
    {"vldr s0, [r2]", 0xed92, 0x0a00, LOAD, 4},
    {"vpush {s16}", 0xed2d, 0x8a01, STORE, 4},
    {"vmov r0, r1, d0", 0xec51, 0x0b10, NO, 0},
};

static void every_encoding_does_what_it_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct thumb_access access = {.size = 0};
        bool any;

        memory_clear();
        memory_code(AT, cases[i].first, cases[i].second);
        any = thumb_access(AT, &access);
        if (any != (cases[i].kind != NO) ||
            (any && (access.write != (cases[i].kind == STORE) || access.size != cases[i].size)))
            fail_msg("%s: %d, %d, %u", cases[i].text, any, access.write, access.size);
    }
}

static void what_cannot_be_read_accesses_nothing(void **state)
{
    struct thumb_access access;

    (void)state;
    memory_clear();
    assert_false(thumb_access(AT, &access));
    memory_half(AT, 0xf8d2);
    assert_false(thumb_access(AT, &access));
}

/* ---------------------------------------------------------------------- faults */

static const struct {
    uint32_t exception, cfsr;
    uint16_t code;
    const char *cause;
} faults[] = {
    {6, CFSR_UNDEFINSTR, 0xde00, "illegal-instruction"},
    {6, CFSR_INVSTATE, 0x4770, "illegal-instruction"},
    {6, CFSR_NOCP, 0x4770, "illegal-instruction"},
    {6, 1u << 18, 0x4770, "other"},
    {6, CFSR_UNALIGNED, 0x6851, "misaligned"},
    {6, CFSR_DIVBYZERO, 0x6851, "divide-by-zero"},
    {5, CFSR_IBUSERR, 0x4770, "instruction-access"},
    {4, CFSR_IACCVIOL, 0x4770, "instruction-access"},
    {5, CFSR_PRECISERR, 0x6851, "load-access"},
    {5, CFSR_PRECISERR, 0x6051, "store-access"},
    {4, CFSR_DACCVIOL, 0x6051, "store-access"},
    {5, CFSR_PRECISERR, 0x4770, "other"},
    {5, CFSR_IMPRECISE, 0x4770, "store-access"},
    {3, 0, 0x4770, "other"},
    {11, 0, 0xdf00, "environment-call"},
    {4, CFSR_MSTKERR, 0x4770, "stack-overflow"},
    {5, CFSR_STKERR, 0x4770, "stack-overflow"},
    {5, CFSR_UNSTKERR, 0x4770, "stack-overflow"},
};

static void every_status_has_its_cause(void **state)
{
    (void)state;
    memory_clear();
    for (size_t i = 0; i < COUNT(faults); i++) {
        struct fault_status status = {
            .exception = faults[i].exception, .cfsr = faults[i].cfsr, .pc = AT, .stacked = true};
        struct board_stop stop;

        memory_half(AT, faults[i].code);
        status_describe(&status, BOTTOM, &stop);
        assert_int_equal(stop.kind, BOARD_STOP_FAULT);
        assert_int_equal(stop.code, faults[i].cfsr);
        assert_false(stop.has_address);
        if (strcmp(stop.cause, faults[i].cause) != 0)
            fail_msg("%#x: %s, not %s", (unsigned)faults[i].cfsr, stop.cause, faults[i].cause);
    }
}

static void an_address_is_told_if_the_processor_knows_it(void **state)
{
    struct fault_status status = {.exception = 5, .mmfar = 4, .bfar = 8, .pc = AT, .stacked = true};
    struct board_stop stop;

    (void)state;
    memory_clear();
    status.cfsr = CFSR_PRECISERR;
    status_describe(&status, BOTTOM, &stop);
    assert_false(stop.has_address);
    status.cfsr |= CFSR_MMARVALID;
    status_describe(&status, BOTTOM, &stop);
    assert_true(stop.has_address);
    assert_int_equal(stop.address, 4);
    status.cfsr |= CFSR_BFARVALID;
    status_describe(&status, BOTTOM, &stop);
    assert_int_equal(stop.address, 8);
}

static void an_access_just_below_the_stack_is_its_overflow(void **state)
{
    static const struct {
        uint32_t address;
        bool overflow;
    } places[] = {{BOTTOM - 1, true},
                  {BOTTOM - 4096, true},
                  {BOTTOM - 4097, false},
                  {BOTTOM, false},
                  {BOTTOM + 64, false}};

    (void)state;
    memory_clear();
    memory_half(AT, 0x6051);
    for (size_t i = 0; i < COUNT(places); i++) {
        struct fault_status status = {.exception = 4,
                                      .cfsr = CFSR_DACCVIOL | CFSR_MMARVALID,
                                      .mmfar = places[i].address,
                                      .pc = AT,
                                      .stacked = true};
        struct board_stop stop;

        status_describe(&status, BOTTOM, &stop);
        assert_string_equal(stop.cause, places[i].overflow ? "stack-overflow" : "store-access");
    }
}

static void without_a_frame_there_is_no_pc(void **state)
{
    struct fault_status status = {.exception = 4, .cfsr = CFSR_MSTKERR | CFSR_DACCVIOL};
    struct board_stop stop;

    (void)state;
    status_describe(&status, BOTTOM, &stop);
    assert_false(stop.has_pc);
    assert_string_equal(stop.cause, "stack-overflow");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_encoding_does_what_it_should),
        cmocka_unit_test(what_cannot_be_read_accesses_nothing),
        cmocka_unit_test(every_status_has_its_cause),
        cmocka_unit_test(an_address_is_told_if_the_processor_knows_it),
        cmocka_unit_test(an_access_just_below_the_stack_is_its_overflow),
        cmocka_unit_test(without_a_frame_there_is_no_pc),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
