/* virtio.c - the device of virtio.h.
 * Source: Virtual I/O Device (VIRTIO) 1.1, sections 2.6 and 4.2.2.
 *
 * It has its own idea of queues and registers: the drivers' headers are under test.
 *
 * SPDX-License-Identifier: MIT */
#include "virtio.h"

#include "../unit.h"

#include "drivers/mmio.h"

struct descriptor {
    uint64_t address;
    uint32_t length;
    uint16_t flags, next;
};

struct queue {
    uint64_t descriptors, available, used;
    uint32_t size;
    uint16_t popped, pushed;
    uint16_t head; /* of the buffer popped last */
};

struct virtio_device virtio_device;
static struct queue queues[VIRTIO_QUEUES];
static uint32_t selected_queue, selected_features;

void virtio_device_begin(uint32_t id)
{
    memset(queues, 0, sizeof queues);
    virtio_device =
        (struct virtio_device){.id = id, .features = (uint64_t)1 << 32, .num_max = 1024};
}

static uint16_t half(uint64_t address)
{
    return *(const volatile uint16_t *)(uintptr_t)address;
}

void *virtio_device_pop(unsigned number, uint32_t *length)
{
    struct queue *queue = &queues[number];
    const struct descriptor *descriptor;

    assert_int_equal(virtio_device.status, 15);
    assert_true(queue->size != 0);
    if (half(queue->available + 2) == queue->popped)
        return NULL;
    queue->head = half(queue->available + 4 + 2 * (queue->popped++ % queue->size));
    descriptor = (const struct descriptor *)(uintptr_t)queue->descriptors + queue->head;
    assert_int_equal(descriptor->flags & 1, 0); /* a chain of one */
    *length = descriptor->length;
    return (void *)(uintptr_t)descriptor->address;
}

void virtio_device_push(unsigned number, uint32_t written)
{
    struct queue *queue = &queues[number];
    uint32_t *element =
        (uint32_t *)(uintptr_t)(queue->used + 4 + 8 * (queue->pushed % queue->size));

    element[0] = queue->head;
    element[1] = written;
    *(volatile uint16_t *)(uintptr_t)(queue->used + 2) = ++queue->pushed;
    virtio_device.interrupt |= 1;
}

/* ------------------------------------------------------------------------ registers */

uint32_t mmio_read32(uintptr_t address)
{
    switch (address - VIRTIO_DEVICE_BASE) {
    case 0x000:
        return 0x74726976;
    case 0x004:
        return 2;
    case 0x008:
        return virtio_device.id;
    case 0x010:
        return (uint32_t)(virtio_device.features >> (selected_features ? 32 : 0));
    case 0x034:
        return selected_queue < VIRTIO_QUEUES ? virtio_device.num_max : 0;
    case 0x060:
        return virtio_device.interrupt;
    case 0x070:
        return virtio_device.status;
    case 0x100:
    case 0x104:
        return virtio_device.config[(address - VIRTIO_DEVICE_BASE - 0x100) / 4];
    default:
        fail_msg("register %zx is read", (size_t)(address - VIRTIO_DEVICE_BASE));
        return 0;
    }
}

static void set_half(uint64_t *whole, bool high, uint32_t value)
{
    *whole = high ? (*whole & UINT32_MAX) | (uint64_t)value << 32
                  : (*whole & ~(uint64_t)UINT32_MAX) | value;
}

static void write_queue(uint32_t at, uint32_t value)
{
    struct queue *queue = &queues[selected_queue];

    assert_true(selected_queue < VIRTIO_QUEUES);
    if (at == 0x038)
        queue->size = value;
    else if (at == 0x080 || at == 0x084)
        set_half(&queue->descriptors, at & 4, value);
    else if (at == 0x090 || at == 0x094)
        set_half(&queue->available, at & 4, value);
    else if (at == 0x0a0 || at == 0x0a4)
        set_half(&queue->used, at & 4, value);
    else
        assert_int_equal(at, 0x044);
}

void mmio_write32(uintptr_t address, uint32_t value)
{
    uint32_t at = (uint32_t)(address - VIRTIO_DEVICE_BASE);

    switch (at) {
    case 0x014:
        selected_features = value;
        break;
    case 0x020:
    case 0x024: /* which features the driver takes: nothing here depends on it */
        break;
    case 0x030:
        selected_queue = value;
        break;
    case 0x050:
        virtio_device.notified |= 1u << value;
        break;
    case 0x064:
        virtio_device.interrupt &= ~value;
        break;
    case 0x070:
        virtio_device.status = value;
        break;
    case 0x104:
        virtio_device.config[1] = value;
        break;
    default:
        write_queue(at, value);
    }
}
