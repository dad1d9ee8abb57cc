/* tally.h - how often each event came.
 *
 * Units: times are milliseconds on a clock that only goes forward (clock_ms() of engine.h).
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_TOP_TALLY_H
#define QMPCTL_TOP_TALLY_H

#include <stddef.h>
#include <stdint.h>

/* Promises of the manual page: over how many seconds a rate is. */
enum { TALLY_SECONDS = 10, TALLY_NAMES = 100 };

struct tally_event {
    char *name;
    char *data; /* of the last one, JSON text; NULL: it had none */
    uint64_t count;
    int64_t last;
    int64_t second; /* the one that the newest of `seconds` is for */
    uint32_t seconds[TALLY_SECONDS];
};

struct tally {
    int64_t begun;
    struct tally_event events[TALLY_NAMES];
    size_t count;
    uint64_t others; /* events of more names than there is room for */
};

/* NAME and DATA (may be NULL) are copied. */
void tally_note(struct tally *tally, const char *name, const char *data, int64_t now);

/* Events a second in the last TALLY_SECONDS, or since the beginning. */
double tally_rate(const struct tally *tally, const struct tally_event *event, int64_t now);

void tally_end(struct tally *tally);

#endif
