/* start.h - what the images that count have in common: how they start, and print.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BENCH_START_H
#define BENCH_START_H

#include "agent/agent.h"

/* Initialised, but not run: what counts is the application, and nothing may run beside it. */
extern struct agent agent;

/* You implement: counts, prints the counts and powers off. */
void measure(void);

/* Writes to the QMP port; waits while that is full. */
void print(const char *text);

#endif
