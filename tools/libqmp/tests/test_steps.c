/* test_steps.c - the core that never waits.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "fake.h"

static int64_t soon(void)
{
    return qmpc_deadline(60000);
}

/* A loop of one's own, until the core has something to say. */
static int settle(struct qmpc *line)
{
    int64_t end = soon();
    int status;
    while ((status = qmpc_step(line)) == QMPC_E_BUSY && qmpc_deadline(0) < end) {
        struct pollfd fds[2];
        int64_t wake;
        int count = qmpc_wants(line, fds, &wake);
        poll(fds, (nfds_t)count, qmpc_poll_ms(wake < end ? wake : end));
    }
    return status;
}

/* Steps until a message is there. */
static struct qmpc_message *await(struct qmpc *line)
{
    int64_t end = soon();
    struct qmpc_message *message;
    while (qmpc_receive(line, QMPC_NOW, &message) != QMPC_OK) {
        struct pollfd fds[2];
        int64_t wake;
        assert_true(qmpc_deadline(0) < end);
        int count = qmpc_wants(line, fds, &wake);
        poll(fds, (nfds_t)count, qmpc_poll_ms(end));
        qmpc_step(line);
    }
    return message;
}

static void serve(struct fake *fake)
{
    fake_say(fake, GREETING);
    while (fake_hear(fake))
        fake_return(fake, "{}");
}

static void begin_waits_for_nothing_and_step_gets_there(void **state)
{
    (void)state;
    char folder[] = "/tmp/qmpc-steps-XXXXXX";
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct qmpc *line = qmpc_new(NULL);
    assert_non_null(mkdtemp(folder));
    snprintf(address.sun_path, sizeof address.sun_path, "%s/socket", folder);
    assert_int_equal(qmpc_begin(line, address.sun_path, soon()), QMPC_OK);
    for (int i = 0; i < 5; i++) /* nobody listens yet */
        assert_int_equal(qmpc_step(line), QMPC_E_BUSY);
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 1), 0);
    while (qmpc_fd(line) < 0)
        assert_int_equal(qmpc_step(line), QMPC_E_BUSY);
    struct fake fake = {.fd = accept(listener, NULL, NULL)};
    assert_int_equal(qmpc_step(line), QMPC_E_BUSY); /* no greeting yet */
    fake_say(&fake, GREETING);
    assert_int_equal(qmpc_step(line), QMPC_E_BUSY);
    assert_true(fake_hear(&fake));
    assert_true(fake_heard(&fake, "qmp_capabilities"));
    assert_int_equal(qmpc_step(line), QMPC_E_BUSY);
    fake_return(&fake, "{}");
    assert_int_equal(qmpc_step(line), QMPC_OK);
    assert_int_equal(qmpc_step(line), QMPC_OK);
    qmpc_free(line);
    close(fake.fd);
    close(listener);
    unlink(address.sun_path);
    rmdir(folder);
}

static void begin_gives_up_at_its_deadline_and_says_so_until_the_next(void **state)
{
    (void)state;
    struct qmpc *line = qmpc_new(NULL);
    assert_int_equal(qmpc_begin(line, "smoke:signal:", soon()), QMPC_OK); /* a path */
    assert_int_equal(qmpc_begin(line, "tcp:nonsense", soon()), QMPC_E_ARGUMENT);
    assert_int_equal(qmpc_begin(line, "unix:/nonexistent/socket", qmpc_deadline(60)), QMPC_OK);
    int64_t begin = qmpc_deadline(0);
    assert_int_equal(settle(line), QMPC_E_GONE);
    assert_in_range(qmpc_deadline(0) - begin, 30, 10000);
    assert_non_null(strstr(qmpc_error(line), "is the server running?"));
    assert_int_equal(qmpc_step(line), QMPC_E_GONE);
    assert_int_equal(qmpc_begin_attach(line, soon()), QMPC_E_GONE);
    struct fake fake;
    fake_start(&fake, NULL, line);
    assert_int_equal(qmpc_begin_attach(line, qmpc_deadline(60)), QMPC_OK);
    assert_int_equal(settle(line), QMPC_E_TIMEOUT); /* a silent server */
    assert_int_equal(qmpc_step(line), QMPC_E_TIMEOUT);
    fake_close(&fake, line);
}

static void requests_are_posted_and_answered_in_one_loop_for_two_boards(void **state)
{
    (void)state;
    struct fake fakes[2];
    struct qmpc *lines[2];
    char ids[2][QMPC_ID_SIZE];
    for (int i = 0; i < 2; i++) {
        lines[i] = fake_open(&fakes[i], serve, NULL);
        assert_int_equal(qmpc_begin_attach(lines[i], soon()), QMPC_OK);
        assert_int_equal(qmpc_post(lines[i], &(struct qmpc_request){.command = "x"}, NULL),
                         QMPC_E_BUSY);
        assert_int_equal(settle(lines[i]), QMPC_OK);
    }
    for (int i = 0; i < 2; i++)
        assert_int_equal(qmpc_post(lines[i], &(struct qmpc_request){.command = "x"}, ids[i]),
                         QMPC_OK);
    for (int i = 0; i < 2; i++) {
        struct qmpc_message *reply = await(lines[i]);
        int64_t id = 0;
        assert_int_equal(qmpc_get_int64(reply, "id", &id), QMPC_OK);
        assert_int_equal(id, strtoll(ids[i], NULL, 10));
        qmpc_message_free(reply);
        fake_close(&fakes[i], lines[i]);
    }
}

static void a_restart_is_told_until_the_line_is_attached_anew(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc_message *message;
    struct qmpc_request request = {.command = "x"};
    struct qmpc *line = fake_open(&fake, NULL, NULL);
    fake_say(&fake, "{\"return\": 1}\r\n" GREETING);
    assert_int_equal(qmpc_step(line), QMPC_E_RESTARTED);
    assert_int_equal(qmpc_step(line), QMPC_E_RESTARTED);
    assert_true(qmpc_restarted(line));
    assert_int_equal(qmpc_post(line, &request, NULL), QMPC_E_RESTARTED);
    assert_int_equal(qmpc_receive(line, QMPC_NOW, &message), QMPC_OK); /* from before it */
    assert_int_equal(qmpc_message_kind(message), QMPC_RETURN);
    qmpc_message_free(message);
    assert_int_equal(qmpc_receive(line, QMPC_NOW, &message), QMPC_E_TIMEOUT);
    assert_int_equal(qmpc_begin_attach(line, soon()), QMPC_OK);
    assert_int_equal(qmpc_step(line), QMPC_E_BUSY);
    assert_true(fake_hear(&fake));
    assert_true(fake_heard(&fake, "qmp_capabilities"));
    fake_return(&fake, "{}");
    assert_int_equal(qmpc_step(line), QMPC_OK);
    assert_int_equal(qmpc_post(line, &request, NULL), QMPC_OK);
    fake_close(&fake, line);
}

/* A line that takes no more; returns what went out, which a test reads before anything else. */
static size_t stuff(struct qmpc *line)
{
    char block[1000];
    size_t posted = 0;
    memset(block, 'a', sizeof block);
    while (qmpc_unsent(line) == 0) {
        assert_int_equal(qmpc_post_raw(line, block, sizeof block), QMPC_OK);
        posted += sizeof block;
    }
    return posted;
}

static void drain(const struct fake *fake, size_t count)
{
    char bytes[4096];
    while (count > 0) {
        ssize_t got = recv(fake->fd, bytes, count < sizeof bytes ? count : sizeof bytes, 0);
        assert_true(got > 0);
        count -= (size_t)got;
    }
}

static void what_waits_to_be_sent_is_bounded_exactly(void **state)
{
    (void)state;
    struct fake fake;
    struct pollfd fds[2];
    int64_t wake;
    const size_t limit = 5000;
    struct qmpc *line = fake_open(&fake, NULL, &(struct qmpc_options){.output_limit = limit});
    assert_int_equal(qmpc_wants(line, fds, &wake), 1);
    assert_int_equal(fds[0].events, POLLIN);
    size_t posted = stuff(line);
    assert_int_equal(qmpc_wants(line, fds, &wake), 1);
    assert_int_equal(fds[0].events, POLLIN | POLLOUT);
    char *rest = malloc(limit + 1);
    memset(rest, 'b', limit + 1);
    size_t room = limit - qmpc_unsent(line);
    assert_int_equal(qmpc_post_raw(line, rest, room + 1), QMPC_E_FULL);
    assert_int_equal(qmpc_unsent(line), limit - room);
    assert_int_equal(qmpc_post_raw(line, rest, room), QMPC_OK);
    assert_int_equal(qmpc_unsent(line), limit);
    assert_int_equal(qmpc_post_raw(line, rest, 1), QMPC_E_FULL);
    assert_int_equal(qmpc_post(line, &(struct qmpc_request){.command = "x"}, NULL), QMPC_E_FULL);
    drain(&fake, posted + room - limit);
    assert_int_equal(qmpc_step(line), QMPC_OK);
    assert_int_equal(qmpc_unsent(line), 0);
    drain(&fake, limit);
    assert_int_equal(recv(fake.fd, rest, 1, MSG_DONTWAIT), -1); /* what was refused was not sent */
    assert_int_equal(qmpc_post_raw(line, rest, limit + 1), QMPC_E_FULL);
    assert_int_equal(qmpc_post_raw(line, rest, limit), QMPC_OK);
    free(rest);
    fake_close(&fake, line);
}

static void attaching_after_half_a_request_ends_it_first(void **state)
{
    (void)state;
    struct fake fake;
    char byte;
    struct qmpc *line = fake_open(&fake, NULL, NULL);
    size_t posted = stuff(line);
    size_t sent = posted - qmpc_unsent(line);
    fake_say(&fake, GREETING);
    assert_int_equal(qmpc_step(line), QMPC_E_RESTARTED);
    assert_int_equal(qmpc_begin_attach(line, soon()), QMPC_OK);
    assert_int_equal(qmpc_unsent(line), 0);
    drain(&fake, sent);
    assert_int_equal(qmpc_step(line), QMPC_E_BUSY);
    assert_int_equal(recv(fake.fd, &byte, 1, 0), 1);
    assert_int_equal((unsigned char)byte, 0xFF);
    fake_hear(&fake);
    assert_true(fake_heard(&fake, "guest-sync-delimited"));
    fake_close(&fake, line);
}

static void what_came_before_the_end_is_still_received(void **state)
{
    (void)state;
    struct fake fake;
    struct pollfd fds[2];
    int64_t wake;
    struct qmpc_message *message;
    struct qmpc *line = fake_open(&fake, NULL, NULL);
    fake_say(&fake, "{\"event\": \"SHUTDOWN\"}\r\n{\"return\": {}}\r\n");
    shutdown(fake.fd, SHUT_RDWR);
    assert_int_equal(qmpc_post_raw(line, "x", 1), QMPC_E_GONE);
    assert_int_equal(qmpc_step(line), QMPC_E_GONE);
    assert_int_equal(qmpc_wants(line, fds, &wake), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(qmpc_receive(line, QMPC_NOW, &message), QMPC_OK);
        qmpc_message_free(message);
    }
    assert_int_equal(qmpc_receive(line, QMPC_NOW, &message), QMPC_E_GONE);
    assert_int_equal(qmpc_post_raw(line, "x", 1), QMPC_E_GONE);
    fake_close(&fake, line);
}

static void only_the_events_that_are_named_are_kept(void **state)
{
    (void)state;
    static const char *const names[] = {"STOP", "AGENT_*", NULL};
    static const char *const none[] = {NULL};
    static const char said[] = "{\"event\": \"RESET\"}\r\n{\"event\": \"STOP\"}\r\n"
                               "{\"event\": \"STOPPED\"}\r\n{\"event\": \"AGENT_X\"}\r\n"
                               "{\"return\": {}}\r\n";
    static const struct {
        const char *const *names;
        int messages;
        unsigned filtered;
    } turns[] = {{names, 3, 2}, {none, 1, 6}, {NULL, 5, 6}};
    struct fake fake;
    struct qmpc *line = fake_open(&fake, NULL, NULL);
    for (size_t i = 0; i < sizeof turns / sizeof turns[0]; i++) {
        struct qmpc_message *message;
        int count = 0;
        assert_int_equal(qmpc_keep_events(line, turns[i].names), QMPC_OK);
        fake_say(&fake, said);
        assert_int_equal(qmpc_step(line), QMPC_OK);
        for (; qmpc_receive(line, QMPC_NOW, &message) == QMPC_OK; count++)
            qmpc_message_free(message);
        assert_int_equal(count, turns[i].messages);
        assert_int_equal(qmpc_counts(line).filtered_events, turns[i].filtered);
    }
    fake_close(&fake, line);
}

static void talk_without_end(struct fake *fake)
{
    static char noise[8192];
    memset(noise, 'n', sizeof noise);
    while (send(fake->fd, noise, sizeof noise, MSG_NOSIGNAL) > 0)
        continue;
}

static void a_server_that_talks_without_end_holds_no_step(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = fake_open(&fake, talk_without_end, NULL);
    uint64_t before = 0;
    assert_int_equal(qmpc_begin_attach(line, qmpc_deadline(100)), QMPC_OK);
    int status;
    do {
        status = qmpc_step(line);
        uint64_t bytes = qmpc_counts(line).skipped_bytes;
        assert_true(bytes - before <= 2 * QMPC_STEP_BYTES);
        before = bytes;
    } while (status == QMPC_E_BUSY);
    assert_int_equal(status, QMPC_E_TIMEOUT);
    fake_close(&fake, line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begin_waits_for_nothing_and_step_gets_there),
        cmocka_unit_test(begin_gives_up_at_its_deadline_and_says_so_until_the_next),
        cmocka_unit_test(requests_are_posted_and_answered_in_one_loop_for_two_boards),
        cmocka_unit_test(a_restart_is_told_until_the_line_is_attached_anew),
        cmocka_unit_test(what_waits_to_be_sent_is_bounded_exactly),
        cmocka_unit_test(attaching_after_half_a_request_ends_it_first),
        cmocka_unit_test(what_came_before_the_end_is_still_received),
        cmocka_unit_test(only_the_events_that_are_named_are_kept),
        cmocka_unit_test(a_server_that_talks_without_end_holds_no_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
