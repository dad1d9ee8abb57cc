/* translated.c - info jit: of a board whose processor executes the translation of another's code.
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"
#include "commands/commands.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

static bool emit(struct monitor_run *run)
{
    struct board_translation translation;

    if (!board_processor.translation(&translation))
        return false;
    /* QEMU has the numbers from column 20 on. */
    say(run,
        "Translation buffer state:\n"
        "gen code size       %u\n"
        "bundle count        %u\n"
        "safepoints          %u\n",
        (unsigned)translation.size, (unsigned)translation.bundles, (unsigned)translation.entries);
    return false;
}

int hmp_info_jit(struct monitor_run *run)
{
    if (board_processor.translation)
        run->emit = emit;
    return 0;
}

int agent_x_query_jit(struct qmp_call *call)
{
    return monitor_human_readable(call, "jit");
}

#endif
