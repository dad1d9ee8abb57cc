/* virtio_serial_channel.c - one port of a virtio serial device as a board port.
 *
 * Received bytes stay in the device's buffers until the agent reads them: the queue is the
 * ring, and a queue without buffers is the back-pressure.
 *
 * SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "core/arch.h"
#include "drivers/virtio_mmio.h"
#include "drivers/virtio_serial.h"

#define ALL_FREE ((uint32_t)((1ull << BOARD_VIRTIO_BUFFERS) - 1))

static uint32_t receive_queue(const struct virtio_serial_channel *channel)
{
    return channel->number == 0 ? 0 : 2 * channel->number + 2;
}

static void raise(struct virtio_serial_channel *channel, unsigned event)
{
    channel->events |= event;
    board_request_agent();
}

void virtio_serial_channel_bind(struct virtio_serial_channel *channel, struct virtio_serial *serial,
                                uint32_t number)
{
    channel->serial = serial;
    channel->number = number;
    channel->receive = &serial->receive[number];
    channel->transmit = &serial->transmit[number];
    for (unsigned i = 0; i < BOARD_VIRTIO_BUFFERS; i++) {
        virtq_set_buffer(channel->receive, i, channel->buffers->in[i], BOARD_VIRTIO_BUFFER_SIZE,
                         true);
        virtq_set_buffer(channel->transmit, i, channel->buffers->out[i], BOARD_VIRTIO_BUFFER_SIZE,
                         false);
        virtq_offer(channel->receive, i, BOARD_VIRTIO_BUFFER_SIZE);
        channel->free |= 1u << i;
    }
}

void virtio_serial_channel_ready(struct virtio_serial_channel *channel)
{
    virtio_mmio_notify(channel->serial->base, receive_queue(channel));
}

/* Where the bytes of one host end and those of the next begin is not marked in the queue.
 * When a host leaves and no message follows, all that is there was its own; when the next
 * is already there, only what had been seen before was surely the first one's. */
void virtio_serial_channel_host(struct virtio_serial_channel *channel, bool open, bool last)
{
    if (!open) {
        channel->stale = last ? virtq_used_index(channel->receive) : channel->seen;
        channel->wants_room = false;
        /* QEMU forgets the buffer that was under way when its host left, without giving it
         * back.  Nobody is there, and it handles a notification at once, so all are ours. */
        if (last) {
            channel->transmit->next_used = virtq_used_index(channel->transmit);
            channel->free = ALL_FREE;
        }
    }
    if (open != channel->attached)
        raise(channel, open ? BOARD_PORT_ATTACHED : BOARD_PORT_DETACHED);
    channel->attached = open;
}

void virtio_serial_channel_service(struct virtio_serial_channel *channel)
{
    uint16_t index;

    if (channel->serial == NULL)
        return;
    index = virtq_used_index(channel->receive);
    if (index != channel->seen) {
        channel->seen = index;
        board_request_agent();
    }
    if (channel->wants_room &&
        channel->transmit->next_used != virtq_used_index(channel->transmit)) {
        channel->wants_room = false;
        virtq_set_interrupt(channel->transmit, false);
        board_request_agent();
    }
}

/* Gives the buffer of the next received element back.  The device is told only when half
 * of them are back: it has the other half meanwhile. */
static void recycle(struct virtio_serial_channel *channel)
{
    unsigned number = virtq_peek(channel->receive).id;

    virtq_take(channel->receive);
    virtq_offer(channel->receive, number, BOARD_VIRTIO_BUFFER_SIZE);
    channel->offset = 0;
    if (++channel->unreported >= BOARD_VIRTIO_BUFFERS / 2) {
        channel->unreported = 0;
        virtio_mmio_notify(channel->serial->base, receive_queue(channel));
    }
}

static size_t channel_read(struct board_port *port, void *buffer, size_t size)
{
    struct virtio_serial_channel *channel = (struct virtio_serial_channel *)port;
    uint8_t *to = buffer;
    size_t count = 0;
    unsigned long irq;
    uint16_t end;
    bool changed_hands;

    if (channel->serial == NULL)
        return 0;
    /* A new host's bytes must not be read before its ATTACHED is reported.  The order
     * matters: the message about a host is in its queue before the host's bytes are. */
    irq = irq_save();
    end = virtq_used_index(channel->receive);
    virtio_serial_control(channel->serial);
    changed_hands = channel->events & BOARD_PORT_ATTACHED;
    irq_restore(irq);
    if (changed_hands)
        return 0;

    while (count < size && channel->receive->next_used != end) {
        struct virtq_used_element element = virtq_peek(channel->receive);
        size_t left = element.length - channel->offset;
        size_t part = left < size - count ? left : size - count;

        memcpy(to + count, channel->buffers->in[element.id] + channel->offset, part);
        count += part;
        channel->offset += (uint32_t)part;
        if (part == left)
            recycle(channel);
    }
    channel->received += count;
    return count;
}

static void reclaim(struct virtio_serial_channel *channel)
{
    while (channel->transmit->next_used != virtq_used_index(channel->transmit)) {
        channel->free |= 1u << virtq_peek(channel->transmit).id;
        virtq_take(channel->transmit);
    }
}

/* Sends as much of SIZE bytes as fits the free buffers, with one notification. */
static size_t transmit(struct virtio_serial_channel *channel, const uint8_t *bytes, size_t size)
{
    size_t count = 0;

    reclaim(channel);
    while (count < size && channel->free != 0) {
        unsigned number = (unsigned)__builtin_ctz(channel->free);
        size_t part = size - count;

        if (part > BOARD_VIRTIO_BUFFER_SIZE)
            part = BOARD_VIRTIO_BUFFER_SIZE;
        memcpy(channel->buffers->out[number], bytes + count, part);
        channel->free &= ~(1u << number);
        virtq_offer(channel->transmit, number, (uint32_t)part);
        count += part;
    }
    if (count != 0)
        virtio_mmio_notify(channel->serial->base, receive_queue(channel) + 1);
    channel->sent += count;
    return count;
}

/* Asks for an interrupt when a buffer comes back, unless one has in the meantime. */
static void ask_for_room(struct virtio_serial_channel *channel)
{
    channel->wants_room = true;
    virtq_set_interrupt(channel->transmit, true);
    virtio_serial_channel_service(channel);
}

/* The application writes to the console and may be interrupted by the agent doing the
 * same, hence masked; for no longer than it takes to fill the buffers once. */
static size_t channel_write(struct board_port *port, const void *buffer, size_t size)
{
    struct virtio_serial_channel *channel = (struct virtio_serial_channel *)port;
    const uint8_t *bytes = buffer;
    size_t count = 0;
    size_t part;

    do {
        unsigned long irq = irq_save();

        if (!channel->attached)
            part = size - count;
        else
            part = transmit(channel, bytes + count, size - count);
        count += part;
        if (part == 0 && count < size)
            ask_for_room(channel);
        irq_restore(irq);
    } while (part != 0 && count < size);
    return count;
}

static unsigned channel_events(struct board_port *port)
{
    struct virtio_serial_channel *channel = (struct virtio_serial_channel *)port;
    unsigned long irq = irq_save();
    unsigned events = channel->events;

    channel->events = 0;
    if (events & BOARD_PORT_ATTACHED) {
        if (channel->receive->next_used != channel->stale)
            channel->offset = 0;
        while ((int16_t)(channel->stale - channel->receive->next_used) > 0)
            recycle(channel);
    }
    irq_restore(irq);
    return events;
}

static bool channel_drained(struct board_port *port)
{
    struct virtio_serial_channel *channel = (struct virtio_serial_channel *)port;
    unsigned long irq = irq_save();
    bool drained = true;

    if (channel->serial != NULL && channel->attached) {
        reclaim(channel);
        drained = channel->free == (uint32_t)((1ull << BOARD_VIRTIO_BUFFERS) - 1);
        if (!drained)
            ask_for_room(channel);
    }
    irq_restore(irq);
    return drained;
}

const struct board_port_ops virtio_serial_ops = {
    .read = channel_read,
    .write = channel_write,
    .events = channel_events,
    .drained = channel_drained,
};

static const char *get_present(const struct object *object, union object_value *value)
{
    const struct virtio_serial_channel *channel = object->state;

    value->boolean = channel->serial != NULL;
    return NULL;
}

static const struct object_property properties[] = {
    {.name = "present",
     .type = "bool",
     .description = "a port of the device is ours",
     .get = get_present,
     .kind = OBJECT_KIND_BOOL,
     .flags = OBJECT_READABLE},
    OBJECT_COUNTER("nr", 32, struct virtio_serial_channel, number, "that port's number"),
    OBJECT_BOOL("attached", struct virtio_serial_channel, attached, OBJECT_READABLE,
                "a host has it open"),
    OBJECT_COUNTER("received", 64, struct virtio_serial_channel, received,
                   "bytes that came from hosts"),
    OBJECT_COUNTER("sent", 64, struct virtio_serial_channel, sent, "bytes sent to hosts"),
};
OBJECT_TYPE(virtio_serial_channel_type, "virtserialport", &object_device, properties);
