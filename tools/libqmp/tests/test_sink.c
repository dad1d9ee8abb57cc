/* test_sink.c - long strings that are handed on while they arrive.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "fake.h"

struct taken {
    char text[8192]; /* its beginning */
    size_t length, calls;
    char head[256];
    size_t refuse_after; /* bytes; 0: never */
};

static bool take(void *context, struct qmpc_json head, const char *text, size_t length)
{
    struct taken *taken = context;
    assert_true(head.length < sizeof taken->head);
    memcpy(taken->head, head.text, head.length);
    taken->head[head.length] = '\0';
    for (size_t i = 0; i < length; i++, taken->length++)
        if (taken->length < sizeof taken->text - 1)
            taken->text[taken->length] = text[i];
    taken->calls++;
    return taken->refuse_after == 0 || taken->length < taken->refuse_after;
}

static struct qmpc *start(struct fake *fake, fake_script *script)
{
    return fake_open(fake, script, &(struct qmpc_options){.message_limit = 1000});
}

static int command_into(struct qmpc *line, struct taken *taken, int64_t patience_ms,
                        struct qmpc_message **reply)
{
    struct qmpc_sink sink = {
        .member = "data", .take = take, .context = taken, .patience_ms = patience_ms};
    return qmpc_command_into(line, "agent-dump", "{\"begin\": 1}", &sink, reply);
}

static void say_in_pieces(struct fake *fake)
{
    while (fake_hear(fake)) {
        assert_true(fake_heard(fake, "agent-dump"));
        fake_say(fake, "{\"event\": \"STOP\", \"data\": {\"data\": \"no\"}}\r\n");
        fake_sayf(fake, "{\"id\": %s, \"return\": {\"format\": \"hex\", \"da", fake->id);
        fake_sleep(20);
        fake_say(fake, "ta\": ");
        fake_sleep(20);
        fake_say(fake, "\"one");
        fake_sleep(20);
        fake_say(fake, "two\", \"size\": 3, \"more\": \"text\"}}\r\n");
        fake_say(fake, "{\"event\": \"RESUME\"}\r\n");
    }
}

static void a_string_passes_by_and_leaves_the_rest_of_the_reply(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, say_in_pieces);
    struct qmpc_message *reply;
    for (int i = 0; i < 2; i++) {
        struct taken taken = {.length = 0};
        uint64_t size = 0;
        assert_int_equal(command_into(line, &taken, 60000, &reply), QMPC_OK);
        assert_string_equal(taken.text, "onetwo");
        assert_non_null(strstr(taken.head, "\"format\": \"hex\", \"data\": \""));
        assert_true(qmpc_string_at_is(reply, "return.data", ""));
        assert_true(qmpc_string_at_is(reply, "return.more", "text"));
        assert_int_equal(qmpc_get_uint64(reply, "return.size", &size), QMPC_OK);
        assert_int_equal(size, 3);
        qmpc_message_free(reply);
        assert_int_equal(qmpc_wait_event(line, "STOP", QMPC_NOW, NULL), QMPC_OK);
        assert_int_equal(qmpc_wait_event(line, "RESUME", qmpc_deadline(60000), NULL), QMPC_OK);
    }
    fake_close(&fake, line);
}

static void say_much(struct fake *fake)
{
    char part[1001];
    memset(part, 'x', sizeof part - 1);
    part[sizeof part - 1] = '\0';
    while (fake_hear(fake)) {
        fake_sayf(fake, "{\"id\": %s, \"return\": {\"data\":\"", fake->id);
        for (int i = 0; i < 5000; i++)
            fake_say(fake, part);
        fake_say(fake, "\"}}\r\n");
    }
}

static void a_string_may_be_longer_than_any_message(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, say_much);
    struct taken taken = {.length = 0};
    assert_int_equal(command_into(line, &taken, 60000, NULL), QMPC_OK);
    assert_int_equal(taken.length, 5000000);
    assert_int_equal(qmpc_counts(line).skipped_bytes, 0);
    fake_close(&fake, line);
}

static void a_sink_that_refuses_leaves_the_line_usable(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, say_much);
    struct taken taken = {.refuse_after = 1};
    struct qmpc_message *reply;
    assert_int_equal(command_into(line, &taken, 60000, &reply), QMPC_E_ARGUMENT);
    assert_int_equal(taken.calls, 1);
    assert_true(qmpc_string_at_is(reply, "return.data", ""));
    qmpc_message_free(reply);
    taken = (struct taken){.length = 0};
    assert_int_equal(command_into(line, &taken, 60000, NULL), QMPC_OK);
    fake_close(&fake, line);
}

static void say_escapes(struct fake *fake)
{
    while (fake_hear(fake))
        fake_sayf(fake, "{\"id\": %s, \"return\": {\"data\" : \"a\\\"b\\\\\", \"c\": 1}}\r\n",
                  fake->id);
}

static void an_escaped_quote_does_not_end_a_string(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, say_escapes);
    struct taken taken = {.length = 0};
    struct qmpc_message *reply;
    int64_t number = 0;
    assert_int_equal(command_into(line, &taken, 60000, &reply), QMPC_OK);
    assert_string_equal(taken.text, "a\\\"b\\\\");
    assert_int_equal(qmpc_get_int64(reply, "return.c", &number), QMPC_OK);
    qmpc_message_free(reply);
    fake_close(&fake, line);
}

static void say_error_then_nothing_of_it(struct fake *fake)
{
    if (fake_hear(fake))
        fake_error(fake, "GenericError", "the member \\\"data\\\": \\\"x\\\"");
    if (fake_hear(fake))
        fake_return(fake, "{\"size\": 4}");
}

static void a_reply_without_the_string_is_a_reply(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, say_error_then_nothing_of_it);
    struct taken taken = {.length = 0};
    struct qmpc_message *reply;
    assert_int_equal(command_into(line, &taken, 60000, &reply), QMPC_E_SERVER);
    assert_non_null(reply);
    qmpc_message_free(reply);
    assert_int_equal(command_into(line, &taken, 60000, NULL), QMPC_OK);
    assert_int_equal(taken.calls, 0);
    fake_close(&fake, line);
}

static void restart_in_the_middle(struct fake *fake)
{
    if (fake_hear(fake))
        fake_sayf(fake, "{\"id\": %s, \"return\": {\"data\": \"half\r\n" GREETING, fake->id);
    fake_hear(fake);
}

static void a_server_that_begins_anew_in_a_string_is_told_of(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, restart_in_the_middle);
    struct taken taken = {.length = 0};
    assert_int_equal(command_into(line, &taken, 60000, NULL), QMPC_E_RESTARTED);
    assert_memory_equal(taken.text, "half", 4);
    fake_close(&fake, line);
}

static void say_slowly_then_stop(struct fake *fake)
{
    if (!fake_hear(fake))
        return;
    fake_sayf(fake, "{\"id\": %s, \"return\": {\"data\": \"", fake->id);
    for (int i = 0; i < 12; i++) {
        fake_sleep(100);
        fake_say(fake, "x");
    }
    while (fake_hear(fake))
        ;
}

static void patience_is_for_each_part_and_not_for_the_whole(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, say_slowly_then_stop);
    struct taken taken = {.length = 0};
    struct qmpc_message *reply;
    assert_int_equal(command_into(line, &taken, 1000, &reply), QMPC_E_TIMEOUT);
    assert_null(reply);
    assert_int_equal(taken.length, 12); /* in more than that time */
    fake_close(&fake, line);
}

static void say_spaces_and_then_it(struct fake *fake)
{
    while (fake_hear(fake)) {
        for (int i = 0; i < 12; i++) {
            fake_sleep(100);
            fake_say(fake, " ");
        }
        fake_sayf(fake, "{\"id\": %s, \"return\": {\"data\": \"it\"}}\r\n", fake->id);
    }
}

static void spaces_before_the_reply_are_worth_waiting_on(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, say_spaces_and_then_it);
    struct taken taken = {.length = 0};
    assert_int_equal(command_into(line, &taken, 1000, NULL), QMPC_OK); /* in more than that time */
    assert_string_equal(taken.text, "it");
    fake_close(&fake, line);
}

static void say_what_only_looks_like_it(struct fake *fake)
{
    while (fake_hear(fake)) {
        fake_say(fake, "noise\r\n");
        fake_say(fake, "{\"event\": \"E\", \"data\": {\"return\": 1, \"data\": \"not this\"}}\r\n");
        fake_say(fake, "{\"id\": 999, \"return\": {\"data\": \"of an earlier request\"}}\r\n");
        fake_sayf(fake,
                  "{\"id\": %s, \"return\": {\"a\": {\"data\": \"deeper\"}, "
                  "\"data\": \"it\"}}\r\n",
                  fake->id);
    }
}

static void a_string_of_anything_else_is_not_taken(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, say_what_only_looks_like_it);
    struct taken taken = {.length = 0};
    struct qmpc_message *message;
    assert_int_equal(command_into(line, &taken, 60000, &message), QMPC_OK);
    assert_string_equal(taken.text, "it");
    assert_true(qmpc_string_at_is(message, "return.a.data", "deeper"));
    qmpc_message_free(message);
    assert_int_equal(qmpc_wait_event(line, "E", QMPC_NOW, &message), QMPC_OK);
    assert_true(qmpc_string_at_is(message, "data.data", "not this"));
    qmpc_message_free(message);
    assert_int_equal(qmpc_wait_reply(line, "999", QMPC_NOW, &message), QMPC_OK);
    assert_true(qmpc_string_at_is(message, "return.data", "of an earlier request"));
    qmpc_message_free(message);
    fake_close(&fake, line);
}

static void say_it_late(struct fake *fake)
{
    static char much[QMPC_SINK_HEAD + 1];
    memset(much, 'x', sizeof much - 1);
    if (!fake_hear(fake))
        return;
    fake_sayf(fake, "{\"id\": %s, \"return\": {\"much\": \"", fake->id);
    fake_say(fake, much);
    fake_say(fake, "\", \"data\": \"text\"}}\r\n");
}

static void a_string_far_inside_a_reply_stays_there(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = fake_open(&fake, say_it_late, NULL);
    struct taken taken = {.length = 0};
    struct qmpc_message *reply;
    assert_int_equal(command_into(line, &taken, 60000, &reply), QMPC_OK);
    assert_int_equal(taken.calls, 0);
    assert_true(qmpc_string_at_is(reply, "return.data", "text"));
    qmpc_message_free(reply);
    fake_close(&fake, line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_string_passes_by_and_leaves_the_rest_of_the_reply),
        cmocka_unit_test(a_string_may_be_longer_than_any_message),
        cmocka_unit_test(a_sink_that_refuses_leaves_the_line_usable),
        cmocka_unit_test(an_escaped_quote_does_not_end_a_string),
        cmocka_unit_test(a_reply_without_the_string_is_a_reply),
        cmocka_unit_test(a_server_that_begins_anew_in_a_string_is_told_of),
        cmocka_unit_test(a_string_of_anything_else_is_not_taken),
        cmocka_unit_test(a_string_far_inside_a_reply_stays_there),
        cmocka_unit_test(patience_is_for_each_part_and_not_for_the_whole),
        cmocka_unit_test(spaces_before_the_reply_are_worth_waiting_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
