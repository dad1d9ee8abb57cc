/* virtio.c - the virtio devices of QEMU's "virt" machine.
 *
 * Devices of which we have the driver may be in any slot: QEMU fills the last one first.  Of
 * each kind the first device is used, and the others are an application's.
 *
 * SPDX-License-Identifier: MIT */
#include "riscv-virt/virtio.h"

#include "board/config.h"
#include "drivers/plic.h"
#include "drivers/virtio_balloon.h"
#include "drivers/virtio_rng.h"
#include "drivers/virtio_slot.h"

/* Slot n interrupts as source n + 1. */
#define SLOT(n)  (0x10001000ul + (n)*0x1000ul)
#define SLOTS    8u
#define SLOT_IRQ 1u

/* QEMU's default, which board.c announces; an image has the first 16 MiB (see
 * linker/riscv-virt.ld), and what is above is for the balloon.  The balloon fills from below, so
 * that it gives what is there also where -m made the memory smaller. */
#define MEMORY        (128ul << 20)
#define RESERVE_START 0x81000000ul
#define RESERVE_END   0x88000000ul

static struct virtio_slot slots[SLOTS] = {
    {.base = SLOT(0)}, {.base = SLOT(1)}, {.base = SLOT(2)}, {.base = SLOT(3)},
    {.base = SLOT(4)}, {.base = SLOT(5)}, {.base = SLOT(6)}, {.base = SLOT(7)},
};

#define SLOT_OBJECT(n)                                                                             \
    OBJECT_INSTANCE(virtio_slot##n, &object_unattached, "virtio-mmio" #n, &virtio_slot_type,       \
                    &slots[n])
SLOT_OBJECT(0);
SLOT_OBJECT(1);
SLOT_OBJECT(2);
SLOT_OBJECT(3);
SLOT_OBJECT(4);
SLOT_OBJECT(5);
SLOT_OBJECT(6);
SLOT_OBJECT(7);

/* ----------------------------------------------------------------------- serial */

static struct virtio_serial_buffers qmp_buffers, console_buffers, gdb_buffers, monitor_buffers;

struct virtio_serial_channel virtio_qmp = {
    .port = {&virtio_serial_ops, "qmp0", "virtio-serial", BOARD_ROLE_QMP0, .sees_hosts = true},
    .buffers = &qmp_buffers,
};

struct virtio_serial_channel virtio_console = {
    .port = {&virtio_serial_ops, "console0", "virtio-serial", BOARD_ROLE_CONSOLE0,
             .sees_hosts = true},
    .buffers = &console_buffers,
    .name = "org.e2kmon.console",
};

struct virtio_serial_channel virtio_gdb = {
    .port = {&virtio_serial_ops, "gdb0", "virtio-serial", BOARD_ROLE_GDB0, .sees_hosts = true},
    .buffers = &gdb_buffers,
    .name = "org.e2kmon.gdb",
};

struct virtio_serial_channel virtio_monitor = {
    .port = {&virtio_serial_ops, "monitor0", "virtio-serial", BOARD_ROLE_MONITOR0,
             .sees_hosts = true},
    .buffers = &monitor_buffers,
    .name = "org.e2kmon.monitor",
};

static struct virtio_serial_channel *const channels[] = {&virtio_qmp, &virtio_console, &virtio_gdb,
                                                         &virtio_monitor};

static struct virtio_serial serial = {
    .channels = channels,
    .channel_count = sizeof channels / sizeof channels[0],
};

OBJECT_INSTANCE(qmp_object, &object_peripheral, "qmp0", &virtio_serial_channel_type, &virtio_qmp);
OBJECT_INSTANCE(console_object, &object_peripheral, "console0", &virtio_serial_channel_type,
                &virtio_console);
OBJECT_INSTANCE(gdb_object, &object_peripheral, "gdb0", &virtio_serial_channel_type, &virtio_gdb);
OBJECT_INSTANCE(monitor_object, &object_peripheral, "monitor0", &virtio_serial_channel_type,
                &virtio_monitor);

static bool init_serial(uintptr_t base)
{
    return virtio_serial_init(&serial, base);
}

/* ---------------------------------------------------------------------- balloon */

static struct virtio_balloon_queues balloon_queues;

static struct virtio_balloon balloon = {
    .memory = MEMORY,
    .start = RESERVE_START,
    .end = RESERVE_END,
    .target = MEMORY,
    .queues = &balloon_queues,
};

OBJECT_INSTANCE(balloon_object, &object_peripheral, "balloon0", &virtio_balloon_type, &balloon);

static bool init_balloon(uintptr_t base)
{
    return virtio_balloon_init(&balloon, base);
}

static bool balloon_is_active(void)
{
    return balloon.present;
}

static uint64_t balloon_actual(void)
{
    return virtio_balloon_actual(&balloon);
}

static void balloon_set_target(uint64_t bytes)
{
    virtio_balloon_set_target(&balloon, bytes);
}

static bool balloon_has_given(uintptr_t address, size_t size)
{
    return virtio_balloon_has_given(&balloon, address, size);
}

const struct board_balloon virtio_memory_balloon = {
    .is_active = balloon_is_active,
    .actual = balloon_actual,
    .set_target = balloon_set_target,
    .has_given = balloon_has_given,
};

/* -------------------------------------------------------------- random numbers */

static struct virtio_rng rng;

OBJECT_INSTANCE(rng_object, &object_peripheral, "rng0", &virtio_rng_type, &rng);

static bool init_rng(uintptr_t base)
{
    return virtio_rng_init(&rng, base);
}

/* --------------------------------------------------------------------- together */

/* Offers the slots to a driver until it takes one. */
static void find(bool (*init)(uintptr_t base), void (*service)(void *device), void *device)
{
    for (unsigned n = 0; n < SLOTS; n++) {
        if (!init(SLOT(n)))
            continue;
        if (!BOARD_POLLED)
            plic_connect(n + SLOT_IRQ, service, device);
        return;
    }
}

void virtio_init(void)
{
    for (unsigned n = 0; n < SLOTS; n++)
        virtio_slot_init(&slots[n]);
    find(init_serial, virtio_serial_service, &serial);
    find(init_balloon, virtio_balloon_service, &balloon);
    find(init_rng, virtio_rng_service, &rng);
}

void virtio_service(void)
{
    virtio_serial_service(&serial);
    virtio_balloon_service(&balloon);
    virtio_rng_service(&rng);
}
