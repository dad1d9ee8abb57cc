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

/* The features that the device at BASE offers.  Context: reset: the register that selects the
 * word to read is the device's, and nobody else must be between the two. */
uint64_t virtio_mmio_features(uintptr_t base);

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

/* Why a device interrupts. */
enum {
    VIRTIO_MMIO_USED = 1u << 0,   /* it has used buffers */
    VIRTIO_MMIO_CONFIG = 1u << 1, /* its configuration changed */
};

/* Takes the device's interrupt back and returns its reasons.  Interrupt context, or the poll. */
unsigned virtio_mmio_acknowledge(uintptr_t base);

/* The word AT bytes into the device's configuration.  After virtio_mmio_begin(). */
uint32_t virtio_mmio_config_read32(uintptr_t base, uint32_t at);
void virtio_mmio_config_write32(uintptr_t base, uint32_t at, uint32_t value);

#endif
