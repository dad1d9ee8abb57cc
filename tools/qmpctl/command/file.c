/* file.c - files that subcommands write and read whole.
 *
 * SPDX-License-Identifier: MIT */
#include "command/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/options.h"

static int fail(const char *path)
{
    fprintf(stderr, "qmpctl: %s: %s\n", path, strerror(errno));
    return EXIT_NOT_SAVED;
}

int file_create(struct file *file, const char *path)
{
    *file = (struct file){.path = path, .file = STDOUT_FILENO};
    if (strcmp(path, "-") == 0)
        return EXIT_OK;
    file->created = access(path, F_OK) < 0;
    file->file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    return file->file < 0 ? fail(path) : EXIT_OK;
}

int file_append(struct file *file, const unsigned char *bytes, size_t length)
{
    /* EINVAL: a device or a pipe, which has no length. */
    if (!file->begun && file->file != STDOUT_FILENO && ftruncate(file->file, 0) < 0 &&
        errno != EINVAL)
        return fail(file->path);
    file->begun = true;
    while (length > 0) {
        ssize_t count = write(file->file, bytes, length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail(file->path);
        bytes += count;
        length -= (size_t)count;
    }
    return EXIT_OK;
}

int file_close(struct file *file)
{
    if (file->file == STDOUT_FILENO)
        return EXIT_OK;
    int code = close(file->file) < 0 ? fail(file->path) : EXIT_OK;
    if (file->created && !file->begun)
        unlink(file->path);
    return code;
}

static int read_all(int file, const char *path, unsigned char **bytes, size_t *size)
{
    size_t room = 0;
    for (;;) {
        if (*size == room) {
            room = room > 0 ? room * 2 : 65536;
            unsigned char *more = realloc(*bytes, room);
            if (more == NULL)
                return fail(path);
            *bytes = more;
        }
        ssize_t count = read(file, *bytes + *size, room - *size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail(path);
        if (count == 0)
            return EXIT_OK;
        *size += (size_t)count;
    }
}

/* A file that cannot be read is a wrong operand: nothing was sent. */
int file_read(const char *path, unsigned char **bytes, size_t *size)
{
    bool standard = strcmp(path, "-") == 0;
    int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    *bytes = NULL;
    *size = 0;
    if (file < 0) {
        fail(path);
        return EXIT_USAGE;
    }
    int code = read_all(file, path, bytes, size);
    if (!standard)
        close(file);
    return code == EXIT_OK ? EXIT_OK : EXIT_USAGE;
}
