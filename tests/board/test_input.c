/* test_input.c - keys and pointer: send-key, input-send-event, query-mice.
 *
 * The sample application logs each event it takes out of its queue.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "text.h"
#include "typed.h"

/* AGENT_INPUT_EVENTS and AGENT_SEND_KEYS. */
#define EVENTS 32
#define KEYS   16

#define QCODE(name) "{\"type\": \"qcode\", \"data\": \"" name "\"}"

/* A board whose application has started, and what was heard of it. */
static struct qmpc *start(struct listener *listener)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    listen_to(listener, line);
    listen_for(listener, "hub: started\r\n");
    return line;
}

static void send_keys(struct qmpc *line, const char *arguments)
{
    qmpc_message_free(ask(line, "send-key", "{%s}", arguments));
}

/* ARGUMENTS, to be freed, with COUNT times ELEMENT in the array NAME. */
static struct text array(const char *name, const char *element, size_t count)
{
    struct text text = {0};

    text_add(&text, "{\"%s\": [", name);
    for (size_t i = 0; i < count; i++)
        text_add(&text, "%s%s", i > 0 ? "," : "", element);
    text_add(&text, "]}");
    return text;
}

/* ------------------------------------------------------------------------ keys */

static void keys_go_down_in_order_and_up_in_the_opposite_order(void **state)
{
    struct listener listener;
    struct qmpc *line = start(&listener);

    (void)state;
    send_keys(line, "\"keys\": [" QCODE("ctrl") "," QCODE("alt") "," QCODE(
                        "delete") "], \"hold-time\": 20");
    send_keys(line, "\"keys\": [" QCODE("a") "], \"hold-time\": 1");
    listen_for(&listener, "hub: key a up\r\n");
    assert_non_null(strstr(listener.text, "hub: key ctrl down\r\n"
                                          "hub: key alt down\r\n"
                                          "hub: key delete down\r\n"
                                          "hub: key delete up\r\n"
                                          "hub: key alt up\r\n"
                                          "hub: key ctrl up\r\n"
                                          "hub: key a down\r\n"
                                          "hub: key a up\r\n"));
}

/* As long as was asked, or a tenth of a second; not above a second is said to be in time.  It is
 * still down when a look at the console has not seen it go up. */
static void a_key_is_held_as_long_as_was_asked(void **state)
{
    static const struct {
        const char *arguments;
        int64_t milliseconds;
    } cases[] = {
        {"\"keys\": [" QCODE("ret") "], \"hold-time\": 400", 400},
        {"\"keys\": [" QCODE("ret") "]", 100},
        {"\"keys\": [" QCODE("ret") "], \"hold-time\": 0", 100},
        {"\"keys\": [" QCODE("ret") "], \"hold-time\": -5", 100},
    };
    struct listener listener;
    struct qmpc *line = start(&listener);

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t begin = ask_int(line, "agent-info", "return.uptime"), down = begin, end = begin;
        int64_t until = soon();

        listen_to(&listener, line);
        send_keys(line, cases[i].arguments);
        while (heard(&listener, "hub: key ret up\r\n") == 0) {
            assert_false(is_past(until));
            down = end;
            end = ask_int(line, "agent-info", "return.uptime");
            hear(&listener, 4096);
            pause_ms(5);
        }
        end = ask_int(line, "agent-info", "return.uptime");
        assert_int_equal(heard(&listener, "hub: key ret down\r\n"), 1);
        assert_in_range(end - begin, cases[i].milliseconds * 1000, INT64_MAX);
        assert_in_range(down - begin, 0, cases[i].milliseconds * 1000 + 1000000);
        pause_ms(110); /* the key's time is over only then */
    }
}

static void keys_may_be_given_by_number(void **state)
{
    struct listener listener;
    struct qmpc *line = start(&listener);

    (void)state;
    send_keys(line, "\"keys\": [{\"type\": \"number\", \"data\": 28}, "
                    "{\"type\": \"number\", \"data\": -9223372036854775808}], \"hold-time\": 1");
    listen_for(&listener, "hub: key 28 up\r\n");
    assert_non_null(strstr(listener.text, "hub: key 28 down\r\n"
                                          "hub: key -9223372036854775808 down\r\n"
                                          "hub: key -9223372036854775808 up\r\n"
                                          "hub: key 28 up\r\n"));
}

static void keys_wait_for_a_stopped_application(void **state)
{
    struct listener listener;
    struct qmpc *line = start(&listener);

    (void)state;
    do_stop(line);
    send_keys(line, "\"keys\": [" QCODE("spc") "], \"hold-time\": 1");
    pause_ms(20);
    while (hear(&listener, 4096) > 0)
        ;
    assert_int_equal(heard(&listener, "hub: key"), 0);
    do_cont(line);
    listen_for(&listener, "hub: key spc up\r\n");
    assert_int_equal(heard(&listener, "hub: key"), 2);
}

static void so_many_keys_wait_and_no_more(void **state)
{
    struct text full = array("keys", QCODE("f1"), KEYS),
                over = array("keys", QCODE("f1"), KEYS + 1);
    struct listener listener;
    struct qmpc *line = start(&listener);

    (void)state;
    do_stop(line);
    expect_refusal(line, "send-key", over.bytes, "GenericError",
                   "Only 16 more keys can wait to be pressed and released");
    for (int i = 0; i < 2; i++) {
        qmpc_message_free(ask(line, "send-key", "%s", full.bytes));
        expect_refusal(line, "send-key", "{\"keys\": [" QCODE("f2") "]}", "GenericError",
                       "Only 0 more keys can wait to be pressed and released");
        qmpc_message_free(ask(line, "send-key", "{\"keys\": []}"));
        /* A restarted application knows of no key. */
        do_command(line, "system_reset");
        expect_cause(line, "RESET", false, "host-qmp-system-reset");
    }
    do_cont(line);
    send_keys(line, "\"keys\": [" QCODE("f3") "], \"hold-time\": 1");
    listen_for(&listener, "hub: key f3 up\r\n");
    assert_int_equal(heard(&listener, "hub: key f1"), 0);
    text_free(&full);
    text_free(&over);
}

static void a_hold_time_is_not_cut_off(void **state)
{
    struct listener listener;
    struct qmpc *line = start(&listener);

    (void)state;
    expect_refusal(line, "send-key", "{\"keys\": [], \"hold-time\": 4294967296}", "GenericError",
                   "Parameter 'hold-time' is at most 4294967295 milliseconds");
    send_keys(line, "\"keys\": [" QCODE("up") "], \"hold-time\": 4294967295");
    listen_for(&listener, "hub: key up down\r\n");
    pause_ms(300);
    while (hear(&listener, 4096) > 0)
        ;
    assert_int_equal(heard(&listener, "hub: key up up"), 0);
}

/* --------------------------------------------------------------------- events */

static void events_of_all_kinds_reach_the_application(void **state)
{
    struct listener listener;
    struct qmpc *line = start(&listener);

    (void)state;
    qmpc_message_free(ask(
        line, "input-send-event",
        "{\"device\": \"any\", \"head\": 1, \"events\": ["
        "{\"type\": \"key\", \"data\": {\"down\": true, \"key\": " QCODE(
            "shift") "}},"
                     "{\"type\": \"key\", \"data\": {\"key\": {\"type\": \"number\", \"data\": "
                     "42}, "
                     "\"down\": false}},"
                     "{\"type\": \"btn\", \"data\": {\"button\": \"wheel-right\", \"down\": true}},"
                     "{\"type\": \"btn\", \"data\": {\"button\": \"left\", \"down\": false}},"
                     "{\"type\": \"rel\", \"data\": {\"axis\": \"x\", \"value\": -3}},"
                     "{\"type\": \"abs\", \"data\": {\"axis\": \"y\", \"value\": 70000}},"
                     "{\"type\": \"abs\", \"data\": {\"axis\": \"x\", \"value\": "
                     "9223372036854775807}}]}"));
    listen_for(&listener, "hub: key shift down\r\n"
                          "hub: key 42 up\r\n"
                          "hub: button wheel-right down\r\n"
                          "hub: button left up\r\n"
                          "hub: x by -3\r\n"
                          "hub: y to 70000\r\n"
                          "hub: x to 9223372036854775807\r\n");
}

static void events_come_all_or_none(void **state)
{
    static const char step[] = "{\"type\": \"rel\", \"data\": {\"axis\": \"y\", \"value\": 1}}";
    struct text full = array("events", step, EVENTS), over = array("events", step, EVENTS + 1);
    struct listener listener;
    struct qmpc *line = start(&listener);

    (void)state;
    expect_refusal(line, "input-send-event", over.bytes, "GenericError",
                   "The input queue has room for 32 events only");
    qmpc_message_free(ask(line, "input-send-event", "{\"events\": []}"));
    qmpc_message_free(ask(line, "input-send-event", "%s", full.bytes));
    type_text(line, "end");
    listen_for(&listener, "end");
    for (int64_t until = soon(); heard(&listener, "hub: y by 1\r\n") < EVENTS; pause_ms(5)) {
        assert_false(is_past(until));
        hear(&listener, 4096);
    }
    assert_int_equal(heard(&listener, "hub: y by 1\r\n"), EVENTS);
    text_free(&full);
    text_free(&over);
}

static void a_stopped_application_takes_no_events(void **state)
{
    struct listener listener;
    struct qmpc *line = start(&listener);

    (void)state;
    do_stop(line);
    expect_refusal(line, "input-send-event", "{\"events\": []}", "GenericError", "VM not running");
}

static void there_is_one_pointer(void **state)
{
    struct qmpc_message *reply = ask(emulator_attach(emulator_start(NULL)), "query-mice", NULL);
    bool current = false, absolute = false;
    int64_t index;

    (void)state;
    assert_int_equal(qmpc_get_bool(reply, "return.0.current", &current), QMPC_OK);
    assert_int_equal(qmpc_get_bool(reply, "return.0.absolute", &absolute), QMPC_OK);
    assert_int_equal(qmpc_get_int64(reply, "return.0.index", &index), QMPC_OK);
    assert_true(current && absolute && index == 0);
    assert_true(qmpc_get_int64(reply, "return.1.index", &index) != QMPC_OK);
    qmpc_message_free(reply);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(keys_go_down_in_order_and_up_in_the_opposite_order),
        board_test(a_key_is_held_as_long_as_was_asked),
        board_test(keys_may_be_given_by_number),
        board_test(keys_wait_for_a_stopped_application),
        board_test(so_many_keys_wait_and_no_more),
        board_test(a_hold_time_is_not_cut_off),
        board_test(events_of_all_kinds_reach_the_application),
        board_test(events_come_all_or_none),
        board_test(a_stopped_application_takes_no_events),
        board_test(there_is_one_pointer),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
