/* test_lock_sessions.c - a lock on a board with two QMP ports, and what memory tells of its
 * secret.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "locking.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define GENERIC "GenericError"
/* More than a port of the board keeps of what it received (bytes). */
#define PORT_BUFFERS (96u << 10)

static const char secret[] = "3kq9:VqO7/xWz1Lr", known[] = "9gTa:MbP4/sKe6Yd";

static struct qmpc *attach_virtio(struct emulator *emulator)
{
    struct qmpc *line = emulator_open(emulator, VIRTIO_SOCKET, NULL);

    succeeds(line, qmpc_read_greeting(line, soon()));
    succeeds(line, qmpc_negotiate(line, soon()));
    return line;
}

static void a_lock_holds_on_both_ports(void **state)
{
    struct emulator *emulator = emulator_start(&(struct emulator_options){.virtio = true});
    struct qmpc *uart = emulator_attach(emulator), *line = attach_virtio(emulator);

    (void)state;
    qmpc_message_free(ask(uart, "agent-lock", "{\"secret\": \"%s\"}", secret));
    expect_command_locked(line, "stop");
    expect_command_locked(uart, "stop");
    /* The session it was made in begins again, and the other is another host's. */
    emulator_close(emulator, line);
    wait_until_second_left(uart);
    emulator_close(emulator, uart);
    pause_ms(50);
    line = attach_virtio(emulator);
    expect_command_locked(line, "stop");
    qmpc_message_free(ask(line, "agent-unlock", "{\"secret\": \"%s\"}", secret));
    uart = emulator_attach(emulator);
    do_command(uart, "stop");
    expect_plain_event(line, "STOP");
}

static void a_wrong_secret_on_one_port_counts_on_the_other(void **state)
{
    struct emulator *emulator = emulator_start(&(struct emulator_options){.virtio = true});
    struct qmpc *uart = emulator_attach(emulator), *line = attach_virtio(emulator);

    (void)state;
    qmpc_message_free(ask(line, "agent-lock", "{\"secret\": \"%s\"}", secret));
    expect_refusal(uart, "agent-unlock", "{\"secret\": \"?\"}", GENERIC,
                   "Wrong secret; the next attempt is possible in 1000 ms");
    assert_int_equal(qmpc_command(line, "agent-unlock", "{\"secret\": \"?\"}", soon(), NULL),
                     QMPC_E_SERVER);
    assert_memory_equal(qmpc_error_desc(line), "Too early: ", 11);
    while (ask_int(line, "agent-query-lock", "return.wait") > 0)
        pause_ms(10);
    expect_refusal(line, "agent-unlock", "{\"secret\": \"?\"}", GENERIC,
                   "Wrong secret; the next attempt is possible in 2000 ms");
}

/* ---------------------------------------------------------------------- memory */

/* How often TEXT is in the board's RAM, which the emulator's own monitor writes to a file. */
static unsigned occurrences(struct emulator *emulator, struct qmpc *monitor, const char *text)
{
    const struct memory_range *ram = &board->memory[board->memory_count - 1];
    const char *path = emulator_path(emulator, "ram");
    uint64_t start = board->memory[0].start;
    unsigned found = 0;
    struct stat facts;
    char *at, *bytes;
    int fd;

    qmpc_message_free(ask(monitor, "pmemsave",
                          "{\"val\": %llu, \"size\": %llu, \"filename\": \"%s\"}",
                          (unsigned long long)start, (unsigned long long)(ram->end - start), path));
    fd = open(path, O_RDONLY);
    assert_true(fd >= 0 && fstat(fd, &facts) == 0);
    bytes = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    assert_true(bytes != MAP_FAILED);
    for (at = bytes; (at = memmem(at, (size_t)(bytes + facts.st_size - at), text, strlen(text)));
         at++)
        found++;
    munmap(bytes, (size_t)facts.st_size);
    close(fd);
    unlink(path);
    return found;
}

/* A port's buffers have what they received until they are used again. */
static void fill_the_port(struct qmpc *line)
{
    char *spaces = malloc(PORT_BUFFERS);

    assert_non_null(spaces);
    memset(spaces, ' ', PORT_BUFFERS);
    succeeds(line, qmpc_send_raw(line, spaces, PORT_BUFFERS, soon()));
    free(spaces);
    do_command(line, "guest-ping");
}

/* As a word-wise copy on this processor has it: each word's bytes in the other order. */
static void swap_words(char *to, const char *from)
{
    for (size_t i = 0; i < strlen(from); i++)
        to[i] = from[i ^ 3];
    to[strlen(from)] = '\0';
}

/* Sends a command with the secret, and looks for it at once and when the port's buffers are
 * those of other requests. */
static void tell_secret(struct emulator *emulator, struct qmpc *monitor, struct qmpc *line,
                        const char *command)
{
    char swapped[sizeof secret];

    swap_words(swapped, secret);
    qmpc_message_free(ask(line, command, "{\"secret\": \"%s\"}", secret));
    assert_in_range(occurrences(emulator, monitor, secret), 0, 1);
    assert_int_equal(occurrences(emulator, monitor, swapped), 0);
    fill_the_port(line);
    assert_int_equal(occurrences(emulator, monitor, secret), 0);
    assert_int_equal(occurrences(emulator, monitor, swapped), 0);
}

static void memory_does_not_tell_the_secret(void **state)
{
    struct emulator *emulator =
        emulator_start(&(struct emulator_options){.virtio = true, .monitor = true});
    struct qmpc *lines[2] = {emulator_attach(emulator), attach_virtio(emulator)};
    struct qmpc *monitor = emulator_attach_monitor(emulator);

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        /* The search finds what is no secret. */
        qmpc_message_free(ask(lines[i], "qom-list-types", "{\"implements\": \"%s\"}", known));
        assert_true(occurrences(emulator, monitor, known) > 1);
        tell_secret(emulator, monitor, lines[i], "agent-lock");
        tell_secret(emulator, monitor, lines[i], "agent-unlock");
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_lock_holds_on_both_ports),
        board_test(a_wrong_secret_on_one_port_counts_on_the_other),
        board_test(memory_does_not_tell_the_secret),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
