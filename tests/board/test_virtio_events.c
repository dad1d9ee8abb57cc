/* test_virtio_events.c - events for a host that does not read, while another one makes them.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "pace.h"
#include "text.h"

#define TOGGLES 200
/* Replies of more bytes together than socket, emulator and agent hold. */
#define SCHEMAS 40

struct events {
    int64_t received, dropped;
};

/* Reads SCHEMAS replies and the events between and behind them, until all that happened is
 * accounted for. */
static struct events drain(struct qmpc *line, int64_t expected)
{
    struct events events = {0, 0};
    int replies = 0;

    while (replies < SCHEMAS || events.received + events.dropped < expected) {
        struct qmpc_message *message = NULL;
        int64_t count = 0;

        succeeds(line, qmpc_receive(line, soon(), &message));
        if (qmpc_message_kind(message) == QMPC_RETURN) {
            replies++;
        } else if (qmpc_string_at_is(message, "event", "AGENT_EVENTS_DROPPED")) {
            assert_int_equal(qmpc_get_int64(message, "data.count", &count), QMPC_OK);
            assert_true(count > 0);
            events.dropped += count;
        } else {
            const char *due = (events.received + events.dropped) % 2 ? "RESUME" : "STOP";

            if (!qmpc_string_at_is(message, "event", due))
                fail_msg("expected %s after %lld events and %lld dropped: %s", due,
                         (long long)events.received, (long long)events.dropped,
                         qmpc_message_text(message));
            events.received++;
        }
        qmpc_message_free(message);
    }
    return events;
}

/* Waits until the agent answers the other session no more, though it answers this one so often. */
static void wait_until_stuck(struct qmpc *uart)
{
    int64_t until = soon(), answered = -1;

    for (int same = 0; same < 40; same++) {
        int64_t now = ask_int(uart, "agent-info", "return.sessions.1.requests");

        if (now != answered)
            same = 0;
        answered = now;
        assert_false(is_past(until));
        pause_ms(10);
    }
}

static void what_a_host_did_not_read_in_time_is_counted(void **state)
{
    struct emulator *emulator = emulator_start(&(struct emulator_options){.virtio = true});
    struct qmpc *uart = emulator_attach(emulator);
    struct qmpc *line = emulator_open(emulator, VIRTIO_SOCKET, NULL);
    struct text text = {0};
    struct events events;

    (void)state;
    succeeds(line, qmpc_attach(line, soon()));
    text_repeat(&text, "{\"execute\":\"query-qmp-schema\"}", SCHEMAS);
    succeeds(line, qmpc_send_raw(line, text.bytes, text.length, soon()));
    text_free(&text);
    wait_until_stuck(uart);
    for (int i = 0; i < TOGGLES; i++) {
        do_command(uart, "stop");
        expect_plain_event(uart, "STOP");
        do_command(uart, "cont");
        expect_plain_event(uart, "RESUME");
    }
    events = drain(line, 2 * TOGGLES);
    assert_int_equal(events.received + events.dropped, 2 * TOGGLES);
    assert_true(events.dropped > 0);
    assert_true(events.received >= ask_int(line, "agent-limits", "return.queued-events") - 1);
    assert_int_equal(ask_int(line, "agent-info", "return.sessions.1.events-dropped"),
                     events.dropped);
    assert_int_equal(ask_int(line, "agent-info", "return.sessions.0.events-dropped"), 0);
    expect_no_event(line);
    expect_no_event(uart);
}

static void a_host_that_does_not_read_holds_up_neither_the_other_nor_the_application(void **state)
{
    struct emulator *emulator = emulator_start(&(struct emulator_options){.virtio = true});
    struct qmpc *uart = emulator_attach(emulator);
    struct qmpc *line = emulator_open(emulator, VIRTIO_SOCKET, NULL);
    struct text text = {0};
    struct pace before;

    (void)state;
    succeeds(line, qmpc_attach(line, soon()));
    text_repeat(&text, "{\"execute\":\"query-qmp-schema\"}", SCHEMAS);
    succeeds(line, qmpc_send_raw(line, text.bytes, text.length, soon()));
    text_free(&text);
    wait_until_stuck(uart);
    before = pace_take(uart);
    for (int i = 0; i < 20; i++) {
        pause_ms(100);
        expect_status(uart, "running");
    }
    pace_expect(uart, &before);
    drain(line, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(what_a_host_did_not_read_in_time_is_counted),
        board_test(a_host_that_does_not_read_holds_up_neither_the_other_nor_the_application),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
