/* show.c - numbers in the ways that /fmt has.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/commands/show.h"

#if QMP_GROUP_MONITOR

void show_character(struct monitor_run *run, uint64_t value)
{
    uint32_t c = (uint32_t)value;

    say_char(run, '\'');
    if (c == '\'' || c == '\\' || c == '\n' || c == '\r') {
        say_char(run, '\\');
        say_char(run, c == '\n' ? 'n' : c == '\r' ? 'r' : (char)c);
    } else if (c >= ' ' && c <= '~') {
        say_char(run, (char)c);
    } else {
        say(run, "\\x%02x", (unsigned)c);
    }
    say_char(run, '\'');
}

/* Of SIZE bytes the widest; the sizes are 1, 2, 4 and 8. */
static int width_of(unsigned size, const uint8_t widths[4])
{
    return widths[size == 8 ? 3 : size / 2];
}

void show_unit(struct monitor_run *run, uint64_t value)
{
    static const uint8_t decimal[] = {3, 5, 10, 20}, octal[] = {3, 6, 11, 22};

    switch (run->format) {
    case 'x':
        say(run, "0x%0*jx", 2 * run->size, value);
        break;
    case 'o':
        say(run, "%#*jo", width_of(run->size, octal), value);
        break;
    case 'c':
        show_character(run, value);
        break;
    case 'd':
        /* Of fewer bytes the sign is not looked at. */
        say(run, "%*jd", width_of(run->size, decimal), (int64_t)value);
        break;
    default:
        say(run, "%*ju", width_of(run->size, decimal), value);
    }
}

#endif
