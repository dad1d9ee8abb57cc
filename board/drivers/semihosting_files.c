/* semihosting_files.c - files of the host, by semihosting.
 * Source: Semihosting for AArch32 and AArch64, "Semihosting operations".  SYS_ERRNO gives the
 * error numbers of the host's C library; those of Linux are expected.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/semihosting.h"

#include <stddef.h>

enum {
    SYS_OPEN = 0x01,
    SYS_CLOSE = 0x02,
    SYS_WRITE = 0x05,
    SYS_TIME = 0x11,
    SYS_ERRNO = 0x13,
};

/* fopen()'s "wb". */
#define MODE_WRITE_BINARY 5

/* Linux' EIO, for what is an error that has no number. */
#define ERROR_UNKNOWN 5

static long request(long operation, const uintptr_t *block)
{
    return semihosting_request(operation, (uintptr_t)block);
}

/* The number that was there before a file was written to. */
static long earlier;

static int last_error(void)
{
    long number = earlier = semihosting_request(SYS_ERRNO, 0);

    return number > 0 && number < -BOARD_NO_FILES ? -(int)number : -ERROR_UNKNOWN;
}

/* Whoever listens need not set the number, and QEMU 7.2 does not: then it is that of an earlier
 * operation. */
static int last_error_of_writing(void)
{
    long before = earlier;
    int error = last_error();

    return earlier == before ? -ERROR_UNKNOWN : error;
}

/* The time of day is long past the number of its own operation. */
static bool somebody_listens(void)
{
    return semihosting_request(SYS_TIME, 0) != SYS_TIME;
}

/* A name that begins with a colon is none of a file there, but with "./" in front it is. */
static int open_file(const char *name)
{
    char path[2 + BOARD_FILE_NAME_MAX + 1] = "./";
    size_t length = 0;
    long file;

    if (!somebody_listens())
        return BOARD_NO_FILES;
    for (; name[length] != '\0' && length < BOARD_FILE_NAME_MAX; length++)
        path[2 + length] = name[length];
    path[2 + length] = '\0';
    if (name[0] == ':') {
        name = path;
        length += 2;
    }
    file = request(SYS_OPEN, (const uintptr_t[]){(uintptr_t)name, MODE_WRITE_BINARY, length});
    if (file < 0)
        return last_error();
    earlier = semihosting_request(SYS_ERRNO, 0);
    return (int)file;
}

/* The result is how many bytes were not written. */
static int write_file(int file, const void *bytes, size_t size)
{
    long left = request(SYS_WRITE, (const uintptr_t[]){(uintptr_t)file, (uintptr_t)bytes, size});

    return left == 0 ? 0 : last_error_of_writing();
}

static int close_file(int file)
{
    return request(SYS_CLOSE, (const uintptr_t[]){(uintptr_t)file}) == 0 ? 0 : last_error();
}

const struct board_files semihosting_files = {
    .open = open_file, .write = write_file, .close = close_file};
