/* monitor_screen.h - a screen of one line, and as wide as it takes, for what the human monitor
 * writes to a terminal: text, ends of lines, and the sequences that QEMU uses.  Anything else is
 * wrong.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_SCREEN_H
#define MONITOR_SCREEN_H

#include "fuzz.h"

#include "monitor/terminal/edit.h"

void screen_begin(void);

/* A sequence that has begun does not come to its end. */
void screen_cut_off(void);

void screen_show(char c);

/* The line of the screen is the prompt and the line, and the cursor is where it is in it. */
void screen_check(const struct monitor_edit *edit);

bool screen_ends_with(const char *text);

#endif
