/* test_dump_sessions.c - a core dump in one session, and what others may do meanwhile.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"

#include <inttypes.h>
#include <poll.h>

#include "memory.h"

#define IN_PROCESS "There is a dump in process, please wait."

/* A dump of all RAM, under way on LINE. */
static void begin_long_dump(struct qmpc *line)
{
    const struct memory_range *ram = &board->memory[board->memory_count - 1];
    char arguments[100];
    struct qmpc_request request = {"agent-dump", arguments, "\"dump\"", false};
    struct pollfd wait = {.fd = qmpc_fd(line), .events = POLLIN};

    snprintf(arguments, sizeof arguments, "{\"begin\": %" PRIu64 ", \"length\": %" PRIu64 "}",
             ram->start, ram->end - ram->start);
    succeeds(line, qmpc_send(line, &request, soon(), NULL));
    expect_plain_event(line, "STOP");
    assert_int_equal(poll(&wait, 1, 60000), 1);
}

static void a_dump_holds_the_application_against_other_sessions(void **state)
{
    struct emulator *emulator = emulator_start(&(struct emulator_options){.virtio = true});
    struct qmpc *line = emulator_attach(emulator);
    struct qmpc *other = emulator_open(emulator, VIRTIO_SOCKET, NULL);

    (void)state;
    succeeds(other, qmpc_attach(other, soon()));
    begin_long_dump(other);
    expect_plain_event(line, "STOP");
    expect_status(line, "save-vm");
    expect_refusal(line, "cont", NULL, "GenericError", IN_PROCESS);
    expect_refusal(line, "stop", NULL, "GenericError", IN_PROCESS);
    expect_refusal(line, "agent-dump", NULL, "GenericError", IN_PROCESS);
    expect_refusal(line, "dump-guest-memory", "{\"paging\": false, \"protocol\": \"file:/x\"}",
                   "GenericError", IN_PROCESS);
}

static void a_host_that_leaves_in_the_middle_lets_the_application_go_on(void **state)
{
    struct emulator *emulator = emulator_start(&(struct emulator_options){.virtio = true});
    struct qmpc *line = emulator_attach(emulator);
    struct qmpc *other = emulator_open(emulator, VIRTIO_SOCKET, NULL);

    (void)state;
    succeeds(other, qmpc_attach(other, soon()));
    begin_long_dump(other);
    expect_plain_event(line, "STOP");
    emulator_close(emulator, other);
    expect_plain_event(line, "RESUME");
    expect_status(line, "running");
    hub_wait_beats(line, hub_read(line).beats + 2);
    succeeds(line, qmpc_command(line, "agent-dump", NULL, soon(), NULL));
}

/* As in QEMU, where a dump goes on when it is done, whatever was reset meanwhile. */
static void a_reset_during_a_dump_does_not_leave_the_application_stopped(void **state)
{
    struct emulator *emulator = emulator_start(&(struct emulator_options){.virtio = true});
    struct qmpc *line = emulator_attach(emulator);
    struct qmpc *other = emulator_open(emulator, VIRTIO_SOCKET, NULL);

    (void)state;
    succeeds(other, qmpc_attach(other, soon()));
    begin_long_dump(other);
    expect_plain_event(line, "STOP");
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    emulator_close(emulator, other);
    expect_plain_event(line, "RESUME");
    expect_status(line, "running");
    hub_wait_beats(line, 2);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_dump_holds_the_application_against_other_sessions),
        board_test(a_host_that_leaves_in_the_middle_lets_the_application_go_on),
        board_test(a_reset_during_a_dump_does_not_leave_the_application_stopped),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
