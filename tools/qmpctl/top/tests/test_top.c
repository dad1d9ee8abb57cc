/* test_top.c - what needs no server: rates, histories, lines, JSON.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "top/lines.h"
#include "top/report.h"
#include "top/resolve.h"

/* How many more of what the sources ask for they get; below 0: all. */
static int allocations = -1;

static bool is_there_memory(void)
{
    if (allocations > 0)
        allocations--;
    return allocations != 0;
}

/* The linker puts these in the place of C's (CMakeLists.txt). */
void *__real_malloc(size_t size);
void *__real_realloc(void *memory, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t size);

void *__wrap_malloc(size_t size)
{
    return is_there_memory() ? __real_malloc(size) : NULL;
}

void *__wrap_realloc(void *memory, size_t size)
{
    return is_there_memory() ? __real_realloc(memory, size) : NULL;
}

char *__wrap_strdup(const char *text)
{
    return is_there_memory() ? __real_strdup(text) : NULL;
}

char *__wrap_strndup(const char *text, size_t size)
{
    return is_there_memory() ? __real_strndup(text, size) : NULL;
}

static struct qmpc_json json(const char *text)
{
    return (struct qmpc_json){text, strlen(text)};
}

static void a_rate_is_of_the_last_ten_seconds(void **state)
{
    struct tally tally = {.begun = 1000000};
    (void)state;
    for (int64_t at = 1000000; at < 1020000; at += 500)
        tally_note(&tally, "TICK", NULL, at);
    assert_int_equal(tally.count, 1);
    assert_int_equal(tally.events[0].count, 40);
    assert_float_equal(tally_rate(&tally, &tally.events[0], 1020000), 2, 0.2);
    assert_float_equal(tally_rate(&tally, &tally.events[0], 1025000), 1, 0.2);
    assert_float_equal(tally_rate(&tally, &tally.events[0], 1031000), 0, 0.01);
    tally_end(&tally);
}

static void a_young_tally_does_not_divide_by_what_has_not_passed(void **state)
{
    struct tally tally = {.begun = 1000000};
    (void)state;
    for (int i = 0; i < 6; i++)
        tally_note(&tally, "TICK", "{}", 1000000 + i * 500);
    assert_float_equal(tally_rate(&tally, &tally.events[0], 1003000), 2, 0.01);
    tally_end(&tally);
}

static void more_names_than_there_is_room_for_are_counted_together(void **state)
{
    struct tally tally = {.begun = 0};
    char name[16];
    (void)state;
    for (int i = 0; i < TALLY_NAMES + 5; i++) {
        snprintf(name, sizeof name, "E%d", i);
        tally_note(&tally, name, NULL, 1);
    }
    assert_int_equal(tally.count, TALLY_NAMES);
    assert_int_equal(tally.others, 5);
    tally_end(&tally);
}

static void expect_history(struct watched_property *property, const char *wanted)
{
    char text[WATCHED_HISTORY + 1];
    watched_history(property, text);
    assert_string_equal(text, wanted);
}

static void a_history_goes_from_the_least_to_the_greatest(void **state)
{
    struct watched watched = {NULL, 0};
    char number[16];
    (void)state;
    struct watched_property *property = watched_add(&watched, "hub", "fan", "");
    expect_history(property, "");
    watched_value(property, json("5"));
    assert_false(property->changed);
    expect_history(property, ".");
    watched_value(property, json("5"));
    watched_value(property, json("-5"));
    assert_true(property->changed);
    watched_value(property, json("0"));
    expect_history(property, "9905");
    for (int i = 0; i < WATCHED_HISTORY; i++) {
        snprintf(number, sizeof number, "%d", 100 + i);
        watched_value(property, json(number));
    }
    expect_history(property, "00112233445566778899");
    watched_error(property, "gone");
    assert_true(property->changed && property->value == NULL);
    watched_end(&watched);
}

static void the_history_of_a_name_is_its_changes(void **state)
{
    struct watched watched = {NULL, 0};
    (void)state;
    struct watched_property *property = watched_add(&watched, "hub", "state", "");
    assert_ptr_equal(watched_add(&watched, "hub", "state", ""), property);
    watched_value(property, json("\"normal\""));
    watched_value(property, json("\"alarm\""));
    watched_value(property, json("\"alarm\""));
    expect_history(property, ".*.");
    watched_end(&watched);
}

static void operands_are_cut_at_their_last_dot(void **state)
{
    char *object, *property;
    (void)state;
    assert_true(resolve_split("/machine/virt.flash0.width", &object, &property));
    assert_string_equal(object, "/machine/virt.flash0");
    assert_string_equal(property, "width");
    free(object);
    free(property);
    assert_false(resolve_split("hub", &object, &property));
}

static void an_object_stands_for_its_values(void **state)
{
    static const char list[] = "[{\"name\": \"type\", \"type\": \"string\"},"
                               " {\"name\": \"a\", \"type\": \"int\", \"description\": \"x\"},"
                               " {\"name\": \"b\", \"type\": \"link<c>\"},"
                               " {\"name\": \"d\", \"type\": \"child<e>\"}]";
    struct watched watched = {NULL, 0};
    (void)state;
    resolve_add(&watched, "hub", NULL, json(list));
    assert_int_equal(watched.count, 1);
    assert_string_equal(watched.all[0].name, "a");
    assert_string_equal(watched.all[0].description, "x");
    resolve_add(&watched, "hub", "b", json(list));
    assert_int_equal(watched.count, 2);
    watched_end(&watched);
}

static void a_cell_has_its_width(void **state)
{
    static const struct {
        const char *text;
        size_t width;
        bool right;
        const char *cell;
    } cells[] = {{"ab", 4, false, "ab  "},
                 {"ab", 4, true, "  ab"},
                 {"abcdefgh", 6, false, "abcd.."},
                 {"\033[2J", 9, false, "\\x1B[2J  "},
                 {"\xC2\xB0"
                  "C",
                  3, true,
                  " \xC2\xB0"
                  "C"},
                 {"abc", 2, false, "ab"}};
    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        char *cell = lines_cell(cells[i].text, cells[i].width, cells[i].right);
        assert_string_equal(cell, cells[i].cell);
        free(cell);
    }
}

static void nothing_is_cut_without_a_mark(void **state)
{
    struct picture picture = {.endpoint = "x", .interval_ms = 1000, .connected = true};
    struct lines lines;
    (void)state;
    picture.answers[ANSWER_LIMITS] =
        strdup("{\"a\": 1, \"of-a-long-name-indeed\": 1234567890, \"c\": 3, \"d\": 4}");
    watched_value(watched_add(&picture.watched,
                              "/a/\xC2\xB0\xC2\xB0\xC2\xB0\xC2\xB0\xC2\xB0/long/path",
                              "to-a-property", ""),
                  json("5"));
    watched_value(watched_add(&picture.watched, "\xC2\xB0", "b", ""), json("6"));
    lines_build(&lines, &picture, 80, 10);
    static const char *const wanted[] = {
        "..\xC2\xB0\xC2\xB0\xC2\xB0/long/path.to-a-property                        5  .",
        "\xC2\xB0.b                                                  6  .",
        "",
        "LIMITS",
        "a                      1   of-a-long-nam.. 123456..   c                      3",
        "d                      4"};
    enum { WANTED = sizeof wanted / sizeof wanted[0] };
    assert_true(lines.count > WANTED);
    for (size_t i = 0; i < WANTED; i++)
        assert_string_equal(lines.all[lines.count - WANTED + i].text, wanted[i]);
    lines_free(&lines);
    picture_end(&picture);
}

/* A picture as of a hostile server: every answer of the wrong type. */
static void answers_of_any_shape_make_lines_and_json(void **state)
{
    static const char *const shapes[] = {"null",
                                         "[]",
                                         "{}",
                                         "\"\\u001b[2J\"",
                                         "[1, [2], {}]",
                                         "{\"sessions\": 1, \"board\": 7, \"uptime\": \"x\"}",
                                         "[{\"label\": 5, \"cpu-index\": {}}]",
                                         "1e400"};
    (void)state;
    for (size_t shape = 0; shape < sizeof shapes / sizeof shapes[0]; shape++) {
        struct picture picture = {.endpoint = "x", .interval_ms = 1000, .connected = true};
        struct lines lines;
        char *text = NULL;
        size_t size;
        for (int i = 0; i < ANSWERS; i++)
            picture.answers[i] = strdup(shapes[shape]);
        watched_value(watched_add(&picture.watched, "a", "b", ""), json(shapes[shape]));
        tally_note(&picture.tally, "\033[2J", shapes[shape], 5);
        lines_build(&lines, &picture, 80, 10);
        assert_true(lines.count > 4);
        for (size_t i = 0; i < lines.count; i++) {
            assert_null(strchr(lines.all[i].text, '\033'));
            assert_true(style_width(lines.all[i].text, strlen(lines.all[i].text)) <= 80);
        }
        lines_free(&lines);
        FILE *out = open_memstream(&text, &size);
        report_json(out, &picture, 10);
        fclose(out);
        assert_int_equal(qmpc_json_parse(text, size, NULL, NULL), 0);
        assert_ptr_equal(strchr(text, '\n'), text + size - 1);
        free(text);
        picture_end(&picture);
    }
}

static void without_memory_lines_are_missing(void **state)
{
    static const char *const answers[ANSWERS] = {
        [ANSWER_VERSION] = "{\"package\": \"p\"}",
        [ANSWER_NAME] = "{\"name\": \"n\"}",
        [ANSWER_LIMITS] = "{\"a\": 1}",
        [ANSWER_CPUS] = "[{\"target\": \"t\"}, {\"cpu-index\": 1}]",
        [ANSWER_MEMORY] = "{\"base-memory\": 1048576}",
        [ANSWER_STATUS] = "{\"status\": \"running\"}",
        [ANSWER_AGENT] = "{\"board\": \"b\", \"uptime\": 1}",
        [ANSWER_PORTS] = "[{\"label\": \"l\"}]"};
    struct picture picture = {.endpoint = "x", .interval_ms = 1000, .connected = true};
    size_t all = 0;
    (void)state;
    for (int i = 0; i < ANSWERS; i++)
        picture.answers[i] = strdup(answers[i]);
    for (int most = -1; most < 200; most++) {
        struct lines lines;
        allocations = most;
        lines_build(&lines, &picture, 80, 10);
        allocations = -1;
        if (most < 0)
            all = lines.count;
        assert_true(most != 0 || lines.count == 0);
        assert_true(lines.count <= all);
        for (size_t i = 0; i < lines.count; i++)
            assert_null(strstr(lines.all[i].text, "(null)"));
        lines_free(&lines);
    }
    picture_end(&picture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rate_is_of_the_last_ten_seconds),
        cmocka_unit_test(a_young_tally_does_not_divide_by_what_has_not_passed),
        cmocka_unit_test(more_names_than_there_is_room_for_are_counted_together),
        cmocka_unit_test(a_history_goes_from_the_least_to_the_greatest),
        cmocka_unit_test(the_history_of_a_name_is_its_changes),
        cmocka_unit_test(operands_are_cut_at_their_last_dot),
        cmocka_unit_test(an_object_stands_for_its_values),
        cmocka_unit_test(a_cell_has_its_width),
        cmocka_unit_test(nothing_is_cut_without_a_mark),
        cmocka_unit_test(answers_of_any_shape_make_lines_and_json),
        cmocka_unit_test(without_memory_lines_are_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
