/* board_process.c - e2k-board as a program.
 *
 * SPDX-License-Identifier: MIT */
#include "board_process.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ARGUMENTS 24
#define STEP_MS   2

int board_setup(void **state)
{
    struct board_process *board = calloc(1, sizeof *board);

    signal(SIGPIPE, SIG_IGN);
    if (!board)
        return -1;
    board->in = board->out = board->err = -1;
    strcpy(board->folder, "/tmp/e2k-board.XXXXXX");
    if (!mkdtemp(board->folder))
        return -1;
    snprintf(board->image, sizeof board->image, "%s/image", board->folder);
    program_start(&board->program);
    *state = board;
    return 0;
}

static void close_streams(struct board_process *board)
{
    int *streams[] = {&board->in, &board->out, &board->err};

    for (size_t n = 0; n < COUNT(streams); n++) {
        if (*streams[n] >= 0)
            close(*streams[n]);
        *streams[n] = -1;
    }
}

static void remove_folder(const char *folder)
{
    DIR *entries = opendir(folder);
    struct dirent *entry;

    while (entries && (entry = readdir(entries)))
        unlinkat(dirfd(entries), entry->d_name, 0);
    if (entries)
        closedir(entries);
    rmdir(folder);
}

int board_teardown(void **state)
{
    struct board_process *board = *state;

    if (board->pid) {
        kill(board->pid, SIGKILL);
        waitpid(board->pid, NULL, 0);
    }
    close_streams(board);
    remove_folder(board->folder);
    free(board);
    return 0;
}

static void write_image(struct board_process *board)
{
    const void *bytes = board->bad_image;
    size_t size = bytes ? strlen(bytes) : 0;
    FILE *file;

    if (!bytes) {
        program_image(&board->program, &board->elf);
        bytes = board->elf.bytes;
        size = board->elf.size;
    }
    if (size == 0)
        return;
    file = fopen(board->image, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void launch(struct board_process *board, char **arguments)
{
    int in[2], out[2], err[2];

    assert_int_equal(pipe2(in, O_CLOEXEC) | pipe2(out, O_CLOEXEC) | pipe2(err, O_CLOEXEC), 0);
    board->pid = fork();
    assert_true(board->pid >= 0);
    if (board->pid == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        dup2(err[1], STDERR_FILENO);
        signal(SIGPIPE, SIG_DFL);
        execv(E2K_BOARD, arguments);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    close(err[1]);
    board->in = in[1];
    board->out = out[0];
    board->err = err[0];
    board->errors_size = 0;
    board->errors[0] = '\0';
}

void board_start(struct board_process *board, ...)
{
    char *arguments[ARGUMENTS] = {(char *)(uintptr_t) "e2k-board"};
    size_t count = 1;
    va_list list;

    va_start(list, board);
    while ((arguments[count] = va_arg(list, char *)))
        assert_true(++count + 2 < ARGUMENTS);
    va_end(list);
    arguments[count] = board->image;
    write_image(board);
    close_streams(board);
    launch(board, arguments);
}

/* One more piece of its errors.  False: the end, or nothing came in time. */
static bool read_errors(struct board_process *board)
{
    struct pollfd fd = {.fd = board->err, .events = POLLIN};
    size_t room = sizeof board->errors - 1 - board->errors_size;
    ssize_t count = 0;

    if (room > 0 && poll(&fd, 1, PATIENCE_MS) > 0)
        count = read(board->err, board->errors + board->errors_size, room);
    if (count <= 0)
        return false;
    board->errors_size += (size_t)count;
    board->errors[board->errors_size] = '\0';
    return true;
}

int board_wait(struct board_process *board)
{
    int status = 0;

    while (read_errors(board))
        continue;
    for (int waited = 0; waitpid(board->pid, &status, WNOHANG) == 0; waited += STEP_MS) {
        if (waited > PATIENCE_MS)
            fail_msg("e2k-board does not end");
        usleep(STEP_MS * 1000);
    }
    board->pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

const char *board_expect_error(struct board_process *board, const char *text)
{
    while (!strstr(board->errors, text)) {
        if (!read_errors(board))
            fail_msg("not \"%s\" in: %s", text, board->errors);
    }
    return strstr(board->errors, text);
}

const char *board_path(const struct board_process *board, const char *name)
{
    static char path[128];

    snprintf(path, sizeof path, "%s/%s", board->folder, name);
    return path;
}

const char *board_endpoint(const struct board_process *board, const char *name)
{
    static char endpoint[140];

    snprintf(endpoint, sizeof endpoint, "unix:%s", board_path(board, name));
    return endpoint;
}

static int connect_to(const struct sockaddr *address, socklen_t length)
{
    for (int waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
        int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

        assert_true(fd >= 0);
        if (connect(fd, address, length) == 0)
            return fd;
        close(fd);
        usleep(STEP_MS * 1000);
    }
    fail_msg("nobody listens");
    return -1;
}

int board_connect(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    return connect_to((struct sockaddr *)&address, sizeof address);
}

int board_connect_tcp(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connect_to((struct sockaddr *)&address, sizeof address);
}

void board_send(int fd, const void *bytes, size_t size)
{
    assert_int_equal(write(fd, bytes, size), size);
}

void board_expect(int fd, const void *bytes, size_t size)
{
    uint8_t *got = malloc(size);
    size_t count = 0;

    assert_non_null(got);
    while (count < size) {
        struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
        ssize_t more = poll(&poll_fd, 1, PATIENCE_MS) > 0 ? read(fd, got + count, size - count) : 0;

        if (more <= 0)
            fail_msg("%zu of %zu bytes came", count, size);
        count += (size_t)more;
    }
    assert_memory_equal(got, bytes, size);
    free(got);
}

/* ------------------------------------------------------------- programs */

void add_open(struct program *program, uint64_t control)
{
    static const uint8_t writes[] = {3, 0xC1, 5, 0x68};

    for (size_t n = 0; n < COUNT(writes); n++)
        program_store_byte(program, control, writes[n]);
    program_load(program, E2K_LDB, control + 1, 1);
}

static void add_await(struct program *program, uint64_t control, unsigned mask)
{
    size_t loop = program->count;

    program_load(program, E2K_LDB, control, 22);
    program_op(program, E2K_CMPANDED, bundle_r(22), bundle_c(mask), 1);
    program_branch(program, loop, bundle_if(1));
}

void add_send(struct program *program, uint64_t control, unsigned byte)
{
    add_await(program, control, 4);
    program_store_byte(program, control + 1, byte);
}

void add_echo(struct program *program, uint64_t control, unsigned status)
{
    size_t loop = program->count;

    add_await(program, control, 1);
    program_load(program, E2K_LDB, control + 1, 23);
    add_await(program, control, 4);
    program_store(program, E2K_STB, control + 1, 23);
    program_op(program, E2K_CMPED, bundle_r(23), bundle_c('q'), 2);
    program_branch(program, loop, bundle_unless(2));
    program_power_off(program, status);
}

void board_make_echo(struct board_process *board)
{
    add_open(&board->program, CONTROL_A);
    add_echo(&board->program, CONTROL_A, 5);
}

void board_make_greeting_echo(struct board_process *board)
{
    add_open(&board->program, CONTROL_A);
    add_send(&board->program, CONTROL_A, '>');
    add_echo(&board->program, CONTROL_A, 5);
}

void board_echo_on(int fd)
{
    board_send(fd, "hello", 5);
    board_expect(fd, "hello", 5);
}

int board_quit(struct board_process *board, int fd)
{
    board_send(fd, "q", 1);
    board_expect(fd, "q", 1);
    close(fd);
    return board_wait(board);
}
