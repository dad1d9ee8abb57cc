/* input_queue.c - the application's input queue, and keys that are held for a time.
 *
 * SPDX-License-Identifier: MIT */
#include "input_queue.h"

#include <stdatomic.h>

#include "qmp/groups.h"

#if QMP_GROUP_INPUT

#define STROKES (2 * AGENT_SEND_KEYS)

/* ---------------------------------------------------------------------- queue */

uint32_t input_room(const struct input_queue *queue)
{
    return AGENT_INPUT_EVENTS - (queue->head - queue->tail);
}

/* One processor: a compiler fence is all that the order needs. */
void input_put(struct input_queue *queue, const struct input_event *event)
{
    uint32_t head = queue->head;

    queue->events[head % AGENT_INPUT_EVENTS] = *event;
    atomic_signal_fence(memory_order_release);
    queue->head = head + 1;
}

bool input_get(struct input_queue *queue, struct input_event *event)
{
    uint32_t tail = queue->tail;

    if (queue->head == tail)
        return false;
    atomic_signal_fence(memory_order_acquire);
    *event = queue->events[tail % AGENT_INPUT_EVENTS];
    atomic_signal_fence(memory_order_release);
    queue->tail = tail + 1;
    return true;
}

/* -------------------------------------------------------------------- strokes */

uint32_t input_key_room(const struct input_queue *queue)
{
    return (STROKES - (queue->end - queue->first)) / 2;
}

void input_type(struct input_queue *queue, uint32_t count, uint32_t hold,
                struct input_event (*keys)(void *context, uint32_t i), void *context)
{
    for (uint32_t i = 0; i < count; i++) {
        struct input_stroke stroke = {.event = keys(context, i), .hold = hold};

        stroke.event.down = true;
        queue->strokes[(queue->end + i) % STROKES] = stroke;
        stroke.event.down = false;
        queue->strokes[(queue->end + 2 * count - 1 - i) % STROKES] = stroke;
    }
    queue->end += 2 * count;
}

/* Stops or resumes the time until the next stroke. */
static void hold_time(struct input_queue *queue, uint64_t now, bool held)
{
    if (held == queue->held)
        return;
    queue->held = held;
    if (held)
        queue->left = queue->due > now ? queue->due - now : 0;
    else
        queue->due = now + queue->left;
}

uint64_t input_tick(struct input_queue *queue, uint64_t now, bool running)
{
    hold_time(queue, now, !running);
    queue->waiting = false;
    while (running && queue->first != queue->end) {
        const struct input_stroke *stroke = &queue->strokes[queue->first % STROKES];

        if (now < queue->due)
            return queue->due;
        if (input_room(queue) == 0) {
            queue->waiting = true;
            break;
        }
        input_put(queue, &stroke->event);
        queue->due = now + (uint64_t)stroke->hold * 1000;
        queue->first++;
    }
    return UINT64_MAX;
}

void input_clear(struct input_queue *queue)
{
    queue->tail = queue->head;
    queue->first = queue->end;
    queue->due = queue->left = 0;
    queue->waiting = false;
#if QMP_GROUP_MONITOR
    queue->pressed = 0;
#endif
}

#endif
