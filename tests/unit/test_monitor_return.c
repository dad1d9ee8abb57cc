/* test_monitor_return.c - what a command of QMP returns, said by the human monitor as QEMU lays it
 * out.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "monitor/grammar/json.h"
#include "monitor_said.h"

/* json.c reads values, too, which is not looked at here. */
int monitor_error(struct monitor_run *run, const char *format)
{
    (void)run, (void)format;
    return -1;
}

void request_json(struct monitor_run *run, const char *name, const char *json)
{
    (void)run, (void)name, (void)json;
}

/* A return, a piece each call. */
static const char *const *pieces;

static bool emit_piece(struct qmp_stream *stream, struct json_writer *w)
{
    json_write_text(w, pieces[stream->at[0]]);
    return pieces[++stream->at[0]] != NULL;
}

/* Elements with the commas that the writer sees to. */
static bool emit_element(struct qmp_stream *stream, struct json_writer *w)
{
    if (stream->at[0] == 0)
        json_write_begin(w, NULL, '[');
    if (stream->at[0] == 3)
        json_write_end(w, ']');
    else
        json_write_uint(w, NULL, stream->at[0]);
    return stream->at[0]++ < 3;
}

/* What is said through every size of output that the longest piece fits. */
static void expect_said(bool (*emit)(struct qmp_stream *, struct json_writer *), const char *text)
{
    for (uint32_t size = 512; size < 2048; size += 37) {
        char line[64];
        struct monitor_run run = {.line = line, .line_size = sizeof line, .stream = {.emit = emit}};

        assert_string_equal(monitor_said_by(&run, json_say_return, size), text);
    }
}

static void expect_text(const char *one, const char *other, const char *text)
{
    const char *const both[] = {one, other, NULL};

    pieces = both;
    expect_said(emit_piece, text);
}

static void a_plain_value_is_a_line(void **state)
{
    (void)state;
    expect_text("tr", "ue", "true\r\n");
    expect_text("-5", NULL, "-5\r\n");
    expect_text("\"a, b", ": c\"", "\"a, b: c\"\r\n");
}

static void members_and_elements_have_a_line_each(void **state)
{
    (void)state;
    expect_text("{\"a\": 1, \"b\": [2, ", "3]}",
                "{\r\n    \"a\": 1,\r\n    \"b\": [\r\n        2,\r\n        3\r\n    ]\r\n}\r\n");
    expect_said(emit_element, "[\r\n    0,\r\n    1,\r\n    2\r\n]\r\n");
}

static void what_is_empty_has_a_line_for_its_end(void **state)
{
    (void)state;
    expect_text("[", "]", "[\r\n]\r\n");
    expect_text("{\"a\": {}}", NULL, "{\r\n    \"a\": {\r\n    }\r\n}\r\n");
}

static void brackets_in_strings_are_text(void **state)
{
    (void)state;
    expect_text("[\"{, [\\\"", "}\\\\\", \"]\"]",
                "[\r\n    \"{, [\\\"}\\\\\",\r\n    \"]\"\r\n]\r\n");
}

/* A piece of 64 bytes fits the line, which is where it stands. */
static void a_piece_longer_than_the_line_is_left_out(void **state)
{
    char longest[66];

    (void)state;
    memset(longest, '7', sizeof longest);
    longest[64] = '\0';
    expect_text(longest, NULL,
                "7777777777777777777777777777777777777777777777777777777777777777\r\n");
    longest[64] = '7';
    longest[65] = '\0';
    expect_text(longest, NULL, "...\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_value_is_a_line),
        cmocka_unit_test(members_and_elements_have_a_line_each),
        cmocka_unit_test(what_is_empty_has_a_line_for_its_end),
        cmocka_unit_test(brackets_in_strings_are_text),
        cmocka_unit_test(a_piece_longer_than_the_line_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
