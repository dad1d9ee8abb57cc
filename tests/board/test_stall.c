/* test_stall.c - a host that asks and does not read for a while.
 *
 * Requests are few enough for the socket to take them at once; the replies are many more
 * than socket, emulator and agent hold together, so everything behind them has to wait.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "console.h"
#include "pace.h"
#include "text.h"

#define STALL_MS 5000

/* A client with room for all messages: its library reads what there is. */
static struct qmpc *attach(void)
{
    struct qmpc *line =
        emulator_open(emulator_start(NULL), QMP_SOCKET,
                      &(struct qmpc_options){.queue_limit = 2 * board->stall + 100});

    succeeds(line, qmpc_attach(line, soon()));
    return line;
}

static void expect_id(struct qmpc *line, int id)
{
    struct qmpc_message *message = expect_message(line, QMPC_RETURN);
    int64_t found = -1;

    if (qmpc_get_int64(message, "id", &found) != QMPC_OK || found != id)
        fail_msg("expected the reply to %d: %s", id, qmpc_message_text(message));
    qmpc_message_free(message);
}

/* The next message is this event: not only the next event. */
static void expect_event_here(struct qmpc *line, const char *name)
{
    struct qmpc_message *event = expect_message(line, QMPC_EVENT);

    if (!qmpc_string_at_is(event, "event", name))
        fail_msg("expected %s: %s", name, qmpc_message_text(event));
    qmpc_message_free(event);
}

/* An event of one's own session never overflows its queue: the command that would send the
 * next one waits behind it. */
static void replies_and_events_wait_for_a_reader_in_order(void **state)
{
    struct qmpc *line = attach();
    struct text text = {0};

    (void)state;
    if (board->unread_blocks)
        skip();
    for (int i = 0; i < (int)board->stall; i++)
        text_add(&text, "{\"execute\":\"%s\",\"id\":%d}", i % 2 ? "cont" : "stop", i);
    succeeds(line, qmpc_send_raw(line, text.bytes, text.length, soon()));
    text_free(&text);
    pause_ms(STALL_MS);
    for (int i = 0; i < (int)board->stall; i++) {
        expect_event_here(line, i % 2 ? "RESUME" : "STOP");
        expect_id(line, i);
    }
    expect_no_event(line);
    expect_status(line, "running");
    assert_int_equal(ask_int(line, "agent-info", "return.sessions.0.events-dropped"), 0);
    assert_int_equal(ask_int(line, "agent-info", "return.sessions.0.overruns"), 0);
}

static void the_application_keeps_its_pace_while_nobody_reads(void **state)
{
    struct qmpc *line = attach();
    struct text text = {0};
    struct pace before;

    (void)state;
    if (board->unread_blocks)
        skip();
    hub_wait_beats(line, 1);
    before = pace_take(line);
    for (int i = 0; i < (int)board->stall; i++)
        text_add(&text, "{\"execute\":\"query-status\",\"id\":%d}", i);
    succeeds(line, qmpc_send_raw(line, text.bytes, text.length, soon()));
    text_free(&text);
    pause_ms(STALL_MS);
    for (int i = 0; i < (int)board->stall; i++)
        expect_id(line, i);
    pace_expect(line, &before);
}

/* A stream has to wait as well, in the middle. */
static void a_long_reply_waits_for_a_reader(void **state)
{
    struct qmpc *line = attach();
    struct qmpc_message *schema;
    struct pace before;

    (void)state;
    if (board->unread_blocks)
        skip();
    hub_wait_beats(line, 1);
    before = pace_take(line);
    send_text(line, "{\"execute\":\"query-qmp-schema\",\"id\":1}");
    pause_ms(1000);
    schema = expect_message(line, QMPC_RETURN);
    assert_true(qmpc_json_count(qmpc_get(schema, "return")) > 50);
    qmpc_message_free(schema);
    pace_expect(line, &before);
}

/* Each reset writes a line to the console, in all more than fits between board and host. */
static void an_unread_console_holds_nothing_up(void **state)
{
    struct emulator *emulator = emulator_start(&(struct emulator_options){.console = true});
    struct console console;
    struct qmpc *line;
    struct pace before;

    (void)state;
    if (board->unread_blocks)
        skip();
    console_open(&console, emulator);
    line = emulator_attach(emulator);
    for (unsigned i = 0; i < board->stall; i++) {
        do_command(line, "system_reset");
        expect_cause(line, "RESET", false, "host-qmp-system-reset");
    }
    before = pace_take(line);
    pause_ms(1000);
    pace_expect(line, &before);
    console_close(&console);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(replies_and_events_wait_for_a_reader_in_order),
        board_test(the_application_keeps_its_pace_while_nobody_reads),
        board_test(a_long_reply_waits_for_a_reader),
        board_test(an_unread_console_holds_nothing_up),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
