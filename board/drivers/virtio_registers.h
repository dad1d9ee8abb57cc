/* virtio_registers.h - the register map of the memory-mapped virtio transport.
 * Source: Virtual I/O Device (VIRTIO) 1.1, section 4.2.2.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_VIRTIO_REGISTERS_H
#define DRIVERS_VIRTIO_REGISTERS_H

/* Bytes from the first. */
#define MAGIC_VALUE      0x000
#define VERSION          0x004
#define DEVICE_ID        0x008
#define VENDOR_ID        0x00c
#define DEVICE_FEATURES  0x010
#define DEVICE_SEL       0x014
#define DRIVER_FEATURES  0x020
#define DRIVER_SEL       0x024
#define QUEUE_SEL        0x030
#define QUEUE_NUM_MAX    0x034
#define QUEUE_NUM        0x038
#define QUEUE_READY      0x044
#define QUEUE_NOTIFY     0x050
#define INTERRUPT_STATUS 0x060
#define INTERRUPT_ACK    0x064
#define STATUS           0x070
#define QUEUE_DESC       0x080
#define QUEUE_DRIVER     0x090
#define QUEUE_DEVICE     0x0a0
#define CONFIG           0x100

#endif
