/* check.c - frame checks of lines, where they were negotiated.
 *
 * The running check is of a line as it arrives, as what a sink takes is kept nowhere.  Then the
 * check leaves the message: nobody else is to know of it.  The first line that has one is the
 * return of qmp_capabilities, and others may have arrived with it: so that line itself, while it is
 * waited for, begins the checks.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "internal.h"

bool qmpc_has_frame_check(const struct qmpc *line)
{
    return line->checked;
}

void qmpc_check_begin(struct qmpc *line)
{
    line->check = JSON_CHECK_BEGIN;
    line->returns = 0;
}

/* A line's end is CR LF, and its CR may arrive alone: whether one belongs to the line shows only
 * when another byte follows. */
void qmpc_check_take(struct qmpc *line, const char *bytes, size_t length)
{
    size_t inside = length;
    if (!line->checked && !line->plan.checks)
        return;
    while (inside > 0 && bytes[inside - 1] == '\r')
        inside--;
    for (; inside > 0 && line->returns > 0; line->returns--)
        line->check = json_check_add(line->check, "\r", 1);
    line->check = json_check_add(line->check, bytes, inside);
    line->returns += length - inside;
}

static bool damaged(struct qmpc *line)
{
    line->counts.damaged_lines++;
    line->fault = QMPC_E_DAMAGED;
    return false;
}

bool qmpc_check_is_greeting(const struct qmpc *line)
{
    const struct qmpc_framer *framer = &line->framer;
    static const char beginning[] = "{\"QMP\":";
    return framer->json.length > sizeof beginning &&
           memcmp(framer->canonical, beginning, sizeof beginning - 1) == 0;
}

static bool is_right(const struct qmpc *line)
{
    const struct qmpc_framer *framer = &line->framer;
    return framer->held_bytes == 0 && framer->kept > JSON_CHECK_TAIL &&
           json_check_canonical(line->check, framer->canonical, framer->json.length) ==
               JSON_CHECK_RIGHT;
}

/* The check says that the line ends with its tail, but for CR. */
static void cut_off_check(struct qmpc_framer *framer)
{
    framer->json.length -= JSON_CHECK_CANONICAL - 1;
    framer->canonical[framer->json.length - 1] = '}';
    while (framer->line[framer->kept - 1] == '\r')
        framer->kept--;
    framer->kept -= JSON_CHECK_TAIL - 1;
    framer->line[framer->kept - 1] = '}';
}

bool qmpc_check_message(struct qmpc *line)
{
    bool right;
    if ((!line->checked && !line->plan.checks) || qmpc_check_is_greeting(line))
        return true;
    right = is_right(line);
    if (right)
        cut_off_check(&line->framer);
    else if (line->checked)
        return damaged(line);
    line->checked = right;
    return true;
}

void qmpc_check_skipped(struct qmpc *line)
{
    if (line->checked && line->framer.length > line->framer.leading)
        damaged(line);
}

size_t qmpc_check_end(const struct qmpc *line, char *object, size_t length)
{
    if (!line->checked) {
        object[length] = '}';
        return length + 1;
    }
    json_check_tail(json_check_add(JSON_CHECK_BEGIN, object, length), object + length);
    return length + JSON_CHECK_TAIL;
}
