/* test_bundle_print.c - bundles as text.
 *
 * SPDX-License-Identifier: MIT */
#include "bundle_test.h"

static const char *printed(const struct e2k_bundle *b)
{
    static char text[E2K_TEXT_MAX];

    assert_ptr_equal(e2k_print(b, 0x1000, text, sizeof text), text);
    return text;
}

static void operations_are_written_in_the_order_of_the_channels(void **state)
{
    struct e2k_bundle b = {0};

    (void)state;
    assert_string_equal(printed(&b), "{ nop }");
    b.ops[3] = bundle_op(E2K_ADDD, bundle_r(1), bundle_c(-5), 63);
    assert_string_equal(printed(&b), "{ addd,3 %r1, -5, %r63 }");
    b.ops[0] = bundle_op(E2K_SUBS, bundle_c(31), bundle_c(0x12345678), 2);
    b.ops[0].only_if = bundle_unless(3);
    assert_string_equal(printed(&b),
                        "{ subs,0 31, 0x12345678, %r2 ? ~%pred3; addd,3 %r1, -5, %r63 }");
}

static void large_constants_are_hexadecimal(void **state)
{
    static const struct {
        int64_t constant;
        const char *text;
    } cases[] = {{4095, "{ ord,1 31, 4095, %r3 }"},
                 {4096, "{ ord,1 31, 0x1000, %r3 }"},
                 {-4095, "{ ord,1 31, -4095, %r3 }"},
                 {-4096, "{ ord,1 31, 0xfffffffffffff000, %r3 }"}};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct e2k_bundle b = {0};

        b.ops[1] = bundle_op(E2K_ORD, bundle_c(31), bundle_c(cases[i].constant), 3);
        assert_string_equal(printed(&b), cases[i].text);
    }
}

static void each_kind_of_operation_has_its_form(void **state)
{
    struct e2k_bundle b = {0};

    (void)state;
    b.ops[0] = bundle_op(E2K_LDD, bundle_r(1), bundle_c(8), 2);
    assert_string_equal(printed(&b), "{ ldd,0 [%r1 + 8], %r2 }");
    b.ops[0] = bundle_op(E2K_CMPLD, bundle_r(1), bundle_c(INT64_MIN), 2);
    assert_string_equal(printed(&b), "{ cmpldb,0 %r1, 0x8000000000000000, %pred2 }");
    b.ops[0] = bundle_op(E2K_MOVTD, bundle_c(0), bundle_r(1), 2);
    assert_string_equal(printed(&b), "{ movtd,0 %r1, %ctpr2 }");
    b.ops[0] = bundle_op(E2K_MERGED, bundle_r(1), bundle_r(2), 3);
    b.ops[0].merge = bundle_unless(4);
    b.ops[0].only_if = bundle_if(5);
    assert_string_equal(printed(&b), "{ merged,0 %r1, %r2, %r3, ~%pred4 ? %pred5 }");
    b.ops[0].opcode = E2K_NONE;
    b.ops[2] = bundle_op(E2K_STB, bundle_r(1), bundle_r(2), 3);
    assert_string_equal(printed(&b), "{ stb,2 %r3, [%r1 + %r2] }");
}

static void transfers_follow_with_their_target(void **state)
{
    struct e2k_bundle b = {.transfer = E2K_IBRANCH, .displacement = -0x20};

    (void)state;
    assert_string_equal(printed(&b), "{ ibranch 0xfe0 }");
    b.taken_if = bundle_unless(1);
    b.window = 64;
    assert_string_equal(printed(&b), "{ setwd wsz = 0x20, nfx = 1; ibranch 0xfe0 ? ~%pred1 }");
    b.ops[5] = bundle_op(E2K_ORD, bundle_r(1), bundle_c(0), 2);
    b.transfer = E2K_CT;
    b.ctpr = 3;
    b.window = 0;
    assert_string_equal(printed(&b), "{ ord,5 %r1, 0, %r2; ct %ctpr3 ? ~%pred1 }");
}

/* The longest there is: structures that are no bundle included. */
static void the_longest_text_fits(void **state)
{
    struct e2k_bundle b = {.transfer = E2K_IBRANCH, .window = 255, .displacement = INT64_MIN};
    char text[2 * E2K_TEXT_MAX];

    (void)state;
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        b.ops[n] = bundle_op(E2K_CMPANDED, bundle_r(255), bundle_c(INT64_MIN), 255);
        b.ops[n].only_if = b.ops[n].merge = bundle_unless(255);
    }
    b.taken_if = bundle_unless(255);
    assert_in_range(strlen(e2k_print(&b, 0x8000000000000000, text, sizeof text)), E2K_TEXT_MAX - 64,
                    E2K_TEXT_MAX - 1);
}

static void a_text_is_cut_off_where_the_room_ends(void **state)
{
    struct e2k_bundle b = {.transfer = E2K_CT, .ctpr = 1};
    const char *whole;

    (void)state;
    b.ops[0] = bundle_op(E2K_ADDD, bundle_r(1), bundle_c(2), 3);
    whole = printed(&b);
    for (size_t size = 0; size < strlen(whole) + 3; size++) {
        char *text = malloc(size ? size : 1);

        assert_non_null(text);
        assert_ptr_equal(e2k_print(&b, 0x1000, text, size), text);
        if (size) {
            assert_int_equal(strlen(text), size - 1 < strlen(whole) ? size - 1 : strlen(whole));
            assert_memory_equal(text, whole, strlen(text));
        }
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operations_are_written_in_the_order_of_the_channels),
        cmocka_unit_test(large_constants_are_hexadecimal),
        cmocka_unit_test(each_kind_of_operation_has_its_form),
        cmocka_unit_test(transfers_follow_with_their_target),
        cmocka_unit_test(the_longest_text_fits),
        cmocka_unit_test(a_text_is_cut_off_where_the_room_ends),
    };

    return cmocka_run_group_tests_name("bundle_print", tests, NULL, NULL);
}
