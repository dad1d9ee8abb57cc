/* writer.h - writes JSON into a bounded buffer, in pieces that fit or are taken back.
 *
 * You call json_write_...() with a key inside an object, NULL inside an array or
 * at the top.  Commas and spaces are seen to, as QEMU prints them; output is pure
 * ASCII, other characters leave as \uXXXX.
 *
 * A piece that did not fit sets `overflow`; what was written since
 * json_writer_mark() is then taken back with json_writer_rewind(), to be written
 * again when there is room.  That is how a reply of any length passes through a
 * small buffer: in steps, each of which fits the empty buffer.
 *
 * Context: any, one caller at a time per writer.  Worst case: linear in what is
 * written.  Nothing is returned: look at `overflow` once per piece.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_WRITER_H
#define QMP_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "qmp/config.h"
#include "qmp/span.h"

#if QMP_PRETTY
/* Where a pretty text is; private. */
struct json_layout {
    bool on;
    bool in_string, escaped;
    bool break_due; /* a new line precedes what comes next */
    bool broken;    /* that line has begun, but `owed` blanks of it are still to be written */
    uint16_t depth; /* objects and arrays that are open */
    uint16_t owed;
};
#endif

struct json_writer {
    char *buffer;    /* the caller's */
    uint32_t size;   /* bytes of it */
    uint32_t length; /* bytes written */
    bool overflow;   /* something did not fit since the last mark */
    bool comma;      /* the next value of this level needs a comma before it */
#if QMP_PRETTY
    struct json_layout layout;
#endif
};

/* A place to go back to. */
struct json_mark {
    uint32_t length;
    bool comma;
#if QMP_PRETTY
    struct json_layout layout;
#endif
};

void json_writer_init(struct json_writer *w, char *buffer, uint32_t size);
struct json_mark json_writer_mark(const struct json_writer *w);
void json_writer_rewind(struct json_writer *w, struct json_mark mark);

#if QMP_PRETTY
/* Has everything that is written from here on, raw text too, laid out as QEMU does with
 * pretty=on: a line for each member and element, four blanks for each level.  At the beginning
 * of a line only. */
void json_writer_set_pretty(struct json_writer *w, bool pretty);
#endif

/* Bytes as they are. */
void json_write_bytes(struct json_writer *w, const char *bytes, uint32_t size);
void json_write_text(struct json_writer *w, const char *text);

/* Structure.  KEY is a member's name, or NULL. */
void json_write_key(struct json_writer *w, const char *key);
void json_write_begin(struct json_writer *w, const char *key, char bracket); /* '{' or '[' */
void json_write_end(struct json_writer *w, char bracket);                    /* '}' or ']' */

/* Values.  TEXT of json_write_string is UTF-8 and ends with a NUL. */
void json_write_string(struct json_writer *w, const char *key, const char *text);
void json_write_int(struct json_writer *w, const char *key, int64_t value);
void json_write_uint(struct json_writer *w, const char *key, uint64_t value);
void json_write_bool(struct json_writer *w, const char *key, bool value);

/* The characters of a string without its quotes, escaped; bytes that are not
 * (modified) UTF-8 leave as U+FFFD.  Takes what fits off the front of *REST, at
 * least one character if 12 bytes are free, and never sets `overflow`. */
void json_write_escaped(struct json_writer *w, struct json_span *rest);

/* Canonical text (a whole value of a message) as QEMU prints it.  *IN_STRING must
 * be false at the start.  Takes off *REST what fits, as json_write_escaped(). */
void json_write_canonical(struct json_writer *w, struct json_span *rest, bool *in_string);

/* Formats a number; TEXT needs 21 bytes.  Returns the length, and ends with NUL. */
uint32_t json_format_uint(char *text, uint64_t value);
uint32_t json_format_hex(char *text, uint64_t value); /* with 0x, lower case */

#endif
