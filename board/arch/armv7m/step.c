/* step.c - what board/debug.h asks about the application's next instruction.
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"
#include "board/debug.h"
#include "held.h"
#include "thumb.h"

_Static_assert(THUMB_NEXT_MAX <= BOARD_NEXT_MAX, "every end of a step is told");

/* In a HardFault another fault would be the processor's end, but what is looked at there is what
 * the processor itself is about to read. */
bool thumb_read(uint32_t address, unsigned size, uint32_t *value)
{
    uint32_t exception;

    __asm__ volatile("mrs %0, ipsr" : "=r"(exception));
    if (exception == 3) {
        *value =
            size == 2 ? *(const volatile uint16_t *)address : *(const volatile uint32_t *)address;
        return true;
    }
    *value = 0;
    return board_memory_read(address, value, size) == size;
}

/* False when the application's frame is not known. */
static bool read_state(struct thumb_state *state)
{
    uint64_t value = 0;

    if (held_frame() == NULL)
        return false;
    for (unsigned i = 0; i < 16; i++) {
        (void)board_register_read(0, i, &value);
        state->r[i] = (uint32_t)value;
    }
    state->xpsr = held_frame()->xpsr;
    return true;
}

unsigned board_next_pc(unsigned cpu, uintptr_t next[BOARD_NEXT_MAX])
{
    struct thumb_state state;
    uint32_t ends[THUMB_NEXT_MAX];
    unsigned count;

    (void)cpu;
    if (!read_state(&state))
        return 0;
    count = thumb_next(&state, ends);
    for (unsigned i = 0; i < count; i++)
        next[i] = ends[i];
    return count;
}

bool board_is_call(unsigned cpu, uintptr_t *after)
{
    struct thumb_state state;
    uint32_t end;

    (void)cpu;
    if (!read_state(&state) || !thumb_is_call(&state, &end))
        return false;
    *after = end;
    return true;
}

/* Looked for in what is memory only: the word may be anything, and reading a device's register
 * has effects. */
static bool is_memory(uintptr_t address)
{
    for (size_t i = 0; i < board_info.region_count; i++)
        if (address - board_info.regions[i].base < board_info.regions[i].size)
            return true;
    return false;
}

/* Bit 0 is the Thumb state in a return address, and set in all of them. */
bool board_is_return_address(uintptr_t address)
{
    address &= ~(uintptr_t)1;
    return is_memory(address - 4) && is_memory(address - 1) &&
           thumb_follows_call((uint32_t)address);
}

/* There are no caches; what was fetched in advance is fetched again. */
void board_code_written(uintptr_t address, size_t size)
{
    (void)address;
    (void)size;
    __asm__ volatile("dsb\n\tisb" : : : "memory");
}

void board_safepoints(bool every)
{
    (void)every;
}

bool board_is_safepoint(uintptr_t address)
{
    (void)address;
    return false;
}
