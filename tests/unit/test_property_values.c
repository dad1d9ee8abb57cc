/* test_property_values.c - qom-get and qom-set of plain properties of every kind.
 *
 * Texts of errors are those of qemu-system-riscv64 7.2 where it has the same error.
 * (Structures and arrays: test_property_parts.c; paths: test_object_paths.c.)
 *
 * SPDX-License-Identifier: MIT */
#include "specimens.h"

#include "agent/config.h"

#define WANTED(name, type) "Invalid parameter type for '" name "', expected: " type
#define NARROW(name, type) "Parameter '" name "' expects " type

/* Each is written and then read back. */
static void properties_keep_the_values_at_the_ends_of_their_types(void **state)
{
    static const struct {
        const char *property, *value;
    } rows[] = {
        {"flag", "true"},
        {"flag", "false"},
        {"i8", "-128"},
        {"i8", "127"},
        {"i8", "-1"},
        {"i16", "-32768"},
        {"i16", "32767"},
        {"i32", "-2147483648"},
        {"i32", "2147483647"},
        {"i64", "-9223372036854775808"},
        {"i64", "9223372036854775807"},
        {"u8", "0"},
        {"u8", "255"},
        {"u16", "65535"},
        {"u32", "4294967295"},
        {"u64", "18446744073709551615"},
        {"ranged", "-10"},
        {"ranged", "20"},
        {"ranged", "0"},
        {"wide", "5"},
        {"wide", "18446744073709551614"},
        {"color", "\"red\""},
        {"color", "\"dark-blue\""},
        {"text", "\"\""},
        {"text", "\"1234567\""},
        {"text", "\"\\u00E9\\u20AC\\\"\""},
        {"link", "\"\""},
        {"link", "\"/machine/peripheral/second\""},
        {"driven", "100"},
        {"driven", "-50"},
    };
    struct rig *rig = specimens_rig();

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        expect_set(rig, "first", rows[i].property, rows[i].value);
        expect_get(rig, "first", rows[i].property, rows[i].value);
    }
    assert_int_equal(specimens[0].i8, -1);
    assert_true(specimens[0].u64 == UINT64_MAX);
    assert_int_equal(specimens[0].driven, -5);
    assert_int_equal(specimens[0].sets, 2);
    assert_int_equal(specimens[0].guard, 'g');
    assert_non_null(specimens[0].link);
    assert_ptr_equal(specimens[0].link->state, &specimens[1]);
    rig_free(rig);
}

static void properties_refuse_numbers_that_do_not_fit(void **state)
{
    static const struct {
        const char *property, *value, *desc;
    } rows[] = {
        {"i8", "-129", NARROW("i8", "int8_t")},
        {"i8", "128", NARROW("i8", "int8_t")},
        {"i16", "32768", NARROW("i16", "int16_t")},
        {"i16", "-32769", NARROW("i16", "int16_t")},
        {"i32", "2147483648", NARROW("i32", "int32_t")},
        {"i32", "-2147483649", NARROW("i32", "int32_t")},
        {"i64", "9223372036854775808", WANTED("i64", "integer")},
        {"i64", "-9223372036854775809", WANTED("i64", "integer")},
        {"u8", "256", NARROW("u8", "uint8_t")},
        {"u8", "-1", NARROW("u8", "uint8_t")},
        {"u16", "65536", NARROW("u16", "uint16_t")},
        {"u32", "4294967296", NARROW("u32", "uint32_t")},
        {"u64", "18446744073709551616", WANTED("u64", "integer")},
        {"u64", "-9223372036854775809", WANTED("u64", "integer")},
        {"ranged", "-11",
         "Property specimen.ranged doesn't take value -11 (minimum: -10, maximum: 20)"},
        {"ranged", "21",
         "Property specimen.ranged doesn't take value 21 (minimum: -10, maximum: 20)"},
        {"ranged", "2147483648", NARROW("ranged", "int32_t")},
        {"wide", "4",
         "Property specimen.wide doesn't take value 4 (minimum: 5, maximum: "
         "18446744073709551614)"},
        {"wide", "18446744073709551615",
         "Property specimen.wide doesn't take value 18446744073709551615 (minimum: 5, maximum: "
         "18446744073709551614)"},
        {"driven", "101", "It is driven too hard"},
        {"driven", "2147483648", NARROW("driven", "int32_t")},
        {"command", "2", "There is only command 1"},
        {"command", "256", NARROW("command", "uint8_t")},
    };
    struct rig *rig = specimens_rig();

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_no_set(rig, "first", rows[i].property, rows[i].value, rows[i].desc);
    rig_free(rig);
}

/* QEMU's visitor takes a negative number for its 64 bits. */
static void properties_of_64_bits_without_a_sign_take_negative_numbers(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    expect_set(rig, "first", "u64", "-1");
    expect_get(rig, "first", "u64", "18446744073709551615");
    expect_set(rig, "first", "u64", "-9223372036854775808");
    expect_get(rig, "first", "u64", "9223372036854775808");
    rig_free(rig);
}

/* Every kind with a value of every JSON type that it does not take. */
static void properties_refuse_values_of_another_type(void **state)
{
    static const char *const values[] = {"\"x\"", "1", "1.5", "true", "null", "[]", "{}", "1e2"};
    static const struct {
        const char *property, *expected;
        const char *refused; /* a - for each of the values above */
    } kinds[] = {
        {"flag", "boolean", "--- ----"}, {"i8", "integer", "- ------"},
        {"u8", "integer", "- ------"},   {"u64", "integer", "- ------"},
        {"color", "string", " -------"}, {"text", "string", " -------"},
        {"link", "string", " -------"},  {"parts", "object", "------ -"},
        {"plain", "array", "----- --"},  {"driven", "integer", "- ------"},
    };
    struct rig *rig = specimens_rig();

    (void)state;
    for (size_t k = 0; k < COUNT(kinds); k++) {
        for (size_t v = 0; v < COUNT(values); v++) {
            char desc[128];

            snprintf(desc, sizeof desc, WANTED("%s", "%s"), kinds[k].property, kinds[k].expected);
            if (kinds[k].refused[v] == '-')
                expect_no_set(rig, "first", kinds[k].property, values[v], desc);
        }
    }
    rig_free(rig);
}

static void properties_may_be_for_reading_or_writing_only(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    expect_get(rig, "first", "string", "\"constant\"");
    expect_no_set(rig, "first", "string", "\"x\"", "Property 'specimen.string' is not writable");
    expect_no_set(rig, "first", "type", "\"x\"", "Property 'specimen.type' is not writable");
    expect_no_set(rig, "first", "many", "[]", "Property 'specimen.many' is not writable");
    expect_no_get(rig, "first", "command", "Property 'specimen.command' is not readable");
    expect_set(rig, "first", "command", "1");
    assert_int_equal(specimens[0].sets, 1);
    expect_no_get(rig, "first", "no", "Property 'specimen.no' not found");
    expect_no_get(rig, "first", "fla", "Property 'specimen.fla' not found");
    expect_no_get(rig, "first", "flags", "Property 'specimen.flags' not found");
    expect_no_get(rig, "first", "", "Property 'specimen.' not found");
    expect_no_set(rig, "first", "no", "1", "Property 'specimen.no' not found");
    rig_free(rig);
}

static void getters_say_why_there_is_no_value(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    expect_set(rig, "first", "driven", "70");
    expect_no_get(rig, "first", "driven", "It cannot be read just now");
    expect_set(rig, "first", "driven", "60");
    expect_get(rig, "first", "driven", "60");
    rig_free(rig);
}

static void enums_take_their_names_only(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    expect_no_set(rig, "first", "color", "\"blue\"",
                  "Parameter 'color' does not accept value 'blue'");
    expect_no_set(rig, "first", "color", "\"RED\"",
                  "Parameter 'color' does not accept value 'RED'");
    expect_no_set(rig, "first", "color", "\"\"", "Parameter 'color' does not accept value ''");
    specimens[0].color = 3; /* the application's mistake */
    expect_get(rig, "first", "color", "\"\"");
    rig_free(rig);
}

static void texts_end_at_their_last_byte(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    expect_set(rig, "first", "text", "\"1234567\"");
    assert_string_equal(specimens[0].text, "1234567");
    expect_no_set(rig, "first", "text", "\"12345678\"", "Parameter 'text' is longer than 7 bytes");
    expect_no_set(rig, "first", "text", "\"123456\\u00e9\"",
                  "Parameter 'text' is longer than 7 bytes"); /* two bytes */
    expect_set(rig, "first", "text", "\"12345\\u00e9\"");
    expect_get(rig, "first", "text", "\"12345\\u00E9\"");
    expect_no_set(rig, "first", "text", "\"a\\u0000b\"", "Parameter 'text' cannot contain U+0000");
    memcpy(specimens[0].text, "notended", SPECIMEN_TEXT); /* the application's mistake */
    expect_get(rig, "first", "text", "\"notended\"");
    rig_free(rig);
}

/* TEXT has at most OBJECT_VALUE_MAX bytes, its NUL included; a longer variable takes no more. */
static void texts_take_what_a_value_may_have(void **state)
{
    static char most[OBJECT_VALUE_MAX + 2], more[OBJECT_VALUE_MAX + 3];
    struct rig *rig = specimens_rig();

    (void)state;
    memset(most, 'm', sizeof most - 1);
    most[0] = most[OBJECT_VALUE_MAX] = '"';
    memset(more, 'm', sizeof more - 1);
    more[0] = more[OBJECT_VALUE_MAX + 1] = '"';
    expect_set(rig, "first", "large", most);
    expect_get(rig, "first", "large", most);
    expect_no_set(rig, "first", "large", more, "Parameter 'large' is longer than 255 bytes");
    expect_set(rig, "first", "longer", most);
    expect_get(rig, "first", "longer", most);
    expect_no_set(rig, "first", "longer", more, "Parameter 'longer' is longer than 255 bytes");
    rig_free(rig);
}

/* Longer than the output's buffer, with characters of several bytes across its end. */
static void strings_are_read_whole_however_long(void **state)
{
    enum { LENGTH = 3 * QMP_OUT_SIZE + 1 };
    static char string[2 * LENGTH + 1], expected[6 * LENGTH + 3];
    struct rig *rig = specimens_rig();
    char *to = expected;

    (void)state;
    *to++ = '"';
    for (unsigned i = 0; i < LENGTH; i++) {
        memcpy(string + 2 * i, "\xC3\xA9", 2);
        to += sprintf(to, "\\u00E9");
    }
    strcpy(to, "\"");
    specimens[0].string = string;
    expect_get(rig, "first", "string", expected);
    specimens[0].string = NULL;
    expect_get(rig, "first", "string", "\"\"");
    rig_free(rig);
}

static void links_take_paths_of_objects_of_their_type(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    expect_get(rig, "first", "link", "\"\"");
    expect_set(rig, "first", "link", "\"second\"");
    expect_get(rig, "first", "link", "\"/machine/peripheral/second\"");
    expect_no_set(rig, "first", "link", "\"/machine\"",
                  "Invalid parameter type for 'link', expected: specimen");
    expect_no_set(rig, "first", "link", "\"twin\"",
                  "Path 'twin' does not uniquely identify an object");
    expect_error(rig, "qom-set", "{\"path\":\"first\",\"property\":\"link\",\"value\":\"nobody\"}",
                 "DeviceNotFound", "Device 'nobody' not found");
    expect_get(rig, "first", "link", "\"/machine/peripheral/second\"");
    expect_set(rig, "first", "link", "\"\"");
    assert_null(specimens[0].link);
    rig_free(rig);
}

/* What a link leads to is told by its path. */
static void links_lead_no_farther_than_a_path_can_tell(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    assert_int_equal(strlen(SPECIMEN_WAY SPECIMEN_DEEP), AGENT_PATH_MAX);
    expect_set(rig, "first", "link", "\"" SPECIMEN_DEEP "\"");
    expect_get(rig, "first", "link", "\"" SPECIMEN_WAY SPECIMEN_DEEP "\"");
    expect_no_set(rig, "first", "link", "\"" SPECIMEN_DEEP "4\"",
                  "The path of '" SPECIMEN_DEEP "4' is longer than 127 bytes");
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(properties_keep_the_values_at_the_ends_of_their_types),
        cmocka_unit_test(properties_refuse_numbers_that_do_not_fit),
        cmocka_unit_test(properties_of_64_bits_without_a_sign_take_negative_numbers),
        cmocka_unit_test(properties_refuse_values_of_another_type),
        cmocka_unit_test(properties_may_be_for_reading_or_writing_only),
        cmocka_unit_test(getters_say_why_there_is_no_value),
        cmocka_unit_test(enums_take_their_names_only),
        cmocka_unit_test(texts_end_at_their_last_byte),
        cmocka_unit_test(texts_take_what_a_value_may_have),
        cmocka_unit_test(strings_are_read_whole_however_long),
        cmocka_unit_test(links_take_paths_of_objects_of_their_type),
        cmocka_unit_test(links_lead_no_farther_than_a_path_can_tell),
    };

    return cmocka_run_group_tests_name("property values", tests, NULL, NULL);
}
