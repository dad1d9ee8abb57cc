/* test_framer.c - what is a message among the bytes that arrive.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"

/* A connection whose other end the test speaks for. */
struct fixture {
    struct qmpc *line;
    struct fake fake;
};

static void open_with(struct fixture *fixture, const struct qmpc_options *options)
{
    fixture->line = qmpc_new(options);
    assert_non_null(fixture->line);
    fake_start(&fixture->fake, NULL, fixture->line);
}

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    open_with(fixture, NULL);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    qmpc_free(fixture->line);
    fake_stop(&fixture->fake);
    free(fixture);
    return 0;
}

static void expect(struct fixture *fixture, const char *text)
{
    struct qmpc_message *message;
    assert_int_equal(qmpc_receive(fixture->line, qmpc_deadline(60000), &message), QMPC_OK);
    assert_string_equal(qmpc_message_text(message), text);
    assert_int_equal(qmpc_message_length(message), strlen(text));
    qmpc_message_free(message);
}

static void expect_nothing(struct fixture *fixture)
{
    struct qmpc_message *message;
    assert_int_equal(qmpc_receive(fixture->line, QMPC_NOW, &message), QMPC_E_TIMEOUT);
    assert_null(message);
}

static void a_message_may_come_byte_by_byte(void **state)
{
    struct fixture *fixture = *state;
    const char *text = "{\"return\": {\"a\": \"b\\\"}\"}}\r\n";
    for (size_t i = 0; i + 1 < strlen(text); i++) {
        fake_sayf(&fixture->fake, "%c", text[i]);
        expect_nothing(fixture);
    }
    fake_say(&fixture->fake, "\n");
    expect(fixture, "{\"return\": {\"a\": \"b\\\"}\"}}");
}

static void many_messages_may_come_at_once(void **state)
{
    struct fixture *fixture = *state;
    fake_say(&fixture->fake, GREETING "{\"return\": 1}\n\r\n\n{\"event\": \"A\"}\r\n{\"ret");
    struct qmpc_message *message;
    assert_int_equal(qmpc_receive(fixture->line, QMPC_NOW, &message), QMPC_OK);
    assert_int_equal(qmpc_message_kind(message), QMPC_GREETING);
    qmpc_message_free(message);
    expect(fixture, "{\"return\": 1}");
    expect(fixture, "{\"event\": \"A\"}");
    expect_nothing(fixture);
    assert_int_equal(qmpc_counts(fixture->line).skipped_lines, 0);
}

static void a_reply_that_has_begun_can_be_seen_to_grow(void **state)
{
    static const char *const replies[] = {"{\"return\": {\"data\": \"00",
                                          "{\"id\": 4, \"error\": {"};
    struct fixture *fixture = *state;
    assert_int_equal(qmpc_arriving(fixture->line), 0);
    fake_say(&fixture->fake, "{\"timestamp\": {\"seconds\": 1}, \"event\"");
    expect_nothing(fixture);
    assert_int_equal(qmpc_arriving(fixture->line), 0);
    fake_say(&fixture->fake, ": \"A\"}\r\n");
    expect(fixture, "{\"timestamp\": {\"seconds\": 1}, \"event\": \"A\"}");
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        fake_say(&fixture->fake, replies[i]);
        expect_nothing(fixture);
        size_t before = qmpc_arriving(fixture->line);
        assert_in_range(before, 10, strlen(replies[i]));
        fake_say(&fixture->fake, i == 0 ? "000" : "\"desc");
        expect_nothing(fixture);
        assert_true(qmpc_arriving(fixture->line) > before);
        fake_say(&fixture->fake, "\r\n");
        expect_nothing(fixture);
        fake_say(&fixture->fake, "{\"return\": 1}\r\n");
        expect(fixture, "{\"return\": 1}");
        assert_int_equal(qmpc_arriving(fixture->line), 0);
    }
}

static void spaces_say_that_a_reply_is_in_the_making(void **state)
{
    struct fixture *fixture = *state;
    fake_say(&fixture->fake, "\r\n\r");
    expect_nothing(fixture);
    assert_int_equal(qmpc_arriving(fixture->line), 0); /* what stands between any two messages */
    for (size_t i = 1; i < 10; i++) {
        fake_say(&fixture->fake, " ");
        expect_nothing(fixture);
        assert_int_equal(qmpc_arriving(fixture->line), i);
    }
    fake_say(&fixture->fake, "{\"event\": \"A\"");
    expect_nothing(fixture);
    assert_int_equal(qmpc_arriving(fixture->line), 0);
    fake_say(&fixture->fake, "}\r\n {\"return\": 1");
    expect(fixture, "{\"event\": \"A\"}");
    assert_in_range(qmpc_arriving(fixture->line), 10, 15);
    fake_say(&fixture->fake, "}\r\nnoise ");
    expect(fixture, "{\"return\": 1}");
    assert_int_equal(qmpc_arriving(fixture->line), 0);
}

/* More than the framer keeps of a line in which no message has begun. */
static void blanks_before_a_message_may_be_any_number(void **state)
{
    enum { BLANKS = 200000, SIZE = 300000, PIECE = 1000 };
    struct fixture *fixture = *state;
    char *text = malloc(SIZE + 1);
    char blanks[PIECE + 1];
    assert_non_null(text);
    memset(text, 'x', SIZE);
    memcpy(text, "{\"return\": \"", strlen("{\"return\": \""));
    memcpy(text + SIZE - 2, "\"}", 3);
    memset(blanks, ' ', PIECE);
    blanks[PIECE] = '\0';
    for (int i = 0; i < BLANKS / PIECE; i++) {
        fake_say(&fixture->fake, blanks);
        expect_nothing(fixture);
    }
    for (size_t at = 0; at < SIZE; at += PIECE) {
        fake_sayf(&fixture->fake, "%.*s", PIECE, text + at);
        expect_nothing(fixture);
    }
    fake_say(&fixture->fake, "\r\n");
    expect(fixture, text);
    assert_int_equal(qmpc_counts(fixture->line).skipped_bytes, 0);
    free(text);
}

static void bytes_that_are_no_text_are_counted(void **state)
{
    struct fixture *fixture = *state;
    fake_say(&fixture->fake, "\033[1mboot\t\r\n\xFF{\"return\": 1}\r\n\x81\xC3\x01\x7F\n");
    expect(fixture, "{\"return\": 1}");
    expect_nothing(fixture);
    assert_int_equal(qmpc_counts(fixture->line).received_bytes, 11 + 1 + 15 + 5);
    assert_int_equal(qmpc_counts(fixture->line).binary_bytes, 4);
}

static void other_lines_are_skipped_and_counted(void **state)
{
    struct fixture *fixture = *state;
    fake_say(&fixture->fake, "OpenSBI v1\r\n{\"execute\": \"echo\"}\r\n[1]\r\n{\"broken\r\n"
                             "\": 1}, \"x\": {\"return\": 1}}\r\n\r\n{\"return\": 2}\r\n");
    expect(fixture, "{\"return\": 2}");
    assert_int_equal(qmpc_counts(fixture->line).skipped_lines, 5);
    assert_true(qmpc_counts(fixture->line).skipped_bytes >= 10 + 19 + 3 + 8);
}

static void noise_before_a_message_on_its_line_is_skipped(void **state)
{
    struct fixture *fixture = *state;
    fake_say(&fixture->fake, "boot {ok} \xC0\x80 {\"return\": 3}\r\n");
    expect(fixture, "{\"return\": 3}");
    assert_int_equal(qmpc_counts(fixture->line).skipped_lines, 0);
    assert_int_equal(qmpc_counts(fixture->line).skipped_bytes, strlen("boot {ok} .. "));
}

static void the_byte_ff_ends_what_came_before_and_marks_the_message(void **state)
{
    struct fixture *fixture = *state;
    struct qmpc_message *message;
    fake_say(&fixture->fake, "{\"return\": \"half\xFF{\"return\": 4}\r\n{\"return\": 5}\r\n");
    assert_int_equal(qmpc_receive(fixture->line, QMPC_NOW, &message), QMPC_OK);
    assert_true(qmpc_message_delimited(message));
    assert_string_equal(qmpc_message_text(message), "{\"return\": 4}");
    qmpc_message_free(message);
    assert_int_equal(qmpc_receive(fixture->line, QMPC_NOW, &message), QMPC_OK);
    assert_false(qmpc_message_delimited(message));
    qmpc_message_free(message);
}

static void *say_huge(void *context)
{
    struct fixture *fixture = context;
    char chunk[4001];
    memset(chunk, 'x', 4000);
    chunk[4000] = '\0';
    fake_say(&fixture->fake, "{\"return\": \"");
    for (int i = 0; i < 2000; i++)
        fake_say(&fixture->fake, chunk);
    fake_say(&fixture->fake, "\"}\r\n{\"return\": 6}\r\n");
    return NULL;
}

static void a_message_of_eight_million_bytes_arrives_whole(void **state)
{
    struct fixture *fixture = *state;
    pthread_t speaker;
    struct qmpc_message *message;
    pthread_create(&speaker, NULL, say_huge, fixture);
    assert_int_equal(qmpc_receive(fixture->line, qmpc_deadline(60000), &message), QMPC_OK);
    assert_int_equal(qmpc_message_length(message), 8000000 + strlen("{\"return\": \"\"}"));
    assert_int_equal(qmpc_get_string(message, "return", NULL, 0), 8000000);
    qmpc_message_free(message);
    expect(fixture, "{\"return\": 6}");
    pthread_join(speaker, NULL);
}

static void the_limit_is_exact_and_what_exceeds_it_is_skipped(void **state)
{
    struct fixture fixture;
    (void)state;
    struct qmpc_message *message;
    char text[1024];
    open_with(&fixture, &(struct qmpc_options){.message_limit = 200});
    int fill = 200 - (int)strlen("{\"return\": \"\"}");
    snprintf(text, sizeof text, "{\"return\": \"%0*d\"}", fill, 0);
    fake_sayf(&fixture.fake, "%s\r\n", text);
    expect(&fixture, text);
    fake_sayf(&fixture.fake, "{\"return\": \"%0*d\"}\r\n{\"return\": 7}\r\n", fill + 1, 0);
    expect(&fixture, "{\"return\": 7}");
    assert_int_equal(qmpc_receive(fixture.line, QMPC_NOW, &message), QMPC_E_PROTOCOL);
    assert_int_equal(qmpc_receive(fixture.line, QMPC_NOW, &message), QMPC_E_TIMEOUT);
    qmpc_free(fixture.line);
    fake_stop(&fixture.fake);
}

static void an_endless_line_is_reported_before_it_ends(void **state)
{
    struct fixture fixture;
    (void)state;
    struct qmpc_message *message;
    open_with(&fixture, &(struct qmpc_options){.message_limit = 200});
    fake_sayf(&fixture.fake, "{\"return\": \"%0*d", 1000, 0);
    assert_int_equal(qmpc_receive(fixture.line, qmpc_deadline(60000), &message), QMPC_E_PROTOCOL);
    fake_sayf(&fixture.fake, "%0*d\r\n{\"return\": 8}\r\n", 1000, 0);
    expect(&fixture, "{\"return\": 8}");
    qmpc_free(fixture.line);
    fake_stop(&fixture.fake);
}

static void the_queue_is_bounded_and_drops_the_oldest_events(void **state)
{
    struct fixture fixture;
    (void)state;
    struct qmpc_message *event;
    open_with(&fixture, &(struct qmpc_options){.queue_limit = 4});
    fake_say(&fixture.fake, "{\"return\": 9}\r\n");
    for (int i = 0; i < 10; i++)
        fake_sayf(&fixture.fake, "{\"event\": \"E%d\"}\r\n", i);
    assert_int_equal(qmpc_wait_event(fixture.line, NULL, QMPC_NOW, &event), QMPC_OK);
    assert_true(qmpc_string_at_is(event, "event", "E7"));
    qmpc_message_free(event);
    assert_int_equal(qmpc_counts(fixture.line).dropped_events, 7);
    expect(&fixture, "{\"return\": 9}");
    qmpc_free(fixture.line);
    fake_stop(&fixture.fake);
}

/* QEMU's pretty=on. */
#define PRETTY_EVENT                                                                               \
    "{\r\n    \"timestamp\": {\r\n        \"seconds\": 1\r\n    },\r\n"                            \
    "    \"event\": \"STOP\",\r\n    \"data\": {\r\n    }\r\n}\r\n"
#define FLAT_EVENT "{\"timestamp\": {\"seconds\": 1}, \"event\": \"STOP\", \"data\": {}}"

static void a_message_may_go_over_many_lines_and_is_handed_out_on_one(void **state)
{
    struct fixture *fixture = *state;
    const char *text = PRETTY_EVENT;
    fake_say(&fixture->fake, PRETTY_EVENT "{\"return\": 1}\r\n" PRETTY_EVENT);
    expect(fixture, FLAT_EVENT);
    expect(fixture, "{\"return\": 1}");
    expect(fixture, FLAT_EVENT);
    for (size_t i = 0; i + 1 < strlen(text); i++) {
        fake_sayf(&fixture->fake, "%c", text[i]);
        expect_nothing(fixture);
    }
    fake_say(&fixture->fake, "\n");
    expect(fixture, FLAT_EVENT);
    assert_int_equal(qmpc_counts(fixture->line).skipped_bytes, 0);
}

static void a_message_cut_off_gives_way_to_the_next(void **state)
{
    struct fixture *fixture = *state;
    static const char *const halves[] = {
        "{\r\n    \"return\": {\r\n",
        "{\r\n    \"return\": [\r\n        1,\r\n",
        "{\"return\": {\"a\": \r\n",
        "{\r\n    \"return\": \"half a str\r\n",
        "{\r\n    \"ret\xFF",
        "{\r\n    \"return\": 1\r\n}garbage\r\n",
        "{\r\nU-Boot 2023\r\n\r\n{1}\r\n",
    };
    for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++) {
        uint64_t before = qmpc_counts(fixture->line).skipped_bytes;
        fake_say(&fixture->fake, halves[i]);
        fake_say(&fixture->fake, i % 2 != 0 ? "{\"return\": 2}\r\n" : PRETTY_EVENT);
        expect(fixture, i % 2 != 0 ? "{\"return\": 2}" : FLAT_EVENT);
        assert_true(qmpc_counts(fixture->line).skipped_bytes > before);
    }
    expect_nothing(fixture);
}

/* Where whoever comes late hears it from, cut at each of its bytes. */
static void the_tail_of_a_message_of_many_lines_is_no_message(void **state)
{
    struct fixture *fixture = *state;
    static const char text[] =
        "{\r\n    \"return\": [\r\n        {\r\n            \"return\": 1\r\n        },\r\n"
        "        {\r\n            \"event\": \"\\\"{\\\"\"\r\n        }\r\n    ]\r\n}\r\n";
    for (size_t i = 1; i + 3 < sizeof text; i++) {
        fake_say(&fixture->fake, text + i);
        expect_nothing(fixture);
        fake_say(&fixture->fake, PRETTY_EVENT);
        expect(fixture, FLAT_EVENT);
    }
}

static void a_line_of_json_is_handed_out_as_it_came_and_anything_else_as_json(void **state)
{
    struct fixture *fixture = *state;
    fake_say(&fixture->fake, "{ \"id\":\t\"it's\\u00e4\xC3\xA4\" , \"return\":[]}\n");
    expect(fixture, "{ \"id\":\t\"it's\\u00e4\xC3\xA4\" , \"return\":[]}");
    fake_say(&fixture->fake, "{\"return\": \"\xC0\x80\"}\n{\"return\": \"\\'\"}\n");
    expect(fixture, "{\"return\": \"\\u0000\"}");
    expect(fixture, "{\"return\": \"'\"}");
    fake_say(&fixture->fake, "{'return':\t\"\xC3\xA4\\/\\'\\u0041\\u0000'\"  ,\"id\":1e+2}\n");
    expect(fixture, "{\"return\": \"\\u00E4/'A\\u0000'\", \"id\": 1e+2}");
    fake_say(&fixture->fake,
             "{\"return\": \"\xC3\"}\n{\"return\": \"\\uD800\"}\n{\"return\": 01}\n");
    expect_nothing(fixture);
    assert_int_equal(qmpc_counts(fixture->line).skipped_lines, 3);
}

/* A board that is reset in the middle of a long reply does not end its line first. */
static void *say_half_a_megabyte_and_greet(void *context)
{
    struct fixture *fixture = context;
    char block[1024];
    memset(block, 'x', sizeof block);
    block[sizeof block - 1] = '\0';
    fake_say(&fixture->fake, "{\"return\": \"");
    for (int i = 0; i < 512; i++)
        fake_say(&fixture->fake, block);
    fake_say(&fixture->fake, GREETING "{\"return\": 6}\r\n");
    return NULL;
}

static void a_greeting_in_the_middle_of_a_long_reply_is_seen(void **state)
{
    struct fixture *fixture = *state;
    pthread_t speaker;
    struct qmpc_message *message;
    pthread_create(&speaker, NULL, say_half_a_megabyte_and_greet, fixture);
    assert_int_equal(qmpc_receive(fixture->line, qmpc_deadline(60000), &message), QMPC_OK);
    assert_int_equal(qmpc_message_kind(message), QMPC_GREETING);
    qmpc_message_free(message);
    expect(fixture, "{\"return\": 6}");
    assert_int_equal(qmpc_counts(fixture->line).skipped_bytes,
                     strlen("{\"return\": \"") + 512 * 1023);
    pthread_join(speaker, NULL);
}

static void the_limit_holds_for_many_lines_too(void **state)
{
    struct fixture fixture;
    (void)state;
    struct qmpc_message *message;
    open_with(&fixture, &(struct qmpc_options){.message_limit = 100});
    fake_say(&fixture.fake, "{\r\n    \"return\": [\r\n");
    for (int i = 0; i < 60; i++)
        fake_say(&fixture.fake, "        1,\r\n");
    assert_int_equal(qmpc_receive(fixture.line, QMPC_NOW, &message), QMPC_E_PROTOCOL);
    fake_say(&fixture.fake, "        1\r\n    ]\r\n}\r\n{\"return\": 7}\r\n");
    expect(&fixture, "{\"return\": 7}");
    qmpc_free(fixture.line);
    fake_stop(&fixture.fake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_message_may_come_byte_by_byte, setup, teardown),
        cmocka_unit_test_setup_teardown(many_messages_may_come_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_reply_that_has_begun_can_be_seen_to_grow, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(spaces_say_that_a_reply_is_in_the_making, setup, teardown),
        cmocka_unit_test_setup_teardown(blanks_before_a_message_may_be_any_number, setup, teardown),
        cmocka_unit_test_setup_teardown(bytes_that_are_no_text_are_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(other_lines_are_skipped_and_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(noise_before_a_message_on_its_line_is_skipped, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_byte_ff_ends_what_came_before_and_marks_the_message,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_message_of_eight_million_bytes_arrives_whole, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_message_may_go_over_many_lines_and_is_handed_out_on_one,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_message_cut_off_gives_way_to_the_next, setup, teardown),
        cmocka_unit_test_setup_teardown(the_tail_of_a_message_of_many_lines_is_no_message, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            a_line_of_json_is_handed_out_as_it_came_and_anything_else_as_json, setup, teardown),
        cmocka_unit_test_setup_teardown(a_greeting_in_the_middle_of_a_long_reply_is_seen, setup,
                                        teardown),
        cmocka_unit_test(the_limit_holds_for_many_lines_too),
        cmocka_unit_test(the_limit_is_exact_and_what_exceeds_it_is_skipped),
        cmocka_unit_test(an_endless_line_is_reported_before_it_ends),
        cmocka_unit_test(the_queue_is_bounded_and_drops_the_oldest_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
