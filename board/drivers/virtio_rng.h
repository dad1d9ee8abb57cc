/* virtio_rng.h - random bytes from the host.
 *
 * A getter cannot wait for the host, so a buffer is kept filled; each byte is handed out once.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_VIRTIO_RNG_H
#define DRIVERS_VIRTIO_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/object.h"
#include "drivers/virtqueue.h"

#define VIRTIO_RNG_BYTES 256u

struct virtio_rng {
    uintptr_t base; /* 0: no device */
    bool present;   /* there is one */
    struct virtq queue;
    uint8_t bytes[VIRTIO_RNG_BYTES];
    uint32_t filled;    /* bytes that came last */
    uint32_t available; /* of these, the last ones that have not been handed out */
    uint64_t received;  /* bytes from the host */
    uint64_t value;     /* as last drawn */
};

/* The device as an object; the state is a struct virtio_rng. */
extern const struct object_type virtio_rng_type;

/* Uses the device at BASE; false when there is none it can use.  Context: reset. */
bool virtio_rng_init(struct virtio_rng *rng, uintptr_t base);

/* The interrupt's handler and the poll's work; DEVICE is the struct virtio_rng. */
void virtio_rng_service(void *device);

/* Fills BUFFER with SIZE random bytes, at most VIRTIO_RNG_BYTES.  Returns false, and hands out
 * none, when there are fewer: the host is then asked for more.  Any context. */
bool virtio_rng_take(struct virtio_rng *rng, void *buffer, size_t size);

#endif
