/* virtio_serial.c - a multiport virtio serial device: set-up and control messages.
 * Source: Virtual I/O Device (VIRTIO) 1.1, section 5.3.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/virtio_serial.h"

#include <stddef.h>
#include <string.h>

#include "core/arch.h"
#include "drivers/virtio_mmio.h"

#define DEVICE_CONSOLE 3u
#define F_MULTIPORT    (1ull << 1)

#define QUEUE_CONTROL_IN  2u
#define QUEUE_CONTROL_OUT 3u

/* Control events. */
enum {
    EVENT_DEVICE_READY = 0,
    EVENT_DEVICE_ADD = 1,
    EVENT_DEVICE_REMOVE = 2,
    EVENT_PORT_READY = 3,
    EVENT_PORT_OPEN = 6,
    EVENT_PORT_NAME = 7,
};

struct message {
    uint32_t port;
    uint16_t event;
    uint16_t value;
};

_Static_assert(sizeof(struct message) == 8, "a control message has 8 bytes");

/* Port 0 has the queues 0 and 1; 2 and 3 are the control queues. */
static uint32_t receive_queue(uint32_t port)
{
    return port == 0 ? 0 : 2 * port + 2;
}

static void send(struct virtio_serial *serial, uint32_t port, uint16_t event, uint16_t value)
{
    struct virtq *queue = &serial->control_out;
    struct message message = {port, event, value};
    unsigned number = queue->available.index % VIRTQ_SIZE;

    /* Buffers come back in the order they went, so this one is free unless the device has
     * not taken 32 messages; more than three a port and one are never under way. */
    memcpy(serial->messages_out[number], &message, sizeof message);
    virtq_offer(queue, number, sizeof message);
    virtio_mmio_notify(serial->base, QUEUE_CONTROL_OUT);
}

static struct virtio_serial_channel *channel_of(struct virtio_serial *serial, uint32_t port)
{
    for (unsigned i = 0; i < serial->channel_count; i++)
        if (serial->channels[i]->serial == serial && serial->channels[i]->number == port)
            return serial->channels[i];
    return NULL;
}

static bool begins_with(const char *text, size_t size, const char *beginning)
{
    size_t length = strlen(beginning);

    return size >= length && memcmp(text, beginning, length) == 0;
}

/* The channel for a port whose name is the SIZE bytes at NAME; NULL: for none. */
static struct virtio_serial_channel *channel_named(struct virtio_serial *serial, const char *name,
                                                   size_t size)
{
    struct virtio_serial_channel *other = NULL;

    for (unsigned i = 0; i < serial->channel_count; i++) {
        struct virtio_serial_channel *channel = serial->channels[i];

        if (channel->name == NULL)
            other = channel;
        else if (begins_with(name, size, channel->name))
            return channel;
    }
    return other;
}

static void open_port(struct virtio_serial *serial, struct virtio_serial_channel *channel)
{
    send(serial, channel->number, EVENT_PORT_OPEN, 1);
    virtio_serial_channel_ready(channel);
}

/* Gives PORT, of that name, to its channel unless either is taken or it is the virtconsole's,
 * and tells the host that we listen. */
static void claim(struct virtio_serial *serial, uint32_t port, const char *name, size_t size)
{
    struct virtio_serial_channel *channel = channel_named(serial, name, size);

    if (port == 0 || channel == NULL || channel->serial != NULL || channel_of(serial, port) != NULL)
        return;
    virtio_serial_channel_bind(channel, serial, port);
    open_port(serial, channel);
}

static void port_open(struct virtio_serial *serial, uint32_t port, bool open, bool last)
{
    struct virtio_serial_channel *channel;

    /* A port without a name is heard of when its host opens it.  But a host that comes while the
     * device is being set up is told of before the name.  QEMU answers a port's readiness with all
     * that it knows of it, in its order: the name, if any, and that it is open. */
    channel = channel_of(serial, port);
    if (open && channel == NULL && (serial->asked & 1u << port) == 0) {
        serial->asked |= 1u << port;
        send(serial, port, EVENT_PORT_READY, 1);
        return;
    }
    if (open)
        claim(serial, port, "", 0);
    channel = channel_of(serial, port);
    if (channel != NULL)
        virtio_serial_channel_host(channel, open, last);
}

static void act(struct virtio_serial *serial, const uint8_t *bytes, size_t size, bool last)
{
    struct virtio_serial_channel *known;
    struct message message;

    if (size < sizeof message)
        return;
    memcpy(&message, bytes, sizeof message);
    if (message.port >= VIRTIO_SERIAL_PORTS)
        return;
    switch (message.event) {
    case EVENT_DEVICE_ADD:
        send(serial, message.port, EVENT_PORT_READY, 1);
        /* A port plugged in again is ours still, and has to be opened again. */
        known = channel_of(serial, message.port);
        if (known != NULL)
            open_port(serial, known);
        break;
    case EVENT_DEVICE_REMOVE:
        port_open(serial, message.port, false, last);
        break;
    case EVENT_PORT_OPEN:
        port_open(serial, message.port, message.value != 0, last);
        break;
    case EVENT_PORT_NAME:
        claim(serial, message.port, (const char *)bytes + sizeof message, size - sizeof message);
        break;
    default:
        break;
    }
}

void virtio_serial_control(struct virtio_serial *serial)
{
    struct virtq *queue = &serial->control_in;
    bool any = false;

    while (queue->next_used != virtq_used_index(queue)) {
        struct virtq_used_element element = virtq_peek(queue);

        virtq_take(queue);
        act(serial, serial->messages_in[element.id], element.length,
            queue->next_used == virtq_used_index(queue));
        virtq_offer(queue, element.id, VIRTIO_SERIAL_CONTROL);
        any = true;
    }
    if (any)
        virtio_mmio_notify(serial->base, QUEUE_CONTROL_IN);
}

void virtio_serial_service(void *device)
{
    struct virtio_serial *serial = device;

    if (serial->base == 0)
        return;
    if (!BOARD_POLLED)
        virtio_mmio_acknowledge(serial->base);
    virtio_serial_control(serial);
    for (unsigned i = 0; i < serial->channel_count; i++)
        virtio_serial_channel_service(serial->channels[i]);
}

/* The queues of every port we might serve: they cannot be added later (section 3.1). */
static void give_queues(struct virtio_serial *serial)
{
    for (uint32_t port = 0; port < VIRTIO_SERIAL_PORTS; port++) {
        uint32_t index = receive_queue(port);

        virtq_set_interrupt(&serial->transmit[port], false);
        if (!virtio_mmio_queue(serial->base, index, &serial->receive[port]) ||
            !virtio_mmio_queue(serial->base, index + 1, &serial->transmit[port]))
            return;
    }
}

bool virtio_serial_init(struct virtio_serial *serial, uintptr_t base)
{
    if (!virtio_mmio_is(base, DEVICE_CONSOLE) || !virtio_mmio_begin(base, F_MULTIPORT))
        return false;
    serial->base = base;
    for (unsigned i = 0; i < VIRTQ_SIZE; i++) {
        virtq_set_buffer(&serial->control_in, i, serial->messages_in[i], VIRTIO_SERIAL_CONTROL,
                         true);
        virtq_set_buffer(&serial->control_out, i, serial->messages_out[i], 8, false);
        virtq_offer(&serial->control_in, i, VIRTIO_SERIAL_CONTROL);
    }
    virtq_set_interrupt(&serial->control_out, false);
    if (!virtio_mmio_queue(base, QUEUE_CONTROL_IN, &serial->control_in) ||
        !virtio_mmio_queue(base, QUEUE_CONTROL_OUT, &serial->control_out)) {
        serial->base = 0;
        return false;
    }
    give_queues(serial);
    virtio_mmio_go(base);
    virtio_mmio_notify(base, QUEUE_CONTROL_IN);
    send(serial, 0, EVENT_DEVICE_READY, 1);
    return true;
}
