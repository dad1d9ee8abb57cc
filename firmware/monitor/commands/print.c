/* print.c - print; and i: I/O ports, a space that is there and empty on these boards.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/commands/show.h"

#include <limits.h>

#if QMP_GROUP_MONITOR

enum { FORMAT, VALUE };

static bool emit_value(struct monitor_run *run)
{
    uint64_t value = (uint64_t)monitor_number(run, VALUE);

    switch (run->format) {
    case 'x':
        say(run, "%s%jx", value ? "0x" : "", value);
        break;
    case 'o':
        say(run, "%#jo", value);
        break;
    case 'u':
        say(run, "%ju", value);
        break;
    case 'c':
        show_character(run, value);
        break;
    default:
        say(run, "%jd", (int64_t)value);
    }
    say_char(run, '\n');
    return false;
}

int hmp_print(struct monitor_run *run)
{
    run->emit = emit_value;
    return 0;
}

/* ------------------------------------------------------------------ I/O ports */

enum { PORT = 1, INDEX };

/* What nobody answers reads as ones.  A read of 8 bytes is one of a byte, shown in as many
 * digits. */
static bool emit_port(struct monitor_run *run)
{
    /* An index is written to the port, and the value read from the one behind it. */
    unsigned port = (unsigned)(monitor_number(run, PORT) + monitor_has(run, INDEX)) & 0xffff;
    unsigned bytes = run->size == 2 || run->size == 4 ? run->size : 1;
    int digits = run->size > 0 ? 2 * run->size : 2;

    say(run, "port%c[0x%04x] = 0x%0*x\n", "bwl"[bytes / 2], port, digits,
        UINT_MAX >> (32 - 8 * bytes));
    return false;
}

int hmp_i(struct monitor_run *run)
{
    run->emit = emit_port;
    return 0;
}

#endif
