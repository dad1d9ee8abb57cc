/* input_queue.h - the application's input queue (agent/input.h).
 *
 * Nothing waits; each function says its context.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_INPUT_QUEUE_H
#define AGENT_INPUT_QUEUE_H

#include "agent/input.h"

/* How many events the queue takes.  Context: agent. */
uint32_t input_room(const struct input_queue *queue);
/* Adds an event; there must be room.  Context: agent. */
void input_put(struct input_queue *queue, const struct input_event *event);
/* Takes the oldest event; false when there is none.  Context: the application. */
bool input_get(struct input_queue *queue, struct input_event *event);

/* How many keys may still be given to input_type().  Context: agent. */
uint32_t input_key_room(const struct input_queue *queue);
/* Adds COUNT keys, at most input_key_room(), to be pressed in this order and released in the
 * opposite one, HOLD milliseconds after each.  KEYS(context, i) tells the i-th key; it is asked
 * in ascending order, once each.  Context: agent. */
void input_type(struct input_queue *queue, uint32_t count, uint32_t hold,
                struct input_event (*keys)(void *context, uint32_t i), void *context);
/* Presses and releases what is due at NOW (microseconds); time does not pass while not
 * RUNNING.  Returns the time at which to call again, UINT64_MAX: not before the application
 * runs again or reads, or there are keys.  Context: agent. */
uint64_t input_tick(struct input_queue *queue, uint64_t now, bool running);

/* Forgets everything.  Context: agent, while the application starts afresh. */
void input_clear(struct input_queue *queue);

#endif
