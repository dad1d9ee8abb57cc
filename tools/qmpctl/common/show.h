/* show.h - what a command returns, as a table or a list for people.
 *
 * Who calls it: print.c for one-shot commands, and subcommands for what they got.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_SHOW_H
#define QMPCTL_SHOW_H

#include <stdbool.h>
#include <stdio.h>

#include "qmpc/json.h"

/* An object becomes a line "key  value" for each member, with the members of objects inside it as
 * "outer.inner"; an array of objects in it a table of its own below.  An array of objects becomes a
 * table, any other array a line for each element, a string its text.  An empty array is the line
 * "none", an empty object nothing.  What does not fit (arrays inside rows, more than SHOW_COLUMNS
 * columns) becomes indented JSON.  Addresses (members named address, pc, sp, base, start, end,
 * fault) and the values of registers are hexadecimal. */
enum { SHOW_COLUMNS = 12 };
void show_value(FILE *out, bool colours, struct qmpc_json value);

#endif
