/* test_property_parts.c - properties that are structures or arrays.
 *
 * Texts of errors are those of QEMU's visitors, as test_check.c has them for arguments.
 *
 * SPDX-License-Identifier: MIT */
#include "specimens.h"

#define GOOD "\"on\":true,\"level\":-5,\"count\":1000,\"color\":\"green\",\"name\":\"abc\""

static void structures_are_written_and_read_as_objects(void **state)
{
    static const struct specimen_parts expected = {true, -5, 1000, 1, "abc"};
    struct rig *rig = specimens_rig();

    (void)state;
    expect_get(rig, "first", "parts",
               "{\"on\": false, \"level\": 0, \"count\": 0, \"color\": \"red\", \"name\": \"\"}");
    expect_set(rig, "first", "parts", "{" GOOD "}");
    assert_memory_equal(&specimens[0].parts, &expected, sizeof expected);
    expect_get(rig, "first", "parts",
               "{\"on\": true, \"level\": -5, \"count\": 1000, \"color\": \"green\", "
               "\"name\": \"abc\"}");
    /* In any order. */
    expect_set(rig, "second", "parts",
               "{\"name\":\"\",\"color\":\"red\",\"count\":0,\"level\":127,\"on\":false}");
    assert_int_equal(specimens[1].parts.level, 127);
    rig_free(rig);
}

/* All or nothing: expect_no_set() sees to it that nothing was written. */
static void structures_are_refused_where_a_member_is_missing_or_wrong(void **state)
{
    static const struct {
        const char *value, *desc;
    } rows[] = {
        {"{}", "Parameter 'parts.on' is missing"},
        {"{\"on\":true,\"level\":0,\"count\":0,\"color\":\"red\"}",
         "Parameter 'parts.name' is missing"},
        {"{\"on\":1,\"level\":0}", "Invalid parameter type for 'parts.on', expected: boolean"},
        {"{\"on\":true,\"level\":128}", "Parameter 'parts.level' expects int8_t"},
        {"{\"on\":true,\"level\":0,\"count\":1001}",
         "Property specimen.parts.count doesn't take value 1001 (minimum: 0, maximum: 1000)"},
        {"{\"on\":true,\"level\":0,\"count\":0,\"color\":\"pink\"}",
         "Parameter 'parts.color' does not accept value 'pink'"},
        {"{\"on\":true,\"level\":0,\"count\":0,\"color\":\"red\",\"name\":\"abcd\"}",
         "Parameter 'parts.name' is longer than 3 bytes"},
        {"{" GOOD ",\"more\":1}", "Parameter 'parts.more' is unexpected"},
        {"{\"more\":1}", "Parameter 'parts.on' is missing"},
        {"[true]", "Invalid parameter type for 'parts', expected: object"},
    };
    struct rig *rig = specimens_rig();

    (void)state;
    expect_set(rig, "first", "parts", "{" GOOD "}");
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_no_set(rig, "first", "parts", rows[i].value, rows[i].desc);
    rig_free(rig);
}

static void structures_may_have_a_getter_and_a_setter(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    specimens[0].home.x = -3;
    expect_get(rig, "first", "home", "{\"x\": -3, \"y\": 0}");
    expect_set(rig, "first", "home", "{\"x\":100,\"y\":-32768}");
    assert_int_equal(specimens[0].sets, 1);
    expect_get(rig, "first", "home", "{\"x\": 100, \"y\": -32768}");
    expect_no_set(rig, "first", "home", "{\"x\":101,\"y\":0}",
                  "Property specimen.home.x doesn't take value 101 (minimum: -100, maximum: 100)");
    rig_free(rig);
}

static void arrays_are_written_and_read_whole(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    expect_get(rig, "first", "plain", "[0, 0, 0]");
    expect_set(rig, "first", "plain", "[1, 200, 0]");
    expect_get(rig, "first", "plain", "[1, 200, 0]");
    assert_int_equal(specimens[0].plain[1], 200);
    expect_set(rig, "first", "points", "[{\"x\":1,\"y\":-2},{\"y\":4,\"x\":-100}]");
    expect_get(rig, "first", "points", "[{\"x\": 1, \"y\": -2}, {\"x\": -100, \"y\": 4}]");
    assert_int_equal(specimens[0].points[1].y, 4);
    rig_free(rig);
}

static void arrays_are_refused_where_an_element_is_wrong_or_the_number_of_them(void **state)
{
    static const struct {
        const char *property, *value, *desc;
    } rows[] = {
        {"plain", "[]", "Parameter 'plain' takes exactly 3 elements"},
        {"plain", "[1,2]", "Parameter 'plain' takes exactly 3 elements"},
        {"plain", "[1,2,3,4]", "Parameter 'plain' takes exactly 3 elements"},
        {"plain", "[1,2,256]", "Parameter 'plain[2]' expects uint8_t"},
        {"plain", "[1,201,0]",
         "Property specimen.plain[1] doesn't take value 201 (minimum: 0, maximum: 200)"},
        {"plain", "[1,true,0]", "Invalid parameter type for 'plain[1]', expected: integer"},
        {"plain", "{}", "Invalid parameter type for 'plain', expected: array"},
        {"points", "[]", "Parameter 'points' takes exactly 2 elements"},
        {"points", "[{\"x\":1,\"y\":1},{\"x\":1}]", "Parameter 'points[1].y' is missing"},
        {"points", "[{\"x\":1,\"y\":1},5]",
         "Invalid parameter type for 'points[1]', expected: object"},
        {"points", "[{\"x\":1,\"y\":1},{\"x\":1,\"y\":1,\"z\":1}]",
         "Parameter 'points[1].z' is unexpected"},
        {"points", "[{\"x\":1,\"y\":1},{\"x\":101,\"y\":1}]",
         "Property specimen.points[1].x doesn't take value 101 (minimum: -100, maximum: 100)"},
        {"points", "[{\"x\":1,\"y\":1},{\"x\":1,\"y\":32768}]",
         "Parameter 'points[1].y' expects int16_t"},
        {"points", "[{\"x\":1,\"y\":1},{\"x\":1,\"y\":1},{\"x\":1,\"y\":1}]",
         "Parameter 'points' takes exactly 2 elements"},
    };
    struct rig *rig = specimens_rig();

    (void)state;
    expect_set(rig, "first", "plain", "[7,8,9]");
    expect_set(rig, "first", "points", "[{\"x\":1,\"y\":-2},{\"y\":4,\"x\":-100}]");
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_no_set(rig, "first", rows[i].property, rows[i].value, rows[i].desc);
    rig_free(rig);
}

/* A list of COUNT numbers, to be freed; SEPARATOR as in JSON. */
static char *list(size_t count, const char *number, const char *separator)
{
    char *text = malloc(count * (strlen(number) + strlen(separator)) + 3), *to = text;

    assert_non_null(text);
    *to++ = '[';
    for (size_t i = 0; i < count; i++)
        to += sprintf(to, "%s%s", i ? separator : "", number);
    strcpy(to, "]");
    return text;
}

static void arrays_may_have_the_bytes_of_a_value(void **state)
{
    size_t most = COUNT(specimens[0].page);
    char *written = list(most, "4294967295", ","), *read = list(most, "4294967295", ", ");
    char *more = list(most + 1, "1", ",");
    struct rig *rig = specimens_rig();

    (void)state;
    assert_int_equal(sizeof specimens[0].page, OBJECT_VALUE_MAX);
    expect_set(rig, "first", "page", written);
    expect_get(rig, "first", "page", read);
    expect_no_set(rig, "first", "page", more, "Parameter 'page' takes exactly 64 elements");
    free(written);
    free(read);
    free(more);
    rig_free(rig);
}

/* A variable may be larger than what can be written, and its JSON than the output's buffer. */
static void arrays_that_are_read_only_may_be_longer(void **state)
{
    size_t most = COUNT(specimens[0].many);
    char *read = list(most, "18446744073709551615", ", ");
    struct rig *rig = specimens_rig();

    (void)state;
    assert_true(strlen(read) > QMP_OUT_SIZE);
    memset(specimens[0].many, 0xFF, sizeof specimens[0].many);
    expect_get(rig, "first", "many", read);
    free(read);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(structures_are_written_and_read_as_objects),
        cmocka_unit_test(structures_are_refused_where_a_member_is_missing_or_wrong),
        cmocka_unit_test(structures_may_have_a_getter_and_a_setter),
        cmocka_unit_test(arrays_are_written_and_read_whole),
        cmocka_unit_test(arrays_are_refused_where_an_element_is_wrong_or_the_number_of_them),
        cmocka_unit_test(arrays_may_have_the_bytes_of_a_value),
        cmocka_unit_test(arrays_that_are_read_only_may_be_longer),
    };

    return cmocka_run_group_tests_name("property parts", tests, NULL, NULL);
}
