/* program.h - qmpctl as a user runs it: a shell command, its exit code and its output.
 *
 * SPDX-License-Identifier: MIT */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "fake.h"

#define SPAWN QMPCTL " --spawn 'exec sh " SERVER "' "

/* Fails unless COMMAND ends with CODE, with exactly OUTPUT on its standard output. */
void expect(const char *command, int code, const char *output);

/* The same with PART somewhere in it. */
void expect_part(const char *command, int code, const char *part);

#endif
