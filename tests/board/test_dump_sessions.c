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

/* A board with a long dump under way for one of its two hosts. */
struct sessions {
    struct emulator *emulator;
    struct qmpc *line, *other; /* the other one has asked for it */
};

static struct sessions begin(void)
{
    struct sessions at;

    at.emulator = emulator_start(&(struct emulator_options){.virtio = true});
    at.line = emulator_attach(at.emulator);
    at.other = emulator_open(at.emulator, VIRTIO_SOCKET, NULL);
    succeeds(at.other, qmpc_attach(at.other, soon()));
    begin_long_dump(at.other);
    expect_plain_event(at.line, "STOP");
    return at;
}

static void a_dump_holds_the_application_against_other_sessions(void **state)
{
    struct sessions at = begin();

    (void)state;
    expect_status(at.line, "save-vm");
    expect_refusal(at.line, "cont", NULL, "GenericError", IN_PROCESS);
    expect_refusal(at.line, "stop", NULL, "GenericError", IN_PROCESS);
    expect_refusal(at.line, "agent-dump", NULL, "GenericError", IN_PROCESS);
    expect_refusal(at.line, "dump-guest-memory", "{\"paging\": false, \"protocol\": \"file:/x\"}",
                   "GenericError", IN_PROCESS);
}

static void a_host_that_leaves_in_the_middle_lets_the_application_go_on(void **state)
{
    struct sessions at = begin();

    (void)state;
    emulator_close(at.emulator, at.other);
    expect_plain_event(at.line, "RESUME");
    expect_status(at.line, "running");
    hub_wait_beats(at.line, hub_read(at.line).beats + 2);
    succeeds(at.line, qmpc_command(at.line, "agent-dump", NULL, soon(), NULL));
}

/* As in QEMU, where a dump goes on when it is done, whatever was reset meanwhile. */
static void a_reset_during_a_dump_does_not_leave_the_application_stopped(void **state)
{
    struct sessions at = begin();

    (void)state;
    do_command(at.line, "system_reset");
    expect_cause(at.line, "RESET", false, "host-qmp-system-reset");
    emulator_close(at.emulator, at.other);
    expect_plain_event(at.line, "RESUME");
    expect_status(at.line, "running");
    hub_wait_beats(at.line, 2);
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
