/* fuse.c - qmpctl fuse: the objects of a server as files.
 *
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/connect.h"
#include "common/subcommand.h"
#include "fuse/mount.h"

extern const struct subcommand subcommand_fuse;

struct wishes {
    bool foreground;
    char *options; /* of the mount, allocated; NULL: none */
    char *path;    /* absolute, allocated */
    int parent;    /* where the exit code goes when the mount can be used; -1: foreground */
};

enum { READONLY = OWN_OPTION };

static int add_options(struct wishes *wishes, const char *more)
{
    char *before = wishes->options;
    int length = before != NULL ? asprintf(&wishes->options, "%s,%s", before, more)
                                : asprintf(&wishes->options, "%s", more);
    free(before);
    if (length >= 0)
        return -1;
    wishes->options = NULL;
    return options_refuse("no memory", "");
}

static int take(void *context, int option, const char *argument)
{
    struct wishes *wishes = context;
    if (option != 'f')
        return add_options(wishes, option == READONLY ? "ro" : argument);
    wishes->foreground = true;
    return -1;
}

/* Also where the socket of the server is in it: to join that again would wait for ourselves. */
static int check_empty(const char *path)
{
    DIR *directory = opendir(path);
    const struct dirent *entry;
    bool empty = true;
    while (empty && directory != NULL && (entry = readdir(directory)) != NULL)
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    if (directory != NULL)
        closedir(directory);
    if (!empty)
        fprintf(stderr,
                "qmpctl: %s is not empty, and what is in it would be hidden; mount on an "
                "empty directory\n",
                path);
    return empty ? -1 : EXIT_USAGE;
}

/* realpath() also finds what an ended mount left behind. */
static int check_path(struct wishes *wishes, const char *path)
{
    struct stat stat_of;
    wishes->path = realpath(path, NULL);
    if (wishes->path == NULL && errno == ENOTCONN) {
        fprintf(stderr,
                "qmpctl: %s is a mount whose program has ended; remove it: fusermount3 -u %s\n",
                path, path);
        return EXIT_USAGE;
    }
    if (wishes->path == NULL || stat(wishes->path, &stat_of) < 0) {
        fprintf(stderr, "qmpctl: %s: %s\n", path, strerror(errno));
        return EXIT_USAGE;
    }
    if (!S_ISDIR(stat_of.st_mode))
        return options_refuse("the tree is mounted on a directory, which this is not: ", path);
    return check_empty(wishes->path);
}

static bool report(struct wishes *wishes, int code)
{
    unsigned char byte = (unsigned char)code;
    if (wishes->parent < 0)
        return true;
    fflush(NULL);
    bool told = write(wishes->parent, &byte, 1) == 1;
    close(wishes->parent);
    wishes->parent = -1;
    return told;
}

/* In the background nobody reads what a program says. */
static void mounted(void *context)
{
    struct wishes *wishes = context;
    if (wishes->parent < 0) {
        if (isatty(STDERR_FILENO))
            fprintf(stderr, "qmpctl: mounted on %s; Ctrl-C or fusermount3 -u ends it\n",
                    wishes->path);
        return;
    }
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = STDIN_FILENO; nowhere >= 0 && fd <= STDERR_FILENO; fd++)
        dup2(nowhere, fd);
    if (nowhere > STDERR_FILENO)
        close(nowhere);
    setsid();
    /* Who does not wait for the mount any more does not want it. */
    if (!report(wishes, EXIT_OK))
        raise(SIGTERM);
}

static int mount_tree(struct options *options, struct wishes *wishes)
{
    int code;
    const char *name = options->endpoint != NULL ? options->endpoint : getenv("QMPCTL_SERVER");
    struct qmpc *line = connect_open(options, NULL, &code);
    if (line == NULL)
        return code;
    struct mount *mount = calloc(1, sizeof *mount);
    if (mount == NULL) {
        connect_close(line);
        return options_refuse("no memory", "");
    }
    server_init(&mount->server, line, options);
    clock_gettime(CLOCK_REALTIME, &mount->since);
    mount->owner = getuid();
    mount->group = getgid();
    code = session_run(mount, wishes->path, name, wishes->options, mounted, wishes);
    server_end(&mount->server);
    connect_close(line);
    free(mount);
    return code;
}

/* The process that serves is a child from the beginning, as a server that it spawned has to be its
 * own; this one leaves when the child says so.  Until then Ctrl-C ends both. */
static int detach(struct options *options, struct wishes *wishes)
{
    int ends[2];
    unsigned char code = EXIT_COMMAND_FAILED;
    if (pipe2(ends, O_CLOEXEC) < 0) {
        perror("qmpctl: fuse");
        return EXIT_COMMAND_FAILED;
    }
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        wishes->parent = ends[1];
        int result = mount_tree(options, wishes);
        report(wishes, result);
        return result;
    }
    close(ends[1]);
    ssize_t got = child < 0 ? -1 : read(ends[0], &code, 1);
    if (got < 0)
        perror("qmpctl: fuse");
    close(ends[0]);
    return code;
}

static int prepare(struct wishes *wishes, int count, char **operands)
{
    if (count == 0)
        return options_refuse("fuse needs the directory to mount on", "");
    if (count > 1)
        return options_refuse("fuse mounts on one directory; what is ", operands[1]);
    return check_path(wishes, operands[0]);
}

static int run(struct options *options, int argc, char **argv)
{
    static const struct option longs[] = {{"foreground", no_argument, NULL, 'f'},
                                          {"readonly", no_argument, NULL, READONLY},
                                          {NULL, 0, NULL, 0}};
    struct wishes wishes = {.parent = -1};
    struct own_options own = {.letters = "fo:", .longs = longs, .take = take, .context = &wishes};
    int first = options_scan(options, argc, argv, &subcommand_fuse, &own, true);
    int code = first < 0 ? options_code(first) : prepare(&wishes, argc - first, argv + first);
    if (code < 0)
        code = wishes.foreground ? mount_tree(options, &wishes) : detach(options, &wishes);
    free(wishes.options);
    free(wishes.path);
    return code;
}

const struct subcommand subcommand_fuse = {
    .name = "fuse",
    .operands = "[-f] [--readonly] [-o MOUNT-OPTIONS] MOUNTPOINT",
    .summary = "the objects of the server as files and directories",
    .help = "\n"
            "  qmpctl -s /tmp/qmp.sock fuse /tmp/board\n"
            "  cat /tmp/board/machine/peripheral/hub/temperature\n"
            "  echo 9000 > /tmp/board/machine/peripheral/hub/temperature\n"
            "  grep . /tmp/board/machine/peripheral/hub/*   all values of an object\n"
            "  cat /tmp/board/.error                        what the server said last\n"
            "  fusermount3 -u /tmp/board                    unmount\n"
            "\n"
            "  -f, --foreground  stay in the foreground\n"
            "      --readonly    set nothing\n"
            "  -o MOUNT-OPTIONS  of a FUSE mount: allow_other\n",
    .run = run,
};
