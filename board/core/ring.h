/* ring.h - a byte ring between one producer and one consumer.
 *
 * The producer is a port's interrupt (or the poll), the consumer the agent.  Each side
 * writes only its own index, so neither needs the other to be masked.  The processor is
 * single and sees its own accesses in order: a compiler fence is all that is needed.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_RING_H
#define CORE_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/config.h"

/* Indices run freely and wrap at 2^32; their difference is the fill. */
struct ring {
    volatile uint32_t head; /* producer: next byte to write */
    volatile uint32_t tail; /* consumer: next byte to take */
    uint8_t data[BOARD_RX_RING];
};

static inline bool ring_is_empty(const struct ring *ring)
{
    return ring->head == ring->tail;
}

static inline bool ring_is_full(const struct ring *ring)
{
    return ring->head - ring->tail == BOARD_RX_RING;
}

/* Bytes to take. */
static inline size_t ring_fill(const struct ring *ring)
{
    return ring->head - ring->tail;
}

/* Producer; the ring must not be full. */
static inline void ring_put(struct ring *ring, uint8_t byte)
{
    uint32_t head = ring->head;

    ring->data[head % BOARD_RX_RING] = byte;
    atomic_signal_fence(memory_order_release);
    ring->head = head + 1;
}

/* Consumer: takes at most SIZE bytes, returns how many. */
static inline size_t ring_take(struct ring *ring, void *buffer, size_t size)
{
    uint8_t *to = buffer;
    uint32_t tail = ring->tail;
    uint32_t fill = ring->head - tail;
    size_t count = size < fill ? size : fill;

    atomic_signal_fence(memory_order_acquire);
    for (size_t i = 0; i < count; i++)
        to[i] = ring->data[(tail + i) % BOARD_RX_RING];
    atomic_signal_fence(memory_order_release);
    ring->tail = tail + (uint32_t)count;
    return count;
}

/* Producer: the index behind what was put so far. */
static inline uint32_t ring_mark(const struct ring *ring)
{
    return ring->head;
}

/* Consumer: drops all before MARK that was not taken yet. */
static inline void ring_drop(struct ring *ring, uint32_t mark)
{
    if ((int32_t)(mark - ring->tail) > 0)
        ring->tail = mark;
}

#endif
