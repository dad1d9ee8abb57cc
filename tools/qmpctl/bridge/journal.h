/* journal.h - the log of all traffic, for --log.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_JOURNAL_H
#define BRIDGE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct journal {
    const char *path; /* NULL: there is none */
    FILE *file;
    bool reported; /* that it cannot be written was told */
};

enum { JOURNAL_BOARD = 0 }; /* in the place of a client's number */

/* Opens the file, anew if it is open.  Returns 0, or -1 after saying why. */
int journal_open(struct journal *journal, const char *path);
void journal_close(struct journal *journal);

/* An entry: the number of a client or JOURNAL_BOARD, the direction ('>', '<' or '-'), the bytes;
 * line ends at their end are left out. */
void journal_write(struct journal *journal, uint64_t who, char direction, const char *bytes,
                   size_t length);
void journal_remark(struct journal *journal, uint64_t who, const char *text);

/* Gives what was written to the system. */
void journal_flush(struct journal *journal);

#endif
