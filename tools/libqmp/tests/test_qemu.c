/* test_qemu.c - libqmpc against QEMU's own QMP server; skipped where QEMU is not installed.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fake.h"

#define QEMU      "qemu-system-riscv64 -M virt -S -display none -monitor none -nodefaults "
#define QEMU_EXEC "exec:exec " QEMU "-qmp stdio"

static int64_t soon(void)
{
    return qmpc_deadline(60000);
}

static void need_qemu(void)
{
    if (system("command -v qemu-system-riscv64 >/dev/null") != 0)
        skip();
}

static void a_session_with_qemu_reads_its_status_and_events(void **state)
{
    (void)state;
    need_qemu();
    struct qmpc *line = qmpc_new(&(struct qmpc_options){.oob = true});
    struct qmpc_message *reply;
    bool running = true;
    assert_int_equal(qmpc_open(line, QEMU_EXEC, soon()), QMPC_OK);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_true(qmpc_has_oob(line));
    assert_int_equal(qmpc_command(line, "query-status", NULL, soon(), &reply), QMPC_OK);
    assert_int_equal(qmpc_get_bool(reply, "return.running", &running), QMPC_OK);
    assert_false(running);
    qmpc_message_free(reply);
    assert_int_equal(qmpc_command(line, "cont", NULL, soon(), NULL), QMPC_OK);
    assert_int_equal(qmpc_wait_event(line, "RESUME", soon(), NULL), QMPC_OK);
    assert_int_equal(qmpc_command(line, "nope", NULL, soon(), NULL), QMPC_E_SERVER);
    assert_string_equal(qmpc_error_class(line), "CommandNotFound");
    assert_int_equal(qmpc_command(line, "quit", NULL, soon(), NULL), QMPC_OK);
    assert_int_equal(qmpc_wait_event(line, "SHUTDOWN", soon(), NULL), QMPC_OK);
    assert_int_equal(qmpc_wait_event(line, "NEVER", soon(), NULL), QMPC_E_GONE);
    qmpc_free(line);
}

#define QEMU_PRETTY "exec:exec " QEMU "-chardev stdio,id=q -mon chardev=q,mode=control,pretty=on"

static void read_schema(const char *endpoint)
{
    need_qemu();
    struct qmpc *line = qmpc_new(NULL);
    struct qmpc_message *reply;
    assert_int_equal(qmpc_open(line, endpoint, soon()), QMPC_OK);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_int_equal(qmpc_command(line, "query-qmp-schema", NULL, soon(), &reply), QMPC_OK);
    assert_true(qmpc_message_length(reply) > 100000);
    assert_true(qmpc_json_count(qmpc_get(reply, "return")) > 500);
    assert_null(strchr(qmpc_message_text(reply), '\n'));
    assert_int_equal(qmpc_counts(line).skipped_bytes, 0);
    qmpc_message_free(reply);
    qmpc_free(line);
}

static void the_schema_of_qemu_is_read_as_one_message(void **state)
{
    (void)state;
    read_schema(QEMU_EXEC);
}

static void qemu_with_pretty_output_is_read_as_well(void **state)
{
    (void)state;
    read_schema(QEMU_PRETTY);
    struct qmpc *line = qmpc_new(NULL);
    assert_int_equal(qmpc_open(line, QEMU_PRETTY, soon()), QMPC_OK);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_int_equal(qmpc_send_raw(line, "{\"execute\": \"half", 17, soon()), QMPC_OK);
    assert_int_equal(qmpc_resync(line, soon()), QMPC_OK);
    assert_int_equal(qmpc_command(line, "cont", NULL, soon(), NULL), QMPC_OK);
    assert_int_equal(qmpc_wait_event(line, "RESUME", soon(), NULL), QMPC_OK);
    qmpc_free(line);
}

static void resync_recovers_from_half_a_request(void **state)
{
    static const char *const halves[] = {"{\"execute\": \"query-sta",
                                         "{\"execute\": \"x\", \"arguments\": {\"a\": [[",
                                         "@@@ }}}", "{\"a\\"};
    (void)state;
    need_qemu();
    struct qmpc *line = qmpc_new(NULL);
    assert_int_equal(qmpc_open(line, QEMU_EXEC, soon()), QMPC_OK);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++) {
        assert_int_equal(qmpc_send_raw(line, halves[i], strlen(halves[i]), soon()), QMPC_OK);
        assert_int_equal(qmpc_resync(line, soon()), QMPC_OK);
        assert_int_equal(qmpc_command(line, "query-status", NULL, soon(), NULL), QMPC_OK);
    }
    qmpc_free(line);
}

/* The endpoint of QEMU's pty, which only QEMU knows. */
static void find_pty(struct qmpc *qemu, char *endpoint, size_t size)
{
    struct qmpc_message *reply;
    struct qmpc_json device;
    char name[64] = "";
    assert_int_equal(qmpc_attach(qemu, soon()), QMPC_OK);
    assert_int_equal(qmpc_command(qemu, "query-chardev", NULL, soon(), &reply), QMPC_OK);
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
    while (qmpc_json_next(&walk, NULL, &device)) {
        struct qmpc_json filename;
        qmpc_json_member(device, "filename", &filename);
        qmpc_json_string(filename, name, sizeof name);
        if (strncmp(name, "pty:", 4) == 0)
            break;
    }
    qmpc_message_free(reply);
    assert_int_equal(strncmp(name, "pty:", 4), 0);
    snprintf(endpoint, size, "tty:%s", name + 4);
}

/* The monitor on a pty keeps its session while clients come and go, as a serial line does. */
static void attach_joins_a_session_that_another_client_has_left(void **state)
{
    (void)state;
    need_qemu();
    char endpoint[80];
    struct qmpc *qemu = qmpc_new(NULL);
    assert_int_equal(
        qmpc_open(qemu, QEMU_EXEC " -chardev pty,id=p -mon chardev=p,mode=control", soon()),
        QMPC_OK);
    find_pty(qemu, endpoint, sizeof endpoint);
    for (int i = 0; i < 3; i++) {
        struct qmpc *line = qmpc_new(NULL);
        assert_int_equal(qmpc_open(line, endpoint, soon()), QMPC_OK);
        assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
        assert_int_equal(qmpc_command(line, "query-status", NULL, soon(), NULL), QMPC_OK);
        /* Leave half a request behind for the next one. */
        assert_int_equal(qmpc_send_raw(line, "{\"execute\": \"", 13, soon()), QMPC_OK);
        fake_sleep(50);
        qmpc_free(line);
    }
    qmpc_free(qemu);
}

static void a_unix_socket_of_qemu_is_reached_while_it_starts(void **state)
{
    (void)state;
    need_qemu();
    char path[] = "/tmp/qmpc-test-XXXXXX";
    char name[64];
    char command[512];
    assert_non_null(mkdtemp(path));
    snprintf(name, sizeof name, "%s/sock", path);
    snprintf(command, sizeof command, "exec:exec " QEMU "-qmp unix:%s,server=on,wait=off", name);
    struct qmpc *qemu = qmpc_new(NULL);
    struct qmpc *line = qmpc_new(NULL);
    assert_int_equal(qmpc_open(qemu, command, soon()), QMPC_OK);
    assert_int_equal(qmpc_open(line, name, soon()), QMPC_OK);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_non_null(qmpc_greeting(line));
    qmpc_free(line);
    qmpc_free(qemu);
    unlink(name);
    rmdir(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_with_qemu_reads_its_status_and_events),
        cmocka_unit_test(the_schema_of_qemu_is_read_as_one_message),
        cmocka_unit_test(qemu_with_pretty_output_is_read_as_well),
        cmocka_unit_test(resync_recovers_from_half_a_request),
        cmocka_unit_test(attach_joins_a_session_that_another_client_has_left),
        cmocka_unit_test(a_unix_socket_of_qemu_is_reached_while_it_starts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
