/* editor_model.h - the line editor of a terminal, as docs/monitor.md and edit.h describe it: a
 * line, a cursor, the lines before it, and no thought of a screen, of time or of memory.
 *
 * SPDX-License-Identifier: MIT */
#ifndef EDITOR_MODEL_H
#define EDITOR_MODEL_H

#include "fuzz.h"

#define EDITOR_LINE                                                                                \
    256 /* bytes of a line, and of all that are remembered, as the target has it                   \
         */
#define EDITOR_HISTORY 128
#define EDITOR_LINES   64

enum editor_event { EDITOR_GOES_ON, EDITOR_LINE_ENDS, EDITOR_CLEARS, EDITOR_COMPLETES };

struct editor {
    char line[EDITOR_LINE + 1];
    unsigned length, cursor;
    char history[EDITOR_LINES][EDITOR_HISTORY];
    unsigned lines, recalled;
    char sequence[32]; /* ESC and what followed it */
    unsigned typed;    /* of it; it may be longer */
    unsigned expected; /* bytes of a character that are still to come */
    bool after_cr;
};

/* An empty line; what was typed before is remembered. */
void editor_begin(struct editor *editor);

/* Whether C is the end of the line that C's predecessor ended. */
bool editor_passes(struct editor *editor, char c);

enum editor_event editor_type(struct editor *editor, char c);

/* The line is complete: it is remembered, and an empty one begins. */
void editor_end(struct editor *editor);

#endif
