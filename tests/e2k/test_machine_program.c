/* test_machine_program.c - e2k-board's options, messages and exit statuses.
 *
 * SPDX-License-Identifier: MIT */
#include "board_process.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct e2k_condition always;

static void expect_errors(const struct board_process *board, const char *text)
{
    if (!strstr(board->errors, text))
        fail_msg("not \"%s\" in: %s", text, board->errors);
}

static void read_file(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
}

static void power_off_gives_the_status_that_the_program_gave(void **state)
{
    struct board_process *board = *state;

    program_power_off(&board->program, 0);
    assert_int_equal(board_run(board, NULL), 0);
    assert_string_equal(board->errors, "");
    program_start(&board->program);
    program_power_off(&board->program, 77);
    assert_int_equal(board_run(board, NULL), 77);
    program_start(&board->program);
    program_power_off(&board->program, 0x300 + 78); /* the lowest 8 bits count */
    assert_int_equal(board_run(board, NULL), 78);
}

static void a_trap_is_status_1_with_a_message(void **state)
{
    struct board_process *board = *state;

    program_trap(&board->program);
    assert_int_equal(board_run(board, NULL), 1);
    expect_errors(board, "e2k-board: trap: ct through %ctpr3, which nobody has prepared; bundle 2");
}

static void a_machine_check_is_status_1_with_a_message(void **state)
{
    struct board_process *board = *state;

    program_load(&board->program, E2K_LDW, 1, 10);
    assert_int_equal(board_run(board, NULL), 1);
    expect_errors(board, "e2k-board: machine check: load of 4 bytes from 0x1: misaligned; ");
}

static void a_limit_is_status_3_with_a_message(void **state)
{
    struct board_process *board = *state;

    program_branch(&board->program, 1, always);
    assert_int_equal(board_run(board, "--limit", "12345", NULL), 3);
    expect_errors(board, "e2k-board: the limit of 12345 bundles is reached\n");
}

static void signals_end_it_with_their_status(void **state)
{
    static const int signals[] = {SIGINT, SIGTERM};
    struct board_process *board = *state;

    add_open(&board->program, CONTROL_A);
    add_send(&board->program, CONTROL_A, '.');
    program_branch(&board->program, board->program.count, always);
    for (size_t n = 0; n < COUNT(signals); n++) {
        board_start(board, "--channel-a", "stdio", NULL);
        board_expect(board->out, ".", 1);
        kill(board->pid, signals[n]);
        assert_int_equal(board_wait(board), 128 + signals[n]);
    }
}

static void wrong_usage_is_status_2(void **state)
{
    static const struct {
        const char *option, *value, *text;
    } cases[] = {
        {"--ram", "0", "--ram 0: not a number from 1 to 2048"},
        {"--ram", "2049", "--ram 2049: not a number from 1 to 2048"},
        {"--ram", "1x", "--ram 1x: not a number"},
        {"--limit", "-1", "--limit -1: not a number"},
        {"--poke", "0x1000", "--poke 0x1000: not ADDRESS=VALUE"},
        {"--poke", "0x1000=0x100000000", "not ADDRESS=VALUE"},
        {"--poke", "0x1002=1", "--poke 0x1002=1: the address is no multiple of 4"},
        {"--poke", "0x8000000=1", "--poke: 0x8000000 is outside of memory"},
        {"--channel-a", "udp:1", "channel-a: udp:1: not unix:PATH, tcp:HOST:PORT, stdio, pty or"},
        {"--channel-b", "tcp:here", "channel-b: here: not HOST:PORT"},
        {"--channel-b", "tcp:127.0.0.1:65536", "channel-b: 127.0.0.1:65536: the port is no number"},
        {"--channel-b", "tcp:127.0.0.1:99999999999999999999", "the port is no number from 0 to 6"},
        {"--channel-b", "tcp:127.0.0.1:+80", "the port is no number"},
        {"--channel-b", "tcp:127.0.0.1: 81", "the port is no number"},
        {"--channel-b", "tcp:127.0.0.1:-1", "the port is no number"},
        {"--channel-b", "tcp:127.0.0.1:0x50", "the port is no number"},
        {"--channel-b", "tcp:127.0.0.1:http", "the port is no number"},
        {"--channel-a", "unix:/nowhere/at/all", "channel-a: /nowhere/at/all: No such file"},
        {"--wait", "--json", "--wait: channel A is no socket"},
        {"--trace=/nowhere/at/all", "--json", "/nowhere/at/all: No such file"},
        {"--stats=/nowhere/at/all", "--json", "/nowhere/at/all: No such file"},
        {"--wrong", "--json", "e2k-board: --wrong: no such option (e2k-board --help lists"},
        {"--channel", "null", "e2k-board: --channel: no such option (e2k-board --help lists"},
        {"--json=1", "--json", "e2k-board: --json=1: takes no value (e2k-board --help lists"},
        {"-x", "--json", "e2k-board: -x: no such option (e2k-board --help lists"},
        {"too", "many", "usage: e2k-board [options] IMAGE"},
    };
    struct board_process *board = *state;

    program_trap(&board->program);
    for (size_t n = 0; n < COUNT(cases); n++) {
        assert_int_equal(board_run(board, cases[n].option, cases[n].value, NULL), 2);
        expect_errors(board, cases[n].text);
    }
    snprintf(board->image, sizeof board->image, "--ram"); /* the last argument */
    assert_int_equal(board_run(board, NULL), 2);
    assert_string_equal(board->errors, "e2k-board: --ram: a value is missing (e2k-board --help "
                                       "lists the options)\n");
}

static void one_channel_can_be_on_stdio(void **state)
{
    struct board_process *board = *state;

    program_trap(&board->program);
    assert_int_equal(board_run(board, "--channel-a", "stdio", "--channel-b", "stdio", NULL), 2);
    expect_errors(board, "only one channel can be on stdio");
}

static void a_bad_image_is_status_2(void **state)
{
    struct board_process *board = *state;

    program_trap(&board->program);
    board->bad_image = "not an ELF file, though as long as the header of one would have to be.";
    assert_int_equal(board_run(board, NULL), 2);
    expect_errors(board, "/image: not an ELF file\n");
}

static void a_folder_is_no_image(void **state)
{
    struct board_process *board = *state;

    snprintf(board->image, sizeof board->image, "%s", board->folder);
    board->bad_image = "";
    assert_int_equal(board_run(board, NULL), 2);
    expect_errors(board, ": Is a directory\n");
}

static void help_and_version_are_asked_for(void **state)
{
    struct board_process *board = *state;
    char text[100] = "";

    program_trap(&board->program);
    assert_int_equal(board_run(board, "--help", NULL), 0);
    assert_true(read(board->out, text, sizeof text - 1) > 0);
    assert_non_null(strstr(text, "usage: e2k-board [options] IMAGE\n"));
    assert_int_equal(board_run(board, "--version", NULL), 0);
    memset(text, 0, sizeof text);
    assert_true(read(board->out, text, sizeof text - 1) > 0);
    assert_int_equal(strncmp(text, "e2k-board ", 10), 0);
}

static void words_are_poked_after_loading(void **state)
{
    struct board_process *board = *state;

    program_load(&board->program, E2K_LDW, 0x8000, 20);
    program_load(&board->program, E2K_LDW, 0x8004, 21);
    program_op(&board->program, E2K_ADDD, bundle_r(20), bundle_r(21), 20);
    program_power_off(&board->program, 0);
    board->program.bundles[4].ops[0].src1 = bundle_r(20); /* the status */
    assert_int_equal(board_run(board, "--poke", "0x8000=40", "--poke", "0x8004=0x2", NULL), 42);
}

static void memory_has_the_size_that_was_asked_for(void **state)
{
    struct board_process *board = *state;

    program_load(&board->program, E2K_LDB, 0x3FFFFF, 20);
    program_load(&board->program, E2K_LDB, 0x400000, 20);
    assert_int_equal(board_run(board, "--ram", "4", NULL), 1);
    expect_errors(board, "load of 1 byte from 0x400000: nothing is there");
}

static void counts_go_where_they_are_asked_to(void **state)
{
    struct board_process *board = *state;
    char option[160], text[4096];

    program_power_off(&board->program, 0);
    assert_int_equal(board_run(board, "--stats", NULL), 0);
    expect_errors(board, "bundles             5\n");
    assert_int_equal(board_run(board, "--json", NULL), 0);
    expect_errors(board, "{\"bundles\": 5, ");
    snprintf(option, sizeof option, "--stats=%s", board_path(board, "stats"));
    assert_int_equal(board_run(board, option, "--json", NULL), 0);
    assert_string_equal(board->errors, "");
    read_file(board_path(board, "stats"), text, sizeof text);
    assert_int_equal(strncmp(text, "{\"bundles\": 5, ", 15), 0);
}

static void the_trace_goes_where_it_is_asked_to(void **state)
{
    struct board_process *board = *state;
    char option[160], text[4096], line[80];

    program_power_off(&board->program, 0);
    snprintf(option, sizeof option, "--trace=%s", board_path(board, "trace"));
    assert_int_equal(board_run(board, option, NULL), 0);
    read_file(board_path(board, "trace"), text, sizeof text);
    snprintf(line, sizeof line, "\n5 0x%llx - { ct %%ctpr3 }\n",
             (unsigned long long)board->program.addresses[4]);
    assert_non_null(strstr(text, line));
}

static void what_cannot_be_written_is_status_1(void **state)
{
    struct board_process *board = *state;

    program_power_off(&board->program, 0);
    assert_int_equal(board_run(board, "--stats=/dev/full", NULL), 1);
    expect_errors(board, "/dev/full: not everything could be written");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        board_test(power_off_gives_the_status_that_the_program_gave),
        board_test(a_trap_is_status_1_with_a_message),
        board_test(a_machine_check_is_status_1_with_a_message),
        board_test(a_limit_is_status_3_with_a_message),
        board_test(signals_end_it_with_their_status),
        board_test(wrong_usage_is_status_2),
        board_test(one_channel_can_be_on_stdio),
        board_test(a_bad_image_is_status_2),
        board_test(a_folder_is_no_image),
        board_test(help_and_version_are_asked_for),
        board_test(words_are_poked_after_loading),
        board_test(memory_has_the_size_that_was_asked_for),
        board_test(counts_go_where_they_are_asked_to),
        board_test(the_trace_goes_where_it_is_asked_to),
        board_test(what_cannot_be_written_is_status_1),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
