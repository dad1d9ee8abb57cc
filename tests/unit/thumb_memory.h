/* thumb_memory.h - a memory of the test's for the decoder of ARMv7-M: thumb_read().
 *
 * SPDX-License-Identifier: MIT */
#ifndef THUMB_MEMORY_H
#define THUMB_MEMORY_H

#include "thumb.h"

/* There is nothing in it any more. */
void memory_clear(void);

/* Addresses are even, and below 64 KiB. */
void memory_half(uint32_t address, uint16_t value);
void memory_word(uint32_t address, uint32_t value);

/* An instruction, of 4 bytes if FIRST says so. */
void memory_code(uint32_t address, uint16_t first, uint16_t second);

#endif
