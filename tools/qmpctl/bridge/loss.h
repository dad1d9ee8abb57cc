/* loss.h - requests at the board that will get no answer, and what their clients are told.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_LOSS_H
#define BRIDGE_LOSS_H

#include <stdbool.h>
#include <stdint.h>

struct bridge;

/* The in-band request of NUMBER was answered, and is not in flight any more: those before it that
 * are will not be; out-of-band ones neither, if it was a probe. */
void loss_before(struct bridge *bridge, uint64_t number, bool by_probe);

/* The first in-band request has lost its reply. */
void loss_of_first(struct bridge *bridge, const char *why);

/* None of the requests at the board will be answered.  %r in FORMAT stands for REASON. */
void loss_of_all(struct bridge *bridge, const char *format, const char *reason);

#endif
