/* refusal.h - what a server refuses, as an errno.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_FUSE_REFUSAL_H
#define QMPCTL_FUSE_REFUSAL_H

#include <stdbool.h>

/* CLASS and TEXT are those of an error reply, SETTING says that a value was to be set.
 * Returns an errno, positive. */
int refusal_errno(const char *class, const char *text, bool setting);

#endif
