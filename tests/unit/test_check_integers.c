/* test_check_integers.c - integers of every width at their bounds and one past, with
 * QEMU's texts (recorded from migrate-set-parameters and set-numa-node of 7.2).
 *
 * One difference is meant: QEMU takes a negative number for a uint64, here it is
 * refused.
 *
 * SPDX-License-Identifier: MIT */
#include "check_schema.h"

#define INT64_PAST  "9223372036854775808"
#define UINT64_PAST "18446744073709551616"
#define TYPE(name)  "Invalid parameter type for '" name "', expected: integer"
#define WIDTH(name) "Parameter '" name "' expects " /* and the width's type */

static const struct {
    const char *member;
    const char *least, *below, *most, *above;
    const char *range; /* the text for what is past the bounds */
    const char *kind;  /* the text for what is no integer of any width */
} widths[] = {
    {"i8", "-128", "-129", "127", "128", WIDTH("i8") "int8_t", TYPE("i8")},
    {"i16", "-32768", "-32769", "32767", "32768", WIDTH("i16") "int16_t", TYPE("i16")},
    {"i32", "-2147483648", "-2147483649", "2147483647", "2147483648", WIDTH("i32") "int32_t",
     TYPE("i32")},
    {"i64", "-9223372036854775808", "-9223372036854775809", "9223372036854775807", INT64_PAST,
     TYPE("i64"), TYPE("i64")},
    {"u8", "0", "-1", "255", "256", WIDTH("u8") "uint8_t", WIDTH("u8") "uint64"},
    {"u16", "0", "-1", "65535", "65536", WIDTH("u16") "uint16_t", WIDTH("u16") "uint64"},
    {"u32", "0", "-1", "4294967295", "4294967296", WIDTH("u32") "uint32_t", WIDTH("u32") "uint64"},
    {"u64", "0", "-1", "18446744073709551615", UINT64_PAST, WIDTH("u64") "uint64",
     WIDTH("u64") "uint64"},
};

static void send_value(struct rig *rig, const char *member, const char *value, const char *desc)
{
    char arguments[128];

    snprintf(arguments, sizeof arguments, "{\"%s\":%s}", member, value);
    check_arguments(rig, "integers", arguments, desc);
}

static void check_accepts_integers_up_to_their_bounds(void **state)
{
    struct rig *rig = rig_negotiated(&check_schema, check_handlers);

    (void)state;
    for (size_t i = 0; i < COUNT(widths); i++) {
        send_value(rig, widths[i].member, widths[i].least, NULL);
        send_value(rig, widths[i].member, widths[i].most, NULL);
        send_value(rig, widths[i].member, "-0", NULL);
        send_value(rig, widths[i].member, "1", NULL);
    }
    rig_free(rig);
}

static void check_refuses_integers_one_past_their_bounds(void **state)
{
    struct rig *rig = rig_negotiated(&check_schema, check_handlers);

    (void)state;
    for (size_t i = 0; i < COUNT(widths); i++) {
        send_value(rig, widths[i].member, widths[i].below, widths[i].range);
        send_value(rig, widths[i].member, widths[i].above, widths[i].range);
    }
    rig_free(rig);
}

static void check_refuses_what_is_no_integer(void **state)
{
    static const char *const values[] = {"\"1\"", "true", "null", "[]",  "{}",
                                         "1.0",   "1e3",  "0.5",  "1e30"};
    struct rig *rig = rig_negotiated(&check_schema, check_handlers);

    (void)state;
    for (size_t i = 0; i < COUNT(widths); i++) {
        for (size_t v = 0; v < COUNT(values); v++)
            send_value(rig, widths[i].member, values[v], widths[i].kind);
        send_value(rig, widths[i].member, UINT64_PAST, widths[i].kind);
        send_value(rig, widths[i].member, "111111111111111111111111111111", widths[i].kind);
    }
    rig_free(rig);
}

/* Past int64 a narrow unsigned one is too large, a signed one no integer at all. */
static void check_tells_too_large_from_no_integer_as_qemu_does(void **state)
{
    struct rig *rig = rig_negotiated(&check_schema, check_handlers);

    (void)state;
    send_value(rig, "u8", "18446744073709551615", WIDTH("u8") "uint8_t");
    send_value(rig, "u32", INT64_PAST, WIDTH("u32") "uint32_t");
    send_value(rig, "i8", INT64_PAST, TYPE("i8"));
    rig_free(rig);
}

/* QEMU names the member alone when a width is passed, and an element "null". */
static void check_names_a_member_out_of_its_width_as_qemu_does(void **state)
{
    struct rig *rig = rig_negotiated(&check_schema, check_handlers);

    (void)state;
    check_arguments(rig, "various", "{\"count\":256}", WIDTH("count") "uint8_t");
    check_arguments(rig, "various", "{\"counts\":[0,255]}", NULL);
    check_arguments(rig, "various", "{\"counts\":[0,256]}", WIDTH("null") "uint8_t");
    check_arguments(rig, "various", "{\"counts\":[0,\"x\"]}", WIDTH("counts[1]") "uint64");
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_accepts_integers_up_to_their_bounds),
        cmocka_unit_test(check_refuses_integers_one_past_their_bounds),
        cmocka_unit_test(check_refuses_what_is_no_integer),
        cmocka_unit_test(check_tells_too_large_from_no_integer_as_qemu_does),
        cmocka_unit_test(check_names_a_member_out_of_its_width_as_qemu_does),
    };

    return cmocka_run_group_tests_name("check: integers", tests, NULL, NULL);
}
