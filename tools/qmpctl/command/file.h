/* file.h - files that subcommands write and read whole.
 *
 * Each function says on standard error what is wrong and returns an exit code.  The path - is
 * standard output or input.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_FILE_H
#define QMPCTL_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct file {
    const char *path; /* not copied */
    int file;
    bool created; /* by us: taken away again if nothing was written */
    bool begun;
};

/* What is in the file stays there until something is written. */
int file_create(struct file *file, const char *path);
int file_append(struct file *file, const unsigned char *bytes, size_t length);
int file_close(struct file *file);

/* *BYTES is to be freed in any case. */
int file_read(const char *path, unsigned char **bytes, size_t *size);

#endif
