/* feeding.h - feeds bytes to a framer and writes down what it says of them.
 *
 * The notes are text: for a message `message `, its canonical form and a newline;
 * for a fault its description and a newline.  So that runs over the same bytes
 * can be compared, and expected results read well.
 *
 * SPDX-License-Identifier: MIT */
#ifndef FEEDING_H
#define FEEDING_H

#include "unit.h"

#include "qmp/framer.h"

struct feeding {
    struct json_framer framer;
    char *buffer;
    uint32_t room;
    bool grows;
    char *notes; /* ends with a NUL */
    size_t length, size;
};

/* A framer with a buffer of exactly as many bytes as the longest message needs: it
 * must never ask for more. */
void feeding_begin(struct feeding *feeding);
/* One whose buffer becomes larger by a byte each time it asks. */
void feeding_begin_with_room(struct feeding *feeding, uint32_t room);
void feeding_end(struct feeding *feeding);

/* Feeds bytes at once, noting all results.  The framer sees a copy of exactly this
 * size, so that reading past its end is found.  */
void feeding_bytes(struct feeding *feeding, const char *bytes, size_t size);

/* The same in pieces of SIZE_OF_PIECE bytes. */
void feeding_pieces(struct feeding *feeding, const char *bytes, size_t size, size_t size_of_piece);

/* Forgets the notes. */
void feeding_clear(struct feeding *feeding);

/* Feeds BYTES to a framer of its own and compares the notes. */
void feeding_expect(const char *bytes, size_t size, const char *notes);

#endif
