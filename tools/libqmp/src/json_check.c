/* json_check.c - is this text one JSON value?  The firmware's framer says so.
 *
 * Its two extensions of JSON, 'single quotes' and the escape \', are QMP's and not RFC 8259's: a
 * server need not know them, so they are refused here.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "json_scan.h"

/* Texts of this length are checked without memory from malloc(): ids, most arguments. */
enum { SHORT = 512 };

/* Feeds the text and, behind it, the blank that ends a number.  Returns an enum json_result;
 * *used is where the value ended. */
static int frame(struct json_framer *framer, const char *text, size_t length, size_t *used)
{
    size_t blank;
    int result = json_framer_feed(framer, text, length, used);
    return result == JSON_MORE ? json_framer_feed(framer, "\n", 1, &blank) : result;
}

/* Byte by byte, until the framer has found it: a word that is none is known at its end. */
static size_t find_fault(const char *text, size_t length, char *scratch, uint32_t room)
{
    struct json_framer framer;
    size_t at = 0;
    json_framer_init(&framer);
    json_framer_output(&framer, scratch, room);
    for (int result = JSON_MORE; at < length; at++) {
        size_t used;
        do {
            result = json_framer_feed(&framer, text + at, 1, &used);
        } while (result == JSON_MORE && used == 0);
        if (result != JSON_MORE || framer.fault != JSON_FAULT_NONE)
            break;
    }
    if (framer.fault == JSON_FAULT_NONE && at == length)
        frame(&framer, "", 0, &(size_t){0});
    if (framer.fault == JSON_FAULT_KEYWORD) {
        while (at > 0 && text[at - 1] >= 'a' && text[at - 1] <= 'z')
            at--;
    }
    return at;
}

const char *qmpc_find_extension(const char *at, const char *end)
{
    if (memchr(at, '\'', (size_t)(end - at)) == NULL)
        return end;
    bool inside = false;
    for (; at < end; at++) {
        if (*at == '"')
            inside = !inside;
        else if (*at == '\'' && !inside)
            return at;
        else if (*at == '\\' && *++at == '\'')
            return at;
    }
    return end;
}

static int check(const char *text, size_t length, char *scratch, uint32_t room,
                 struct qmpc_checked *checked)
{
    struct json_framer framer;
    size_t used = 0;
    json_framer_init(&framer);
    json_framer_output(&framer, scratch, room);
    const char *end = text + length;
    int result = frame(&framer, text, length, &used);
    const char *begin = qmpc_scan_space(text, end);
    if (result != JSON_MESSAGE) {
        checked->fault = find_fault(text, length, scratch, room);
        return QMPC_E_ARGUMENT;
    }
    const char *rest = qmpc_scan_space(text + used, end);
    const char *quote = qmpc_find_extension(begin, text + used);
    if (rest != end || quote != text + used) {
        checked->fault = (size_t)((quote != text + used ? quote : rest) - text);
        return QMPC_E_ARGUMENT;
    }
    checked->value = (struct qmpc_json){begin, (size_t)(text + used - begin)};
    checked->canonical_length = framer.length;
    return QMPC_OK;
}

int qmpc_check(const char *text, size_t length, struct qmpc_checked *checked)
{
    *checked = (struct qmpc_checked){.canonical = NULL};
    if (length >= QMP_MESSAGE_MAX - JSON_FRAMER_SLACK)
        return QMPC_E_ARGUMENT;
    uint32_t room = (uint32_t)length + 1 + JSON_FRAMER_SLACK;
    char *scratch = malloc(room);
    if (scratch == NULL)
        return QMPC_E_MEMORY;
    int status = check(text, length, scratch, room, checked);
    if (status == QMPC_OK)
        checked->canonical = scratch;
    else
        free(scratch);
    return status;
}

int qmpc_json_parse(const char *text, size_t length, struct qmpc_json *value, size_t *fault_at)
{
    struct qmpc_checked checked = {.fault = 0};
    char scratch[SHORT + 1 + JSON_FRAMER_SLACK];
    int status;
    if (length <= SHORT)
        status = check(text, length, scratch, sizeof scratch, &checked);
    else
        status = qmpc_check(text, length, &checked);
    free(checked.canonical);
    if (value != NULL)
        *value = status == QMPC_OK ? checked.value : (struct qmpc_json){NULL, 0};
    if (fault_at != NULL && status != QMPC_OK)
        *fault_at = checked.fault;
    return status;
}
