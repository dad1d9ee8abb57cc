/* test_virtio.c - a second QMP port on virtio-serial, which tells of hosts that come and go.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"

#include <inttypes.h>

#define CYCLES 50
/* A host whose predecessor left a moment ago may be sent what was for that one: it is in the
 * emulator's queue, and no board can call it back. */
#define LEAVING_MS 40
#define LARGE_SIZE (4u << 20)
#define SMALL_SIZE (32u << 10) /* for the UART, which would take about a minute for the other */

static struct emulator *start(void)
{
    return emulator_start(&(struct emulator_options){.virtio = true});
}

/* Attaches to the second port, whose greeting must come by itself. */
static struct qmpc *attach(struct emulator *emulator)
{
    struct qmpc *line = emulator_open(emulator, VIRTIO_SOCKET, NULL);

    succeeds(line, qmpc_read_greeting(line, soon()));
    succeeds(line, qmpc_negotiate(line, soon()));
    return line;
}

static void each_host_is_greeted_and_has_to_negotiate(void **state)
{
    struct emulator *emulator = start();
    struct qmpc *uart = emulator_attach(emulator);

    (void)state;
    for (int i = 0; i < 5; i++) {
        struct qmpc *line = emulator_open(emulator, VIRTIO_SOCKET, NULL);

        qmpc_message_free(expect_message(line, QMPC_GREETING));
        expect_refusal(line, "query-status", NULL, "CommandNotFound",
                       "Expecting capabilities negotiation with 'qmp_capabilities'");
        do_command(line, "qmp_capabilities");
        expect_status(line, "running");
        assert_int_equal(qmpc_counts(line).skipped_bytes, 0);
        emulator_close(emulator, line);
    }
    expect_status(uart, "running");
}

static void hosts_may_come_and_go_in_the_middle_of_something(void **state)
{
    struct emulator *emulator = start();
    struct qmpc *uart = emulator_attach(emulator), *line;

    (void)state;
    for (int i = 0; i < CYCLES; i++) {
        line = emulator_open(emulator, VIRTIO_SOCKET, NULL);
        /* Some leave before they are greeted, some in the middle of something. */
        if (i % 3) {
            succeeds(line, qmpc_read_greeting(line, soon()));
            succeeds(line, qmpc_negotiate(line, soon()));
            send_text(line, i % 2 ? "{\"execute\": \"query-status\"}{\"execute\": \"quer"
                                  : "{\"execute\": \"query-qmp-schema\"}");
        }
        emulator_close(emulator, line);
        wait_until_second_left(uart);
        pause_ms(LEAVING_MS);
    }
    expect_status(attach(emulator), "running");
    expect_status(uart, "running");
}

static void the_two_sessions_are_independent(void **state)
{
    struct emulator *emulator = start();
    struct qmpc *uart = emulator_attach(emulator);
    struct qmpc *line = emulator_open(emulator, VIRTIO_SOCKET, NULL);

    (void)state;
    /* Negotiation is a session's own, and so are its half messages. */
    succeeds(line, qmpc_read_greeting(line, soon()));
    expect_status(uart, "running");
    expect_refusal(line, "query-status", NULL, "CommandNotFound",
                   "Expecting capabilities negotiation with 'qmp_capabilities'");
    do_command(line, "qmp_capabilities");
    send_text(uart, "{\"execute\": \"query-sta");
    expect_status(line, "running");
    send_text(uart, "tus\", \"id\": 5}");
    qmpc_message_free(expect_message(uart, QMPC_RETURN));
    do_command(uart, "agent-reset-session");
    expect_status(line, "running");
    succeeds(uart, qmpc_read_greeting(uart, soon()));
    do_command(uart, "qmp_capabilities");
    /* A long reply on the slow port holds nothing up on the fast one. */
    send_text(uart, "{\"execute\": \"query-qmp-schema\"}");
    for (int i = 0; i < 20; i++)
        expect_status(line, "running");
    qmpc_message_free(expect_message(uart, QMPC_RETURN));
}

static void events_reach_both_sessions(void **state)
{
    static const struct {
        const char *command, *event;
    } steps[] = {{"stop", "STOP"},
                 {"cont", "RESUME"},
                 {"system_reset", "RESET"},
                 {"system_powerdown", "POWERDOWN"}};
    struct emulator *emulator = start();
    struct qmpc *uart = emulator_attach(emulator), *line = attach(emulator);

    (void)state;
    for (size_t i = 0; i < 2 * COUNT(steps); i++) {
        do_command(i % 2 ? uart : line, steps[i / 2].command);
        /* Asked a second time, some have nothing to tell. */
        if (i % 2 && i / 2 < 2)
            continue;
        expect_plain_event(uart, steps[i / 2].event);
        expect_plain_event(line, steps[i / 2].event);
    }
    expect_no_event(uart);
    expect_no_event(line);
}

static void a_large_read_is_fast(void **state)
{
    struct emulator *emulator = start();
    struct qmpc *uart = emulator_attach(emulator), *line = attach(emulator);
    int64_t began, large, small;
    uint8_t *bytes = memory_pattern(65536, 7), *all = calloc(1, LARGE_SIZE);

    (void)state;
    assert_non_null(all);
    began = qmpc_deadline(0);
    for (size_t at = 0; at < LARGE_SIZE; at += 1u << 20) {
        memory_write(line, board->scratch + at, bytes, 65536, "base64");
        memcpy(all + at, bytes, 65536);
    }
    memory_expect(line, board->scratch, all, LARGE_SIZE, "base64");
    large = qmpc_deadline(0) - began;
    memory_expect(uart, board->scratch, all, SMALL_SIZE, "base64");
    small = qmpc_deadline(0) - began - large;
    /* Two thirds of the UART's time at the most. */
    assert_in_range(large * 3, 0, small * (LARGE_SIZE / SMALL_SIZE) * 2);
    free(all);
    free(bytes);
}

static void quit_is_told_to_both_sessions(void **state)
{
    struct emulator *emulator = start();
    struct qmpc *uart = emulator_attach(emulator), *line = attach(emulator);

    (void)state;
    do_command(line, "quit");
    expect_cause(line, "SHUTDOWN", false, "host-qmp-quit");
    expect_cause(uart, "SHUTDOWN", false, "host-qmp-quit");
    assert_int_equal(emulator_wait(emulator), 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(each_host_is_greeted_and_has_to_negotiate),
        board_test(hosts_may_come_and_go_in_the_middle_of_something),
        board_test(the_two_sessions_are_independent),
        board_test(events_reach_both_sessions),
        board_test(a_large_read_is_fast),
        board_test(quit_is_told_to_both_sessions),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
