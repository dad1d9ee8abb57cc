/* report.h - the hub's line in the log.
 *
 * Context: application.
 *
 * SPDX-License-Identifier: MIT */
#ifndef REPORT_H
#define REPORT_H

/* Writes a line on temperature and fan to the console. */
void report_log(void);

#endif
