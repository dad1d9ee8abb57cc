/* session.c - mounting, serving, unmounting.
 *
 * A loop of its own instead of fuse_loop(), as it also listens to the server: what that says
 * unasked would pile up otherwise, and its end would not be noticed.
 *
 * SPDX-License-Identifier: MIT */
#include "fuse/mount.h"

#include <errno.h>
#include <fcntl.h>
#include <fuse_lowlevel.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/ending.h"

/* A request may be taken back between poll() and reading it, which then must not wait: signals are
 * held back here. */
static void set_non_blocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    if (flags >= 0)
        fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

/* One request; false when it was unmounted. */
static bool serve(struct fuse_session *session, struct fuse_buf *buffer)
{
    int got = fuse_session_receive_buf(session, buffer);
    if (got == -EINTR || got == -EAGAIN)
        return true;
    if (got <= 0)
        return false;
    fuse_session_process_buf(session, buffer);
    return true;
}

static void loop(struct mount *mount, struct fuse_session *session, const sigset_t *unmasked)
{
    struct fuse_buf buffer = {.mem = NULL};
    while (!ending_asked() && !fuse_session_exited(session)) {
        server_listen(&mount->server);
        struct pollfd wait[2] = {{.fd = fuse_session_fd(session), .events = POLLIN},
                                 {.fd = qmpc_fd(mount->server.line), .events = POLLIN}};
        if (ppoll(wait, 2, NULL, unmasked) < 0)
            continue;
        if (wait[0].revents != 0 && !serve(session, &buffer))
            break;
    }
    free(buffer.mem);
}

static int add_options(struct fuse_args *args, const char *name, const char *options)
{
    char *fixed = NULL;
    char *all = NULL;
    if (asprintf(&fixed, "fsname=%s", name) < 0)
        return -1;
    /* An endpoint may have a comma in it. */
    int status = fuse_opt_add_opt_escaped(&all, fixed);
    status |= fuse_opt_add_opt(&all, "subtype=qmp") | fuse_opt_add_arg(args, "qmpctl");
    if (options != NULL)
        status |= fuse_opt_add_opt(&all, options);
    /* Without it the others may do all that the owner may, whatever the files' modes say. */
    if (options != NULL && strstr(options, "allow_other") != NULL)
        status |= fuse_opt_add_opt(&all, "default_permissions");
    status |= fuse_opt_add_arg(args, "-o");
    status |= all == NULL ? -1 : fuse_opt_add_arg(args, all);
    free(fixed);
    free(all);
    return status;
}

int session_run(struct mount *mount, const char *path, const char *name, const char *options,
                void (*ready)(void *context), void *context)
{
    struct fuse_args args = FUSE_ARGS_INIT(0, NULL);
    sigset_t unmasked;
    int code = EXIT_COMMAND_FAILED;
    struct fuse *fuse = NULL;
    if (add_options(&args, name, options) == 0)
        fuse = fuse_new(&args, &mount_operations, sizeof mount_operations, mount);
    if (fuse == NULL) {
        fprintf(stderr, "qmpctl: fuse: cannot use the mount options\n");
        code = EXIT_USAGE;
    } else if (fuse_mount(fuse, path) != 0) {
        fprintf(stderr,
                "qmpctl: fuse: cannot mount on %s; is the package fuse3 installed, and may "
                "you use /dev/fuse?\n",
                path);
    } else {
        set_non_blocking(fuse_session_fd(fuse_get_session(fuse)));
        ending_watch(&unmasked);
        signal(SIGPIPE, SIG_IGN);
        ready(context);
        loop(mount, fuse_get_session(fuse), &unmasked);
        sigprocmask(SIG_SETMASK, &unmasked, NULL);
        fuse_unmount(fuse);
        code = EXIT_OK;
    }
    if (fuse != NULL)
        fuse_destroy(fuse);
    fuse_opt_free_args(&args);
    return code;
}
