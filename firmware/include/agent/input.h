/* input.h - keys and pointers on their way to the application, for send-key and
 * input-send-event.
 *
 * A ring between one producer, the agent, and one consumer, one context of the application
 * (agent_input() of agent/app.h); and the strokes of send-key, which wait for their time.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_INPUT_H
#define AGENT_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "agent/config.h"
#include "qmp/groups.h"

struct input_event {
    int64_t value; /* of a key given by number, and of a move */
    uint8_t kind;  /* enum agent_input_kind */
    uint8_t code;  /* of a key given by name, a button, an axis */
    bool down;
    bool by_number;
};

/* A key goes up or down, and nothing else happens for a while. */
struct input_stroke {
    struct input_event event;
    uint32_t hold; /* milliseconds */
};

struct input_queue {
    volatile uint32_t head; /* agent: next event to write */
    volatile uint32_t tail; /* application: next event to take */
    volatile bool waiting;  /* agent: a stroke is due and has no room */
    struct input_event events[AGENT_INPUT_EVENTS];
    /* The agent's own. */
    uint32_t first, end; /* strokes that wait */
    bool held;           /* time does not pass, as the application is stopped: */
    uint64_t left;       /* microseconds until the next stroke */
    uint64_t due;        /* else the clock at which it is */
    struct input_stroke strokes[2 * AGENT_SEND_KEYS];
#if QMP_GROUP_MONITOR
    uint8_t pressed; /* bits: the pointer's buttons that mouse_button holds down */
#endif
};

_Static_assert((AGENT_INPUT_EVENTS & (AGENT_INPUT_EVENTS - 1)) == 0, "a power of two");
_Static_assert((AGENT_SEND_KEYS & (AGENT_SEND_KEYS - 1)) == 0, "a power of two");

#endif
