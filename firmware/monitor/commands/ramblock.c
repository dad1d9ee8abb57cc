/* ramblock.c - info ramblock: the board's memories.
 *
 * SPDX-License-Identifier: MIT */
#include "commands/commands.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

/* A memory a piece; all of it is used, and its place among all memories is its address. */
static bool emit(struct monitor_run *run)
{
    const struct board_region *region = &board_info.regions[run->at[0]];

    if (run->at[0]++ >= board_info.region_count)
        return false;
    say(run, "%24s    4 KiB  0x%016zx 0x%016zx 0x%016zx\n", region->name, region->base,
        region->size, region->size);
    return true;
}

static bool emit_head(struct monitor_run *run)
{
    say_text(run, "              Block Name    PSize              Offset               Used"
                  "              Total\n");
    run->emit = emit;
    return true;
}

int hmp_info_ramblock(struct monitor_run *run)
{
    run->emit = emit_head;
    return 0;
}

int agent_x_query_ramblock(struct qmp_call *call)
{
    return monitor_human_readable(call, "ramblock");
}

#endif
