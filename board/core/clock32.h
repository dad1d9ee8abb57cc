/* clock32.h - a clock of 64 bits on a counter of 32.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_CLOCK32_H
#define CORE_CLOCK32_H

#include <stdint.h>

/* The count of the register at COUNTER, which counts up and wraps, from its start on.  For
 * one counter only.  Somebody has to look once a round, or the round is lost.  Any context. */
uint64_t clock32_read(uintptr_t counter);

#endif
