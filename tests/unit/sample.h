/* sample.h - commands and events for tests of sessions.
 *
 * SPDX-License-Identifier: MIT */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "rig.h"

enum sample_event_id {
    SAMPLE_DROPPED = QMP_EVENT_AGENT_EVENTS_DROPPED,
    SAMPLE_NOTE,  /* {number} */
    SAMPLE_KINDS, /* {i, b, s, e}: a datum of every kind */
    SAMPLE_BARE,  /* no data */
    SAMPLE_SLOW,  /* {number}, rate limited; so are the ones after it */
    SAMPLE_SLOW_LAST = SAMPLE_SLOW + 11,
    SAMPLE_EVENTS
};

/* agent-cancel, agent-reset-session, guest-sync, guest-sync-delimited,
 * qmp_capabilities, query-commands as in the product, and
 *   burst {count}  sends COUNT events NOTE, numbered from 0
 *   fail {text}    fails with DeviceNotFound and a text that quotes TEXT
 *   fill {size}    streams {"data": "<SIZE letters>"}; cancelled, it ends early with
 *                  "cancelled": true
 *   mark {number}  notes NUMBER in the rig and returns it; may be sent out of band
 *   missing        is in the schema but not in the image */
extern const struct qmp_schema sample_schema;
extern qmp_handler *const sample_handlers[];

/* The letter of `fill` at a position. */
char sample_letter(uint64_t position);

/* The line with which `fill` of SIZE answers, without an id; to be freed. */
char *sample_fill_line(uint64_t size);

void sample_note(struct rig *rig, int64_t number);
#define SAMPLE_NOTE_LINE(number)                                                                   \
    "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, \"event\": \"NOTE\", "               \
    "\"data\": {\"number\": " number "}}"

#endif
