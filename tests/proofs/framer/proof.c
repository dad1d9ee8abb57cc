/* proof.c - the framer as images compile it.
 *
 * SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "bits/bits.h"
#include "libc.h"
#include "words.h"

/* Parts of contracts.acsl that many functions share; in ACSL, not in C. */
/* clang-format off */

/* What steps may write: never the buffer's place or size. */
#define MESSAGE \
    f->state, f->expect, f->fault, f->reported, f->finished, f->collecting, f->length, \
    f->text_length, f->token, f->tokens, f->raw_length, f->braces, f->brackets, f->key_depth, \
    f->out[0 .. f->room - 1]
#define LEVELS f->in_dict, f->kinds[0 .. (QMP_NESTING_MAX + 7) / 8 - 1]
#define CHARACTER f->quote, f->utf8_left, f->code, f->lead, f->raw[0 .. 11]

/* What every step keeps. */
#define KEEPS \
    ensures buffered: buffered(f); \
    ensures ended: f->finished ==> ended(f) && \result >= RESULT; \
    ensures told: \result >= RESULT ==> f->finished || f->fault; \
    ensures placed: !f->finished ==> placed(f); \
    ensures lexing: !f->finished ==> lexing(f); \
    ensures nested: !f->finished ==> nested(f); \
    ensures slack: f->room >= JSON_FRAMER_SLACK;

/* Whether its byte was used; AGAIN leads to a state that uses it. */
#define TAKES ensures took: \result == TAKEN || \result == RESULT;
#define GOES_ON \
    ensures took: 0 <= \result <= 3; \
    ensures again: \result % 2 == 1 ==> !sure(\old(f->state)) && sure(f->state);
/* clang-format on */

#include "protocol/json/framer.c"
