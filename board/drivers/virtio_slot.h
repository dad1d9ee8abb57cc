/* virtio_slot.h - a place for a virtio device on the memory-mapped transport, as an object.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_VIRTIO_SLOT_H
#define DRIVERS_VIRTIO_SLOT_H

#include <stdint.h>

#include "board/object.h"

struct virtio_slot {
    uintptr_t base;    /* the board sets it: where the registers are */
    uint64_t features; /* that the device offers */
};

/* The slot as an object; the state is a struct virtio_slot. */
extern const struct object_type virtio_slot_type;

/* Notes what the device in SLOT offers.  To read it later would move the device's selector,
 * maybe just between the two accesses of an application's own driver.
 * Context: reset, before any driver. */
void virtio_slot_init(struct virtio_slot *slot);

#endif
