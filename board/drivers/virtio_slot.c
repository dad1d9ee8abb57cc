/* virtio_slot.c - a place for a virtio device on the memory-mapped transport, as an object.
 * Source: Virtual I/O Device (VIRTIO) 1.1, sections 4.2.2 and 5 (the device types).
 *
 * Only registers that do nothing when read are read.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/virtio_slot.h"

#include "drivers/mmio.h"
#include "drivers/register.h"
#include "drivers/virtio_mmio.h"
#include "drivers/virtio_registers.h"

void virtio_slot_init(struct virtio_slot *slot)
{
    slot->features = virtio_mmio_features(slot->base);
}

static uint32_t word(const struct object *object, uint32_t at)
{
    const struct virtio_slot *slot = object->state;

    return mmio_read32(slot->base + at);
}

static const char *get_version(const struct object *object, union object_value *value)
{
    value->natural = word(object, VERSION);
    return NULL;
}

static const char *get_device_id(const struct object *object, union object_value *value)
{
    value->natural = word(object, DEVICE_ID);
    return NULL;
}

static const char *get_vendor_id(const struct object *object, union object_value *value)
{
    value->natural = word(object, VENDOR_ID);
    return NULL;
}

static const char *get_interrupt_status(const struct object *object, union object_value *value)
{
    value->natural = word(object, INTERRUPT_STATUS);
    return NULL;
}

static const char *get_status(const struct object *object, union object_value *value)
{
    value->natural = word(object, STATUS);
    return NULL;
}

static const char *name_of(uint32_t device_id)
{
    static const char *const names[] = {
        [0] = "none",    [1] = "net",     [2] = "block",   [3] = "console", [4] = "rng",
        [5] = "balloon", [7] = "rpmsg",   [8] = "scsi",    [9] = "9p",      [16] = "gpu",
        [17] = "clock",  [18] = "input",  [19] = "socket", [20] = "crypto", [22] = "pstore",
        [23] = "iommu",  [24] = "memory",
    };

    if (device_id >= sizeof names / sizeof *names || names[device_id] == NULL)
        return "other";
    return names[device_id];
}

static const char *get_device_name(const struct object *object, union object_value *value)
{
    value->text = name_of(word(object, DEVICE_ID));
    return NULL;
}

static const struct object_property properties[] = {
    REGISTER_GET("device-id", 32, get_device_id, "kind of the device; 0: the slot is empty"),
    {.name = "device-name",
     .type = "string",
     .description = "what the kind is called; none: the slot is empty",
     .kind = OBJECT_KIND_STRING,
     .flags = OBJECT_READABLE,
     .get = get_device_name},
    REGISTER_GET("vendor-id", 32, get_vendor_id, "who made the device"),
    REGISTER_GET("version", 32, get_version, "of the registers; 1: legacy"),
    REGISTER_GET("status", 32, get_status, "how far its driver is; 4: it works; 128: it gave up"),
    REGISTER_GET("interrupt-status", 32, get_interrupt_status,
                 "why it interrupts; 1: buffers used, 2: configuration changed"),
    OBJECT_COUNTER("features", 64, struct virtio_slot, features, "bit n: it offers feature n"),
};
OBJECT_TYPE(virtio_slot_type, "virtio-mmio", &object_device, properties);
