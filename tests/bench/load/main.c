/* main.c - an application that computes, and counts what comes in between.
 *
 * A window is always the same instructions, so what the counter shows more is what the agent, its
 * interrupts included, took from the application.  The first window is measured before interrupts
 * are enabled for it, and is what the others are compared with.  A host reads `load`, and may write
 * zeros to it.
 *
 * The counter is minstret, exact in QEMU with -icount shift=0.
 *
 * SPDX-License-Identifier: MIT */
#include "agent/agent.h"

#define TURNS 10000

/* So many windows without an interruption end what a request made the agent do. */
#define APART 50

static struct agent agent;
static struct board_hooks hooks;

struct load {
    uint64_t own; /* instructions of a window that nobody interrupts */
    /* Since they were cleared. */
    uint64_t quiet;    /* most windows one after another that were not longer */
    uint64_t requests; /* times that windows were, with APART that were not behind them */
    uint64_t added;    /* instructions in all of those but the first, beyond the windows' own */
    uint64_t most;     /* ... for one of them */
};
extern volatile struct load load;
volatile struct load load;

static uint64_t window(void)
{
    uint64_t begun, ended, turns = TURNS;

    __asm__ volatile("csrr %0, minstret\n"
                     "1:\n\t"
                     "addi %2, %2, -1\n\t"
                     "bnez %2, 1b\n\t"
                     "csrr %1, minstret"
                     : "=&r"(begun), "=&r"(ended), "+&r"(turns));
    return ended - begun;
}

static uint64_t undisturbed(void)
{
    uint64_t count;

    __asm__ volatile("csrci mstatus, 8" ::: "memory");
    count = window();
    __asm__ volatile("csrsi mstatus, 8" ::: "memory");
    return count;
}

/* What the agent did for one request took ADDED instructions.  The first after the counters were
 * cleared is the one that cleared them. */
static void note_request(uint64_t added)
{
    if (load.requests++ == 0)
        return;
    load.added += added;
    if (added > load.most)
        load.most = added;
}

static void compute(void)
{
    uint64_t quiet = 0, added = 0;

    load.own = undisturbed();
    for (;;) {
        uint64_t more = window() - load.own;

        added += more;
        quiet = more != 0 ? 0 : quiet + 1;
        if (quiet == APART && added != 0) {
            note_request(added);
            added = 0;
        }
        if (quiet > load.quiet)
            load.quiet = quiet;
    }
}

int main(void)
{
    board_init();
    agent_init(&agent);
    hooks = agent_hooks(&agent, compute);
    board_run(&hooks);
}
