/* test_splice.c - a reply with the client's id, and texts that grow.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "bridge/envelope.h"
#include "bridge/splice.h"

/* ID NULL: none. */
static void expect(const char *reply, const char *id, const char *expected)
{
    struct text text = {.bytes = NULL};
    struct qmpc_json value;
    struct qmpc_json ours = {id, id != NULL ? strlen(id) : 0};
    assert_int_equal(qmpc_json_parse(reply, strlen(reply), &value, NULL), 0);
    splice_reply(&text, value, ours);
    assert_false(text.failed);
    text_add(&text, "", 1);
    assert_string_equal(text_bytes(&text), expected);
    text_free(&text);
}

static void the_id_is_replaced_wherever_it_stands(void **state)
{
    (void)state;
    expect("{\"id\": 12, \"return\": {\"id\": 1}}", "\"mine\"",
           "{\"id\": \"mine\", \"return\": {\"id\": 1}}\r\n");
    expect("{\"return\": {\"id\": 1}, \"id\": 12}", "[2]",
           "{\"return\": {\"id\": 1}, \"id\": [2]}\r\n");
    expect("{\"a\": 1, \"i\\u0064\": 12, \"b\": 2}", "null",
           "{\"a\": 1, \"i\\u0064\": null, \"b\": 2}\r\n");
}

static void the_id_is_left_out_wherever_it_stands(void **state)
{
    (void)state;
    expect("{\"id\": 12, \"return\": {}}", NULL, "{\"return\": {}}\r\n");
    expect("{\"return\": {}, \"id\": 12}", NULL, "{\"return\": {}}\r\n");
    expect("{\"a\": 1, \"id\": 12, \"b\": 2}", NULL, "{\"a\": 1, \"b\": 2}\r\n");
    expect("{\"id\":12}", NULL, "{}\r\n");
    expect("{\"return\": {}}", NULL, "{\"return\": {}}\r\n");
}

static void a_reply_over_many_lines_becomes_one(void **state)
{
    (void)state;
    expect("{\r\n    \"return\": {\r\n    },\r\n    \"id\": 12\r\n}", "7",
           "{     \"return\": {     },     \"id\": 7 }\r\n");
    expect("{\n    \"id\": 12,\n    \"return\": {\n    }\n}", NULL, "{\"return\": {     } }\r\n");
}

static void an_error_quotes_what_was_sent(void **state)
{
    struct text text = {.bytes = NULL};
    const struct refusal bytes = {"GenericError", "stray '%r'", {"\xFF\"\\", 3}};
    const struct refusal content = {"CommandNotFound", "100 % of %t", {"a\\\"\xC3\xA9", 5}};
    (void)state;
    envelope_refuse(&text, (struct json_span){"[1]", 3}, &bytes);
    envelope_refuse(&text, (struct json_span){NULL, 0}, &content);
    text_add(&text, "", 1);
    assert_string_equal(text_bytes(&text),
                        "{\"id\": [1], \"error\": {\"class\": \"GenericError\", \"desc\": \"stray "
                        "'\\uFFFD\\\"\\\\'\"}}\r\n"
                        "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"100 % of "
                        "a\\\"\\u00E9\"}}\r\n");
    text_free(&text);
}

static void a_text_keeps_its_bytes_while_it_grows_and_is_taken_from(void **state)
{
    struct text text = {.bytes = NULL};
    unsigned written = 0;
    unsigned taken = 0;
    (void)state;
    for (int round = 0; round < 2000; round++) {
        for (int i = 0; i < 700; i++) {
            char byte = (char)(written++ % 251);
            text_add(&text, &byte, 1);
        }
        size_t some = (size_t)(round * 37 % 1300);
        some = some < text_length(&text) ? some : text_length(&text);
        for (size_t i = 0; i < some; i++)
            assert_int_equal((unsigned char)text_bytes(&text)[i], taken++ % 251);
        text_take(&text, some);
        assert_int_equal(text_length(&text), written - taken);
    }
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_id_is_replaced_wherever_it_stands),
        cmocka_unit_test(the_id_is_left_out_wherever_it_stands),
        cmocka_unit_test(a_reply_over_many_lines_becomes_one),
        cmocka_unit_test(an_error_quotes_what_was_sent),
        cmocka_unit_test(a_text_keeps_its_bytes_while_it_grows_and_is_taken_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
