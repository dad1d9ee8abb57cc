/* virtio_balloon.c - memory given to the host and taken back.
 * Source: Virtual I/O Device (VIRTIO) 1.1, section 5.5.
 *
 * No feature is negotiated: the host need not be told before a page is used again, and no
 * statistics are kept.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/virtio_balloon.h"

#include "core/arch.h"
#include "core/services.h"
#include "drivers/register.h"
#include "drivers/virtio_mmio.h"

#define DEVICE_BALLOON 5u

#define QUEUE_INFLATE 0u
#define QUEUE_DEFLATE 1u

/* The device's configuration. */
#define NUM_PAGES_AT 0u /* the host's request: pages to have been given */
#define ACTUAL_AT    4u /* our answer: pages given */

static uint32_t reserve_pages(const struct virtio_balloon *balloon)
{
    return (uint32_t)((balloon->end - balloon->start) / VIRTIO_BALLOON_PAGE);
}

/* Pages are given in order of their index. */
static uint32_t frame_of(const struct virtio_balloon *balloon, uint32_t index)
{
    return (uint32_t)(balloon->start / VIRTIO_BALLOON_PAGE) + index;
}

/* ------------------------------------------------------------------------ steps */

/* Starts the next step unless one is under way or nothing is left to do.  Interrupts are
 * masked. */
static void step(struct virtio_balloon *balloon)
{
    struct virtio_balloon_queues *queues = balloon->queues;
    uint32_t count, first;

    if (balloon->moving != 0 || balloon->wanted == balloon->given)
        return;
    balloon->inflating = balloon->wanted > balloon->given;
    count =
        balloon->inflating ? balloon->wanted - balloon->given : balloon->given - balloon->wanted;
    if (count > VIRTIO_BALLOON_BATCH)
        count = VIRTIO_BALLOON_BATCH;
    first = balloon->inflating ? balloon->given : balloon->given - count;
    for (uint32_t i = 0; i < count; i++)
        queues->frames[i] = frame_of(balloon, first + i);
    balloon->moving = count;
    virtq_offer(balloon->inflating ? &queues->inflate : &queues->deflate, 0,
                count * (uint32_t)sizeof *queues->frames);
    virtio_mmio_notify(balloon->base, balloon->inflating ? QUEUE_INFLATE : QUEUE_DEFLATE);
}

/* The host has answered the step under way, if it has. */
static void end_step(struct virtio_balloon *balloon)
{
    struct virtq *queue =
        balloon->inflating ? &balloon->queues->inflate : &balloon->queues->deflate;

    if (balloon->moving == 0 || queue->next_used == virtq_used_index(queue))
        return;
    virtq_take(queue);
    if (balloon->inflating)
        balloon->given += balloon->moving;
    else
        balloon->given -= balloon->moving;
    balloon->moving = 0;
    virtio_mmio_config_write32(balloon->base, ACTUAL_AT, balloon->given);
    services_notify(BOARD_NOTICE_BALLOON);
}

/* --------------------------------------------------------------------- requests */

static void want(struct virtio_balloon *balloon, uint64_t pages)
{
    uint32_t most = reserve_pages(balloon);

    balloon->wanted = pages < most ? (uint32_t)pages : most;
}

static void follow_host(struct virtio_balloon *balloon)
{
    uint64_t pages = virtio_mmio_config_read32(balloon->base, NUM_PAGES_AT);
    uint64_t most = balloon->memory / VIRTIO_BALLOON_PAGE;

    if (pages > most)
        pages = most;
    balloon->target = balloon->memory - pages * VIRTIO_BALLOON_PAGE;
    want(balloon, pages);
}

void virtio_balloon_service(void *device)
{
    struct virtio_balloon *balloon = device;
    unsigned reasons;

    if (balloon->base == 0)
        return;
    reasons = virtio_mmio_acknowledge(balloon->base);
    if (reasons & VIRTIO_MMIO_CONFIG)
        follow_host(balloon);
    end_step(balloon);
    step(balloon);
}

void virtio_balloon_set_target(struct virtio_balloon *balloon, uint64_t bytes)
{
    unsigned long irq = irq_save();

    balloon->target = bytes < balloon->memory ? bytes : balloon->memory;
    if (balloon->base != 0) {
        want(balloon, (balloon->memory - balloon->target) / VIRTIO_BALLOON_PAGE);
        step(balloon);
    }
    irq_restore(irq);
}

/* ------------------------------------------------------------------------ state */

uint64_t virtio_balloon_actual(const struct virtio_balloon *balloon)
{
    return balloon->memory - (uint64_t)balloon->given * VIRTIO_BALLOON_PAGE;
}

bool virtio_balloon_has_given(const struct virtio_balloon *balloon, uintptr_t address, size_t size)
{
    unsigned long irq = irq_save();
    uintptr_t pages = balloon->given + (balloon->inflating ? balloon->moving : 0);
    uintptr_t end = balloon->start + pages * VIRTIO_BALLOON_PAGE;

    irq_restore(irq);
    return address < end && (address >= balloon->start || size > balloon->start - address);
}

bool virtio_balloon_init(struct virtio_balloon *balloon, uintptr_t base)
{
    struct virtio_balloon_queues *queues = balloon->queues;

    if (!virtio_mmio_is(base, DEVICE_BALLOON) || !virtio_mmio_begin(base, 0))
        return false;
    virtq_set_buffer(&queues->inflate, 0, queues->frames, sizeof queues->frames, false);
    virtq_set_buffer(&queues->deflate, 0, queues->frames, sizeof queues->frames, false);
    if (!virtio_mmio_queue(base, QUEUE_INFLATE, &queues->inflate) ||
        !virtio_mmio_queue(base, QUEUE_DEFLATE, &queues->deflate))
        return false;
    balloon->base = base;
    balloon->present = true;
    virtio_mmio_go(base);
    /* A reset took every page back, which the host does not know. */
    virtio_mmio_config_write32(base, ACTUAL_AT, 0);
    follow_host(balloon);
    step(balloon);
    return true;
}

/* ----------------------------------------------------------------------- object */

static const char *get_actual(const struct object *object, union object_value *value)
{
    value->natural = virtio_balloon_actual(object->state);
    return NULL;
}

static const char *get_num_pages(const struct object *object, union object_value *value)
{
    const struct virtio_balloon *balloon = object->state;

    value->natural = balloon->present ? virtio_mmio_config_read32(balloon->base, NUM_PAGES_AT) : 0;
    return NULL;
}

static const char *get_target(const struct object *object, union object_value *value)
{
    const struct virtio_balloon *balloon = object->state;

    value->natural = balloon->target;
    return NULL;
}

static const char *set_target(const struct object *object, const union object_value *value)
{
    struct virtio_balloon *balloon = object->state;

    if (value->natural > balloon->memory)
        return "The target is more than all the board's memory";
    virtio_balloon_set_target(balloon, value->natural);
    return NULL;
}

static const struct object_property properties[] = {
    OBJECT_BOOL("present", struct virtio_balloon, present, OBJECT_READABLE,
                "the device is attached"),
    REGISTER_GET("actual", 64, get_actual, "bytes of memory the board has now"),
    {.name = "target",
     .type = "uint64",
     .description = "bytes it is to have, or as near as it can come; also set by the host's "
                    "request; without the device nothing follows it",
     .max = {.natural = UINT64_MAX},
     .get = get_target,
     .set = set_target,
     .size = sizeof(uint64_t),
     .kind = OBJECT_KIND_UINT,
     .flags = OBJECT_READ_WRITE},
    REGISTER_GET("num-pages", 32, get_num_pages,
                 "the host's request: pages of 4096 bytes to have been given"),
    OBJECT_COUNTER("given", 32, struct virtio_balloon, given, "pages that the host has"),
};
OBJECT_TYPE(virtio_balloon_type, "virtio-balloon-device", &object_device, properties);
