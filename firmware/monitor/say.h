/* say.h - how a command says something: text, in pieces that fit.
 *
 *     static bool emit_list(struct monitor_run *run)
 *     {
 *         uintptr_t i = run->at[0]++;
 *
 *         if (i >= COUNT)
 *             return false;
 *         say(run, "%s: %u\n", things[i].name, things[i].count);
 *         return true;
 *     }
 *
 * Lines end with \n; whoever reads gets the ends, and the escapes, that he needs.  A piece has at
 * most SAY_PIECE bytes (a quote, a backslash, an end of line count twice, what is not printable
 * ASCII six times): more may never fit.  One that did not fit is taken back, with run->emit and
 * run->at[] as the call found them, and asked for again: so emit has no other effect.
 *
 * After a piece with run->pause set, others have their turn.  Once run->cancelled is set, emit is
 * not called any more.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_SAY_H
#define MONITOR_SAY_H

#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR

#define SAY_PIECE 400

/* As printf() would: %s %c %d %u %x %o and %%, with a width (a number or *), with - 0, and # of
 * %o; with j for 64 bits, with z for size_t and uintptr_t. */
__attribute__((format(printf, 2, 3))) void say(struct monitor_run *run, const char *format, ...);

void say_text(struct monitor_run *run, const char *text);
void say_bytes(struct monitor_run *run, const char *bytes, uint32_t size);
void say_char(struct monitor_run *run, char c);

/* Text of any length: takes what fits off the front of *REST.  Returns true when all is said; not
 * even a part may have fitted, then the piece is taken back. */
bool say_some(struct monitor_run *run, struct json_span *rest);

#endif
#endif
