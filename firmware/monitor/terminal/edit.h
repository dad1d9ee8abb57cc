/* edit.h - the line editor of a terminal: typed bytes in, a line out, and what the screen is to be
 * sent so that it shows the line.
 *
 * What is typed changes the line at once; edit_draw() then writes what makes the screen follow,
 * in pieces, as a whole line may be larger than the terminal's output.  The line is UTF-8, its
 * characters are taken for one column each; what is not UTF-8 passes as it is.
 *
 * Keys, those of QEMU first: ^A ^E ^D ^H ^W ^L TAB, the arrows, Home, End, Delete as
 * ESC [ and ESC O send them; and ^U, ^K, ^P, ^N as shells have them.  Other control characters and
 * sequences do nothing.
 *
 * Context: agent.  Worst case: linear in the line.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_EDIT_H
#define MONITOR_EDIT_H

#include "agent/monitor_edit.h"
#include "qmp/writer.h"

enum edit_event {
    EDIT_NOTHING,  /* more is to be typed */
    EDIT_LINE,     /* the line is complete */
    EDIT_CLEAR,    /* the screen is to be cleared; prompt and line are due again */
    EDIT_COMPLETE, /* the word before the cursor is to be completed */
};

/* LINE has room for ROOM bytes and an end. */
void edit_init(struct monitor_edit *edit, char *line, uint16_t room);

/* Begins with an empty line, behind a prompt.  What was typed before is remembered. */
void edit_reset(struct monitor_edit *edit);

/* A prompt has just been written: nothing of the line is on the screen. */
void edit_show_again(struct monitor_edit *edit);

/* Takes a typed byte. */
enum edit_event edit_take(struct monitor_edit *edit, char byte);

/* Whether BYTE belongs to the line that was completed last, which it is then taken for. */
bool edit_passes(struct monitor_edit *edit, char byte);

/* Types SIZE bytes at the cursor; those that have no room are dropped. */
void edit_insert(struct monitor_edit *edit, const char *bytes, uint32_t size);

/* Makes the line a copy of TEXT, of SIZE bytes that fit. */
void edit_replace(struct monitor_edit *edit, const char *text, uint16_t size);

/* Writes a piece of what the screen lacks; may overflow, then nothing has changed.  Returns false
 * when there is nothing to write. */
bool edit_draw(struct monitor_edit *edit, struct json_writer *w);

/* Ends the line with a NUL, remembers it, and leaves it to the command until edit_reset(). */
void edit_end_line(struct monitor_edit *edit);

#endif
