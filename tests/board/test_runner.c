/* test_runner.c - board/run: its usage, its endpoints, and that it leaves nothing behind.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static void expect_exit(const char *const *arguments, int status, const char *text)
{
    struct emulator *emulator = emulator_run(arguments);
    int found = emulator_wait(emulator);
    const char *output = emulator_output(emulator);

    if (found != status || strstr(output, text) == NULL)
        fail_msg("%s %s...: exit status %d, output: %s", arguments[0] ? arguments[0] : "",
                 arguments[0] && arguments[1] ? arguments[1] : "", found, output);
    emulator_stop_all(NULL);
}

static void bad_usage_ends_with_status_2_and_says_what_is_wrong(void **state)
{
    const struct {
        const char *arguments[6];
        const char *says;
    } cases[] = {
        {{NULL}, "which board?"},
        {{"--qmp", "stdio"}, "the board's name comes first"},
        {{"no-such-board"}, "no such board: no-such-board"},
        {{"../board"}, "no such board"},
        {{board->name, "--qmp"}, "--qmp needs a value"},
        {{board->name, "--bogus"}, "unknown option: --bogus"},
        {{board->name, "--qmp", "serial:1"}, "an endpoint is"},
        {{board->name, "--qmp", "unix:"}, "an endpoint is"},
        {{board->name, "--qmp", "tcp:localhost:x"}, "not a number"},
        {{board->name, "--qmp", "tcp:localhost:65536"}, "from 0 to 65535"},
        {{board->name, "--qmp", "tcp:[::1]:1e3"}, "not a number"},
        {{board->name, "--qmp", "tcp:localhost:"}, "not a number"},
        {{board->name, "--console", "unix:a,b"}, "comma"},
        {{board->name, "--gdb", "nowhere"}, "an endpoint is"},
        {{board->name, "--gdb"}, "--gdb needs a value"},
        {{board->name, "--qmp", "stdio", "--gdb", "stdio"}, "cannot share stdio"},
        {{board->name, "--monitor"}, "--monitor needs a value"},
        {{board->name, "--gdb", "stdio", "--monitor", "stdio"}, "cannot share stdio"},
        {{board->name, "--emulator", "none"}, "runs in: "},
        {{board->name, "--qmp", "stdio", "--console", "stdio"}, "cannot share stdio"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_exit(cases[i].arguments, 2, cases[i].says);
}

static void help_names_the_options_and_the_boards(void **state)
{
    (void)state;
    expect_exit((const char *const[]){"--help", NULL}, 0, board->name);
    expect_exit((const char *const[]){board->name, "--help", NULL}, 0, "--no-wait");
}

static void a_missing_image_is_named_with_the_command_that_builds_it(void **state)
{
    char advice[128];

    (void)state;
    snprintf(advice, sizeof advice, "cmake --preset %s && cmake --build", board->name);
    expect_exit((const char *const[]){board->name, "--image", "@/none.elf", NULL}, 1, advice);
    expect_exit((const char *const[]){board->name, "--image", "@/none.elf", NULL}, 1, "none.elf");
}

/* As they are built, these boards have no port for gdb. */
static void a_port_that_the_image_has_not_is_refused(void **state)
{
    const char *ports = strcmp(board->name, "e2k") == 0             ? "escc-a=qmp escc-b=console"
                        : strcmp(board->name, "netduinoplus2") == 0 ? "usart1=qmp usart2=console"
                                                                    : NULL;

    (void)state;
    if (!ports)
        skip();
    expect_exit((const char *const[]){board->name, "--gdb", "unix:@/gdb", NULL}, 1,
                "no port of this image is for gdb");
    expect_exit((const char *const[]){board->name, "--gdb", "unix:@/gdb", NULL}, 1, ports);
}

/* ---------------------------------------------------------------- endpoints */

static void expect_service(struct qmpc *line)
{
    succeeds(line, qmpc_attach(line, soon()));
    expect_status(line, "running");
    do_command(line, "stop");
    expect_plain_event(line, "STOP");
}

/* A port nobody else uses; nobody takes it in the moment until the emulator does. */
static int free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &size), 0);
    close(fd);
    return ntohs(address.sin_port);
}

static void the_port_is_reached_over_tcp(void **state)
{
    struct emulator *emulator;
    char endpoint[40];

    (void)state;
    snprintf(endpoint, sizeof endpoint, "tcp:127.0.0.1:%d", free_port());
    emulator = emulator_run(
        (const char *const[]){board->name, "--emulator", board->emulator, "--qmp", endpoint, NULL});
    expect_service(emulator_open(emulator, endpoint, NULL));
}

static struct emulator *start_on_pty(char *endpoint, size_t size)
{
    struct emulator *emulator = emulator_run(
        (const char *const[]){board->name, "--emulator", board->emulator, "--qmp", "pty", NULL});
    int64_t until = soon();
    const char *name, *end;

    for (;;) {
        name = strstr(emulator_output(emulator), "pty: ");
        end = name ? strchr(name, '\n') : NULL;
        if (end != NULL)
            break;
        if (is_past(until))
            fail_msg("no terminal is named: %s", emulator_output(emulator));
        pause_ms(10);
    }
    name += strlen("pty: ");
    snprintf(endpoint, size, "tty:%.*s", (int)(end - name), name);
    return emulator;
}

/* When the link ENDPOINT to the terminal was made, in nanoseconds; 0 while there is none. */
static int64_t link_made(const char *endpoint)
{
    struct stat link;

    if (lstat(endpoint + strlen("tty:"), &link) < 0)
        return 0;
    return link.st_ctim.tv_sec * INT64_C(1000000000) + link.st_ctim.tv_nsec;
}

/* A terminal that was closed makes place for a new one; the old one hangs up on whoever opens
 * it before that. */
static void wait_for_new_terminal(const char *endpoint, int64_t before)
{
    int64_t until = soon();

    while (link_made(endpoint) == before || link_made(endpoint) == 0) {
        if (is_past(until))
            fail_msg("%s is not made anew", endpoint);
        pause_ms(10);
    }
}

static void the_port_is_reached_over_a_terminal_again_and_again(void **state)
{
    char endpoint[128];
    struct emulator *emulator = start_on_pty(endpoint, sizeof endpoint);

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct qmpc *line = emulator_open(emulator, endpoint, NULL);
        int64_t made = link_made(endpoint);

        expect_service(line);
        do_command(line, "cont");
        emulator_close(emulator, line);
        wait_for_new_terminal(endpoint, made);
    }
}

static void the_port_is_reached_on_standard_input_and_output(void **state)
{
    char command[600];
    struct qmpc *line = qmpc_new(NULL);

    (void)state;
    snprintf(command, sizeof command, "exec:exec '%s/board/run' %s --emulator %s", E2KMON_ROOT,
             board->name, board->emulator);
    succeeds(line, qmpc_open(line, command, soon()));
    expect_service(line);
    do_command(line, "quit");
    expect_cause(line, "SHUTDOWN", false, "host-qmp-quit");
    assert_int_equal(qmpc_wait_event(line, NULL, soon(), NULL), QMPC_E_GONE);
    qmpc_free(line);
}

/* ----------------------------------------------------------------- processes */

static void expect_end_by_signal(struct emulator *emulator, int signal)
{
    kill(emulator->pid, signal);
    emulator_wait(emulator);
    emulator_expect_no_process(emulator);
}

static void a_signal_ends_it_and_leaves_no_process(void **state)
{
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP};

    (void)state;
    for (size_t i = 0; i < COUNT(signals); i++) {
        struct emulator *emulator = emulator_start(NULL);

        expect_service(emulator_open(emulator, QMP_SOCKET, NULL));
        expect_end_by_signal(emulator, signals[i]);
        emulator_stop_all(NULL);
    }
}

static void a_signal_ends_the_helpers_of_a_terminal_too(void **state)
{
    static const int signals[] = {SIGTERM, SIGKILL};
    char endpoint[128];

    (void)state;
    for (size_t i = 0; i < COUNT(signals); i++) {
        struct emulator *emulator = start_on_pty(endpoint, sizeof endpoint);

        expect_service(emulator_open(emulator, endpoint, NULL));
        expect_end_by_signal(emulator, signals[i]);
        assert_int_equal(access(endpoint + strlen("tty:"), F_OK), -1);
        emulator_stop_all(NULL);
    }
}

static void expect_a_name_passed_on(void)
{
    static const char *const arguments[] = {"--", "-name", "passed-on"};
    struct emulator *emulator = emulator_start(&(struct emulator_options){
        .monitor = true, .arguments = {arguments[0], arguments[1], arguments[2]}});
    struct qmpc *line = emulator_attach(emulator);
    struct qmpc *monitor = emulator_attach_monitor(emulator);
    struct qmpc_message *reply;

    reply = ask(monitor, "query-name", NULL);
    assert_true(qmpc_string_at_is(reply, "return.name", "passed-on"));
    qmpc_message_free(reply);
    expect_status(line, "running");
}

/* e2k-board's: it gives up after so many bundles, with status 3. */
static void expect_a_limit_passed_on(void)
{
    expect_exit((const char *const[]){board->name, "--no-wait", "--qmp", "unix:@/qmp", "--",
                                      "--limit", "1000", NULL},
                3, "1000");
}

static void options_after_two_dashes_are_the_emulators(void **state)
{
    (void)state;
    if (board->is_qemu)
        expect_a_name_passed_on();
    else
        expect_a_limit_passed_on();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(bad_usage_ends_with_status_2_and_says_what_is_wrong),
        board_test(help_names_the_options_and_the_boards),
        board_test(a_missing_image_is_named_with_the_command_that_builds_it),
        board_test(a_port_that_the_image_has_not_is_refused),
        board_test(the_port_is_reached_over_tcp),
        board_test(the_port_is_reached_over_a_terminal_again_and_again),
        board_test(the_port_is_reached_on_standard_input_and_output),
        board_test(a_signal_ends_it_and_leaves_no_process),
        board_test(a_signal_ends_the_helpers_of_a_terminal_too),
        board_test(options_after_two_dashes_are_the_emulators),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
