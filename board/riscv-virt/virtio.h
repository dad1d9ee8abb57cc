/* virtio.h - the virtio devices of QEMU's "virt" machine.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_VIRT_VIRTIO_H
#define RISCV_VIRT_VIRTIO_H

#include "board/services.h"
#include "drivers/virtio_serial.h"

/* Silent unless QEMU is given -device virtio-serial-device and a virtserialport for them. */
extern struct virtio_serial_channel virtio_qmp, virtio_console, virtio_gdb, virtio_monitor;

/* Inactive unless QEMU is given -device virtio-balloon-device. */
extern const struct board_balloon virtio_memory_balloon;

/* Finds the devices that are there and sets them to work.  Context: reset, after plic_init(). */
void virtio_init(void);

/* The poll's work. */
void virtio_service(void);

#endif
