/* virtio.h - a device on the memory-mapped virtio transport, for the drivers' tests: it does
 * with its queues what the test says, when the test says so.
 *
 * SPDX-License-Identifier: MIT */
#ifndef UNIT_VIRTIO_H
#define UNIT_VIRTIO_H

#include <stdbool.h>
#include <stdint.h>

#define VIRTIO_DEVICE_BASE 0x10008000u
#define VIRTIO_QUEUES      3u

struct virtio_device {
    uint32_t id;
    uint64_t features;  /* offered */
    uint32_t status;    /* as the driver wrote it */
    uint32_t interrupt; /* reasons the driver has not acknowledged */
    uint32_t config[2];
    uint32_t notified; /* bit N: queue N was, since the test last looked */
    uint32_t num_max;  /* of each queue */
};
extern struct virtio_device virtio_device;

/* As after power-on. */
void virtio_device_begin(uint32_t id);

/* The next buffer that waits in QUEUE and its LENGTH; NULL: none does. */
void *virtio_device_pop(unsigned queue, uint32_t *length);

/* Gives that buffer back with so many bytes WRITTEN to it, and interrupts. */
void virtio_device_push(unsigned queue, uint32_t written);

#endif
