/* ending.c - the signals that end a program which waits in a loop of its own.
 *
 * SPDX-License-Identifier: MIT */
#include "common/ending.h"

#include <stddef.h>

static volatile sig_atomic_t asked;

static void note(int number)
{
    (void)number;
    asked = 1;
}

void ending_watch(sigset_t *unmasked)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    struct sigaction action = {.sa_handler = note};
    sigset_t mask;
    sigemptyset(&mask);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        sigaction(numbers[i], &action, NULL);
        sigaddset(&mask, numbers[i]);
    }
    sigprocmask(SIG_BLOCK, &mask, unmasked);
}

bool ending_asked(void)
{
    return asked != 0;
}
