/* virtio_serial.h - a multiport virtio serial device with some ports of ours.
 *
 * The device (QEMU: -device virtio-serial-device) can carry many ports
 * (-device virtserialport).  A channel of ours gets the port whose name begins with the
 * channel's.  The channel without a name gets the first other virtserialport we hear of: one
 * with a name at start-up, one without when its host opens it.
 * A further port, and port 0 (QEMU's virtconsole), is answered as the protocol asks but never
 * opened: its host can connect, and its bytes stay with the emulator.  A channel keeps the
 * port number it first had: one unplugged and plugged again under another number is ignored.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_VIRTIO_SERIAL_H
#define DRIVERS_VIRTIO_SERIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "board/board.h"
#include "board/config.h"
#include "board/object.h"
#include "drivers/virtqueue.h"

/* Port numbers below this are served; QEMU numbers virtserialports from 1. */
#define VIRTIO_SERIAL_PORTS 8

/* Bytes of a control message: 8, and the longest port name that matters. */
#define VIRTIO_SERIAL_CONTROL 64

struct virtio_serial;

/* The bulk is kept apart, so that what the board initialises stays small in the image. */
struct virtio_serial_buffers {
    uint8_t in[BOARD_VIRTIO_BUFFERS][BOARD_VIRTIO_BUFFER_SIZE];
    uint8_t out[BOARD_VIRTIO_BUFFERS][BOARD_VIRTIO_BUFFER_SIZE];
};

struct virtio_serial_channel {
    struct board_port port;                /* the board sets the port */
    struct virtio_serial_buffers *buffers; /* and where its bytes are kept */
    const char *name;                      /* and its name, NULL: see above */

    struct virtio_serial *serial; /* NULL: no port of the device is ours yet */
    uint32_t number;              /* of the device's port */
    struct virtq *receive;
    struct virtq *transmit;

    volatile unsigned events; /* BOARD_PORT_ flags not yet reported */
    volatile bool attached;   /* a host has the port open */
    bool wants_room;          /* a write was cut short, or the agent waits for drained */
    uint16_t seen;            /* how far receive had come when last looked at */
    uint16_t stale;           /* received buffers before this one belong to an earlier host */
    uint32_t offset;          /* bytes already taken of the next received buffer */
    unsigned unreported;      /* buffers given back without a notification */
    uint32_t free;            /* bit N: transmit buffer N is ours */
    uint64_t received, sent;  /* bytes the agent took, and the device was given */
};

struct virtio_serial {
    uintptr_t base; /* 0: no device */
    /* The board's, and how many there are. */
    struct virtio_serial_channel *const *channels;
    unsigned channel_count;
    uint32_t asked; /* bit n: whether port n has a name was asked, as it was opened without one */
    struct virtq receive[VIRTIO_SERIAL_PORTS];
    struct virtq transmit[VIRTIO_SERIAL_PORTS];
    struct virtq control_in;
    struct virtq control_out;
    uint8_t messages_in[VIRTQ_SIZE][VIRTIO_SERIAL_CONTROL];
    uint8_t messages_out[VIRTQ_SIZE][8];
};

extern const struct board_port_ops virtio_serial_ops;

/* A channel as an object; the state is a struct virtio_serial_channel. */
extern const struct object_type virtio_serial_channel_type;

/* Uses the device at BASE; false when there is none it can use.  Context: reset. */
bool virtio_serial_init(struct virtio_serial *serial, uintptr_t base);

/* The interrupt's handler and the poll's work; DEVICE is the struct virtio_serial. */
void virtio_serial_service(void *device);

/* Between the two files of the driver. */

/* Acts on control messages that have come.  Interrupts are masked. */
void virtio_serial_control(struct virtio_serial *serial);

/* Ties CHANNEL to the device's port NUMBER and lays its buffers out for the device. */
void virtio_serial_channel_bind(struct virtio_serial_channel *channel, struct virtio_serial *serial,
                                uint32_t number);

/* Tells the device of the receive buffers.  After the port was opened: QEMU forgets what it
 * is told of a closed one. */
void virtio_serial_channel_ready(struct virtio_serial_channel *channel);

/* The host opened or closed the port.  LAST: no further control message is waiting. */
void virtio_serial_channel_host(struct virtio_serial_channel *channel, bool open, bool last);

/* Looks for received bytes and for room. */
void virtio_serial_channel_service(struct virtio_serial_channel *channel);

#endif
