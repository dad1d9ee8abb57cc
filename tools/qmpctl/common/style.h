/* style.h - colours by meaning, and text from a board that cannot steer a terminal.
 *
 * Who calls it: everything that prints for people.  No state: whether there are colours is asked
 *               once with style_wanted() and passed on.
 * Units:        lengths are bytes, widths are columns of a terminal.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_STYLE_H
#define QMPCTL_STYLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "common/options.h"

/* What a piece of text means; how that looks is decided in style.c alone. */
enum style {
    STYLE_PLAIN,
    STYLE_HEAD,  /* a heading */
    STYLE_NAME,  /* of an object, a property, a command */
    STYLE_VALUE, /* a string value */
    STYLE_NOTE,  /* of less weight: types, times, remarks */
    STYLE_EVENT, /* the name of an event */
    STYLE_GOOD,  /* running, done */
    STYLE_WARN,  /* stopped, a part only */
    STYLE_BAD,   /* failed */
};

/* True if OUT shall have colours: as --color says; by itself on a terminal that is not "dumb",
 * unless $NO_COLOR is set to something. */
bool style_wanted(const struct options *options, FILE *out);

/* The bytes that begin a style and the ones that end any of them; "" unless wanted. */
const char *style_begin(bool wanted, enum style style);
const char *style_end(bool wanted, enum style style);

/* TEXT in a style, made harmless as by style_text(). */
void style_put(FILE *out, bool wanted, enum style style, const char *text);

/* LENGTH bytes of text from elsewhere on one line.  What could steer a terminal or hide is shown
 * and not sent: control characters (C0, DEL, C1) and bytes that are no UTF-8 as \xNN, characters
 * that change the direction of writing as \uNNNN, a line end as \n, a tab as \t. */
void style_text(FILE *out, const char *text, size_t length);

/* The same, with line ends (CR LF too) and tabs as they are. */
void style_lines(FILE *out, const char *text, size_t length);

/* What style_text() prints, in memory to be freed; NULL without memory. */
char *style_harmless(const char *text, size_t length);

/* A JSON value with the same care: control characters and those of direction become \uNNNN, which
 * says the same in JSON; bytes that are no UTF-8 become \ufffd.  Blanks stay. */
void style_json(FILE *out, const char *text, size_t length);

/* The columns that harmless text takes: one for each character, two for wide ones (East Asian,
 * emoji), none for combining marks. */
size_t style_width(const char *text, size_t length);

/* The columns of the terminal behind OUT, FALLBACK if there is none. */
unsigned style_columns(FILE *out, unsigned fallback);

#endif
