/* pace.c - when the host is asked for input, handed output, and left alone.
 *
 * SPDX-License-Identifier: MIT */
#include "core.h"

#define ASK_BUNDLES  2048u /* between two questions to the host: about 12 us */
#define WORK_BUNDLES 1024u /* more of them between two polls is work */
#define IDLE_POLLS   32u
#define FLUSH_POLLS  8u /* the program has gone from sending to waiting */
#define CLOCK_POLLS  4u /* while it idles, the clock is looked at every so many polls */
#define SLEEP_SHARE  8u
#define SLEEP_MIN    20000u   /* ns; less is not worth it */
#define SLEEP_MAX    1000000u /* ns */

/* The host has not been asked at all, or may have something: it is asked next time. */
static void ask_next_time(struct pace *pace, uint64_t bundles)
{
    for (unsigned n = 0; n < E2K_CHANNELS_ESCC; n++)
        pace->asked[n] = bundles - ASK_BUNDLES;
}

void pace_reset(struct pace *pace, uint64_t bundles)
{
    *pace = (struct pace){0};
    ask_next_time(pace, bundles);
}

static void sleep_share(struct e2k_machine *machine)
{
    struct pace *pace = &machine->pace;
    uint64_t now = machine->host.now(machine->host.context);
    uint64_t sleep;

    if (!pace->idle_since)
        pace->idle_since = now;
    sleep = (now - pace->idle_since) / SLEEP_SHARE;
    if (sleep < SLEEP_MIN)
        return;
    escc_flush(machine);
    machine->host.wait(machine->host.context, sleep < SLEEP_MAX ? sleep : SLEEP_MAX,
                       escc_wanted(&machine->escc));
    pace->slept = true;
    ask_next_time(pace, machine->bundles);
}

void pace_poll(struct e2k_machine *machine)
{
    struct pace *pace = &machine->pace;
    uint64_t work = machine->bundles - pace->polled;

    pace->polled = machine->bundles;
    if (++pace->since_sent == FLUSH_POLLS)
        escc_flush(machine);
    if (work > WORK_BUNDLES) {
        pace->polls = 0;
        pace->idle_since = 0;
        return;
    }
    pace->polls++;
    if (pace->polls >= IDLE_POLLS && pace->polls % CLOCK_POLLS == 0 && machine->host.wait)
        sleep_share(machine);
}

void pace_traffic(struct e2k_machine *machine, bool sent)
{
    struct pace *pace = &machine->pace;

    pace->polls = 0;
    pace->idle_since = 0;
    if (sent)
        pace->since_sent = 0;
}

bool pace_due(struct e2k_machine *machine, int channel)
{
    struct pace *pace = &machine->pace;

    if (machine->bundles - pace->asked[channel] < ASK_BUNDLES)
        return false;
    pace->asked[channel] = machine->bundles;
    return true;
}
