/* memory.c - the agent's look at memory that may not be there.
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"
#include "board/config.h"
#include "core/arch.h"

#if BOARD_POLLED

/* No trap would come back from a fault: only what is listed as memory is touched. */
static size_t inside_region(uintptr_t address, size_t size, bool write)
{
    for (size_t i = 0; i < board_info.region_count; i++) {
        const struct board_region *region = &board_info.regions[i];

        if (address >= region->base && address - region->base < region->size &&
            (region->writable || !write)) {
            size_t left = region->size - (address - region->base);

            return size < left ? size : left;
        }
    }
    return 0;
}

static size_t copy(void *to, const void *from, size_t size)
{
    volatile uint8_t *out = to;
    const volatile uint8_t *in = from;

    for (size_t i = 0; i < size; i++)
        out[i] = in[i];
    return size;
}

size_t board_memory_read(uintptr_t address, void *buffer, size_t size)
{
    return copy(buffer, (const void *)address, inside_region(address, size, false));
}

size_t board_memory_write(uintptr_t address, const void *buffer, size_t size)
{
    return copy((void *)address, buffer, inside_region(address, size, true));
}

#else

/* An access must not run past the last address: it would go on at 0. */
static size_t clip(uintptr_t address, size_t size)
{
    uintptr_t last = UINTPTR_MAX - address;

    return size != 0 && size - 1 > last ? (size_t)last + 1 : size;
}

size_t board_memory_read(uintptr_t address, void *buffer, size_t size)
{
    return arch_probe_copy(buffer, (const void *)address, clip(address, size));
}

size_t board_memory_write(uintptr_t address, const void *buffer, size_t size)
{
    return arch_probe_copy((void *)address, buffer, clip(address, size));
}

#endif
