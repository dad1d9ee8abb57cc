/* virtio_mmio.c - the memory-mapped transport of virtio 1 devices.
 * Source: Virtual I/O Device (VIRTIO) 1.1, sections 3.1 and 4.2.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/virtio_mmio.h"

#include "drivers/mmio.h"
#include "drivers/virtio_registers.h"
#include "drivers/virtqueue.h"

#define MAGIC 0x74726976u /* "virt" */

#define STATUS_ACKNOWLEDGE 1u
#define STATUS_DRIVER      2u
#define STATUS_DRIVER_OK   4u
#define STATUS_FEATURES_OK 8u
#define STATUS_FAILED      128u

#define F_VERSION_1 (1ull << 32)

static void add_status(uintptr_t base, uint32_t bit)
{
    mmio_write32(base + STATUS, mmio_read32(base + STATUS) | bit);
}

static uint32_t feature_word(uintptr_t base, uint32_t word)
{
    mmio_write32(base + DEVICE_SEL, word);
    return mmio_read32(base + DEVICE_FEATURES);
}

static void driver_features(uintptr_t base, uint32_t word, uint32_t value)
{
    mmio_write32(base + DRIVER_SEL, word);
    mmio_write32(base + DRIVER_FEATURES, value);
}

static void write_address(uintptr_t reg, const volatile void *address)
{
    uint64_t value = (uintptr_t)address;

    mmio_write32(reg, (uint32_t)value);
    mmio_write32(reg + 4, (uint32_t)(value >> 32));
}

bool virtio_mmio_is(uintptr_t base, uint32_t device_id)
{
    return mmio_read32(base + MAGIC_VALUE) == MAGIC && mmio_read32(base + VERSION) == 2 &&
           mmio_read32(base + DEVICE_ID) == device_id;
}

uint64_t virtio_mmio_features(uintptr_t base)
{
    uint64_t high = feature_word(base, 1);

    return high << 32 | feature_word(base, 0);
}

bool virtio_mmio_begin(uintptr_t base, uint64_t features)
{
    features |= F_VERSION_1;
    mmio_write32(base + STATUS, 0);
    add_status(base, STATUS_ACKNOWLEDGE);
    add_status(base, STATUS_DRIVER);
    if ((virtio_mmio_features(base) & features) == features) {
        driver_features(base, 0, (uint32_t)features);
        driver_features(base, 1, (uint32_t)(features >> 32));
        add_status(base, STATUS_FEATURES_OK);
        if (mmio_read32(base + STATUS) & STATUS_FEATURES_OK)
            return true;
    }
    add_status(base, STATUS_FAILED);
    return false;
}

bool virtio_mmio_queue(uintptr_t base, uint32_t index, struct virtq *queue)
{
    mmio_write32(base + QUEUE_SEL, index);
    if (mmio_read32(base + QUEUE_NUM_MAX) < VIRTQ_SIZE)
        return false;
    mmio_write32(base + QUEUE_NUM, VIRTQ_SIZE);
    write_address(base + QUEUE_DESC, queue->descriptors);
    write_address(base + QUEUE_DRIVER, &queue->available);
    write_address(base + QUEUE_DEVICE, &queue->used);
    mmio_write32(base + QUEUE_READY, 1);
    return true;
}

void virtio_mmio_go(uintptr_t base)
{
    add_status(base, STATUS_DRIVER_OK);
}

void virtio_mmio_notify(uintptr_t base, uint32_t index)
{
    mmio_write32(base + QUEUE_NOTIFY, index);
}

unsigned virtio_mmio_acknowledge(uintptr_t base)
{
    uint32_t reasons = mmio_read32(base + INTERRUPT_STATUS);

    if (reasons != 0)
        mmio_write32(base + INTERRUPT_ACK, reasons);
    return reasons;
}

uint32_t virtio_mmio_config_read32(uintptr_t base, uint32_t at)
{
    return mmio_read32(base + CONFIG + at);
}

void virtio_mmio_config_write32(uintptr_t base, uint32_t at, uint32_t value)
{
    mmio_write32(base + CONFIG + at, value);
}
