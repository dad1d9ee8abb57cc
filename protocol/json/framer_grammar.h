/* framer_grammar.h - the framer's grammar: what may come next, what a token does to it, and
 * what is remembered of a message that was refused.
 *
 * Included by framer.c alone; a header so that the compiler sees both as one.
 *
 * SPDX-License-Identifier: MIT */
#ifndef JSON_FRAMER_GRAMMAR_H
#define JSON_FRAMER_GRAMMAR_H

#include "qmp/framer.h"
#include "qmp/memory.h"

enum lexer_state {
    START,
    STRING,
    UTF8,      /* in a string, continuation bytes are due */
    ESCAPE,    /* after a backslash; raw[] holds the escape from here on */
    HEX,       /* in the four digits of \u */
    LEAD,      /* after a leading surrogate: a backslash is due */
    LEAD_ESC,  /* then a u */
    HEX_TRAIL, /* then four digits */
    SKIP,      /* in a string whose content no longer matters */
    SKIP_ESC,
    MINUS,
    ZERO,
    DIGITS,
    DOT,
    FRACTION,
    EXPONENT,
    EXPONENT_SIGN,
    EXPONENT_DIGITS,
    KEYWORD,
    RECOVERY, /* after a lexical error */
};

/* What the grammar allows next. */
enum expectation { VALUE, VALUE_OR_END, KEY_OR_END, KEY, COLON, COMMA_IN_DICT, COMMA_IN_LIST };

/* What a step did with its byte. */
enum { TAKEN = 0, AGAIN = 1, RESULT = 2 };

/* QEMU formats the texts of its parser into 1024 bytes; a longer word is cut
 * where theirs is: "invalid keyword '" takes 17. */
#define KEYWORD_TEXT_MAX (1023u - 17u)

static void forget(struct json_framer *f)
{
    f->state = START;
    f->expect = VALUE;
    f->fault = JSON_FAULT_NONE;
    f->reported = f->finished = f->collecting = false;
    f->length = f->text_length = 0;
    f->token = f->tokens = 0;
    f->raw_length = 0;
    f->braces = f->brackets = 0;
    f->key_depth = -1;
}

/* Appends to the message.  The feed loop sees to the room of a sound message; a
 * refused one only keeps what a lexical error might quote, as much as fits. */
static inline void put(struct json_framer *f, unsigned c)
{
    uint32_t length = f->length;

    if (length < f->room) {
        f->out[length] = (char)c;
        f->length = length + 1;
    }
}

/* ------------------------------------------------------------------- faults */

/* Notes the first fault of a message; the message goes on until it balances. */
static void note(struct json_framer *f, enum json_fault fault)
{
    if (f->fault)
        return;
    f->fault = fault;
    if (fault == JSON_FAULT_KEYWORD) {
        f->text_length = f->length - f->token;
        if (f->text_length > KEYWORD_TEXT_MAX)
            f->text_length = KEYWORD_TEXT_MAX;
        memmove(f->out, f->out + f->token, f->text_length);
    }
}

/* A sound message passes a limit: answered at once, and the rest of it skipped. */
static int note_limit(struct json_framer *f, enum json_fault fault)
{
    note(f, fault);
    f->reported = true;
    return RESULT;
}

/* ------------------------------------------------------------------- tokens */

/* Notes what the innermost level is, when one was left. */
static void look_up_level(struct json_framer *f)
{
    int32_t level = f->braces + f->brackets - 1;

    if (level >= 0)
        f->in_dict = f->kinds[level >> 3] >> (level & 7) & 1;
}

/* The braces and brackets balance: the message ends here. */
static int end_message(struct json_framer *f)
{
    if (f->reported) {
        forget(f);
        return TAKEN;
    }
    if (f->fault == JSON_FAULT_UNICODE) {
        memcpy(f->out, f->raw, f->raw_length);
        f->text_length = f->raw_length;
    }
    f->finished = true;
    f->state = START;
    return RESULT;
}

/* A value is complete, and no fault is noted yet. */
static int end_value(struct json_framer *f)
{
    int32_t depth = f->braces + f->brackets;

    if (depth == 0)
        return end_message(f);
    if (f->key_depth == depth)
        note(f, JSON_FAULT_KEY);
    else
        f->expect = f->in_dict ? COMMA_IN_DICT : COMMA_IN_LIST;
    return TAKEN;
}

/* The fault of a token that does not fit where it stands. */
static enum json_fault misfit(const struct json_framer *f)
{
    switch (f->expect) {
    case COLON:
        return JSON_FAULT_COLON;
    case COMMA_IN_DICT:
        return JSON_FAULT_SEPARATOR_DICT;
    case COMMA_IN_LIST:
        return JSON_FAULT_SEPARATOR_LIST;
    default:
        return JSON_FAULT_VALUE;
    }
}

/* A string, number or keyword begins. */
static int begin_scalar(struct json_framer *f, unsigned state, unsigned c)
{
    int did = TAKEN;

    if (!f->fault) {
        if (f->expect >= COLON)
            note(f, misfit(f));
        else if (++f->tokens > QMP_TOKENS_MAX)
            did = note_limit(f, JSON_FAULT_TOKENS);
    }
    if (f->fault) {
        f->length = f->text_length;
        if (state == STRING)
            state = SKIP;
    }
    f->token = f->length;
    f->state = (uint8_t)state;
    put(f, c);
    return did;
}

/* A string, number or keyword is complete. */
static int end_scalar(struct json_framer *f, bool string)
{
    f->state = START;
    f->collecting = false;
    if (f->braces == 0 && f->brackets == 0)
        return end_message(f);
    if (f->fault)
        return TAKEN;
    if (f->expect == KEY || f->expect == KEY_OR_END) {
        if (string)
            f->expect = COLON;
        else
            note(f, JSON_FAULT_KEY);
        return TAKEN;
    }
    return end_value(f);
}

static int open_level(struct json_framer *f, unsigned c)
{
    int32_t level = f->braces + f->brackets;
    int32_t *count = c == '{' ? &f->braces : &f->brackets;

    if (*count < INT32_MAX / 2)
        ++*count;
    if (f->fault)
        return TAKEN;
    if (f->expect >= COLON) {
        note(f, misfit(f));
        return TAKEN;
    }
    if (level >= QMP_NESTING_MAX)
        return note_limit(f, JSON_FAULT_NESTING);
    if (++f->tokens > QMP_TOKENS_MAX)
        return note_limit(f, JSON_FAULT_TOKENS);
    if (f->expect == KEY || f->expect == KEY_OR_END)
        f->key_depth = level;
    put(f, c);
    if (c == '{') {
        f->kinds[level >> 3] |= (uint8_t)(1u << (level & 7));
        f->in_dict = true;
        f->expect = KEY_OR_END;
    } else {
        f->kinds[level >> 3] &= (uint8_t) ~(1u << (level & 7));
        f->in_dict = false;
        f->expect = VALUE_OR_END;
    }
    return TAKEN;
}

static int close_level(struct json_framer *f, unsigned c)
{
    int32_t *count = c == '}' ? &f->braces : &f->brackets;

    if (!f->fault) {
        bool fits = c == '}' ? f->expect == KEY_OR_END || f->expect == COMMA_IN_DICT
                             : f->expect == VALUE_OR_END || f->expect == COMMA_IN_LIST;
        if (fits) {
            put(f, c);
            --*count;
            look_up_level(f);
            return end_value(f);
        }
        note(f, misfit(f));
    }
    --*count;
    if (f->braces < 0 || f->brackets < 0 || (f->braces == 0 && f->brackets == 0))
        return end_message(f);
    return TAKEN;
}

/* A colon or a comma. */
static int separator(struct json_framer *f, unsigned c)
{
    if (!f->fault) {
        /* Where one of them fits we are inside something, so nothing ends here. */
        if (f->expect == (c == ':' ? COLON : f->in_dict ? COMMA_IN_DICT : COMMA_IN_LIST)) {
            f->expect = c == ',' && f->in_dict ? KEY : VALUE;
            put(f, c);
            return TAKEN;
        }
        note(f, misfit(f));
    }
    if (f->braces == 0 && f->brackets == 0)
        return end_message(f);
    return TAKEN;
}

#endif
