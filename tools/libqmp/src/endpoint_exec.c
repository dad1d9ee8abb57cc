/* endpoint_exec.c - a server as a child process, with QMP on its standard input and output.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "internal.h"

enum { WAIT_STEP_MS = 5, EXIT_WAIT_MS = 100 };

/* Between fork() and exec() of a process that may have threads: only what POSIX calls
 * async-signal-safe. */
static _Noreturn void run_child(const char *command, int in, int out, pid_t parent)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    /* A session of its own: one kill() reaches all of it, and a Ctrl-C meant for us does not. */
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(127); /* the parent died before it could be watched */
    /* By way of numbers above 2, as dup2() onto itself would leave the descriptor to be closed. */
    in = fcntl(in, F_DUPFD_CLOEXEC, 3);
    out = fcntl(out, F_DUPFD_CLOEXEC, 3);
    if (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0)
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static void close_pair(const int pair[2])
{
    close(pair[0]);
    close(pair[1]);
}

int qmpc_try_exec(const char *command, struct qmpc_wires *wires)
{
    int to[2];
    int from[2];
    if (pipe2(to, O_CLOEXEC) < 0)
        return -errno;
    if (pipe2(from, O_CLOEXEC) < 0) {
        int error = errno;
        close_pair(to);
        return -error;
    }
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0)
        run_child(command, to[0], from[1], parent);
    if (child < 0) {
        int error = errno;
        close_pair(to);
        close_pair(from);
        return error == EAGAIN ? -ENOMEM : -error; /* not worth another try */
    }
    close(to[0]);
    close(from[1]);
    *wires = (struct qmpc_wires){from[0], to[1], child};
    return 0;
}

/* True if the child has ended; it stays a zombie, so that its number, which is also its group's,
 * cannot be given to another process while we still use it. */
static bool has_ended(pid_t child, siginfo_t *info, int64_t ms)
{
    int64_t deadline = qmpc_deadline(ms);
    for (;;) {
        info->si_pid = 0;
        if (waitid(P_PID, (id_t)child, info, WEXITED | WNOHANG | WNOWAIT) < 0 && errno != EINTR)
            return true; /* somebody else has reaped it */
        if (info->si_pid == child)
            return true;
        if (qmpc_clock() >= deadline)
            return false;
        qmpc_pause(WAIT_STEP_MS, deadline);
    }
}

static void signal_group(pid_t child, int number)
{
    /* The group does not exist until the child has come to setsid(). */
    if (kill(-child, number) < 0)
        kill(child, number);
}

void qmpc_reap(pid_t child)
{
    siginfo_t info;
    memset(&info, 0, sizeof info);
    signal_group(child, SIGTERM);
    has_ended(child, &info, QMPC_REAP_MS);
    signal_group(child, SIGKILL);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
}

void qmpc_describe_exit(pid_t child, char *text, size_t size)
{
    siginfo_t info;
    memset(&info, 0, sizeof info);
    text[0] = '\0';
    if (!has_ended(child, &info, EXIT_WAIT_MS) || info.si_pid != child)
        return;
    if (info.si_code == CLD_EXITED)
        snprintf(text, size, " (the process ended with exit code %d)", info.si_status);
    else
        snprintf(text, size, " (the process was ended by signal %d)", info.si_status);
}
