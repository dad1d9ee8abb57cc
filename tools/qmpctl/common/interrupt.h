/* interrupt.h - Ctrl-C that ends long work in order.
 *
 * Who calls it: subcommands with long work, after connect_open().  The first SIGINT is only noted;
 *               the second one ends the program as ever.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_INTERRUPT_H
#define QMPCTL_INTERRUPT_H

#include <stdbool.h>

/* Again for each piece of work. */
void interrupt_watch(void);

/* True after the first SIGINT since the first interrupt_watch(), for good. */
bool interrupt_seen(void);

#endif
