/* workers.h - what the sample application does on processors other than the first.
 *
 * SPDX-License-Identifier: MIT */
#ifndef WORKERS_H
#define WORKERS_H

#include "board/config.h"

#if BOARD_CPUS_MAX > 1

/* Starts one on each that is there.  Context: application. */
void workers_start(void);

#else

static inline void workers_start(void)
{
}

#endif
#endif
