/* test_endpoints.c - every kind of endpoint: opened, spoken through, closed.
 *
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#include "fake.h"

static int64_t soon(void)
{
    return qmpc_deadline(60000);
}

static void expect_greeting(struct qmpc *line)
{
    assert_int_equal(qmpc_read_greeting(line, soon()), QMPC_OK);
}

/* ------------------------------------------------------------------ sockets */

static const char socket_path[] = "qmpc-test.sock";

/* Begins to listen a while after the client has begun to try. */
static void *serve_unix_late(void *unused)
{
    (void)unused;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, socket_path);
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    fake_sleep(150);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) == 0)
        fake_sleep(100); /* refused, and no longer missing */
    listen(listener, 1);
    int fd = accept(listener, NULL, NULL);
    struct fake fake = {.fd = fd};
    fake_say(&fake, GREETING);
    fake_sleep(100);
    close(fd);
    close(listener);
    return NULL;
}

static void open_waits_for_a_unix_socket_to_appear(void **state)
{
    static const char *const prefixes[] = {"unix:", "./"};
    (void)state;
    for (int i = 0; i < 2; i++) {
        char endpoint[64];
        pthread_t server;
        unlink(socket_path);
        snprintf(endpoint, sizeof endpoint, "%s%s", prefixes[i], socket_path);
        pthread_create(&server, NULL, serve_unix_late, NULL);
        struct qmpc *line = qmpc_new(NULL);
        assert_int_equal(qmpc_open(line, endpoint, soon()), QMPC_OK);
        expect_greeting(line);
        qmpc_free(line);
        pthread_join(server, NULL);
        unlink(socket_path);
    }
}

static void open_reaches_a_tcp_server(void **state)
{
    (void)state;
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    char endpoint[64];
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 1), 0);
    getsockname(listener, (struct sockaddr *)&address, &size);
    snprintf(endpoint, sizeof endpoint, "tcp:127.0.0.1:%d", ntohs(address.sin_port));
    struct qmpc *line = qmpc_new(NULL);
    assert_int_equal(qmpc_open(line, endpoint, soon()), QMPC_OK);
    struct fake fake = {.fd = accept(listener, NULL, NULL)};
    fake_say(&fake, GREETING);
    expect_greeting(line);
    close(fake.fd);
    close(listener);
    /* Nobody listens any more: refused until the deadline. */
    int64_t begin = qmpc_deadline(0);
    assert_int_equal(qmpc_open(line, endpoint, begin + 200), QMPC_E_GONE);
    assert_in_range(qmpc_deadline(0) - begin, 150, 10000);
    qmpc_free(line);
}

static void open_gives_up_at_the_deadline_when_nothing_is_there(void **state)
{
    static const char *const endpoints[] = {"unix:/nonexistent/x", "/nonexistent/x",
                                            "tty:/dev/nonexistent", "/dev/nonexistent,115200"};
    (void)state;
    struct qmpc *line = qmpc_new(NULL);
    for (size_t i = 0; i < sizeof endpoints / sizeof endpoints[0]; i++) {
        int64_t begin = qmpc_deadline(0);
        assert_int_equal(qmpc_open(line, endpoints[i], begin + 100), QMPC_E_GONE);
        assert_in_range(qmpc_deadline(0) - begin, 80, 10000);
        assert_non_null(strstr(qmpc_error(line), "No such file"));
    }
    qmpc_free(line);
}

static void open_refuses_what_is_no_endpoint_at_once(void **state)
{
    static const char *const endpoints[] = {
        "",       "unix:", "tcp:",      "tcp:host", "tcp::1", "tcp:host:", "tty:/dev/null,12345",
        "tty:x,", "exec:", "tty:,9600",
    };
    (void)state;
    struct qmpc *line = qmpc_new(NULL);
    for (size_t i = 0; i < sizeof endpoints / sizeof endpoints[0]; i++)
        assert_int_equal(qmpc_open(line, endpoints[i], QMPC_FOREVER), QMPC_E_ARGUMENT);
    /* A file is no terminal, and waiting will not make it one. */
    assert_int_equal(qmpc_open(line, "tty:/dev/null", QMPC_FOREVER), QMPC_E_GONE);
    qmpc_free(line);
}

static void what_cannot_be_opened_says_what_to_do(void **state)
{
    static const struct {
        const char *endpoint;
        const char *advice;
    } errors[] = {
        {"unix:/nonexistent/x", "is the server running?"},
        {"tty:/dev/null", "this is no terminal"},
        {"pty:/dev/null", "this is no terminal"},
        {"tty:/dev/null,12345", "115200"},
        {"tcp:nohost", "tcp:HOST:PORT"},
        {"unix:", "nothing is named"},
        {"tcp:127.0.0.1:nonsense", "no such host or port?"},
    };
    (void)state;
    struct qmpc *line = qmpc_new(NULL);
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        assert_int_not_equal(qmpc_open(line, errors[i].endpoint, QMPC_NOW), QMPC_OK);
        if (strstr(qmpc_error(line), errors[i].advice) == NULL)
            fail_msg("%s", qmpc_error(line));
    }
    qmpc_free(line);
}

/* ---------------------------------------------------------------- terminals */

static int open_pty(char name[64])
{
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    assert_true(master >= 0);
    assert_int_equal(grantpt(master), 0);
    assert_int_equal(unlockpt(master), 0);
    assert_int_equal(ptsname_r(master, name, 64), 0);
    return master;
}

static void write_all(int fd, const char *text)
{
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

static void a_pty_is_made_raw_and_carries_every_byte(void **state)
{
    static const char *const formats[] = {"%s", "tty:%s", "tty:%s,115200", "%s,9600", "pty:%s"};
    (void)state;
    for (int i = 0; i < 5; i++) {
        char name[64];
        char endpoint[96];
        int master = open_pty(name);
        snprintf(endpoint, sizeof endpoint, formats[i], name);
        struct qmpc *line = qmpc_new(NULL);
        assert_int_equal(qmpc_open(line, endpoint, soon()), QMPC_OK);
        write_all(master, GREETING);
        expect_greeting(line);
        /* Ctrl-C, Ctrl-D, XON, CR, LF, 0xFF: a terminal would make something of each. */
        static const char bytes[] = "\x03\x04\x11\x13\r\n\x7F\xFF";
        char got[16];
        assert_int_equal(qmpc_send_raw(line, bytes, 8, soon()), QMPC_OK);
        assert_int_equal(read(master, got, sizeof got), 8);
        assert_memory_equal(got, bytes, 8);
        qmpc_free(line);
        close(master);
    }
}

static void a_terminal_is_opened_by_one_at_a_time(void **state)
{
    (void)state;
    char name[64];
    int master = open_pty(name);
    struct qmpc *first = qmpc_new(NULL);
    struct qmpc *second = qmpc_new(NULL);
    assert_int_equal(qmpc_open(first, name, soon()), QMPC_OK);
    assert_int_equal(qmpc_open(second, name, qmpc_deadline(100)), QMPC_E_GONE);
    assert_non_null(strstr(qmpc_error(second), "another program"));
    write_all(master, GREETING);
    expect_greeting(first);
    qmpc_free(first);
    assert_int_equal(qmpc_open(second, name, soon()), QMPC_OK);
    qmpc_free(second);
    close(master);
}

static void a_pty_gone_is_a_connection_gone(void **state)
{
    (void)state;
    char name[64];
    struct qmpc_message *message;
    int master = open_pty(name);
    struct qmpc *line = qmpc_new(NULL);
    assert_int_equal(qmpc_open(line, name, soon()), QMPC_OK);
    write_all(master, "{\"ret");
    close(master);
    assert_int_equal(qmpc_receive(line, soon(), &message), QMPC_E_GONE);
    assert_int_equal(qmpc_command(line, "x", NULL, soon(), NULL), QMPC_E_GONE);
    qmpc_free(line);
}

/* ---------------------------------------------------------------- processes */

#define SERVER                                                                                     \
    "printf '%s\\r\\n' '{\"QMP\": {\"capabilities\": []}}'; "                                      \
    "while read -r line; do printf '%s\\r\\n' '{\"return\": {}, \"id\": 1}'; done"

static bool process_exists(pid_t process)
{
    return kill(process, 0) == 0 || errno != ESRCH;
}

static void a_spawned_server_speaks_on_its_standard_streams(void **state)
{
    (void)state;
    struct qmpc *line = qmpc_new(NULL);
    assert_int_equal(qmpc_open(line, "exec:" SERVER, soon()), QMPC_OK);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    pid_t child = qmpc_child(line);
    assert_true(child > 0 && process_exists(child));
    qmpc_free(line);
    assert_false(process_exists(child));
}

/* The shell prints the number of a process of its own, which must go too, even if it does not
 * want to. */
static void closing_ends_the_whole_process_group(void **state)
{
    (void)state;
    struct qmpc *line = qmpc_new(NULL);
    struct qmpc_message *message;
    int64_t number = 0;
    assert_int_equal(qmpc_open(line,
                               "exec:sh -c 'trap \"\" TERM; printf \"{\\\"return\\\": %d}\\n\" $$; "
                               "while :; do sleep 1; done' & wait",
                               soon()),
                     QMPC_OK);
    assert_int_equal(qmpc_receive(line, soon(), &message), QMPC_OK);
    assert_int_equal(qmpc_get_int64(message, "return", &number), QMPC_OK);
    qmpc_message_free(message);
    assert_true(number > 0 && process_exists((pid_t)number));
    int64_t begin = qmpc_deadline(0);
    qmpc_free(line);
    assert_true(qmpc_deadline(0) - begin < QMPC_REAP_MS + 2000);
    /* An orphan's zombie is for init to collect, which takes a moment (or for ever, where there is
     * no init): dead is enough. */
    for (int i = 0; i < 100; i++) {
        char path[64];
        char status[512] = "";
        snprintf(path, sizeof path, "/proc/%d/stat", (int)number);
        FILE *file = fopen(path, "r");
        if (file == NULL)
            return;
        if (fgets(status, sizeof status, file) == NULL)
            status[0] = '\0';
        fclose(file);
        if (strstr(status, ") Z ") != NULL)
            return;
        fake_sleep(20);
    }
    fail_msg("process %d is alive", (int)number);
}

static void a_process_that_ends_tells_its_exit_code(void **state)
{
    (void)state;
    struct qmpc *line = qmpc_new(NULL);
    struct qmpc_message *message;
    assert_int_equal(qmpc_open(line, "exec:exit 42", soon()), QMPC_OK);
    assert_int_equal(qmpc_receive(line, soon(), &message), QMPC_E_GONE);
    assert_non_null(strstr(qmpc_error(line), "exit code 42"));
    assert_int_equal(qmpc_receive(line, soon(), &message), QMPC_E_GONE);
    assert_non_null(strstr(qmpc_error(line), "exit code 42"));
    qmpc_free(line);
}

/* SIGPIPE keeps its default disposition here: it would end the test. */
static void writing_to_a_reader_that_is_gone_raises_no_signal(void **state)
{
    (void)state;
    struct qmpc *line = qmpc_new(NULL);
    sigset_t pending;
    assert_int_equal(qmpc_open(line, "exec:exec 0<&-; echo; sleep 5", soon()), QMPC_OK);
    fake_sleep(200);
    assert_int_equal(qmpc_send_raw(line, "x", 1, soon()), QMPC_E_GONE);
    sigpending(&pending);
    assert_int_equal(sigismember(&pending, SIGPIPE), 0);
    qmpc_free(line);
}

static void open_closes_what_was_open_before(void **state)
{
    (void)state;
    struct qmpc *line = qmpc_new(NULL);
    assert_int_equal(qmpc_open(line, "exec:" SERVER, soon()), QMPC_OK);
    pid_t first = qmpc_child(line);
    assert_int_equal(qmpc_open(line, "exec:" SERVER, soon()), QMPC_OK);
    assert_false(process_exists(first));
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    qmpc_close(line);
    assert_int_equal(qmpc_fd(line), -1);
    qmpc_close(line);
    qmpc_free(line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open_waits_for_a_unix_socket_to_appear),
        cmocka_unit_test(open_reaches_a_tcp_server),
        cmocka_unit_test(open_gives_up_at_the_deadline_when_nothing_is_there),
        cmocka_unit_test(open_refuses_what_is_no_endpoint_at_once),
        cmocka_unit_test(what_cannot_be_opened_says_what_to_do),
        cmocka_unit_test(a_pty_is_made_raw_and_carries_every_byte),
        cmocka_unit_test(a_terminal_is_opened_by_one_at_a_time),
        cmocka_unit_test(a_pty_gone_is_a_connection_gone),
        cmocka_unit_test(a_spawned_server_speaks_on_its_standard_streams),
        cmocka_unit_test(closing_ends_the_whole_process_group),
        cmocka_unit_test(a_process_that_ends_tells_its_exit_code),
        cmocka_unit_test(writing_to_a_reader_that_is_gone_raises_no_signal),
        cmocka_unit_test(open_closes_what_was_open_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
