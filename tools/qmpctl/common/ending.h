/* ending.h - the signals that end a program which waits in a loop of its own.
 *
 * Who calls it: subcommands whose loop waits in ppoll(), after connect_open(), in place of
 *               interrupt_watch().
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_ENDING_H
#define QMPCTL_ENDING_H

#include <signal.h>
#include <stdbool.h>

/* From here on SIGINT, SIGTERM, SIGHUP and SIGQUIT are held back but where the loop waits with the
 * mask UNMASKED, so that none is missed between a look at ending_asked() and the waiting. */
void ending_watch(sigset_t *unmasked);

/* True after the first of them. */
bool ending_asked(void);

#endif
