/* tally.c - how often each event came.
 *
 * SPDX-License-Identifier: MIT */
#include "top/tally.h"

#include <stdlib.h>
#include <string.h>

static struct tally_event *find(struct tally *tally, const char *name)
{
    for (size_t i = 0; i < tally->count; i++)
        if (strcmp(tally->events[i].name, name) == 0)
            return &tally->events[i];
    char *copy = tally->count < TALLY_NAMES ? strdup(name) : NULL;
    if (copy == NULL)
        return NULL;
    struct tally_event *event = &tally->events[tally->count++];
    *event = (struct tally_event){.name = copy};
    return event;
}

/* Seconds that have passed without an event are 0. */
static void go_to(struct tally_event *event, int64_t second)
{
    int64_t passed = second - event->second;
    for (int64_t i = 1; i <= passed && i <= TALLY_SECONDS; i++)
        event->seconds[(event->second + i) % TALLY_SECONDS] = 0;
    event->second = second;
}

void tally_note(struct tally *tally, const char *name, const char *data, int64_t now)
{
    struct tally_event *event = find(tally, name);
    if (event == NULL) {
        tally->others++;
        return;
    }
    go_to(event, now / 1000);
    event->seconds[event->second % TALLY_SECONDS]++;
    event->count++;
    event->last = now;
    free(event->data);
    event->data = data != NULL ? strdup(data) : NULL;
}

double tally_rate(const struct tally *tally, const struct tally_event *event, int64_t now)
{
    struct tally_event seen = *event;
    uint64_t sum = 0;
    /* The second that has just begun counts as the part that has passed of it. */
    double span = (double)(now % 1000) / 1000 + TALLY_SECONDS - 1;
    double age = (double)(now - tally->begun) / 1000;
    go_to(&seen, now / 1000);
    for (size_t i = 0; i < TALLY_SECONDS; i++)
        sum += seen.seconds[i];
    if (age < span)
        span = age > 1 ? age : 1;
    return (double)sum / span;
}

void tally_end(struct tally *tally)
{
    for (size_t i = 0; i < tally->count; i++) {
        free(tally->events[i].name);
        free(tally->events[i].data);
    }
    tally->count = 0;
}
