/* test_machine_endpoints.c - who can be on the other end of a channel of e2k-board.
 *
 * SPDX-License-Identifier: MIT */
#include "board_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define LARGE 200000u

static const struct e2k_condition always;

static void a_unix_socket_is_served_and_removed(void **state)
{
    struct board_process *board = *state;
    struct stat status;
    int fd;

    board_make_echo(board);
    board_start(board, "--channel-a", board_endpoint(board, "a"), NULL);
    fd = board_connect(board_path(board, "a"));
    board_echo_on(fd);
    assert_int_equal(board_quit(board, fd), 5);
    assert_int_equal(stat(board_path(board, "a"), &status), -1);
}

static void a_socket_left_by_somebody_else_is_replaced(void **state)
{
    struct board_process *board = *state;
    int fd;

    board_make_echo(board);
    board_start(board, "--channel-a", board_endpoint(board, "a"), NULL);
    close(board_connect(board_path(board, "a")));
    kill(board->pid, SIGKILL);
    board_wait(board);
    board_start(board, "--channel-a", board_endpoint(board, "a"), NULL);
    fd = board_connect(board_path(board, "a"));
    board_echo_on(fd);
    assert_int_equal(board_quit(board, fd), 5);
}

static void a_file_is_not_replaced_by_a_socket(void **state)
{
    struct board_process *board = *state;

    board_make_echo(board);
    close(open(board_path(board, "a"), O_CREAT | O_WRONLY, 0600));
    assert_int_equal(board_run(board, "--channel-a", board_endpoint(board, "a"), NULL), 2);
    assert_non_null(strstr(board->errors, "Address already in use"));
}

static void a_tcp_port_is_served(void **state)
{
    struct board_process *board = *state;
    int fd;

    board_make_echo(board);
    board_start(board, "--channel-a", "tcp:127.0.0.1:0", NULL);
    board_expect_error(board, "\n");
    fd = board_connect_tcp(atoi(board_expect_error(board, "channel-a tcp: 127.0.0.1:") +
                                strlen("channel-a tcp: 127.0.0.1:")));
    board_echo_on(fd);
    assert_int_equal(board_quit(board, fd), 5);
}

static void any_zero_as_a_port_chooses_one(void **state)
{
    struct board_process *board = *state;

    program_power_off(&board->program, 0);
    assert_int_equal(board_run(board, "--channel-a", "tcp:127.0.0.1:000", NULL), 0);
    assert_non_null(strstr(board->errors, "channel-a tcp: 127.0.0.1:"));
}

static void a_pty_is_raw_and_can_be_opened_again(void **state)
{
    struct board_process *board = *state;
    char name[64];
    int fd = -1;

    board_make_echo(board);
    board_start(board, "--channel-a", "pty", NULL);
    board_expect_error(board, "\n");
    assert_int_equal(
        sscanf(board_expect_error(board, "channel-a pty: "), "channel-a pty: %63s", name), 1);
    for (unsigned n = 0; n < 3; n++) {
        if (fd >= 0)
            close(fd);
        fd = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
        assert_true(fd >= 0);
        board_send(fd, "\r\n\3\4\x11x", 6);
        board_expect(fd, "\r\n\3\4\x11x", 6);
    }
    /* The end of a pty may take with it what was not read yet: its echo is not waited for. */
    board_send(fd, "q", 1);
    assert_int_equal(board_wait(board), 5);
    close(fd);
}

static void the_end_of_standard_input_is_not_the_end(void **state)
{
    struct board_process *board = *state;
    size_t loop;

    /* Echoes two bytes, and then goes on for a while. */
    add_open(&board->program, CONTROL_A);
    program_set(&board->program, 30, 400);
    loop = board->program.count;
    program_load(&board->program, E2K_LDB, CONTROL_A, 31);
    program_op(&board->program, E2K_SUBD, bundle_r(30), bundle_c(1), 30);
    program_op(&board->program, E2K_CMPED, bundle_r(30), bundle_c(0), 5);
    program_branch(&board->program, loop, bundle_unless(5));
    add_send(&board->program, CONTROL_A, '!');
    program_power_off(&board->program, 0);
    board_start(board, "--channel-a", "stdio", NULL);
    close(board->in);
    board->in = -1;
    board_expect(board->out, "!", 1);
    assert_int_equal(board_wait(board), 0);
}

static void standard_input_and_output_are_passed_on_as_they_are(void **state)
{
    struct board_process *board = *state;
    uint8_t bytes[255];
    unsigned count = 0;

    board_make_greeting_echo(board);
    board_start(board, "--channel-a", "stdio", NULL);
    board_expect(board->out, ">", 1);
    for (unsigned n = 0; n < 256; n++) {
        if (n != 'q')
            bytes[count++] = (uint8_t)n;
    }
    board_send(board->in, bytes, sizeof bytes);
    board_expect(board->out, bytes, sizeof bytes);
    board_send(board->in, "q", 1);
    assert_int_equal(board_wait(board), 5);
}

static void each_channel_has_its_own_endpoint(void **state)
{
    struct board_process *board = *state;

    add_open(&board->program, CONTROL_A);
    add_open(&board->program, CONTROL_B);
    add_send(&board->program, CONTROL_B, 'b');
    add_echo(&board->program, CONTROL_A, 5);
    board_start(board, "--channel-a", board_endpoint(board, "a"), "--channel-b", "stdio", NULL);
    board_expect(board->out, "b", 1);
    assert_int_equal(board_quit(board, board_connect(board_path(board, "a"))), 5);
}

/* ------------------------------------------------------------- much, little, nothing */

static void a_host_that_does_not_read_loses_nothing(void **state)
{
    struct board_process *board = *state;
    uint8_t *bytes = malloc(LARGE);
    size_t loop;
    int fd;

    /* Sends LARGE bytes, counting up. */
    add_open(&board->program, CONTROL_A);
    program_set(&board->program, 30, 0);
    loop = board->program.count;
    program_load(&board->program, E2K_LDB, CONTROL_A, 22);
    program_op(&board->program, E2K_CMPANDED, bundle_r(22), bundle_c(4), 1);
    program_branch(&board->program, loop, bundle_if(1));
    program_store(&board->program, E2K_STB, DATA_A, 30);
    program_op(&board->program, E2K_ADDD, bundle_r(30), bundle_c(1), 30);
    program_op(&board->program, E2K_CMPED, bundle_r(30), bundle_c(LARGE), 5);
    program_branch(&board->program, loop, bundle_unless(5));
    program_power_off(&board->program, 0);
    board_start(board, "--wait", "--channel-a", board_endpoint(board, "a"), NULL);
    fd = board_connect(board_path(board, "a"));
    usleep(100000);
    assert_non_null(bytes);
    for (size_t n = 0; n < LARGE; n++)
        bytes[n] = (uint8_t)n;
    board_expect(fd, bytes, LARGE);
    free(bytes);
    close(fd);
    assert_int_equal(board_wait(board), 0);
}

/* Waits until nothing more comes, of what nobody reads. */
static void wait_until_full(int fd)
{
    int waiting = 0, before = 0;

    for (unsigned same = 0; same < 30; same++) {
        usleep(10000);
        assert_int_equal(ioctl(fd, FIONREAD, &waiting), 0);
        if (waiting == 0 || waiting != before)
            same = 0;
        before = waiting;
    }
}

/* Sends until there is no room for long, and gives the number of bytes as its status. */
static void what_waits_at_power_off_is_still_handed_over(void **state)
{
    struct board_process *board = *state;
    struct program *p = &board->program;
    uint8_t bytes[4096];
    size_t total = 0, loop;
    ssize_t count;
    int fd;

    add_open(p, CONTROL_A);
    loop = p->count;
    program_load(p, E2K_LDB, CONTROL_A, 22);
    program_op(p, E2K_CMPANDED, bundle_r(22), bundle_c(4), 1);
    program_op(p, E2K_ADDD, bundle_r(31), bundle_c(1), 31)->only_if = bundle_if(1);
    program_op(p, E2K_CMPED, bundle_r(31), bundle_c(100), 2);
    program_branch(p, loop + 9, bundle_if(2));
    program_branch(p, loop, bundle_if(1));
    program_store(p, E2K_STB, DATA_A, 30);
    program_op(p, E2K_ADDD, bundle_r(30), bundle_c(1), 30);
    program_branch(p, loop, always);
    program_power_off(p, 0);
    p->bundles[loop + 9].ops[0].src1 = bundle_r(30);
    board_start(board, "--wait", "--channel-a", board_endpoint(board, "a"), NULL);
    fd = board_connect(board_path(board, "a"));
    wait_until_full(fd);
    while ((count = read(fd, bytes, sizeof bytes)) > 0) {
        for (ssize_t n = 0; n < count; n++)
            assert_int_equal(bytes[n], (total + (size_t)n) & 0xFF);
        total += (size_t)count;
    }
    assert_int_equal(count, 0);
    assert_true(total > sizeof bytes);
    assert_int_equal(board_wait(board), total & 0xFF);
    close(fd);
}

static void much_is_echoed_while_more_is_sent(void **state)
{
    struct board_process *board = *state;
    uint8_t bytes[1000];
    int fd;

    board_make_greeting_echo(board);
    board_start(board, "--wait", "--channel-a", board_endpoint(board, "a"), NULL);
    fd = board_connect(board_path(board, "a"));
    board_expect(fd, ">", 1);
    for (unsigned n = 0; n < sizeof bytes; n++)
        bytes[n] = (uint8_t)(n % 100);
    for (unsigned n = 0; n < 50; n++)
        board_send(fd, bytes, sizeof bytes);
    for (unsigned n = 0; n < 50; n++)
        board_expect(fd, bytes, sizeof bytes);
    assert_int_equal(board_quit(board, fd), 5);
}

/* The processor's time that all children that have ended took. */
static uint64_t used_ms(void)
{
    struct rusage usage;

    getrusage(RUSAGE_CHILDREN, &usage);
    return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
           (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

static void an_idle_board_takes_next_to_no_time(void **state)
{
    struct board_process *board = *state;
    uint64_t used;
    int fd;

    board_make_echo(board);
    board_start(board, "--channel-a", board_endpoint(board, "a"), NULL);
    fd = board_connect(board_path(board, "a"));
    board_echo_on(fd);
    usleep(2000000);
    assert_int_equal(board_quit(board, fd), 5);
    used = used_ms();
    print_message("2 seconds of idling: at most %u ms\n", (unsigned)used);
    assert_true(used < 400);
}

static void a_busy_board_still_ends_at_once(void **state)
{
    struct board_process *board = *state;
    uint64_t before = used_ms();

    add_open(&board->program, CONTROL_A);
    add_send(&board->program, CONTROL_A, '.');
    program_branch(&board->program, board->program.count, always);
    board_start(board, "--channel-a", "stdio", NULL);
    board_expect(board->out, ".", 1);
    kill(board->pid, SIGTERM);
    assert_int_equal(board_wait(board), 128 + SIGTERM);
    assert_true(used_ms() - before < 1000); /* it uses all the time that there is */
}

/* ------------------------------------------------------------- reset */

static void sigusr1_resets_the_board_and_keeps_its_clients(void **state)
{
    struct board_process *board = *state;
    int fd;

    board_make_greeting_echo(board);
    board_start(board, "--wait", "--channel-a", board_endpoint(board, "a"), NULL);
    fd = board_connect(board_path(board, "a"));
    board_expect(fd, ">", 1);
    for (unsigned n = 0; n < 3; n++) {
        board_echo_on(fd);
        kill(board->pid, SIGUSR1);
        board_expect(fd, ">", 1);
    }
    assert_int_equal(board_quit(board, fd), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        /* First: it looks at the time that all children have used. */
        board_test(an_idle_board_takes_next_to_no_time),
        board_test(a_unix_socket_is_served_and_removed),
        board_test(a_socket_left_by_somebody_else_is_replaced),
        board_test(a_file_is_not_replaced_by_a_socket),
        board_test(a_tcp_port_is_served),
        board_test(any_zero_as_a_port_chooses_one),
        board_test(a_pty_is_raw_and_can_be_opened_again),
        board_test(the_end_of_standard_input_is_not_the_end),
        board_test(standard_input_and_output_are_passed_on_as_they_are),
        board_test(each_channel_has_its_own_endpoint),
        board_test(a_host_that_does_not_read_loses_nothing),
        board_test(what_waits_at_power_off_is_still_handed_over),
        board_test(much_is_echoed_while_more_is_sent),
        board_test(a_busy_board_still_ends_at_once),
        board_test(sigusr1_resets_the_board_and_keeps_its_clients),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
