/* json_scan.c - a strict reader of JSON grammar, without recursion and without memory.
 *
 * Validates and skips: everything else in libqmp that looks into JSON is built on finding where
 * a value ends.
 *
 * SPDX-License-Identifier: MIT */
#include "json_scan.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "qmpc/json.h"

static const char *fail(const char *at, const char **fault)
{
    if (fault != NULL)
        *fault = at;
    return NULL;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

const char *qmpc_scan_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        at++;
    return at;
}

/* at is behind the backslash. */
static const char *scan_escape(const char *at, const char *end, const char **fault)
{
    if (at >= end)
        return fail(at, fault);
    if (*at != 'u')
        return *at != '\0' && strchr("\"\\/bfnrt", *at) != NULL ? at + 1 : fail(at, fault);
    at++;
    for (int i = 0; i < 4; i++, at++) {
        if (at >= end || !is_hex(*at))
            return fail(at, fault);
    }
    return at;
}

const char *qmpc_scan_string(const char *at, const char *end, const char **fault)
{
    if (at >= end || *at != '"')
        return fail(at, fault);
    at++;
    while (at < end && *at != '"') {
        unsigned char c = (unsigned char)*at;
        if (c < 0x20 || c >= 0xFE) /* 0xFE and 0xFF are no UTF-8, and 0xFF has a meaning in QMP */
            return fail(at, fault);
        at++;
        if (c == '\\') {
            at = scan_escape(at, end, fault);
            if (at == NULL)
                return NULL;
        }
    }
    return at < end ? at + 1 : fail(at, fault);
}

static const char *scan_digits(const char *at, const char *end, const char **fault)
{
    if (at >= end || !is_digit(*at))
        return fail(at, fault);
    while (at < end && is_digit(*at))
        at++;
    return at;
}

static const char *scan_number(const char *at, const char *end, const char **fault)
{
    if (at < end && *at == '-')
        at++;
    if (at < end && *at == '0')
        at++; /* no digit may follow a leading zero */
    else
        at = scan_digits(at, end, fault);
    if (at != NULL && at < end && *at == '.')
        at = scan_digits(at + 1, end, fault);
    if (at != NULL && at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        at = scan_digits(at, end, fault);
    }
    return at;
}

static const char *scan_word(const char *at, const char *end, const char *word, const char **fault)
{
    size_t length = strlen(word);
    if ((size_t)(end - at) < length || memcmp(at, word, length) != 0)
        return fail(at, fault);
    return at + length;
}

static const char *scan_scalar(const char *at, const char *end, const char **fault)
{
    switch (*at) {
    case '"':
        return qmpc_scan_string(at, end, fault);
    case 't':
        return scan_word(at, end, "true", fault);
    case 'f':
        return scan_word(at, end, "false", fault);
    case 'n':
        return scan_word(at, end, "null", fault);
    default:
        return scan_number(at, end, fault);
    }
}

/* Which containers are open, innermost last: a bit each instead of a recursion. */
struct nest {
    size_t depth;
    uint8_t object[(QMPC_JSON_DEPTH + 7) / 8];
};

static bool nest_open(struct nest *nest, bool object)
{
    if (nest->depth == QMPC_JSON_DEPTH)
        return false;
    uint8_t bit = (uint8_t)(1u << (nest->depth % 8));
    uint8_t *byte = &nest->object[nest->depth / 8];
    *byte = (uint8_t)(object ? *byte | bit : *byte & ~bit);
    nest->depth++;
    return true;
}

static bool nest_in_object(const struct nest *nest)
{
    size_t top = nest->depth - 1;
    return (nest->object[top / 8] >> (top % 8)) & 1;
}

/* Reads `"name" :` and the space behind it. */
static const char *scan_key(const char *at, const char *end, const char **fault)
{
    at = qmpc_scan_string(at, end, fault);
    if (at == NULL)
        return NULL;
    at = qmpc_scan_space(at, end);
    if (at >= end || *at != ':')
        return fail(at, fault);
    return qmpc_scan_space(at + 1, end);
}

/* Behind a value: closes what ends here and goes on to where the next value begins, or to the end
 * when nothing is open any more. */
static const char *scan_onward(const char *at, const char *end, struct nest *nest,
                               const char **fault)
{
    while (nest->depth > 0) {
        bool object = nest_in_object(nest);
        at = qmpc_scan_space(at, end);
        if (at >= end)
            return fail(at, fault);
        if (*at == ',') {
            at = qmpc_scan_space(at + 1, end);
            return object ? scan_key(at, end, fault) : at;
        }
        if (*at != (object ? '}' : ']'))
            return fail(at, fault);
        nest->depth--;
        at++;
    }
    return at;
}

const char *qmpc_scan_value(const char *at, const char *end, const char **fault)
{
    struct nest nest = {.depth = 0};
    do {
        if (at >= end)
            return fail(at, fault);
        if (*at == '{' || *at == '[') {
            bool object = *at == '{';
            if (!nest_open(&nest, object))
                return fail(at, fault);
            at = qmpc_scan_space(at + 1, end);
            if (at < end && *at == (object ? '}' : ']')) {
                nest.depth--;
                at++;
            } else {
                if (object)
                    at = scan_key(at, end, fault);
                if (at == NULL)
                    return NULL;
                continue;
            }
        } else {
            at = scan_scalar(at, end, fault);
        }
        if (at != NULL)
            at = scan_onward(at, end, &nest, fault);
        if (at == NULL)
            return NULL;
    } while (nest.depth > 0);
    return at;
}
