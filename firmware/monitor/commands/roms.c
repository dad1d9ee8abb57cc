/* roms.c - info roms: the sections of the image.
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"
#include "commands/memory_access.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

static bool is_writable(uintptr_t address)
{
    const struct board_region *region = memory_region(address);

    return region && region->writable;
}

/* A section a piece; in the order of addresses, which the linker script has them in. */
static bool emit(struct monitor_run *run)
{
    const struct board_section *section = &board_sections[run->at[0]];
    uintptr_t start = (uintptr_t)section->start, end = (uintptr_t)section->end;

    if (run->at[0]++ >= board_section_count)
        return false;
    if (end <= start)
        return true;
    say(run, "addr=%016zx size=0x%06zx mem=%s name=\"%s\"\n", start, end - start,
        is_writable(start) ? "ram" : "rom", section->name);
    return true;
}

int hmp_info_roms(struct monitor_run *run)
{
    run->emit = emit;
    return 0;
}

#endif
