/* test_objects.c - the object tree as data, against a scripted server.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "common/objects.h"

enum { PATIENCE_MS = 5000 };

/* A tree: / has "a" (with a child that goes away before it is looked at, and "b") and a link. */
static void serve(struct fake *fake)
{
    while (fake_hear(fake)) {
        if (strstr(fake->heard, "\"path\": \"/\"") != NULL)
            fake_return(fake, "[{\"name\": \"type\", \"type\": \"string\"}, "
                              "{\"name\": \"l\", \"type\": \"link<x<y>>\"}, "
                              "{\"name\": \"a\", \"type\": \"child<box>\", "
                              "\"description\": \"one\"}, "
                              "{\"name\": \"c\", \"type\": \"child<thing>\"}]");
        else if (strstr(fake->heard, "\"/a\"") != NULL)
            fake_return(fake, "[{\"name\": \"gone\", \"type\": \"child<thing>\"}, "
                              "{\"name\": \"b\", \"type\": \"child<thing>\"}]");
        else if (strstr(fake->heard, "\"/a/gone\"") != NULL)
            fake_error(fake, "DeviceNotFound", "it has gone");
        else if (strstr(fake->heard, "qom-set") != NULL)
            fake_return(fake, strstr(fake->heard, "\"value\": {\"x\": 1}") != NULL ? "1" : "0");
        else
            fake_return(fake, "[]");
    }
}

static void a_list_tells_children_links_and_properties_apart(void **state)
{
    struct fake fake;
    struct objects_list list;
    char type[32];
    struct qmpc *line = fake_open(&fake, serve, NULL);
    (void)state;
    assert_int_equal(objects_list(line, "/", PATIENCE_MS, &list), QMPC_OK);
    assert_int_equal(list.count, 4);
    assert_int_equal(objects_find(&list, "type")->kind, OBJECTS_PROPERTY);
    assert_int_equal(objects_find(&list, "l")->kind, OBJECTS_LINK);
    assert_int_equal(objects_find(&list, "a")->kind, OBJECTS_CHILD);
    assert_string_equal(objects_find(&list, "a")->description, "one");
    assert_string_equal(objects_find(&list, "c")->description, "");
    assert_null(objects_find(&list, "d"));
    objects_type(objects_find(&list, "l"), type, sizeof type);
    assert_string_equal(type, "x<y>");
    objects_type(objects_find(&list, "type"), type, sizeof type);
    assert_string_equal(type, "string");
    objects_free(&list);
    assert_int_equal(objects_list(line, "/a/gone", PATIENCE_MS, &list), QMPC_E_SERVER);
    assert_int_equal(list.count, 0);
    fake_close(&fake, line);
}

static int note(void *context, const char *path, const char *type, unsigned depth,
                const struct objects_list *list)
{
    char *text = context;
    sprintf(text + strlen(text), "%u %s %s %zu\n", depth, path, type, list->count);
    return strcmp(path, "/stop") == 0 ? QMPC_E_MEMORY : QMPC_OK;
}

static void a_walk_goes_parents_first_and_passes_over_what_has_gone(void **state)
{
    struct fake fake;
    char text[512] = "";
    struct qmpc *line = fake_open(&fake, serve, NULL);
    (void)state;
    assert_int_equal(objects_walk(line, "/", PATIENCE_MS, note, text), QMPC_OK);
    assert_string_equal(text, "0 /  4\n1 /a box 2\n2 /a/b thing 0\n1 /c thing 0\n");
    text[0] = '\0';
    assert_int_equal(objects_walk(line, "/a/gone", PATIENCE_MS, note, text), QMPC_E_SERVER);
    assert_int_equal(objects_walk(line, "/stop", PATIENCE_MS, note, text), QMPC_E_MEMORY);
    fake_close(&fake, line);
}

/* Each object has a child: a server can do that. */
static void serve_endless(struct fake *fake)
{
    while (fake_hear(fake))
        fake_return(fake, "[{\"name\": \"x\", \"type\": \"child<y>\"}]");
}

static int count(void *context, const char *path, const char *type, unsigned depth,
                 const struct objects_list *list)
{
    (void)path, (void)type, (void)depth, (void)list;
    ++*(int *)context;
    return QMPC_OK;
}

static void a_walk_down_a_tree_without_end_ends(void **state)
{
    struct fake fake;
    int objects = 0;
    struct qmpc *line = fake_open(&fake, serve_endless, NULL);
    (void)state;
    assert_int_equal(objects_walk(line, "/", PATIENCE_MS, count, &objects), QMPC_OK);
    assert_int_equal(objects, OBJECTS_DEPTH);
    fake_close(&fake, line);
}

/* What comes may be anything that is JSON. */
static void serve_nonsense(struct fake *fake)
{
    while (fake_hear(fake))
        fake_return(fake, "[1, {\"name\": 2, \"type\": null}, {}, {\"type\": \"child<\", "
                          "\"name\": \"\"}]");
}

static void a_list_that_makes_no_sense_does_no_harm(void **state)
{
    struct fake fake;
    struct objects_list list;
    char type[8];
    struct qmpc *line = fake_open(&fake, serve_nonsense, NULL);
    (void)state;
    int status = objects_list(line, "/", PATIENCE_MS, &list);
    assert_int_equal(status, QMPC_OK);
    assert_int_equal(list.count, 4);
    objects_type(&list.entries[3], type, sizeof type);
    assert_string_equal(type, "");
    objects_free(&list);
    fake_close(&fake, line);
}

static void values_are_read_and_written_as_json(void **state)
{
    struct fake fake;
    struct qmpc_message *reply;
    int64_t number = 0;
    struct qmpc *line = fake_open(&fake, serve, NULL);
    (void)state;
    assert_int_equal(objects_set(line, "x", "y", "{\"x\": 1}", PATIENCE_MS, &reply), QMPC_OK);
    qmpc_get_int64(reply, "return", &number);
    assert_int_equal(number, 1);
    qmpc_message_free(reply);
    assert_int_equal(objects_get(line, "a \"b\"", "y", PATIENCE_MS, &reply), QMPC_OK);
    qmpc_message_free(reply);
    fake_close(&fake, line);
}

static void paths_are_joined_and_cut(void **state)
{
    char dotted[] = "/machine/virt.flash0";
    char property[] = "hub.fan";
    char *path = objects_join("/", "a");
    (void)state;
    assert_string_equal(path, "/a");
    free(path);
    path = objects_join("/a", "b");
    assert_string_equal(path, "/a/b");
    free(path);
    assert_string_equal(objects_split(property), "fan");
    assert_string_equal(property, "hub");
    assert_string_equal(objects_split(dotted), "flash0");
    assert_null(objects_split((char[]){"a.b/c"}));
    assert_null(objects_split((char[]){".a"}));
    assert_null(objects_split((char[]){"a."}));
    path = objects_arguments("a\"", "p", "[1]");
    assert_string_equal(path, "{\"path\": \"a\\\"\", \"property\": \"p\", \"value\": [1]}");
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_tells_children_links_and_properties_apart),
        cmocka_unit_test(a_walk_goes_parents_first_and_passes_over_what_has_gone),
        cmocka_unit_test(a_walk_down_a_tree_without_end_ends),
        cmocka_unit_test(a_list_that_makes_no_sense_does_no_harm),
        cmocka_unit_test(values_are_read_and_written_as_json),
        cmocka_unit_test(paths_are_joined_and_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
