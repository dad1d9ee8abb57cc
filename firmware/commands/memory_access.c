/* memory_access.c - what commands that look at memory have in common.
 *
 * Only what board_info calls memory is touched.  Memory given to the host (board/services.h) is
 * treated like memory that is not there.
 *
 * SPDX-License-Identifier: MIT */
#include "memory_access.h"

#include "board/services.h"

#if !QMP_GROUP_INSPECT && !QMP_GROUP_MONITOR
static
#endif
    const struct board_region *
    memory_region(uint64_t address)
{
    const struct board_region *r = board_info.regions;

    if (address > UINTPTR_MAX)
        return NULL;
    for (size_t i = 0; i < board_info.region_count; i++, r++)
        if ((uintptr_t)address - r->base < r->size)
            return r;
    return NULL;
}

/* True when part of the memory is with the host at the moment. */
static bool is_given(uint64_t address, uint64_t size)
{
#if QMP_GROUP_DEVICES
    const struct board_balloon *balloon = board_services.balloon;

    return balloon != NULL && size != 0 && balloon->is_active() &&
           balloon->has_given((uintptr_t)address, (size_t)size);
#else
    (void)address;
    (void)size;
    return false;
#endif
}

int memory_check_range(struct qmp_call *call, uint64_t address, uint64_t size, bool write)
{
    do {
        const struct board_region *region = memory_region(address);
        uintptr_t here;

        if (!region)
            return qmp_fail_number(call, address, "Address %w is not memory");
        if (write && !region->writable)
            return qmp_fail_number(call, address, "Memory at %w is not writable");
        here = region->size - ((uintptr_t)address - region->base);
        if (is_given(address, here < size ? here : size))
            return qmp_fail_number(call, address, "Memory from %w on is given to the host");
        if (here >= size)
            return 0;
        address += here;
        size -= here;
    } while (true);
}

#if QMP_GROUP_DEVICES

/* How many of the SIZE bytes come before one that is with the host. */
static size_t before_given(uintptr_t address, size_t size)
{
    size_t good = 0;

    if (!is_given(address, size))
        return size;
    for (size_t bad = size; bad - good > 1;) {
        size_t middle = good + (bad - good) / 2;

        if (is_given(address, middle))
            bad = middle;
        else
            good = middle;
    }
    return good;
}

size_t memory_read(struct agent *agent, uintptr_t address, void *buffer, size_t size)
{
    return debug_memory_read(agent, address, buffer, before_given(address, size));
}

size_t memory_write(struct agent *agent, uintptr_t address, const void *buffer, size_t size)
{
    return debug_memory_write(agent, address, buffer, before_given(address, size));
}

#endif
