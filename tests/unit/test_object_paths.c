/* test_object_paths.c - how paths and aliases lead to objects, and what is listed there.
 *
 * SPDX-License-Identifier: MIT */
#include "specimens.h"

static void expect_leads(struct rig *rig, const char *path, const char *type)
{
    char quoted[64];

    snprintf(quoted, sizeof quoted, "\"%s\"", type);
    expect_get(rig, path, "type", quoted);
}

static void expect_nowhere(struct rig *rig, const char *path)
{
    char arguments[300], desc[300];

    snprintf(arguments, sizeof arguments, "{\"path\":\"%s\",\"property\":\"type\"}", path);
    snprintf(desc, sizeof desc, "Device '%s' not found", path);
    expect_error(rig, "qom-get", arguments, "DeviceNotFound", desc);
}

static void paths_begin_at_the_root_or_anywhere(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    expect_leads(rig, "/", "container");
    expect_leads(rig, "/machine", "container");
    expect_leads(rig, "/machine/peripheral/first", "specimen");
    expect_leads(rig, "//machine///peripheral//first//", "specimen");
    expect_leads(rig, "peripheral/first", "specimen");
    expect_leads(rig, "first", "specimen");
    expect_leads(rig, "first/", "specimen");
    expect_leads(rig, SPECIMEN_DEEP, "specimen");
    expect_nowhere(rig, "/first");
    expect_nowhere(rig, "machine/first");
    expect_nowhere(rig, "firs");
    expect_nowhere(rig, "firstt");
    expect_nowhere(rig, "First");
    expect_nowhere(rig, "first/first");
    expect_nowhere(rig, "/machine/peripheral/first/flag"); /* a property that is no link */
    expect_leads(rig, "fi\\u0072st", "specimen");
    rig_free(rig);
}

/* Only qom-list says so, as in QEMU. */
static void partial_paths_that_lead_to_two_objects_are_ambiguous(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    expect_error(rig, "qom-list", "{\"path\":\"twin\"}", "GenericError",
                 "Path 'twin' is ambiguous");
    expect_nowhere(rig, "twin");
    expect_leads(rig, "box/twin", "container");
    expect_leads(rig, "/objects/twin", "container");
    expect_error(rig, "qom-list", "{\"path\":\"\"}", "GenericError", "Path '' is ambiguous");
    rig_free(rig);
}

static void paths_lead_through_links(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    expect_nowhere(rig, "/machine/peripheral/first/link"); /* it is empty */
    expect_set(rig, "first", "link", "\"second\"");
    expect_set(rig, "second", "link", "\"first\"");
    specimens[0].u8 = 1;
    specimens[1].u8 = 2;
    expect_get(rig, "/machine/peripheral/first/link", "u8", "2");
    expect_get(rig, "/machine/peripheral/first/link/link", "u8", "1");
    expect_get(rig, "/machine/peripheral/first/link/link/link", "u8", "2");
    expect_get(rig, "first/link", "u8", "2");
    expect_nowhere(rig, "/machine/peripheral/first/link/no");
    /* As in QEMU, by an alias of a link too. */
    expect_get(rig, "/mirror/link-of-first", "u8", "2");
    expect_get(rig, "/mirror/link-of-first/link", "u8", "1");
    rig_free(rig);
}

static void aliases_are_the_other_s_property(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    expect_set(rig, "mirror", "flag-of-first", "true");
    assert_true(specimens[0].flag);
    expect_get(rig, "mirror", "flag-of-first", "true");
    expect_get(rig, "mirror", "again", "true");
    expect_set(rig, "mirror", "again", "false");
    assert_false(specimens[0].flag);
    expect_get(rig, "mirror", "parts-of-second",
               "{\"on\": false, \"level\": 0, \"count\": 0, \"color\": \"red\", \"name\": \"\"}");
    expect_get(rig, "mirror", "string-of-first", "\"constant\"");
    rig_free(rig);
}

static void aliases_refuse_what_the_other_refuses(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    expect_no_set(rig, "mirror", "again", "5",
                  "Invalid parameter type for 'flag', expected: boolean");
    expect_no_set(rig, "mirror", "string-of-first", "\"x\"",
                  "Property 'mirror.string-of-first' is not writable");
    expect_no_get(rig, "mirror", "command-of-first",
                  "Property 'mirror.command-of-first' is not readable");
    expect_no_set(rig, "mirror", "parts-of-second", "{}", "Parameter 'parts.on' is missing");
    rig_free(rig);
}

static void objects_are_listed_with_their_properties_and_children(void **state)
{
    struct rig *rig = specimens_rig();

    (void)state;
    expect_return(rig, "qom-list", "{\"path\":\"/mirror\"}",
                  "[{\"name\": \"type\", \"type\": \"string\"}, "
                  "{\"name\": \"flag-of-first\", \"type\": \"bool\", \"description\": \"a "
                  "switch\"}, "
                  "{\"name\": \"again\", \"type\": \"bool\", \"description\": \"a switch\"}, "
                  "{\"name\": \"parts-of-second\", \"type\": \"Parts\"}, "
                  "{\"name\": \"command-of-first\", \"type\": \"uint8\"}, "
                  "{\"name\": \"string-of-first\", \"type\": \"string\"}, "
                  "{\"name\": \"link-of-first\", \"type\": \"link<specimen>\"}]");
    expect_return(rig, "qom-list", "{\"path\":\"/machine/unattached/box\"}",
                  "[{\"name\": \"type\", \"type\": \"string\"}, "
                  "{\"name\": \"twin\", \"type\": \"child<container>\"}]");
    rig_free(rig);
}

/* The order of types is the linker's. */
static void types_are_listed_by_what_they_implement(void **state)
{
    static const char device[] =
        "{\"name\": \"device\", \"abstract\": true, \"parent\": \"object\"}";
    static const char specimen[] = "{\"name\": \"specimen\", \"parent\": \"device\"}";
    struct rig *rig = specimens_rig();
    const char *line;

    (void)state;
    expect_return(rig, "qom-list-types", "{\"implements\":\"device\"}",
                  "[{\"name\": \"specimen\", \"parent\": \"device\"}]");
    rig_send(rig, "{\"execute\":\"qom-list-types\",\"arguments\":"
                  "{\"implements\":\"device\",\"abstract\":true}}");
    line = rig_line(rig);
    assert_non_null(line);
    assert_int_equal(strlen(line),
                     strlen("{\"return\": [, ]}") + strlen(device) + strlen(specimen));
    assert_non_null(strstr(line, device));
    assert_non_null(strstr(line, specimen));
    expect_return(rig, "qom-list-types", "{\"implements\":\"mirror\"}",
                  "[{\"name\": \"mirror\", \"parent\": \"object\"}]");
    expect_return(rig, "qom-list-types", "{\"implements\":\"nothing\"}", "[]");
    rig_free(rig);
}

static void types_say_what_their_properties_begin_as(void **state)
{
    static const char *const expected[] = {
        "[{\"name\": \"flag\", \"type\": \"bool\", \"description\": \"a switch\", "
        "\"default-value\": false}, ",
        "{\"name\": \"i8\", \"type\": \"int8\", \"default-value\": -1}",
        "{\"name\": \"color\", \"type\": \"Color\", "
        "\"description\": \"(red, green, dark-blue)\", \"default-value\": \"green\"}",
        "{\"name\": \"text\", \"type\": \"string\", \"default-value\": \"new\"}",
        "{\"name\": \"link\", \"type\": \"link<specimen>\", \"default-value\": \"\"}",
        "{\"name\": \"parts\", \"type\": \"Parts\", \"default-value\": {\"on\": false, "
        "\"level\": 0, \"count\": 3, \"color\": \"red\", \"name\": \"abc\"}}",
        "{\"name\": \"plain\", \"type\": \"[uint8]\", \"default-value\": [0, 0, 0]}",
        /* By functions, or for writing only: there is none. */
        "{\"name\": \"driven\", \"type\": \"int32\"}, "
        "{\"name\": \"command\", \"type\": \"uint8\"}, {\"name\": \"home\", \"type\": \"Point\"}]",
    };
    struct rig *rig = specimens_rig();
    const char *line;

    (void)state;
    rig_send(rig, "{\"execute\":\"device-list-properties\",\"arguments\":"
                  "{\"typename\":\"specimen\"}}");
    line = rig_line(rig);
    assert_non_null(line);
    for (size_t i = 0; i < COUNT(expected); i++)
        if (strstr(line, expected[i]) == NULL)
            fail_msg("%s is not in %s", expected[i], line);
    expect_error(rig, "device-list-properties", "{\"typename\":\"mirror\"}", "GenericError",
                 "Parameter 'typename' expects a non-abstract device type");
    expect_error(rig, "device-list-properties", "{\"typename\":\"device\"}", "GenericError",
                 "Parameter 'typename' expects a non-abstract device type");
    expect_error(rig, "device-list-properties", "{\"typename\":\"no\"}", "DeviceNotFound",
                 "Device 'no' not found");
    expect_error(rig, "qom-list-properties", "{\"typename\":\"no\"}", "DeviceNotFound",
                 "Class 'no' not found");
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_begin_at_the_root_or_anywhere),
        cmocka_unit_test(partial_paths_that_lead_to_two_objects_are_ambiguous),
        cmocka_unit_test(paths_lead_through_links),
        cmocka_unit_test(aliases_are_the_other_s_property),
        cmocka_unit_test(aliases_refuse_what_the_other_refuses),
        cmocka_unit_test(objects_are_listed_with_their_properties_and_children),
        cmocka_unit_test(types_are_listed_by_what_they_implement),
        cmocka_unit_test(types_say_what_their_properties_begin_as),
    };

    return cmocka_run_group_tests_name("object paths", tests, NULL, NULL);
}
