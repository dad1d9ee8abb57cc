/* pty.h - a pseudo terminal as a port of the board.
 *
 * A host attaches by opening the terminal and detaches by closing it.  The process
 * learns of both by looking, every pty_wait() at the latest; when one host leaves and
 * another comes between two looks, the other continues the session of the first.
 *
 * SPDX-License-Identifier: MIT */
#ifndef PTY_H
#define PTY_H

#include "board/board.h"

extern struct board_port pty_port;

/* Makes the terminal.  Returns its name, or NULL with errno set. */
const char *pty_open(void);

/* Waits for something to do on it, MICROSECONDS or a hundredth of a second at most. */
void pty_wait(uint64_t microseconds);

#endif
