/* lines.h - a picture as lines of text, for a screen and for --once.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_TOP_LINES_H
#define QMPCTL_TOP_LINES_H

#include <stddef.h>

#include "common/style.h"
#include "top/picture.h"

/* How many of the lines stay where they are when the others are scrolled. */
enum { LINES_FIXED = 2 };

struct lines_line {
    enum style style;
    char *text; /* harmless, and no wider than asked for */
};

struct lines {
    struct lines_line *all;
    size_t count;
    size_t width;
};

/* NOW is on clock_ms().  Without memory lines are missing. */
void lines_build(struct lines *lines, const struct picture *picture, size_t width, int64_t now);
void lines_free(struct lines *lines);

/* For what builds them: adds a line, made harmless and cut to the width. */
void lines_add(struct lines *lines, enum style style, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* TEXT, harmless, cut or filled up to WIDTH columns, to the right if RIGHT; to be freed, NULL
 * without memory. */
char *lines_cell(const char *text, size_t width, bool right);

/* The JSON value as harmless text: a string as it is; "" for no value.  To be freed. */
char *lines_value(struct qmpc_json value);

/* sections.c: the sections below the header. */
void sections_ports(struct lines *lines, const struct picture *picture);
void sections_cpus(struct lines *lines, const struct picture *picture);
void sections_events(struct lines *lines, const struct picture *picture, int64_t now);
void sections_watched(struct lines *lines, const struct picture *picture);
void sections_limits(struct lines *lines, const struct picture *picture);

#endif
