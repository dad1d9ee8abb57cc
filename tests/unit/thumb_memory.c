/* thumb_memory.c - a memory of the test's for the decoder of ARMv7-M.
 *
 * SPDX-License-Identifier: MIT */
#include "thumb_memory.h"

#include "unit.h"

#define HALVES 0x8000u

static uint16_t halves[HALVES];
static bool there[HALVES];

void memory_clear(void)
{
    memset(there, 0, sizeof there);
}

void memory_half(uint32_t address, uint16_t value)
{
    assert_true(address / 2 < HALVES && address % 2 == 0);
    halves[address / 2] = value;
    there[address / 2] = true;
}

void memory_word(uint32_t address, uint32_t value)
{
    memory_half(address, (uint16_t)value);
    memory_half(address + 2, (uint16_t)(value >> 16));
}

void memory_code(uint32_t address, uint16_t first, uint16_t second)
{
    memory_half(address, first);
    if (thumb_length(first) == 4)
        memory_half(address + 2, second);
}

bool thumb_read(uint32_t address, unsigned size, uint32_t *value)
{
    uint32_t at = address / 2, high = 0;

    assert_int_equal(address % 2, 0);
    if (at >= HALVES - 1 || !there[at] || (size == 4 && !there[at + 1]))
        return false;
    if (size == 4)
        high = halves[at + 1];
    *value = high << 16 | halves[at];
    return true;
}
