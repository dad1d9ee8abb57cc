/* edit_signals.c - Ctrl-C, Ctrl-Z, the size of the window, and an end that leaves the terminal as
 * it was.
 *
 * SPDX-License-Identifier: MIT */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "shell/edit.h"

static volatile sig_atomic_t interrupt_came;
static volatile sig_atomic_t resize_came;
static volatile sig_atomic_t suspend_came;

static const int flagged[] = {SIGINT, SIGWINCH, SIGTSTP};
static const int deadly[] = {SIGTERM, SIGHUP, SIGQUIT};
enum {
    FLAGGED = sizeof flagged / sizeof flagged[0],
    DEADLY = sizeof deadly / sizeof deadly[0],
};

static struct termios original;
static struct sigaction before_flagged[FLAGGED];
static struct sigaction before_deadly[DEADLY];

static void set_flag(int number)
{
    if (number == SIGINT)
        interrupt_came = 1;
    else if (number == SIGWINCH)
        resize_came = 1;
    else
        suspend_came = 1;
}

/* Not to a terminal that takes nothing, as after Ctrl-S: an end must not wait for it. */
static void say(const char *text, size_t length)
{
    struct pollfd room = {.fd = STDOUT_FILENO, .events = POLLOUT};
    if (poll(&room, 1, 0) <= 0)
        return;
    ssize_t written = write(STDOUT_FILENO, text, length);
    (void)written;
}

/* A terminal that another job has by now is left alone. */
static void restore_terminal(void)
{
    static const char paste_off[] = "\033[?2004l";
    if (tcgetpgrp(STDIN_FILENO) != getpgrp())
        return;
    tcsetattr(STDIN_FILENO, TCSANOW, &original);
    say(paste_off, sizeof paste_off - 1);
}

/* The terminal first, then what the signal does without us (connect.c). */
static void end_in_order(int number)
{
    restore_terminal();
    say("\r\n", 2);
    for (size_t i = 0; i < DEADLY; i++) {
        if (deadly[i] != number)
            continue;
        sigaction(number, &before_deadly[i], NULL);
        raise(number);
    }
}

static void watch(int number, void (*handler)(int), struct sigaction *before)
{
    struct sigaction action = {.sa_handler = handler};
    sigaction(number, &action, before);
    if (before != NULL && before->sa_handler == SIG_IGN)
        sigaction(number, before, NULL); /* nohup(1) */
}

static void block(int how)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < FLAGGED; i++)
        sigaddset(&set, flagged[i]);
    sigprocmask(how, &set, NULL);
}

bool edit_watch_signals(void)
{
    if (tcgetattr(STDIN_FILENO, &original) < 0)
        return false;
    interrupt_came = resize_came = suspend_came = 0;
    block(SIG_BLOCK);
    for (size_t i = 0; i < FLAGGED; i++)
        watch(flagged[i], set_flag, &before_flagged[i]);
    for (size_t i = 0; i < DEADLY; i++)
        watch(deadly[i], end_in_order, &before_deadly[i]);
    return true;
}

void edit_unwatch_signals(void)
{
    for (size_t i = 0; i < DEADLY; i++)
        sigaction(deadly[i], &before_deadly[i], NULL);
    for (size_t i = 0; i < FLAGGED; i++)
        sigaction(flagged[i], &before_flagged[i], NULL);
    block(SIG_UNBLOCK);
}

bool edit_wait(struct edit *edit, bool look_only)
{
    static const struct timespec now;
    sigset_t none;
    struct pollfd wait[2] = {{.fd = STDIN_FILENO, .events = POLLIN},
                             {.fd = qmpc_fd(edit->shell->line), .events = POLLIN}};
    sigemptyset(&none);
    return ppoll(wait, 2, look_only ? &now : NULL, &none) > 0 && wait[0].revents != 0;
}

/* As the terminal's driver would have done without our handler. */
static void suspend(struct edit *edit)
{
    struct termios mine;
    bool have = tcgetattr(STDIN_FILENO, &mine) == 0;
    if (edit->typing)
        edit_go_below(edit);
    restore_terminal();
    signal(SIGTSTP, SIG_DFL);
    raise(SIGTSTP);
    block(SIG_UNBLOCK); /* here it stops */
    block(SIG_BLOCK);
    watch(SIGTSTP, set_flag, NULL);
    if (have)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &mine);
    if (edit->typing) {
        edit_begin_typing(edit);
        edit->hidden = true;
        edit_show(edit);
    }
}

/* Signals that came while nobody waited: they are still pending. */
static void collect(void)
{
    static const struct timespec now;
    sigset_t none;
    sigemptyset(&none);
    ppoll(NULL, 0, &now, &none);
}

bool edit_attend(struct edit *edit)
{
    collect();
    if (suspend_came) {
        suspend_came = 0;
        suspend(edit);
    }
    if (resize_came && edit->typing) {
        resize_came = 0;
        edit_resize(edit);
    }
    bool came = interrupt_came;
    interrupt_came = 0;
    return came;
}
