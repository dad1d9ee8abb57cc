/* test_hostile.c - servers that mean no good, or are broken.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fake.h"

static int64_t soon(void)
{
    return qmpc_deadline(60000);
}

/* A command that must fail with STATUS: at its deadline if that is what it says, or before it. */
static void expect_failure_in_time(struct qmpc *line, int status)
{
    int64_t patience = status == QMPC_E_TIMEOUT ? 200 : 10000;
    int64_t begin = qmpc_deadline(0);
    assert_int_equal(qmpc_command(line, "x", NULL, begin + patience, NULL), status);
    assert_in_range(qmpc_deadline(0) - begin, status == QMPC_E_TIMEOUT ? patience : 0,
                    patience + 10000);
}

static void never_answer(struct fake *fake)
{
    while (fake_hear(fake))
        continue;
}

static void talk(struct fake *fake, const char *text)
{
    size_t length = strlen(text);
    while (send(fake->fd, text, length, MSG_NOSIGNAL) == (ssize_t)length)
        continue;
}

static void say_events_for_ever(struct fake *fake)
{
    talk(fake, "{\"event\": \"NOISE\", \"data\": {\"text\": \"0123456789\"}}\r\n");
}

static void say_noise_for_ever(struct fake *fake)
{
    talk(fake, "{{{{[[[[\"\\\"\"{\"a\":{");
}

static void open_lists_for_ever(struct fake *fake)
{
    fake_say(fake, "{\"return\": [\r\n");
    talk(fake, "    [],\r\n");
}

static void say_blanks_for_ever(struct fake *fake)
{
    fake_say(fake, "{\"return\": ");
    talk(fake, "                                                               ");
}

static void a_server_that_never_answers_or_never_ends_is_left_in_time(void **state)
{
    static fake_script *const scripts[] = {never_answer, say_events_for_ever, say_noise_for_ever};
    (void)state;
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        struct fake fake;
        struct qmpc *line = fake_open(&fake, scripts[i], &(struct qmpc_options){.queue_limit = 16});
        expect_failure_in_time(line, QMPC_E_TIMEOUT);
        fake_close(&fake, line);
    }
}

static void a_reply_without_end_is_given_up_at_the_limit(void **state)
{
    static fake_script *const scripts[] = {open_lists_for_ever, say_blanks_for_ever};
    (void)state;
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        struct fake fake;
        struct qmpc *line =
            fake_open(&fake, scripts[i], &(struct qmpc_options){.message_limit = 100000});
        expect_failure_in_time(line, QMPC_E_PROTOCOL);
        fake_close(&fake, line);
    }
}

static void greet_for_ever(struct fake *fake)
{
    talk(fake, GREETING);
}

static void one_that_greets_for_ever_and_takes_no_answer_fills_no_memory(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line =
        fake_open(&fake, greet_for_ever, &(struct qmpc_options){.output_limit = 3000});
    assert_int_equal(qmpc_attach(line, qmpc_deadline(10000)), QMPC_E_TIMEOUT);
    assert_in_range(qmpc_unsent(line), 3000, 3000 + 100);
    fake_close(&fake, line);
}

static const char reply[] =
    "{\"id\": 1, \"return\": {\"text\": \"\\u00e4\", \"list\": [1, 2e3]}}\r\n";

static void a_reply_cut_at_each_of_its_bytes_is_an_end_and_no_reply(void **state)
{
    (void)state;
    for (size_t length = 0; length < sizeof reply; length++) {
        struct fake fake;
        struct qmpc *line = fake_open(&fake, NULL, NULL);
        bool whole = length == sizeof reply - 1;
        send(fake.fd, reply, length, MSG_NOSIGNAL);
        shutdown(fake.fd, SHUT_WR);
        assert_int_equal(qmpc_command(line, "x", NULL, soon(), NULL),
                         whole ? QMPC_OK : QMPC_E_GONE);
        assert_int_equal(qmpc_command(line, "x", NULL, soon(), NULL), QMPC_E_GONE);
        fake_close(&fake, line);
    }
}

static void answer_others(struct fake *fake)
{
    while (fake_hear(fake)) {
        fake_say(fake,
                 "{\"id\": 999, \"return\": \"not yours\"}\r\n{\"return\": \"whose?\"}\r\n"
                 "{\"id\": \"1\", \"return\": \"a string\"}\r\n"
                 "{\"id\": {\"a\": 1}, \"return\": 0}\r\n{\"id\": 1.0, \"return\": 0}\r\n"
                 "{\"id\": 998, \"error\": {\"class\": \"GenericError\", \"desc\": \"\"}}\r\n");
    }
}

static void a_reply_to_another_is_no_reply(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = fake_open(&fake, answer_others, NULL);
    expect_failure_in_time(line, QMPC_E_TIMEOUT);
    struct qmpc_message *message;
    for (int i = 0; i < 6; i++) { /* they are there for who asks for them */
        assert_int_equal(qmpc_receive(line, soon(), &message), QMPC_OK);
        qmpc_message_free(message);
    }
    fake_close(&fake, line);
}

static void answer_thrice(struct fake *fake)
{
    while (fake_hear(fake)) {
        for (int i = 0; i < 3; i++)
            fake_return(fake, fake->id);
    }
}

static void the_doubles_of_a_reply_answer_nothing_else(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = fake_open(&fake, answer_thrice, &(struct qmpc_options){.queue_limit = 8});
    for (int i = 1; i <= 50; i++) {
        struct qmpc_message *message;
        int64_t number = 0;
        assert_int_equal(qmpc_command(line, "x", NULL, soon(), &message), QMPC_OK);
        assert_int_equal(qmpc_get_int64(message, "return", &number), QMPC_OK);
        assert_int_equal(number, i);
        qmpc_message_free(message);
    }
    assert_in_range(qmpc_counts(line).dropped_replies, 2 * 50 - 8 - 2, 2 * 50);
    fake_close(&fake, line);
}

/* Megabytes that this process has had at most. */
static long peak(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

static void say_lines_of_64_mib(struct fake *fake)
{
    static char block[1 << 16];
    memset(block, 'x', sizeof block);
    for (int line = 0; line < 2; line++) {
        fake_say(fake, line == 0 ? "" : "{\"id\": 1, \"return\": \"");
        for (int i = 0; i < 1024; i++)
            send(fake->fd, block, sizeof block, MSG_NOSIGNAL);
        fake_say(fake, "\"}\r\n");
    }
    while (fake_hear(fake))
        fake_return(fake, "{}");
}

static void lines_of_64_mib_cost_no_more_than_the_limit(void **state)
{
    (void)state;
    struct fake fake;
    long before = peak();
    struct qmpc *line =
        fake_open(&fake, say_lines_of_64_mib, &(struct qmpc_options){.message_limit = 1 << 20});
    assert_int_equal(qmpc_wait_reply(line, NULL, qmpc_deadline(30000), NULL), QMPC_E_PROTOCOL);
    assert_int_equal(qmpc_command(line, "x", NULL, qmpc_deadline(30000), NULL), QMPC_OK);
    assert_in_range(qmpc_counts(line).skipped_bytes, 128 << 20, (128 << 20) + 100);
    assert_true(peak() - before < 32);
    fake_close(&fake, line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_that_never_answers_or_never_ends_is_left_in_time),
        cmocka_unit_test(one_that_greets_for_ever_and_takes_no_answer_fills_no_memory),
        cmocka_unit_test(a_reply_without_end_is_given_up_at_the_limit),
        cmocka_unit_test(a_reply_cut_at_each_of_its_bytes_is_an_end_and_no_reply),
        cmocka_unit_test(a_reply_to_another_is_no_reply),
        cmocka_unit_test(the_doubles_of_a_reply_answer_nothing_else),
        cmocka_unit_test(lines_of_64_mib_cost_no_more_than_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
