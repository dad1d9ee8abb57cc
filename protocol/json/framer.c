/* framer.c - finds messages: tokens one byte at a time, and what feeds them.  Strings are in
 * framer_strings.h, what may follow what in framer_grammar.h.
 *
 * The lexer follows QEMU's: what ends a token, what is a lexical error (which is
 * answered at once and followed by a recovery), what is left to the grammar
 * (which is answered once, when the braces and brackets of the message balance).
 * The grammar is a state that says what may come next and one bit per level.
 * After a fault of the grammar only the balance and the current token's text are
 * kept, the latter because a lexical error would quote it.
 *
 * SPDX-License-Identifier: MIT */
#include "framer_strings.h"

void json_framer_init(struct json_framer *f)
{
    memset(f, 0, sizeof *f);
    forget(f);
}

void json_framer_reset(struct json_framer *f)
{
    forget(f);
}

#if QMP_FRAME_CHECK
void json_framer_refuse(struct json_framer *f, enum json_fault fault)
{
    forget(f);
    f->fault = (uint8_t)fault;
    f->finished = true;
}
#endif

void json_framer_output(struct json_framer *f, char *out, uint32_t room)
{
    f->out = out;
    f->room = room;
    f->stop = room < JSON_FRAMER_SLACK ? 0 : room - JSON_FRAMER_SLACK + 1;
    if (f->stop > QMP_MESSAGE_MAX + 1)
        f->stop = QMP_MESSAGE_MAX + 1;
}

uint32_t json_framer_pending(const struct json_framer *f)
{
    return f->finished ? 0 : f->length;
}

int json_hex_digit(unsigned c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (int)(c - 'a' + 10) : -1;
}

static int step_start(struct json_framer *f, unsigned c)
{
    switch (c) {
    case '"':
    case '\'':
        f->quote = (uint8_t)c;
        return begin_scalar(f, STRING, '"');
    case ' ':
    case '\t':
    case '\n':
    case '\r':
        return TAKEN;
    case '{':
    case '[':
        return open_level(f, c);
    case '}':
    case ']':
        return close_level(f, c);
    case ':':
    case ',':
        return separator(f, c);
    case '-':
        return begin_scalar(f, MINUS, c);
    case '0':
        return begin_scalar(f, ZERO, c);
    default:
        if (c >= '1' && c <= '9')
            return begin_scalar(f, DIGITS, c);
        if (c >= 'a' && c <= 'z')
            return begin_scalar(f, KEYWORD, c);
        if (f->fault)
            f->length = f->text_length;
        return stray(f, c);
    }
}
static int step_keyword(struct json_framer *f, unsigned c)
{
    const char *word = f->out + f->token;
    uint32_t n = f->length - f->token;

    if (c >= 'a' && c <= 'z') {
        put(f, c);
        return TAKEN;
    }
    if (!((n == 4 && (!memcmp(word, "true", 4) || !memcmp(word, "null", 4))) ||
          (n == 5 && !memcmp(word, "false", 5))))
        note(f, JSON_FAULT_KEYWORD);
    return end_scalar(f, false) | AGAIN;
}

/* The state a number goes to on C, START when the number ends before it, RECOVERY
 * when nothing can be made of it. */
static unsigned number_next(unsigned state, unsigned c)
{
    bool digit = c >= '0' && c <= '9';

    switch (state) {
    case MINUS:
        return c == '0' ? ZERO : digit ? DIGITS : RECOVERY;
    case ZERO:
        if (digit)
            return RECOVERY;
        break;
    case DIGITS:
        if (digit)
            return DIGITS;
        break;
    case DOT:
        return digit ? FRACTION : RECOVERY;
    case FRACTION:
        if (digit)
            return FRACTION;
        return c == 'e' || c == 'E' ? EXPONENT : START;
    case EXPONENT:
        return digit ? EXPONENT_DIGITS : c == '+' || c == '-' ? EXPONENT_SIGN : RECOVERY;
    case EXPONENT_SIGN:
        return digit ? EXPONENT_DIGITS : RECOVERY;
    default:
        return digit ? EXPONENT_DIGITS : START;
    }
    return c == '.' ? DOT : c == 'e' || c == 'E' ? EXPONENT : START;
}

static int step_number(struct json_framer *f, unsigned c)
{
    unsigned next = number_next(f->state, c);

    if (next == START)
        return end_scalar(f, false) | AGAIN;
    if (next == RECOVERY)
        return stray(f, c);
    f->state = (uint8_t)next;
    put(f, c);
    return TAKEN;
}

/* After a lexical error QEMU skips to the next structural byte, or control byte
 * other than TAB, or 0xFE/0xFF, and goes on with that. */
static int step_recovery(struct json_framer *f, unsigned c)
{
    const char *structural = "{}[]:,";

    if (c == '\t' || (c >= 0x20 && c < 0xFE && text_find(structural, c) < 0))
        return TAKEN;
    f->state = START;
    return AGAIN;
}

/* Any other state than START and STRING. */
static int step(struct json_framer *f, unsigned c)
{
    switch (f->state) {
    case UTF8:
        return step_utf8(f, c);
    case ESCAPE:
        return step_escape(f, c);
    case HEX:
    case HEX_TRAIL:
        return step_hex(f, c);
    case LEAD:
    case LEAD_ESC:
        return step_lead(f, c);
    case SKIP:
    case SKIP_ESC:
        return step_skip(f, c);
    case KEYWORD:
        return step_keyword(f, c);
    case RECOVERY:
        return step_recovery(f, c);
    default:
        return step_number(f, c);
    }
}

/* The message is as long as the buffer, or the limit, allows.  Returns JSON_NO_ROOM
 * or, when it is the limit, JSON_REFUSED. */
static int stopped(struct json_framer *f)
{
    if (f->length <= QMP_MESSAGE_MAX)
        return JSON_NO_ROOM;
    /* In a string: an escape puts nothing until it is through, so the limit is not inside one. */
    if (f->state == STRING || f->state == UTF8)
        f->state = SKIP;
    (void)note_limit(f, JSON_FAULT_SIZE);
    return JSON_REFUSED;
}

int json_framer_feed(struct json_framer *f, const char *bytes, size_t size, size_t *used)
{
    size_t i = 0;
    int did;

    if (f->finished) {
        unsigned state = f->state; /* START or RECOVERY go on */

        forget(f);
        f->state = (uint8_t)state;
    }
    while (i < size) {
        if (f->length >= f->stop && !f->fault) {
            *used = i;
            return stopped(f);
        }
        /* Most bytes are inside strings, and most others begin a token. */
        if (f->state == STRING) {
            i += plain_run(f, bytes + i, size - i);
            if (i == size || f->length >= f->stop)
                continue;
            did = step_string(f, (uint8_t)bytes[i]);
        } else if (f->state == START) {
            size_t taken;

            if (bytes[i] == ' ') {
                i++;
                continue;
            }
            taken = quick_string(f, bytes + i, size - i);
            i += taken;
            did = taken ? end_scalar(f, true) | AGAIN : step_start(f, (uint8_t)bytes[i]);
        } else {
            did = step(f, (uint8_t)bytes[i]);
        }
        if (!(did & AGAIN))
            i++;
        if (did & RESULT) {
            /* The last byte may have been the one past the limit. */
            if (!f->fault && f->length > QMP_MESSAGE_MAX) {
                f->fault = JSON_FAULT_SIZE;
                f->text_length = 0;
            }
            *used = i;
            return f->fault ? JSON_REFUSED : JSON_MESSAGE;
        }
    }
    *used = i;
    return JSON_MORE;
}
