/* virtio_rng.c - random bytes from the host.
 * Source: Virtual I/O Device (VIRTIO) 1.1, section 5.4.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/virtio_rng.h"

#include <string.h>

#include "board/config.h"
#include "core/arch.h"
#include "drivers/virtio_mmio.h"

#define DEVICE_RNG    4u
#define QUEUE_REQUEST 0u

/* Has the buffer filled again.  It must be ours; what is left in it is given up, which is
 * never more than was asked for in vain. */
static void refill(struct virtio_rng *rng)
{
    rng->available = 0;
    virtq_offer(&rng->queue, 0, sizeof rng->bytes);
    virtio_mmio_notify(rng->base, QUEUE_REQUEST);
}

void virtio_rng_service(void *device)
{
    struct virtio_rng *rng = device;

    if (rng->base == 0)
        return;
    if (!BOARD_POLLED)
        virtio_mmio_acknowledge(rng->base);
    if (rng->queue.next_used == virtq_used_index(&rng->queue))
        return;
    rng->filled = virtq_peek(&rng->queue).length;
    if (rng->filled > sizeof rng->bytes)
        rng->filled = sizeof rng->bytes;
    virtq_take(&rng->queue);
    rng->available = rng->filled;
    rng->received += rng->filled;
    if (rng->filled == 0)
        refill(rng);
}

/* True while the host has the buffer. */
static bool is_filling(const struct virtio_rng *rng)
{
    return rng->queue.next_used != rng->queue.available.index;
}

bool virtio_rng_take(struct virtio_rng *rng, void *buffer, size_t size)
{
    unsigned long irq = irq_save();
    bool enough = rng->base != 0 && size <= rng->available;

    if (enough) {
        memcpy(buffer, &rng->bytes[rng->filled - rng->available], size);
        rng->available -= (uint32_t)size;
    }
    if (rng->base != 0 && !is_filling(rng) && (!enough || rng->available == 0))
        refill(rng);
    irq_restore(irq);
    return enough;
}

bool virtio_rng_init(struct virtio_rng *rng, uintptr_t base)
{
    if (!virtio_mmio_is(base, DEVICE_RNG) || !virtio_mmio_begin(base, 0))
        return false;
    virtq_set_buffer(&rng->queue, 0, rng->bytes, sizeof rng->bytes, true);
    if (!virtio_mmio_queue(base, QUEUE_REQUEST, &rng->queue))
        return false;
    rng->base = base;
    rng->present = true;
    virtio_mmio_go(base);
    refill(rng);
    return true;
}

/* ----------------------------------------------------------------------- object */

static const char *draw(const struct object *object, const union object_value *value)
{
    struct virtio_rng *rng = object->state;
    uint64_t drawn;

    if (!value->boolean)
        return NULL;
    if (!rng->present)
        return "No source of random numbers is attached";
    if (!virtio_rng_take(rng, &drawn, sizeof drawn))
        return "No random number has come yet";
    rng->value = drawn;
    return NULL;
}

static const struct object_property properties[] = {
    OBJECT_BOOL("present", struct virtio_rng, present, OBJECT_READABLE, "the device is attached"),
    OBJECT_COUNTER("available", 32, struct virtio_rng, available, "bytes that can be drawn now"),
    OBJECT_COUNTER("received", 64, struct virtio_rng, received, "bytes that came from the host"),
    OBJECT_COUNTER("value", 64, struct virtio_rng, value, "the number last drawn; 0: none yet"),
    {.name = "draw",
     .type = "bool",
     .description = "true draws a number",
     .set = draw,
     .kind = OBJECT_KIND_BOOL,
     .flags = OBJECT_WRITABLE},
};
OBJECT_TYPE(virtio_rng_type, "virtio-rng-device", &object_device, properties);
