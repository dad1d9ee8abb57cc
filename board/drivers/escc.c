/* escc.c - a channel of a Z85C30 serial controller (ESCC) as a port, asynchronous, polled.
 * Source: Zilog UM010903, SCC/ESCC User Manual: "Register Descriptions" for the bits, "Data
 * Communication Modes" for the asynchronous line and for what a BREAK leaves behind.
 *
 * Serves the chip, and QEMU's model of it; where they differ it is said.  The chip wants four
 * of its clocks between two accesses, and nothing here waits for them: a machine's bus is
 * taken to be slower than that.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/escc.h"

#include "drivers/mmio.h"

/* RR0, the status; it is what control reads as when no other register was pointed at. */
#define RR0_RECEIVED 0x01
#define RR0_ROOM     0x04
#define RR0_BREAK    0x80

#define RR1         1
#define RR1_SENT    0x01 /* the last bit has left the pin */
#define RR1_OVERRUN 0x20 /* latched until WR0_ERROR_RESET */

/* A write to control is one to WR0: a command, or the number of the register (8 and above
 * with the command "point high", which is bit 3) that the next access goes to.  After that
 * access control is WR0 and RR0 again. */
#define WR0_ERROR_RESET 0x30

#define WR3              3
#define WR3_8_BITS       0xc0
#define WR3_RECEIVE      0x01
#define WR5              5
#define WR5_8_BITS       0x60
#define WR5_TRANSMIT     0x08
#define WR5_DTR_RTS      0x82
#define WR9              9
#define WR12             12
#define WR13             13
#define WR14             14
#define WR14_BAUD_ENABLE 0x01

/* Bytes the receiver holds, of the Z85C30 and of the later ESCC.  Fewer than it holds, in
 * one go, tell that none was lost. */
#define RECEIVER_MIN 3
#define RECEIVER_MAX 8

/* What receive_byte() may put into the ring. */
#define ROOM_FOR_A_BYTE 3

static uint8_t read_status(const struct escc *escc)
{
    return mmio_read8(escc->control);
}

static uint8_t read_data(const struct escc *escc)
{
    return mmio_read8(escc->control + 1);
}

static void write_register(const struct escc *escc, uint8_t number, uint8_t value)
{
    mmio_write8(escc->control, number);
    mmio_write8(escc->control, value);
}

/* ------------------------------------------------------------------- set-up */

/* What does not depend on the board: modes, then clocks; what turns things on comes last. */
static const struct {
    uint8_t number, value;
} line[] = {
    {4, 0x44},                       /* clock / 16, one stop bit, no parity */
    {1, 0x00},                       /* no interrupt, no request */
    {15, 0x00},                      /* nothing in RR0 is latched: it tells how things are */
    {WR3, WR3_8_BITS},               /* receiver off */
    {WR5, WR5_8_BITS | WR5_DTR_RTS}, /* transmitter off */
    {10, 0x00},                      /* NRZ */
    {11, 0x50},                      /* both ways clocked by the baud rate generator */
    {WR14, 0x00},                    /* which runs from the RTxC pin */
};

static void put(struct escc *escc, uint8_t byte)
{
    ring_put(escc->received, byte);
    board_request_agent();
}

/* QEMU asks its host side for input only once data has been read with the receiver on, so
 * data is read though none is there.  A byte may come just before that: then what is read
 * is not what an empty receiver reads as. */
static void receiver_on(struct escc *escc)
{
    uint8_t empty = read_data(escc), byte;

    write_register(escc, WR3, WR3_8_BITS | WR3_RECEIVE);
    if (read_status(escc) & RR0_RECEIVED)
        return; /* reading it will do */
    byte = read_data(escc);
    if (byte != empty)
        put(escc, byte);
}

static void set_up(struct escc *escc)
{
    (void)read_status(escc); /* takes back a register that was pointed at */
    write_register(escc, WR9, escc->reset);
    (void)read_status(escc); /* a moment for the reset to be over */
    for (unsigned i = 0; i < sizeof line / sizeof *line; i++)
        write_register(escc, line[i].number, line[i].value);
    write_register(escc, WR12, (uint8_t)escc->time_constant);
    write_register(escc, WR13, (uint8_t)(escc->time_constant >> 8));
    write_register(escc, WR14, WR14_BAUD_ENABLE);
    write_register(escc, WR5, WR5_8_BITS | WR5_DTR_RTS | WR5_TRANSMIT);
    receiver_on(escc);
}

void escc_init(struct escc *escc)
{
    set_up(escc);
}

/* ------------------------------------------------------------------ receive */

/* A BREAK is here: all that was put into the ring so far came before it. */
static void tell_break(struct escc *escc)
{
    escc->breaks++;
    escc->stale = true;
    escc->mark = ring_mark(escc->received);
    escc->events |= BOARD_PORT_BREAK;
    board_request_agent();
}

/* A BREAK has begun.  What the receiver holds came before it. */
static void note_break(struct escc *escc)
{
    for (unsigned i = 0; i < RECEIVER_MAX && (read_status(escc) & RR0_RECEIVED); i++)
        (void)read_data(escc);
    escc->in_break = escc->drop_nul = true;
    tell_break(escc);
}

/* In QEMU a BREAK never ends.  A reset of the channel ends it; no byte may come and be lost
 * meanwhile. */
static void end_break(struct escc *escc)
{
    write_register(escc, WR3, WR3_8_BITS);
    if (read_status(escc) & RR0_RECEIVED)
        put(escc, read_data(escc));
    escc->in_break = false;
    set_up(escc);
}

/* The NUL that a BREAK leaves is no data.  Another byte cannot come on a line in BREAK, so
 * the BREAK is over whatever the status says. */
static void receive_byte(struct escc *escc)
{
    uint8_t byte = read_data(escc);

    if (byte != 0 || !escc->drop_nul) {
        put(escc, byte);
        if (escc->in_break)
            end_break(escc);
    }
    escc->drop_nul = false;
}

static void tell_overrun(struct escc *escc)
{
    escc->overruns++;
    escc->events |= BOARD_PORT_OVERRUN;
    board_request_agent();
}

static void look_for_overrun(struct escc *escc)
{
    mmio_write8(escc->control, RR1);
    if (!(mmio_read8(escc->control) & RR1_OVERRUN))
        return;
    mmio_write8(escc->control, WR0_ERROR_RESET);
    tell_overrun(escc);
}

/* No BREAK is on the line, so none has to end, and there is no NUL to drop. */
void escc_inject(struct escc *escc, enum escc_fault fault)
{
    if (fault == ESCC_BREAK)
        tell_break(escc);
    else
        tell_overrun(escc);
}

static bool has_room(const struct escc *escc)
{
    return ring_fill(escc->received) + ROOM_FOR_A_BYTE <= BOARD_RX_RING;
}

static void receive(struct escc *escc)
{
    uint8_t status = read_status(escc);
    unsigned count = 0;

    /* Before a BREAK nothing counts, so that a full ring does not hold it up. */
    if ((status & RR0_BREAK) && !escc->in_break) {
        note_break(escc);
        return;
    }
    escc->in_break = status & RR0_BREAK;
    for (; (status & RR0_RECEIVED) && has_room(escc); count++) {
        receive_byte(escc);
        status = read_status(escc);
    }
    if (count >= RECEIVER_MIN)
        look_for_overrun(escc);
    if (status & RR0_RECEIVED)
        board_request_agent();
}

static size_t escc_read(struct board_port *port, void *buffer, size_t size)
{
    struct escc *escc = (struct escc *)port;

    return escc->stale ? 0 : ring_take(escc->received, buffer, size);
}

static unsigned escc_events(struct board_port *port)
{
    struct escc *escc = (struct escc *)port;
    unsigned events = escc->events;

    escc->events = 0;
    if (escc->stale)
        ring_drop(escc->received, escc->mark);
    escc->stale = false;
    return events;
}

/* --------------------------------------------------------------------- send */

static void send(struct escc *escc)
{
    uint8_t byte;

    while (!ring_is_empty(escc->to_send) && (read_status(escc) & RR0_ROOM) &&
           ring_take(escc->to_send, &byte, 1) == 1)
        mmio_write8(escc->control + 1, byte);
    if (escc->wants_room && !ring_is_full(escc->to_send)) {
        escc->wants_room = false;
        board_request_agent();
    }
}

static size_t escc_write(struct board_port *port, const void *buffer, size_t size)
{
    struct escc *escc = (struct escc *)port;
    const uint8_t *bytes = buffer;
    size_t count = 0;

    while (count < size && !ring_is_full(escc->to_send))
        ring_put(escc->to_send, bytes[count++]);
    escc->wants_room |= count < size;
    send(escc);
    return count;
}

static bool escc_drained(struct board_port *port)
{
    struct escc *escc = (struct escc *)port;
    bool drained;

    send(escc);
    mmio_write8(escc->control, RR1);
    drained = (mmio_read8(escc->control) & RR1_SENT) && ring_is_empty(escc->to_send);
    escc->wants_room |= !drained;
    return drained;
}

const struct board_port_ops escc_ops = {
    .read = escc_read,
    .write = escc_write,
    .events = escc_events,
    .drained = escc_drained,
};

void escc_service(struct escc *escc)
{
    receive(escc);
    send(escc);
}
