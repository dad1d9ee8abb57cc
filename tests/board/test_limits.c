/* test_limits.c - messages at each limit that agent-limits states, and one past it.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "text.h"

/* A message is `{"execute":"guest-ping","id":` ID `}`; these are in it besides the id. */
#define HEAD        "{\"execute\":\"guest-ping\",\"id\":"
#define HEAD_TOKENS 4

static int64_t limit(struct qmpc *line, const char *name)
{
    char path[64];

    snprintf(path, sizeof path, "return.%s", name);
    return ask_int(line, "agent-limits", path);
}

/* Sends a message with this id; the reply carries it as it is. */
static void expect_id_back(struct qmpc *line, const struct text *id)
{
    struct text message = {0};
    struct qmpc_message *reply;
    struct qmpc_json found;

    text_add(&message, HEAD "%s}", id->bytes);
    succeeds(line, qmpc_send_raw(line, message.bytes, message.length, soon()));
    reply = expect_message(line, QMPC_RETURN);
    found = qmpc_get(reply, "id");
    assert_int_equal(found.length, id->length);
    assert_memory_equal(found.text, id->bytes, id->length);
    qmpc_message_free(reply);
    text_free(&message);
}

static void expect_refused_once(struct qmpc *line, const struct text *id, const char *desc)
{
    struct text message = {0};

    text_add(&message, HEAD "%s}", id->bytes);
    succeeds(line, qmpc_send_raw(line, message.bytes, message.length, soon()));
    expect_parse_error(line, desc);
    text_free(&message);
    /* The next reply is that to the next request. */
    text_add(&message, "\"next\"");
    expect_id_back(line, &message);
    text_free(&message);
}

static void make_size(struct text *id, size_t message_size)
{
    text_add(id, "\"");
    text_repeat(id, "s", message_size - strlen(HEAD "\"\"}"));
    text_add(id, "\"");
}

static void a_message_may_be_as_long_as_the_limit_and_no_longer(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    size_t size = (size_t)limit(line, "message-size");
    struct text id = {0};

    (void)state;
    make_size(&id, size);
    expect_id_back(line, &id);
    text_free(&id);
    make_size(&id, size + 1);
    expect_refused_once(line, &id, "JSON token size limit exceeded");
    text_free(&id);
    expect_status(line, "running");
}

static void white_space_does_not_count(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    size_t size = (size_t)limit(line, "message-size");
    struct text text = {0}, next = {0};

    (void)state;
    text_add(&text, "{");
    text_repeat(&text, " \t\r\n", size / 4 + 100);
    text_add(&text, "\"execute\":\"guest-ping\"}");
    succeeds(line, qmpc_send_raw(line, text.bytes, text.length, soon()));
    qmpc_message_free(expect_message(line, QMPC_RETURN));
    text_add(&next, "1");
    expect_id_back(line, &next);
    text_free(&next);
    text_free(&text);
}

static void make_nesting(struct text *id, size_t levels)
{
    text_repeat(id, "[", levels);
    text_repeat(id, "]", levels);
}

static void a_message_may_be_as_deep_as_the_limit_and_no_deeper(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    size_t levels = (size_t)limit(line, "nesting") - 1; /* the message itself is one */
    struct text id = {0};

    (void)state;
    make_nesting(&id, levels);
    expect_id_back(line, &id);
    text_free(&id);
    for (size_t more = 1; more < 4; more++) {
        make_nesting(&id, levels + more);
        expect_refused_once(line, &id, "JSON nesting depth limit exceeded");
        text_free(&id);
    }
}

static void make_tokens(struct text *id, size_t tokens)
{
    text_add(id, "[1");
    text_repeat(id, ", 1", tokens - HEAD_TOKENS - 2);
    text_add(id, "]");
}

static void a_message_may_have_as_many_tokens_as_the_limit_and_no_more(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    size_t tokens = (size_t)limit(line, "tokens");
    struct qmpc_message *reply;
    struct text id = {0}, text = {0};

    (void)state;
    make_tokens(&id, tokens);
    text_add(&text, HEAD "%s}", id.bytes);
    succeeds(line, qmpc_send_raw(line, text.bytes, text.length, soon()));
    reply = expect_message(line, QMPC_RETURN);
    assert_int_equal(qmpc_json_count(qmpc_get(reply, "id")), tokens - HEAD_TOKENS - 1);
    qmpc_message_free(reply);
    text_free(&text);
    text_free(&id);
    make_tokens(&id, tokens + 1);
    expect_refused_once(line, &id, "JSON token count limit exceeded");
    text_free(&id);
}

static void limits_are_where_they_were_after_having_been_exceeded(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    size_t nesting = (size_t)limit(line, "nesting");
    struct text id = {0};

    (void)state;
    for (int i = 0; i < 3; i++) {
        make_nesting(&id, nesting + 100);
        expect_refused_once(line, &id, "JSON nesting depth limit exceeded");
        text_free(&id);
        make_nesting(&id, nesting - 1);
        expect_id_back(line, &id);
        text_free(&id);
    }
    assert_int_equal(ask_int(line, "agent-info", "return.sessions.0.faults"), 3);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_message_may_be_as_long_as_the_limit_and_no_longer),
        board_test(white_space_does_not_count),
        board_test(a_message_may_be_as_deep_as_the_limit_and_no_deeper),
        board_test(a_message_may_have_as_many_tokens_as_the_limit_and_no_more),
        board_test(limits_are_where_they_were_after_having_been_exceeded),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
