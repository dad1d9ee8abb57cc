/* virtqueue.c - a split virtqueue whose descriptors are tied to fixed buffers.
 * Source: Virtual I/O Device (VIRTIO) 1.1, section 2.6.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/virtqueue.h"

#include <stdatomic.h>

#define DESC_WRITE         2u
#define AVAIL_NO_INTERRUPT 1u

void virtq_set_buffer(struct virtq *queue, unsigned number, void *buffer, uint32_t size,
                      bool is_input)
{
    queue->descriptors[number].address = (uintptr_t)buffer;
    queue->descriptors[number].length = size;
    queue->descriptors[number].flags = is_input ? DESC_WRITE : 0;
}

void virtq_offer(struct virtq *queue, unsigned number, uint32_t length)
{
    uint16_t index = queue->available.index;

    queue->descriptors[number].length = length;
    queue->available.ring[index % VIRTQ_SIZE] = (uint16_t)number;
    atomic_thread_fence(memory_order_release);
    *(volatile uint16_t *)&queue->available.index = (uint16_t)(index + 1);
    /* The device must see the index before a notification, and before it is asked
     * whether it has used anything. */
    atomic_thread_fence(memory_order_seq_cst);
}

uint16_t virtq_used_index(const struct virtq *queue)
{
    uint16_t index = queue->used.index;

    atomic_thread_fence(memory_order_acquire);
    return index;
}

struct virtq_used_element virtq_peek(const struct virtq *queue)
{
    const volatile struct virtq_used_element *element =
        &queue->used.ring[queue->next_used % VIRTQ_SIZE];

    return (struct virtq_used_element){.id = element->id, .length = element->length};
}

void virtq_take(struct virtq *queue)
{
    queue->next_used++;
}

void virtq_set_interrupt(struct virtq *queue, bool wanted)
{
    *(volatile uint16_t *)&queue->available.flags = wanted ? 0 : AVAIL_NO_INTERRUPT;
    atomic_thread_fence(memory_order_seq_cst);
}
