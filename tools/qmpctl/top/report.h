/* report.h - pictures on standard output, as text or as JSON.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_TOP_REPORT_H
#define QMPCTL_TOP_REPORT_H

#include <stdint.h>
#include <stdio.h>

#include "top/engine.h"

/* Prints COUNT pictures (0: for ever), one each interval; returns an exit code. */
int report_run(struct engine *engine, uint64_t count);

/* report_json.c: a picture as a line. */
void report_json(FILE *out, const struct picture *picture, int64_t now);

#endif
