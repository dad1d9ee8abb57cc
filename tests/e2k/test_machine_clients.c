/* test_machine_clients.c - clients of e2k-board's sockets, as they come and go.
 *
 * SPDX-License-Identifier: MIT */
#include "board_process.h"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct e2k_condition always;

static void one_client_is_served_after_the_other(void **state)
{
    struct board_process *board = *state;

    board_make_echo(board);
    board_start(board, "--channel-a", board_endpoint(board, "a"), NULL);
    for (unsigned n = 0; n < 20; n++) {
        int fd = board_connect(board_path(board, "a"));

        board_send(fd, "x", 1);
        board_expect(fd, "x", 1);
        close(fd);
    }
    assert_int_equal(board_quit(board, board_connect(board_path(board, "a"))), 5);
}

static void a_second_client_waits_for_the_first_to_leave(void **state)
{
    struct board_process *board = *state;
    int first, second;
    struct pollfd fd = {.events = POLLIN};

    board_make_echo(board);
    board_start(board, "--channel-a", board_endpoint(board, "a"), NULL);
    first = board_connect(board_path(board, "a"));
    board_echo_on(first);
    second = board_connect(board_path(board, "a"));
    board_send(second, "y", 1);
    fd.fd = second;
    assert_int_equal(poll(&fd, 1, 50), 0);
    board_echo_on(first);
    close(first);
    board_expect(second, "y", 1);
    assert_int_equal(board_quit(board, second), 5);
}

/* The program never asks for input, and so never hears that a client leaves. */
static void a_program_that_only_talks_is_heard_by_one_after_the_other(void **state)
{
    struct board_process *board = *state;
    size_t loop;

    program_store_byte(&board->program, CONTROL_A, 5);
    program_store_byte(&board->program, CONTROL_A, 0x68);
    loop = board->program.count;
    add_send(&board->program, CONTROL_A, 'x');
    program_branch(&board->program, loop, always);
    board_start(board, "--channel-a", board_endpoint(board, "a"), NULL);
    for (unsigned n = 0; n < 5; n++) {
        int fd = board_connect(board_path(board, "a"));

        board_expect(fd, "xx", 2);
        close(fd);
    }
}

/* What the client has said too much does not spoil what it is told at the end. */
static void the_last_client_hears_the_end(void **state)
{
    struct board_process *board = *state;
    static uint8_t bytes[10000] = "aq";
    uint8_t byte;
    int fd;

    board_make_echo(board);
    board_start(board, "--channel-a", board_endpoint(board, "a"), NULL);
    fd = board_connect(board_path(board, "a"));
    board_send(fd, bytes, sizeof bytes);
    assert_int_equal(board_wait(board), 5);
    board_expect(fd, "aq", 2);
    assert_int_equal(read(fd, &byte, 1), 0);
    close(fd);
}

static void a_client_that_has_said_all_still_gets_its_answer(void **state)
{
    struct board_process *board = *state;

    board_make_echo(board);
    board_start(board, "--channel-a", board_endpoint(board, "a"), NULL);
    for (unsigned n = 0; n < 5; n++) {
        int fd = board_connect(board_path(board, "a"));

        board_send(fd, "abc", 3);
        shutdown(fd, SHUT_WR);
        board_expect(fd, "abc", 3);
        close(fd);
    }
    assert_int_equal(board_quit(board, board_connect(board_path(board, "a"))), 5);
}

static void what_a_client_says_before_it_leaves_is_heard(void **state)
{
    struct board_process *board = *state;
    int fd;

    board_make_echo(board);
    board_start(board, "--channel-a", board_endpoint(board, "a"), NULL);
    fd = board_connect(board_path(board, "a"));
    board_send(fd, "aaaq", 4);
    close(fd);
    assert_int_equal(board_wait(board), 5);
}

static void bytes_for_nobody_are_dropped(void **state)
{
    struct board_process *board = *state;
    size_t loop;

    add_open(&board->program, CONTROL_A);
    program_set(&board->program, 30, 50000);
    loop = board->program.count;
    add_send(&board->program, CONTROL_A, 'x');
    program_op(&board->program, E2K_SUBD, bundle_r(30), bundle_c(1), 30);
    program_op(&board->program, E2K_CMPED, bundle_r(30), bundle_c(0), 5);
    program_branch(&board->program, loop, bundle_unless(5));
    program_power_off(&board->program, 0);
    assert_int_equal(board_run(board, "--channel-a", board_endpoint(board, "a"), NULL), 0);
    assert_int_equal(board_run(board, "--channel-a", "pty", NULL), 0);
    assert_int_equal(board_run(board, NULL), 0);
}

static void it_can_wait_for_the_first_client(void **state)
{
    struct board_process *board = *state;
    int fd;

    add_open(&board->program, CONTROL_A);
    add_send(&board->program, CONTROL_A, 'x');
    program_power_off(&board->program, 0);
    board_start(board, "--wait", "--channel-a", board_endpoint(board, "a"), NULL);
    usleep(50000);
    fd = board_connect(board_path(board, "a"));
    board_expect(fd, "x", 1);
    close(fd);
    assert_int_equal(board_wait(board), 0);
}

static void a_signal_ends_the_wait_too(void **state)
{
    struct board_process *board = *state;

    program_power_off(&board->program, 0);
    board_start(board, "--wait", "--channel-a", board_endpoint(board, "a"), NULL);
    for (struct stat status; stat(board_path(board, "a"), &status) < 0;)
        usleep(1000);
    kill(board->pid, SIGTERM);
    assert_int_equal(board_wait(board), 128 + SIGTERM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        board_test(one_client_is_served_after_the_other),
        board_test(a_second_client_waits_for_the_first_to_leave),
        board_test(a_program_that_only_talks_is_heard_by_one_after_the_other),
        board_test(the_last_client_hears_the_end),
        board_test(a_client_that_has_said_all_still_gets_its_answer),
        board_test(what_a_client_says_before_it_leaves_is_heard),
        board_test(bytes_for_nobody_are_dropped),
        board_test(it_can_wait_for_the_first_client),
        board_test(a_signal_ends_the_wait_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
