/* uart.c - a port on a UART without a FIFO, of which the driver knows only the registers.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/uart.h"

#include "board/config.h"
#include "core/arch.h"

/* Bytes one write() takes at most: each costs an emulator time. */
#define WRITE_MAX 64

/* Interrupts are masked, or this is the interrupt; likewise below. */
static void interrupt_in(struct uart *uart, unsigned states)
{
    if (BOARD_POLLED || states == uart->interrupts)
        return;
    uart->interrupts = states;
    uart->device->interrupt_in(uart, states);
}

/* There is room in the ring.  The interrupt is masked before the byte that fills the ring
 * is taken: some emulated devices lower their line for a byte taken, and not for a mask. */
static void receive(struct uart *uart, unsigned state)
{
    uint8_t byte;

    if (ring_fill(uart->received) == BOARD_RX_RING - 1)
        interrupt_in(uart, uart->interrupts & ~UART_RECEIVED);
    byte = uart->device->take(uart);
    if (state & UART_OVERRUN) {
        uart->events |= BOARD_PORT_OVERRUN;
        uart->overruns++;
    }
    if (state & UART_RECEIVED)
        ring_put(uart->received, byte);
}

/* A polled board's agent looks for itself whether there is room again. */
void uart_service(void *device)
{
    struct uart *uart = device;
    unsigned state = uart->device->state(uart);
    bool news = BOARD_POLLED || (state & uart->interrupts & ~UART_RECEIVED);

    interrupt_in(uart, uart->interrupts & ~(state & (UART_ROOM | UART_SENT)));
    while (state & (UART_RECEIVED | UART_OVERRUN) && !ring_is_full(uart->received)) {
        receive(uart, state);
        news = true;
        state = uart->device->state(uart);
    }
    if (news)
        board_request_agent();
}

/* True when the device is in STATE; otherwise its coming asks for the agent. */
static bool is_or_tells(struct uart *uart, unsigned state)
{
    if (uart->device->state(uart) & state)
        return true;
    interrupt_in(uart, uart->interrupts | state);
    return false;
}

static size_t uart_read(struct board_port *port, void *buffer, size_t size)
{
    struct uart *uart = (struct uart *)port;
    size_t count = ring_take(uart->received, buffer, size);
    unsigned long irq = irq_save();

    if (count != 0)
        interrupt_in(uart, uart->interrupts | UART_RECEIVED);
    irq_restore(irq);
    return count;
}

static size_t uart_write(struct board_port *port, const void *buffer, size_t size)
{
    struct uart *uart = (struct uart *)port;
    const uint8_t *bytes = buffer;
    bool room = true;
    size_t count = 0;

    while (room && count < size && count < WRITE_MAX) {
        unsigned long irq = irq_save();

        room = is_or_tells(uart, UART_ROOM);
        if (room) {
            uart->device->give(uart, bytes[count++]);
            uart->transmitted++;
        }
        irq_restore(irq);
    }
    if (room && count < size)
        board_request_agent();
    return count;
}

static unsigned uart_events(struct board_port *port)
{
    struct uart *uart = (struct uart *)port;
    unsigned long irq = irq_save();
    unsigned events = uart->events;

    uart->events = 0;
    irq_restore(irq);
    return events;
}

static bool uart_drained(struct board_port *port)
{
    unsigned long irq = irq_save();
    bool sent = is_or_tells((struct uart *)port, UART_SENT);

    irq_restore(irq);
    return sent;
}

const struct board_port_ops uart_ops = {
    .read = uart_read,
    .write = uart_write,
    .events = uart_events,
    .drained = uart_drained,
};

void uart_init(struct uart *uart)
{
    uart->device->start(uart);
    interrupt_in(uart, UART_RECEIVED);
}

/* Every byte goes through the ring, whose mark runs on from reset. */
const char *uart_get_received(const struct object *object, union object_value *value)
{
    const struct uart *uart = object->state;

    value->natural = ring_mark(uart->received);
    return NULL;
}
