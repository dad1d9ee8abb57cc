/* test_flood.c - many requests, written as fast as the port takes them.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "pace.h"
#include "text.h"

#define FLOOD_MS 120000

static struct qmpc *attach_with_room(struct emulator *emulator, size_t messages)
{
    struct qmpc *line =
        emulator_open(emulator, QMP_SOCKET, &(struct qmpc_options){.queue_limit = messages});

    succeeds(line, qmpc_attach(line, soon()));
    return line;
}

/* The next message, which must be a return with this id. */
static void expect_return(struct qmpc *line, int64_t id)
{
    struct qmpc_message *message = expect_message(line, QMPC_RETURN);
    int64_t found = -1;

    if (qmpc_get_int64(message, "id", &found) != QMPC_OK || found != id)
        fail_msg("expected the reply to %lld: %s", (long long)id, qmpc_message_text(message));
    qmpc_message_free(message);
}

static void requests_written_at_once_are_answered_in_order(void **state)
{
    static const char *const commands[] = {"query-status", "guest-ping", "query-kvm"};
    struct qmpc *line = attach_with_room(emulator_start(NULL), board->flood + 10);
    struct pace before;
    struct text text = {0};

    (void)state;
    hub_wait_beats(line, 1);
    before = pace_take(line);
    for (unsigned i = 0; i < board->flood; i++)
        text_add(&text, "{\"execute\":\"%s\",\"id\":%u}", commands[i % COUNT(commands)], i);
    succeeds(line, qmpc_send_raw(line, text.bytes, text.length, qmpc_deadline(FLOOD_MS)));
    for (unsigned i = 0; i < board->flood; i++)
        expect_return(line, i);
    text_free(&text);
    expect_no_event(line);
    /* A host that asks without a pause does not take the processor away. */
    pace_expect(line, &before);
    assert_int_equal(ask_int(line, "agent-info", "return.sessions.0.faults"), 0);
    assert_int_equal(ask_int(line, "agent-info", "return.sessions.0.overruns"), 0);
}

static void errors_in_the_flood_come_at_their_place(void **state)
{
    struct qmpc *line = attach_with_room(emulator_start(NULL), 1000);
    struct qmpc_message *message;
    struct text text = {0};

    (void)state;
    for (int i = 0; i < 100; i++)
        text_add(&text,
                 "{\"execute\":\"guest-ping\",\"id\":%d}\n}\n{\"execute\":\"nope\",\"id\":%d}\r\n"
                 "{\"execute\":\"guest-sync\",\"arguments\":{},\"id\":%d}",
                 3 * i, 3 * i + 1, 3 * i + 2);
    succeeds(line, qmpc_send_raw(line, text.bytes, text.length, soon()));
    for (int i = 0; i < 100; i++) {
        expect_return(line, 3 * i);
        expect_parse_error(line, "JSON parse error, expecting value");
        for (int id = 3 * i + 1; id <= 3 * i + 2; id++) {
            int64_t found = -1;

            message = expect_message(line, QMPC_ERROR);
            assert_int_equal(qmpc_get_int64(message, "id", &found), QMPC_OK);
            assert_int_equal(found, id);
            qmpc_message_free(message);
        }
    }
    text_free(&text);
}

static void requests_may_come_byte_by_byte(void **state)
{
    static const char request[] = "{\"execute\": \"guest-ping\", \"id\": 7}\r\n";
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    for (int i = 0; i < 5; i++) {
        for (const char *at = request; *at; at++) {
            succeeds(line, qmpc_send_raw(line, at, 1, soon()));
            pause_ms(1);
        }
        expect_return(line, 7);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(requests_written_at_once_are_answered_in_order),
        board_test(errors_in_the_flood_come_at_their_place),
        board_test(requests_may_come_byte_by_byte),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
