/* orders.c - lines that the hub obeys.
 *
 * SPDX-License-Identifier: MIT */
#include "orders.h"

#include "qmp/groups.h"
#include "report.h"

#if QMP_GROUP_CONSOLE

static const char status[] = "status";

/* What the line has of the order so far (characters), or that it is another line. */
static unsigned char matched;
#define OTHER 255

void orders_take(char c)
{
    if (c != '\r' && c != '\n') {
        matched = matched < sizeof status - 1 && c == status[matched] ? matched + 1 : OTHER;
        return;
    }
    if (matched == sizeof status - 1)
        report_log();
    matched = 0;
}

#else

/* Nothing can be typed. */
void orders_take(char c)
{
    (void)c;
}

#endif
