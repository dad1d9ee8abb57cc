/* draw.h - between the line editor and what the screen shows.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_DRAW_H
#define MONITOR_DRAW_H

#include "agent/monitor_edit.h"

/* Whether BYTE is not the first of a character in UTF-8: it has no column of its own. */
static inline bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* The line is about to change from the byte PLACE on. */
void draw_changes(struct monitor_edit *edit, uint16_t place);

#endif
