/* board_process.h - e2k-board as a program, with a small image of its own, in its own folder.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BOARD_PROCESS_H
#define BOARD_PROCESS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <cmocka.h>

#include "program.h"

#define PATIENCE_MS 60000 /* for anything that must happen */

struct board_process {
    char folder[64];
    char image[96];        /* path */
    const char *bad_image; /* what to write there; NULL: the program; "": nothing */
    struct program program;
    struct elf_image elf;
    pid_t pid;         /* 0: not running */
    int in, out, err;  /* its standard streams; -1: not there */
    char errors[8192]; /* what was read of err */
    size_t errors_size;
};

/* cmocka's.  The program is started (program_start()). */
int board_setup(void **state);
int board_teardown(void **state);

#define board_test(function) cmocka_unit_test_setup_teardown(function, board_setup, board_teardown)

/* Writes the image and starts e2k-board: the arguments, then the image; NULL ends them. */
void board_start(struct board_process *board, ...);

/* Waits for its end: the status as a shell has it; its errors are in board->errors. */
int board_wait(struct board_process *board);

/* Starts it, and waits for its end. */
#define board_run(board, ...) (board_start(board, __VA_ARGS__), board_wait(board))

/* Reads from its standard error until TEXT is there: where. */
const char *board_expect_error(struct board_process *board, const char *text);

/* A path in the folder; overwritten by the next call. */
const char *board_path(const struct board_process *board, const char *name);
/* "unix:" and that path. */
const char *board_endpoint(const struct board_process *board, const char *name);

/* Connects to the socket at PATH as soon as it is there. */
int board_connect(const char *path);
int board_connect_tcp(int port);

/* Sends, and requires that exactly this comes. */
void board_send(int fd, const void *bytes, size_t size);
void board_expect(int fd, const void *bytes, size_t size);

/* Programs.  Sends BYTE as soon as there is room; uses %r1, %r22. */
void add_send(struct program *program, uint64_t control, unsigned byte);
/* Sends each byte back that comes, without end; a 'q' powers off with STATUS. */
void add_echo(struct program *program, uint64_t control, unsigned status);
/* Sets a channel up. */
void add_open(struct program *program, uint64_t control);

/* The board's program: an echo on channel A that ends with status 5. */
void board_make_echo(struct board_process *board);
/* The same, and says '>' first: for hosts that are there from the start. */
void board_make_greeting_echo(struct board_process *board);
/* Sends something to it, and requires that it comes back. */
void board_echo_on(int fd);
/* Sends it the 'q', closes FD and returns its status. */
int board_quit(struct board_process *board, int fd);

#endif
