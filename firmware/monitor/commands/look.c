/* look.c - memory, for commands that show it or count it.
 *
 * SPDX-License-Identifier: MIT */
#include "commands/memory_access.h"
#include "monitor/commands/show.h"

#if QMP_GROUP_MONITOR && (QMP_GROUP_MEMORY || QMP_GROUP_INSPECT)

/* What is in a region and cannot be read, a page that guards a stack or one that the host was
 * given, ends where such a page ends. */
#define PAGE 4096u

size_t monitor_look(struct monitor_run *run, uint64_t address, void *buffer, size_t size)
{
    size_t done = 0;

    while (done < size) {
        const struct board_region *region = memory_region(address + done);
        size_t here, got;

        if (!region)
            return done;
        here = region->size - ((uintptr_t)(address + done) - region->base);
        if (here > size - done)
            here = size - done;
        got = memory_read(run->agent, (uintptr_t)(address + done), (uint8_t *)buffer + done, here);
        done += got;
        if (got < here)
            return done;
    }
    return done;
}

uint32_t monitor_gap(uint64_t address, uint32_t limit)
{
    const struct board_region *region = memory_region(address);
    uint64_t gap = limit;

    if (region) {
        gap = PAGE - address % PAGE;
        if (gap > region->size - ((uintptr_t)address - region->base))
            gap = region->size - ((uintptr_t)address - region->base);
    }
    for (size_t i = 0; !region && i < board_info.region_count; i++)
        if (board_info.regions[i].base > address && board_info.regions[i].base - address < gap)
            gap = board_info.regions[i].base - address;
    return gap < limit ? (uint32_t)gap : limit;
}

#endif
