/* virtio_mmio.h - the memory-mapped transport of virtio 1 devices.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_VIRTIO_MMIO_H
#define DRIVERS_VIRTIO_MMIO_H

#include <stdbool.h>
#include <stdint.h>

struct virtq;

/* True when a modern (version 2) device of kind DEVICE_ID sits at BASE. */
bool virtio_mmio_is(uintptr_t base, uint32_t device_id);

/* Resets the device and negotiates exactly FEATURES plus VIRTIO_F_VERSION_1.
 * Returns false when the device does not offer them all; it is then left failed. */
bool virtio_mmio_begin(uintptr_t base, uint64_t features);

/* Gives the device QUEUE as its queue number INDEX.  Returns false when it has no such
 * queue or only a shorter one.  After virtio_mmio_begin(), before virtio_mmio_go(). */
bool virtio_mmio_queue(uintptr_t base, uint32_t index, struct virtq *queue);

/* Lets the device work. */
void virtio_mmio_go(uintptr_t base);

/* Tells the device that queue INDEX has new buffers.  Any context. */
void virtio_mmio_notify(uintptr_t base, uint32_t index);

/* Takes the device's interrupt back.  Interrupt context. */
void virtio_mmio_acknowledge(uintptr_t base);

#endif
