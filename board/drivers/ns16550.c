/* ns16550.c - a 16550 UART as a port.
 * Source: PC16550D data sheet, register descriptions.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/ns16550.h"

#include "board/config.h"
#include "core/arch.h"
#include "drivers/mmio.h"
#include "drivers/ns16550_registers.h"

/* FIFOs on and cleared, receive trigger at 14 of 16 bytes.  In an emulator the trigger is
 * the throughput: the FIFO is offered no more than that at a time. */
#define FCR_FIFO_14 0xc7

#define TX_FIFO 16

/* Bytes one write() takes at most.  An emulated transmitter is always empty, but each byte
 * costs it time, and the caller has promises to keep. */
#define WRITE_MAX 256

/* See fifo_on(): for the first byte of a client that was there before us to come, and for
 * its sender to notice that the device takes no more. */
#define FIRST_BYTE_US 10000
#define SETTLE_US     1000

static void enable(struct ns16550 *uart, uint8_t set, uint8_t clear)
{
    uint8_t value = (uint8_t)((uart->enabled | set) & ~clear);

    if (BOARD_POLLED || value == uart->enabled)
        return;
    uart->enabled = value;
    mmio_write8(uart->base + IER, value);
}

/* Counts what STATUS, of LSR, tells of.  A BREAK has no stop bit either: the device then
 * reports a framing error with it, which is none. */
static void note_errors(struct ns16550 *uart, uint8_t status)
{
    if (status & LSR_OVERRUN) {
        uart->overruns++;
        uart->events |= BOARD_PORT_OVERRUN;
        board_request_agent();
    }
    if (status & LSR_PARITY)
        uart->parity_errors++;
    if (status & LSR_BREAK)
        uart->breaks++;
    else if (status & LSR_FRAMING)
        uart->framing_errors++;
}

/* Out of the way: receiving is what has to be fast, and errors are rare. */
__attribute__((noinline)) static void line_errors(struct ns16550 *uart, uint8_t status)
{
    note_errors(uart, status);
    if (status & LSR_BREAK) {
        uart->drop_nul = true;
        enable(uart, IER_RECEIVE, 0); /* a full ring may have masked it; see receive() */
    }
}

/* Reading LSR clears its error bits, so every read goes through here, interrupts masked. */
static inline uint8_t line_status(struct ns16550 *uart)
{
    uint8_t status = mmio_read8(uart->base + LSR);

    if (status & LSR_ERRORS)
        line_errors(uart, status);
    return status;
}

/* The BREAK is here: all that was put into the ring so far came before it. */
static void note_break(struct ns16550 *uart)
{
    uart->drop_nul = false;
    uart->stale = true;
    uart->mark = ring_mark(uart->received);
    uart->events |= BOARD_PORT_BREAK;
    board_request_agent();
}

/* Takes a byte out of the FIFO and puts it into the ring, where there is room.
 * On the wire the NUL of a BREAK comes with the flag; an emulator raises the flag when the
 * NUL enters the FIFO, up to 16 bytes before it is read.  The next NUL is the one. */
static void receive_byte(struct ns16550 *uart)
{
    uint8_t byte = mmio_read8(uart->base + RBR);

    if (byte == 0 && uart->drop_nul)
        note_break(uart);
    else if (!ring_is_full(uart->received))
        ring_put(uart->received, byte);
}

static uint8_t receive(struct ns16550 *uart)
{
    uint8_t status = line_status(uart);
    bool any = false;

    while (status & LSR_DATA) {
        /* Before a BREAK nothing counts, so that a full ring does not hold it up. */
        if (ring_is_full(uart->received) && !uart->drop_nul) {
            enable(uart, 0, IER_RECEIVE);
            board_request_agent();
            return status;
        }
        receive_byte(uart);
        any = true;
        status = line_status(uart);
    }
    if (uart->drop_nul) /* the FIFO was full, and the NUL did not come in */
        note_break(uart);
    if (any)
        board_request_agent();
    return status;
}

void ns16550_service(void *device)
{
    struct ns16550 *uart = device;
    uint8_t status = receive(uart);

    if (uart->wants_room && (status & LSR_THRE)) {
        uart->wants_room = false;
        enable(uart, 0, IER_TRANSMIT);
        board_request_agent();
    }
}

static void ask_for_room(struct ns16550 *uart)
{
    uart->wants_room = true;
    enable(uart, IER_TRANSMIT, 0);
}

static size_t ns16550_read(struct board_port *port, void *buffer, size_t size)
{
    struct ns16550 *uart = (struct ns16550 *)port;
    unsigned long irq = irq_save();
    /* Nothing behind a BREAK that events() has not told of, nor behind one that comes while
     * the bytes are taken: what is there now is from before that. */
    size_t there = uart->stale ? 0 : ring_fill(uart->received);
    size_t count;

    irq_restore(irq);
    count = ring_take(uart->received, buffer, size < there ? size : there);
    if (count != 0) {
        irq = irq_save();
        enable(uart, IER_RECEIVE, 0);
        irq_restore(irq);
    }
    return count;
}

static size_t ns16550_write(struct board_port *port, const void *buffer, size_t size)
{
    struct ns16550 *uart = (struct ns16550 *)port;
    const uint8_t *bytes = buffer;
    size_t count = 0, all = size;
    bool room = true;

    if (size > WRITE_MAX)
        size = WRITE_MAX;
    /* A FIFO's worth at a time, so that interrupts are masked for no longer than that. */
    while (count < size && room) {
        unsigned long irq = irq_save();
        size_t end = size - count < TX_FIFO ? size : count + TX_FIFO;

        room = line_status(uart) & LSR_THRE;
        while (room && count < end)
            mmio_write8(uart->base + RBR, bytes[count++]);
        if (!room)
            ask_for_room(uart);
        irq_restore(irq);
    }
    uart->transmitted += (uint32_t)count;
    if (room && count < all)
        board_request_agent();
    return count;
}

static unsigned ns16550_events(struct board_port *port)
{
    struct ns16550 *uart = (struct ns16550 *)port;
    unsigned long irq = irq_save();
    unsigned events = uart->events;

    uart->events = 0;
    if (uart->stale) {
        uart->stale = false;
        ring_drop(uart->received, uart->mark);
        enable(uart, IER_RECEIVE, 0);
    }
    irq_restore(irq);
    return events;
}

static bool ns16550_drained(struct board_port *port)
{
    struct ns16550 *uart = (struct ns16550 *)port;
    unsigned long irq = irq_save();
    bool empty = line_status(uart) & LSR_EMPTY;

    if (!empty)
        ask_for_room(uart);
    irq_restore(irq);
    return empty;
}

const struct board_port_ops ns16550_ops = {
    .read = ns16550_read,
    .write = ns16550_write,
    .events = ns16550_events,
    .drained = ns16550_drained,
};

/* Leaves an emulator's main loop alone, which each access to a device disturbs. */
static void pause(void)
{
    for (volatile unsigned i = 0; i < 1000; i++)
        ;
}

/* Turning the FIFO on drops a byte that has come already, and an impatient client sends
 * before it was greeted.  A byte that waits in the device holds the next one back: so let
 * it wait until whoever delivers has gone idle, then take it and turn the FIFO on before
 * the next can come.  In loopback the line is cut, and QEMU does not ask its socket for
 * more when a byte is taken; the read at the end is what makes it ask again. */
static void fifo_on(struct ns16550 *uart)
{
    uint64_t end = board_clock() + FIRST_BYTE_US;
    uint8_t status, byte;

    mmio_write8(uart->base + MCR, MCR_LOOPBACK);
    while (board_clock() < end && !(mmio_read8(uart->base + LSR) & LSR_DATA))
        pause();
    end = board_clock() + SETTLE_US;
    while (board_clock() < end)
        pause();
    status = mmio_read8(uart->base + LSR);
    byte = mmio_read8(uart->base + RBR);
    mmio_write8(uart->base + FCR, FCR_FIFO_14);
    if (status & LSR_DATA)
        ring_put(uart->received, byte);
    mmio_write8(uart->base + MCR, MCR_DTR_RTS_OUT2);
    (void)mmio_read8(uart->base + RBR);
}

void ns16550_init(struct ns16550 *uart)
{
    mmio_write8(uart->base + IER, 0);
    mmio_write8(uart->base + LCR, LCR_DLAB);
    mmio_write8(uart->base + 0, (uint8_t)uart->divisor);
    mmio_write8(uart->base + 1, (uint8_t)(uart->divisor >> 8));
    mmio_write8(uart->base + LCR, LCR_8N1);
    fifo_on(uart);
}

void ns16550_enable(struct ns16550 *uart)
{
    enable(uart, IER_RECEIVE | IER_LINE, 0);
}

/* A BREAK leaves no NUL here that would have to come first. */
void ns16550_inject(struct ns16550 *uart, uint8_t errors)
{
    unsigned long irq = irq_save();

    note_errors(uart, errors);
    if (errors & LSR_BREAK)
        note_break(uart);
    irq_restore(irq);
}
