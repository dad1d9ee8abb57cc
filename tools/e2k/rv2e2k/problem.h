/* problem.h - why a translation failed, as text.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RV2E2K_PROBLEM_H
#define RV2E2K_PROBLEM_H

struct problem {
    char text[320]; /* one line without its end; the first problem stays */
};

/* Notes a problem unless there is one already.  Returns -1, for `return problem_set(...)`. */
int problem_set(struct problem *problem, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
