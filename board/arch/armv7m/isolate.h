/* isolate.h - keeps the application inside its own memory (BOARD_ISOLATED).
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_ISOLATE_H
#define ARMV7M_ISOLATE_H

#include "board/config.h"

#if BOARD_ISOLATED

/* Sets the regions of the protection unit; the board is reset when there is none.  Context: reset.
 */
void isolate_memory(void);

/* Whatever is a thread from now on is unprivileged.  Context: a handler. */
static inline void isolate_thread(void)
{
    __asm__ volatile("msr control, %0\n\tisb" : : "r"(1) : "memory");
}

#else

static inline void isolate_memory(void)
{
}

static inline void isolate_thread(void)
{
}

#endif
#endif
