/* processors.c - cpu_set, mce, singlestep; info mem, info tlb, info jit.
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"
#include "commands/commands.h"
#include "debug/debug.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

/* A command of other processors: the text is QEMU's where it does not have it either. */
static int fail_unknown(struct monitor_run *run)
{
    return monitor_fail(run, "unknown command: '%c'");
}

int hmp_mce(struct monitor_run *run)
{
    return fail_unknown(run);
}

/* As in QEMU it is a choice of how the application is executed that is told, and nothing else of
 * it is to be seen: a processor executes one instruction at a time. */
int hmp_singlestep(struct monitor_run *run)
{
    bool on = !monitor_has(run, 0) || monitor_is(run, 0, "on");

    if (!on && !monitor_is(run, 0, "off"))
        return monitor_fail(run, "unexpected option %0");
    run->agent->singlestep = on;
    return 0;
}

#if QMP_GROUP_DEBUG

int hmp_cpu_set(struct monitor_run *run)
{
    int64_t cpu = monitor_number(run, 0);
    bool online = monitor_is(run, 1, "online");

    if (cpu >= (int64_t)board_cpu_count())
        return monitor_fail(run, "invalid CPU index");
    if (!online && !monitor_is(run, 1, "offline"))
        return monitor_fail(run, "unexpected state %1");
    if (cpu == 0 && !online)
        return monitor_error(run, "The agent runs on CPU 0");
    debug_set_online(run->agent, (unsigned)cpu, online);
    return 0;
}

#endif

/* ------------------------------------------------------------------- protection */

/* Physical addresses are all there are, as nobody turns translation on. */
int hmp_info_mem(struct monitor_run *run)
{
    if (!board_processor.translates)
        return fail_unknown(run);
    return monitor_print(run, board_processor.translates()
                                  ? "Translation is on; its tables are not shown"
                                  : "No translation or protection");
}

static void say_rights(struct monitor_run *run, unsigned rights)
{
    say(run, "%c%c%c", rights & BOARD_MAY_READ ? 'r' : '-', rights & BOARD_MAY_WRITE ? 'w' : '-',
        rights & BOARD_MAY_EXECUTE ? 'x' : '-');
}

/* An entry a piece: its range, what the privileged may, what others may, the eighths left out. */
static bool emit_protection(struct monitor_run *run)
{
    struct board_protection protection;

    if (!board_processor.protection((unsigned)run->at[0], &protection))
        return false;
    run->at[0] = protection.entry + 1;
    say(run, "%2u: %016jx-%016jx privileged ", protection.entry, protection.first, protection.last);
    say_rights(run, protection.privileged);
    say_text(run, " user ");
    say_rights(run, protection.user);
    if (protection.holes)
        say(run, " without eighths 0x%02x", protection.holes);
    say_text(run, "\n");
    return true;
}

int hmp_info_tlb(struct monitor_run *run)
{
    if (!board_processor.protection)
        return fail_unknown(run);
    if (run->cpu != 0)
        return monitor_error(run, "Only CPU 0 can be asked for what it protects");
    run->emit = emit_protection;
    return 0;
}

#endif
