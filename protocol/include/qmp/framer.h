/* framer.h - finds complete, valid messages in a stream of bytes.
 *
 * You call json_framer_feed() with bytes in any chunking.  It checks them
 * against RFC 8259 plus QMP's two extensions ('single quotes' and the escape
 * \'), applies QEMU's framing and recovery rules, and writes each message into a
 * buffer of yours in a canonical form that is never longer than what came in,
 * but for `"` inside single quotes:
 *   - no white space outside strings;
 *   - strings in double quotes, UTF-8, with the only escapes \" and \\; U+0000
 *     is written as 0xC0 0x80 (modified UTF-8), so no NUL byte occurs;
 *   - numbers and keywords as they came.
 * So equal strings are equal bytes, and the text can be tokenised by anything.
 *
 * Context: any, one caller at a time per framer.  Constant work per byte (no
 * look-back, no copy of what was already seen), but for a byte that refuses a
 * token: it has the token's text moved, once for all of its bytes.  No allocation.
 * Sources: RFC 8259; QEMU's qmp-spec.txt 2.6 and the recorded behaviour of
 * QEMU 7.2 in tests/conformance.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_FRAMER_H
#define QMP_FRAMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qmp/config.h"

/* Why bytes were refused.  The texts are in json_fault_format(). */
enum json_fault {
    JSON_FAULT_NONE,
    JSON_FAULT_STRAY,   /* a byte no token can contain; text: the token so far and the byte */
    JSON_FAULT_VALUE,   /* a value was expected */
    JSON_FAULT_KEYWORD, /* text: the word */
    JSON_FAULT_COLON,
    JSON_FAULT_KEY,
    JSON_FAULT_SEPARATOR_DICT,
    JSON_FAULT_SEPARATOR_LIST,
    JSON_FAULT_ESCAPE,
    JSON_FAULT_UTF8,
    JSON_FAULT_UNICODE,   /* text: the \u escape as it came */
    JSON_FAULT_DUPLICATE, /* found by the reader */
    JSON_FAULT_NESTING,
    JSON_FAULT_SIZE,
    JSON_FAULT_TOKENS,
#if QMP_FRAME_CHECK
    JSON_FAULT_CHECK, /* found by who checks lines, as is the next */
    JSON_FAULT_CUT,
#endif
};

/* Bytes a buffer must have beyond the longest message. */
#define JSON_FRAMER_SLACK 16u

enum json_result {
    JSON_MORE,    /* all input was used, no message is complete */
    JSON_MESSAGE, /* out[0 .. length) is a message */
    JSON_REFUSED, /* fault says why; out[0 .. text_length) is its text */
    JSON_NO_ROOM, /* the buffer is full though the message is below the limit: give
                   * a larger one with json_framer_output(), or wait */
};

struct json_framer {
    /* Results, valid after JSON_MESSAGE and JSON_REFUSED until the next feed. */
    uint32_t length;      /* bytes of the message */
    uint32_t text_length; /* bytes of the fault's text; not always valid UTF-8 */
    uint8_t fault;        /* enum json_fault */

    /* Private. */
    uint8_t state;      /* of the lexer */
    uint8_t expect;     /* of the grammar */
    uint8_t quote;      /* which one the running string began with */
    uint8_t utf8_left;  /* continuation bytes still to come */
    uint8_t raw_length; /* bytes in raw[] */
    bool reported;      /* the fault was returned, the message is being skipped */
    bool finished;      /* a result was returned, the next feed begins afresh */
    bool in_dict;       /* the innermost level is an object */
    bool collecting;    /* raw[] is a faulty escape, of which more is to come */
    uint32_t code;      /* code point under construction, or hex digits */
    uint32_t lead;      /* leading surrogate waiting for its trailing one */
    uint32_t token;     /* where the running token begins in out[] */
    uint32_t tokens;    /* counted as jsmn counts them */
    int32_t braces, brackets;
    int32_t key_depth; /* depth at which an object or array stands as a key, or -1 */
    char *out;
    uint32_t room;
    uint32_t stop; /* the first length at which a sound message goes no further */
    char raw[12];  /* the running \u escape as it came */
    uint8_t kinds[(QMP_NESTING_MAX + 7) / 8]; /* a bit per level: 1 is an object */
};

/* Prepares a framer.  It has no buffer yet. */
void json_framer_init(struct json_framer *f);

/* Gives the buffer: ROOM bytes at OUT, owned by the caller.  The bytes of the
 * message under construction (json_framer_pending() of them) must already stand
 * at OUT; call it again whenever they are moved. */
void json_framer_output(struct json_framer *f, char *out, uint32_t room);

/* Bytes of OUT in use by the message under construction. */
uint32_t json_framer_pending(const struct json_framer *f);

/* Feeds SIZE bytes; *USED says how many were taken.  Returns an enum
 * json_result; after JSON_MESSAGE and JSON_REFUSED call again with the rest.
 * A message over a limit is refused once, as soon as the limit is passed, and
 * its remainder skipped. */
int json_framer_feed(struct json_framer *f, const char *bytes, size_t size, size_t *used);

/* Forgets the message under construction, as after a BREAK. */
void json_framer_reset(struct json_framer *f);

#if QMP_FRAME_CHECK
/* Refuses the message under construction, or the one just returned, with a FAULT that has no text:
 * as if json_framer_feed() had returned JSON_REFUSED. */
void json_framer_refuse(struct json_framer *f, enum json_fault fault);
#endif

/* The value of a hexadecimal digit of either case, or -1. */
int json_hex_digit(unsigned c);

/* The description of a fault, with %r where its text belongs. */
const char *json_fault_format(unsigned fault);

#endif
