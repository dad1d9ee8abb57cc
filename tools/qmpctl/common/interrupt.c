/* interrupt.c - Ctrl-C that ends long work in order.
 *
 * SPDX-License-Identifier: MIT */
#include "common/interrupt.h"

#include <signal.h>

static volatile sig_atomic_t seen;
static struct sigaction before;

static void note(int number)
{
    seen = 1;
    sigaction(number, &before, NULL);
}

void interrupt_watch(void)
{
    struct sigaction action = {.sa_handler = note};
    struct sigaction old;
    sigemptyset(&action.sa_mask);
    if (seen)
        return; /* the next one is to end the program, whatever work is begun now */
    sigaction(SIGINT, &action, &old);
    if (old.sa_handler == SIG_IGN)
        sigaction(SIGINT, &old, NULL); /* a job in the background of a script */
    else if (old.sa_handler != note)
        before = old;
}

bool interrupt_seen(void)
{
    return seen != 0;
}
