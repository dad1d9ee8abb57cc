/* program.h - qmpctl as a user runs it: a shell command, its exit code and its output.
 *
 * SPDX-License-Identifier: MIT */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "fake.h"

#define SPAWN QMPCTL " --spawn 'exec sh " SERVER "' "

/* In a command $SHORT and $LONGER are seconds for --timeout: on an idle machine 0.3 and 0.7, on a
 * busy one more, by the time that SPAWN just took there. */

/* Fails unless COMMAND ends with CODE, with exactly OUTPUT on its standard output. */
void expect(const char *command, int code, const char *output);

/* The same with PART somewhere in it. */
void expect_part(const char *command, int code, const char *part);

#endif
