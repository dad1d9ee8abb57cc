/* virtqueue.h - a split virtqueue whose descriptors are tied to fixed buffers.
 *
 * Descriptor N always describes buffer N, so "which buffer" and "which descriptor" are one
 * number and no list of free descriptors is needed.  The caller keeps contexts apart.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_VIRTQUEUE_H
#define DRIVERS_VIRTQUEUE_H

#include <stdbool.h>
#include <stdint.h>

/* Entries.  32 is what QEMU's virtio-serial offers for its control queues, and they must
 * take a message from each of its 31 ports at once. */
#define VIRTQ_SIZE 32u

struct virtq_descriptor {
    uint64_t address;
    uint32_t length;
    uint16_t flags;
    uint16_t next;
};

struct virtq_used_element {
    uint32_t id;
    uint32_t length;
};

struct virtq {
    _Alignas(16) struct virtq_descriptor descriptors[VIRTQ_SIZE];
    _Alignas(2) struct {
        uint16_t flags;
        uint16_t index;
        uint16_t ring[VIRTQ_SIZE];
        uint16_t used_event;
    } available;
    _Alignas(4) volatile struct {
        uint16_t flags;
        uint16_t index;
        struct virtq_used_element ring[VIRTQ_SIZE];
        uint16_t avail_event;
    } used;
    uint16_t next_used; /* the first used element the driver has not taken */
};

/* Ties buffer NUMBER to SIZE bytes at BUFFER, which the device writes if IS_INPUT. */
void virtq_set_buffer(struct virtq *queue, unsigned number, void *buffer, uint32_t size,
                      bool is_input);

/* Gives buffer NUMBER to the device, with LENGTH bytes to read or to fill. */
void virtq_offer(struct virtq *queue, unsigned number, uint32_t length);

/* How far the device has come; compare with next_used. */
uint16_t virtq_used_index(const struct virtq *queue);

/* The next used element, which must exist; it stays until virtq_take(). */
struct virtq_used_element virtq_peek(const struct virtq *queue);
void virtq_take(struct virtq *queue);

/* Whether the device shall interrupt when it has used a buffer. */
void virtq_set_interrupt(struct virtq *queue, bool wanted);

#endif
