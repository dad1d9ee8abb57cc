/* test_memory_cancel.c - a long streamed reply, ended out of band.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"

#include <inttypes.h>
#include <poll.h>

static struct qmpc *attach_oob(struct emulator *emulator)
{
    struct qmpc *line = emulator_open(emulator, QMP_SOCKET, &(struct qmpc_options){.oob = true});

    succeeds(line, qmpc_attach(line, soon()));
    assert_true(qmpc_has_oob(line));
    return line;
}

/* Starts to read all of the board's RAM: tens of seconds at least on any serial port. */
static void send_long_read(struct qmpc *line, const char *id)
{
    const struct memory_range *ram = &board->memory[board->memory_count - 1];
    char arguments[100];
    struct qmpc_request request = {"agent-memory-read", arguments, id, false};

    snprintf(arguments, sizeof arguments, "{\"address\": %" PRIu64 ", \"size\": %" PRIu64 "}",
             ram->start, ram->end - ram->start);
    succeeds(line, qmpc_send(line, &request, soon(), NULL));
}

/* Waits for the first bytes of the reply.  A cancel that comes before them finds nothing to
 * cancel: the read is still a request in the queue. */
static void wait_for_begin(struct qmpc *line)
{
    struct pollfd wait = {.fd = qmpc_fd(line), .events = POLLIN};

    assert_int_equal(poll(&wait, 1, 60000), 1);
}

static void send_cancel(struct qmpc *line, const char *id)
{
    struct qmpc_request request = {"agent-cancel", NULL, id, true};

    succeeds(line, qmpc_send(line, &request, soon(), NULL));
}

static void expect_cancelled(struct qmpc *line, const char *read_id, const char *cancel_id)
{
    struct qmpc_message *reply = expect_message(line, QMPC_RETURN);
    bool cancelled = false;
    size_t size;

    assert_true(qmpc_string_at_is(reply, "id", read_id));
    free(memory_of_reply(reply, &size)); /* checks size against data */
    assert_int_equal(qmpc_get_bool(reply, "return.cancelled", &cancelled), QMPC_OK);
    assert_true(cancelled);
    assert_true(size < board->memory[board->memory_count - 1].end);
    qmpc_message_free(reply);

    reply = expect_message(line, QMPC_RETURN);
    assert_true(qmpc_string_at_is(reply, "id", cancel_id));
    assert_int_equal(qmpc_get_bool(reply, "return.cancelled", &cancelled), QMPC_OK);
    assert_true(cancelled);
    qmpc_message_free(reply);
}

static void a_long_read_is_cancelled_out_of_band(void **state)
{
    struct qmpc *line = attach_oob(emulator_start(NULL));

    (void)state;
    for (int i = 0; i < 3; i++) {
        send_long_read(line, "\"read\"");
        wait_for_begin(line);
        pause_ms(400 * i); /* at once, and well under way */
        send_cancel(line, "\"cancel\"");
        expect_cancelled(line, "read", "cancel");
        expect_status(line, "running");
    }
}

static void requests_behind_a_cancelled_read_are_served(void **state)
{
    struct qmpc *line = attach_oob(emulator_start(NULL));
    struct qmpc_message *reply;

    (void)state;
    send_long_read(line, "\"read\"");
    send_text(line, "{\"execute\":\"query-status\",\"id\":\"behind\"}");
    wait_for_begin(line);
    send_cancel(line, "\"cancel\"");
    expect_cancelled(line, "read", "cancel");
    reply = expect_message(line, QMPC_RETURN);
    assert_true(qmpc_string_at_is(reply, "id", "behind"));
    qmpc_message_free(reply);
}

static void a_cancel_with_nothing_under_way_says_so(void **state)
{
    struct qmpc *line = attach_oob(emulator_start(NULL));
    struct qmpc_message *reply;
    bool cancelled = true;

    (void)state;
    send_cancel(line, "\"cancel\"");
    reply = expect_message(line, QMPC_RETURN);
    assert_int_equal(qmpc_get_bool(reply, "return.cancelled", &cancelled), QMPC_OK);
    assert_false(cancelled);
    qmpc_message_free(reply);
}

static void the_application_keeps_running_beside_a_long_read(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = attach_oob(emulator);
    uint32_t beats;
    int usual;

    (void)state;
    if (board->unread_blocks)
        skip();
    usual = hub_time_beats(line, 10);
    beats = hub_read(line).beats;
    send_long_read(line, "\"read\"");
    wait_for_begin(line);
    pause_ms(usual > 125 ? 4 * usual : 500); /* fifty beats' time on an idle machine */
    send_cancel(line, "\"cancel\"");
    expect_cancelled(line, "read", "cancel");
    assert_true(hub_read(line).beats > beats + 5);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_long_read_is_cancelled_out_of_band),
        board_test(requests_behind_a_cancelled_read_are_served),
        board_test(a_cancel_with_nothing_under_way_says_so),
        board_test(the_application_keeps_running_beside_a_long_read),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
