/* report.c - the hub's line in the log.
 *
 * SPDX-License-Identifier: MIT */
#include "report.h"

#include <stdint.h>

#include "agent/app.h"
#include "hub_state.h"

/* Writes VALUE / 100 with two decimals; returns the end. */
static char *format_hundredths(char *to, int32_t value)
{
    uint32_t rest = value < 0 ? 0u - (uint32_t)value : (uint32_t)value;
    char digits[12];
    int n = 0;

    if (value < 0)
        *to++ = '-';
    do {
        digits[n++] = (char)('0' + rest % 10);
        rest /= 10;
        if (n == 2)
            digits[n++] = '.';
    } while (rest || n < 4);
    while (n)
        *to++ = digits[--n];
    *to = '\0';
    return to;
}

void report_log(void)
{
    char line[64] = "hub: temperature ";
    char *to = line + sizeof "hub: temperature " - 1;
    const char *tail = hub.base.fan ? " C, fan on\r\n" : " C, fan off\r\n";

    to = format_hundredths(to, hub.base.temperature);
    while ((*to++ = *tail++))
        ;
    agent_console(line);
}
