/* isolate.h - keeps the application inside its own memory (BOARD_ISOLATED).
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_ISOLATE_H
#define RISCV_ISOLATE_H

#include "board/config.h"

#if BOARD_ISOLATED

/* Context: reset, after start.S. */
void isolate(void);

#else

static inline void isolate(void)
{
}

#endif
#endif
