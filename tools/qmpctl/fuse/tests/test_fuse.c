/* test_fuse.c - what needs no mount: values as text, refusals as errnos, links, ages, listings.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fuse/ages.h"
#include "fuse/listings.h"
#include "fuse/refusal.h"
#include "fuse/tree.h"
#include "fuse/value.h"

/* tree.c asks a server, which is not there. */
int server_list(struct server *server, const char *path, bool fresh,
                const struct objects_list **list)
{
    (void)server;
    (void)path;
    (void)fresh;
    *list = NULL;
    return -EIO;
}

static void expect_text(const char *json, const char *text)
{
    size_t length;
    char *got = value_to_text((struct qmpc_json){json, strlen(json)}, &length);
    assert_string_equal(got, text);
    assert_int_equal(length, strlen(text));
    free(got);
}

static void a_value_is_a_line_of_text(void **state)
{
    (void)state;
    expect_text("12", "12\n");
    expect_text("-1.5", "-1.5\n");
    expect_text("true", "true\n");
    expect_text("\"a \\\"b\\\"\"", "a \"b\"\n");
    expect_text("\"\"", "\n");
    expect_text("{\"a\": [1]}", "{\"a\": [1]}\n");
}

static void expect_json(const char *type, bool string, const char *text, const char *json)
{
    char *got = value_from_text(type, string, text, strlen(text));
    if (json == NULL)
        assert_null(got);
    else
        assert_string_equal(got, json);
    free(got);
}

static void text_becomes_what_the_type_wants(void **state)
{
    (void)state;
    expect_json("int32", false, "12\n", "12");
    expect_json("uint64", false, " 0x10 \r\n", "16");
    expect_json("bool", false, "False\n", "false");
    expect_json("string", false, "12\n", "\"12\"");
    expect_json("str", false, " a\n\n", "\" a\\n\"");
    expect_json("link<device>", false, "\n", "\"\"");
    expect_json("HubState", true, "12\n", "\"12\"");
    expect_json("SMPConfiguration", false, "{\"cpus\": 2}\n", "{\"cpus\": 2}");
    /* What a known type has for values now does not matter. */
    expect_json("int32", true, "12\n", "12");
    expect_json("int32", false, " \n", NULL);
    assert_null(value_from_text("int32", false, "1\0002", 3));
}

static void only_types_that_say_it_all_are_known(void **state)
{
    (void)state;
    assert_true(value_type_is_known("uint8"));
    assert_true(value_type_is_known("string"));
    assert_true(value_type_is_known("link<x>"));
    assert_false(value_type_is_known("HubState"));
    assert_false(value_type_is_known("OnOffAuto"));
}

static void refusals_are_errnos(void **state)
{
    static const char generic[] = "GenericError";
    (void)state;
    assert_int_equal(refusal_errno("DeviceNotFound", "Device 'x' not found", false), ENOENT);
    assert_int_equal(refusal_errno("CommandNotFound", "", false), EOPNOTSUPP);
    assert_int_equal(refusal_errno(generic, "Property 'a.b' is not writable", true), EACCES);
    assert_int_equal(refusal_errno(generic, "Property 'a.b' is not readable", false), EACCES);
    assert_int_equal(refusal_errno(generic, "Property 'a.b' not found", true), ENOENT);
    assert_int_equal(refusal_errno(generic, "The command qom-set is locked", true), EPERM);
    assert_int_equal(refusal_errno(generic, "Device 'disk' not found", true), EINVAL);
    assert_int_equal(refusal_errno(generic, "Invalid parameter type", true), EINVAL);
    assert_int_equal(refusal_errno(generic, "something", false), ENODATA);
}

static void expect_target(char *object, const char *value, const char *target)
{
    struct tree_node node = {TREE_LINK, object, NULL, NULL, NULL};
    char *got = tree_target(&node, value);
    if (target == NULL)
        assert_null(got);
    else
        assert_string_equal(got, target);
    free(got);
}

static void a_link_leads_up_to_the_top_and_down_again(void **state)
{
    (void)state;
    expect_target("/machine/peripheral/hub", "/machine/fan", "../../../machine/fan");
    expect_target("/machine", "/machine/fan", "../machine/fan");
    expect_target("/", "/machine", "machine");
    expect_target("/", "/", ".");
    expect_target("/machine", "/", "../");
    expect_target("/machine", "", NULL);
    expect_target("/machine", "fan", NULL);
}

static void names_that_no_file_can_have_are_left_out(void **state)
{
    (void)state;
    assert_true(tree_can_show("device[0]"));
    assert_true(tree_can_show("..."));
    assert_false(tree_can_show(""));
    assert_false(tree_can_show("."));
    assert_false(tree_can_show(".."));
    assert_false(tree_can_show("a/b"));
    assert_false(tree_can_show(".error"));
}

static void a_time_is_that_of_the_last_change(void **state)
{
    struct ages *ages = calloc(1, sizeof *ages);
    (void)state;
    assert_int_equal(ages_note(ages, "/a", "1", 1, (struct timespec){10, 0}).tv_sec, 10);
    assert_int_equal(ages_note(ages, "/b", "1", 1, (struct timespec){11, 0}).tv_sec, 11);
    assert_int_equal(ages_note(ages, "/a", "1", 1, (struct timespec){20, 0}).tv_sec, 10);
    assert_int_equal(ages_note(ages, "/a", "2", 1, (struct timespec){30, 0}).tv_sec, 30);
    assert_int_equal(ages_note(ages, "/b", "1", 1, (struct timespec){40, 0}).tv_sec, 11);
    free(ages);
}

static struct objects_list list_of(const char *name)
{
    struct objects_list list = {calloc(1, sizeof(struct objects_entry)), 1};
    list.entries[0].name = strdup(name);
    list.entries[0].type = strdup("int");
    list.entries[0].description = strdup("");
    return list;
}

static void a_listing_is_forgotten_in_time(void **state)
{
    struct listings listings = {.next = 0};
    (void)state;
    struct objects_list list = list_of("old");
    assert_non_null(listings_keep(&listings, "/a", &list));
    assert_string_equal(listings_find(&listings, "/a")->entries[0].name, "old");
    list = list_of("new");
    assert_non_null(listings_keep(&listings, "/a", &list));
    assert_string_equal(listings_find(&listings, "/a")->entries[0].name, "new");
    for (int i = 0; i < 40; i++) {
        char path[8] = {'/', (char)('A' + i), '\0'};
        list = list_of("other");
        assert_non_null(listings_keep(&listings, path, &list));
    }
    assert_null(listings_find(&listings, "/A"));
    listings.places[0].until = 0;
    assert_null(listings_find(&listings, listings.places[0].path));
    listings_clear(&listings);
    assert_null(listings_find(&listings, "/h"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_a_line_of_text),
        cmocka_unit_test(text_becomes_what_the_type_wants),
        cmocka_unit_test(only_types_that_say_it_all_are_known),
        cmocka_unit_test(refusals_are_errnos),
        cmocka_unit_test(a_link_leads_up_to_the_top_and_down_again),
        cmocka_unit_test(names_that_no_file_can_have_are_left_out),
        cmocka_unit_test(a_time_is_that_of_the_last_change),
        cmocka_unit_test(a_listing_is_forgotten_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
