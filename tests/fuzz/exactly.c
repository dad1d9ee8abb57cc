/* exactly.c - texts made such that jansson can hold them, whatever their numbers and keys are.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "oracle.h"

struct change {
    const char *from, *end;
    char *to;
    bool canonical; /* the framer has undone escapes of control characters */
};

static bool is_next(const struct change *c, const char *text)
{
    size_t size = strlen(text);

    return (size_t)(c->end - c->from) >= size && memcmp(c->from, text, size) == 0;
}

static void put(struct change *c, const char *text)
{
    c->to = stpcpy(c->to, text);
}

/* Escapes and U+0000, which may be one: as \u0000, or in modified UTF-8. */
static void change_character(struct change *c)
{
    if (is_next(c, "\\u0000")) {
        put(c, "\\udbff\\udfff");
        c->from += 6;
    } else if (is_next(c, "\xC0\x80")) {
        put(c, "\\udbff\\udfff");
        c->from += 2;
    } else if (c->canonical && (uint8_t)*c->from < 0x20) {
        c->to += sprintf(c->to, "\\u%04x", (uint8_t)*c->from++);
    } else {
        if (*c->from == '\\' && c->end - c->from > 1)
            *c->to++ = *c->from++;
        *c->to++ = *c->from++;
    }
}

/* A key is what is before a colon. */
static bool is_key(const char *after, const char *end)
{
    while (after < end && (*after == ' ' || *after == '\t' || *after == '\r' || *after == '\n'))
        after++;
    return after < end && *after == ':';
}

/* A key keeps its name: what comes behind it is a colon. */
static void change_string(struct change *c)
{
    char *begin = c->to;

    *c->to++ = *c->from++;
    *c->to++ = 'S';
    while (c->from < c->end && *c->from != '"')
        change_character(c);
    if (c->from < c->end)
        *c->to++ = *c->from++;
    if (is_key(c->from, c->end)) {
        memmove(begin + 1, begin + 2, (size_t)(c->to - begin - 2));
        c->to--;
    }
}

static const char *digits(const char *at, const char *end)
{
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at;
}

/* The end of the number at AT by RFC 8259, section 6; AT when there is none. */
static const char *number_end(const char *at, const char *end)
{
    const char *whole = at + (*at == '-'), *after = digits(whole, end), *more;

    if (after == whole)
        return at;
    if (*whole == '0')
        after = whole + 1;
    if (after < end && *after == '.' && digits(after + 1, end) > after + 1)
        after = digits(after + 1, end);
    if (after < end && (*after == 'e' || *after == 'E')) {
        more = after + 1;
        more += more < end && (*more == '+' || *more == '-');
        if (digits(more, end) > more)
            after = digits(more, end);
    }
    return after;
}

static char *change(const char *text, size_t size, bool canonical, size_t *result_size)
{
    char *result = malloc(6 * size + 16);
    struct change c = {text, text + size, result, canonical};

    REQUIRE(result);
    while (c.from < c.end) {
        const char *end = number_end(c.from, c.end);

        if (*c.from == '"') {
            change_string(&c);
        } else if (end > c.from && !is_key(end, c.end)) {
            put(&c, "\"N");
            while (c.from < end)
                *c.to++ = *c.from++;
            put(&c, "\"");
        } else {
            *c.to++ = *c.from++;
        }
    }
    *result_size = (size_t)(c.to - result);
    return result;
}

char *oracle_exactly(const char *text, size_t size, size_t *result_size)
{
    return change(text, size, false, result_size);
}

char *oracle_canonical(const char *text, size_t size, size_t *result_size)
{
    return change(text, size, true, result_size);
}
