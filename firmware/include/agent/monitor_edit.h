/* monitor_edit.h - what a terminal's line editor remembers: the line, what the screen shows of it,
 * the lines before, and the words that the last one can be completed to.  Its functions:
 * monitor/terminal/edit.h, monitor/terminal/history.h, monitor/terminal/complete.h.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_MONITOR_EDIT_H
#define AGENT_MONITOR_EDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "agent/config.h"
#include "qmp/span.h"

struct object;
struct monitor_completion;

/* Lines that are remembered, the oldest first. */
struct monitor_history {
    uint16_t length;                  /* bytes */
    uint16_t recalled;                /* where the line that was recalled begins; length: none is */
    char text[AGENT_MONITOR_HISTORY]; /* lines, each with a NUL behind it */
};

_Static_assert(AGENT_MONITOR_HISTORY >= 64 && AGENT_MONITOR_HISTORY < UINT16_MAX,
               "places in the history are 16 bits");

struct monitor_edit {
    char *line;      /* the terminal's; not ended while it is edited */
    uint16_t room;   /* bytes that it may have */
    uint16_t length; /* bytes that it has */
    uint16_t cursor; /* what is typed goes before this byte */

    /* The screen: its cursor stands `back` columns to the right of the byte `at`, and at most
     * at `shown`, the first byte that it does not show; behind that byte's column it may show
     * what is to be erased. */
    uint16_t shown, at, back;
    bool erase;

    uint8_t escape;    /* enum edit_escape: what of a key's sequence has come */
    uint8_t parameter; /* its number */
    uint8_t more;      /* bytes that the character before the cursor still lacks */
    bool after_cr;     /* a line feed now belongs to the line before */
    struct monitor_history history;
};

/* What a word may become: the NUMBERth of its candidates, in no order.  An empty WORD is none.
 * Returns false behind the last one. */
typedef bool monitor_candidates(const struct monitor_completion *completion, unsigned number,
                                struct json_span *word);

/* A word, and the list of what it may become. */
struct monitor_completion {
    monitor_candidates *candidates; /* NULL: it may become nothing */
    struct json_span stem;          /* of the line: what the candidates begin with */
    const struct object *parent;    /* whose children or properties they are */
    struct json_span common;        /* what all of them begin with; of a sole one all */
    struct json_span last;          /* listed last */
    uint16_t listed, count;
    uint16_t width; /* of a column of the list (characters) */
};

#endif
