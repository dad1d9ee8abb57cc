/* json_scan.c - from one token to the next in JSON text that was checked before.
 *
 * SPDX-License-Identifier: MIT */
#include "json_scan.h"

#include <string.h>

const char *qmpc_scan_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        at++;
    return at;
}

/* A quote with an odd number of backslashes before it belongs to the string. */
static bool is_escaped(const char *quote, const char *begin)
{
    const char *at = quote;
    while (at > begin && at[-1] == '\\')
        at--;
    return (quote - at) % 2 != 0;
}

const char *qmpc_scan_string(const char *at, const char *end)
{
    if (at >= end || *at != '"')
        return NULL;
    const char *begin = ++at;
    while (at < end && (at = memchr(at, '"', (size_t)(end - at))) != NULL) {
        if (!is_escaped(at, begin))
            return at + 1;
        at++;
    }
    return NULL;
}

/* A number or a word ends before what cannot be part of it. */
static const char *scan_word(const char *at, const char *end)
{
    const char *begin = at;
    while (at < end && memchr(",]} \t\r\n", *at, 7) == NULL)
        at++;
    return at > begin ? at : NULL;
}

const char *qmpc_scan_value(const char *at, const char *end)
{
    size_t depth = 0;
    if (at < end && *at != '{' && *at != '[')
        return *at == '"' ? qmpc_scan_string(at, end) : scan_word(at, end);
    while (at != NULL && at < end) {
        if (*at == '"') {
            at = qmpc_scan_string(at, end);
            continue;
        }
        if (*at == '{' || *at == '[')
            depth++;
        else if ((*at == '}' || *at == ']') && --depth == 0)
            return at + 1;
        at++;
    }
    return NULL;
}
