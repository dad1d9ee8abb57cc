/* cmsdk_uart.c - Arm's CMSDK APB UART as a port.
 * Source: Cortex-M System Design Kit Technical Reference Manual, "APB UART".
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/cmsdk_uart.h"

#include "core/arch.h"
#include "drivers/mmio.h"
#include "drivers/register.h"

#define DATA      0x00
#define STATE     0x04
#define CTRL      0x08
#define INTSTATUS 0x0c /* write ones to clear */
#define BAUDDIV   0x10

#define STATE_TX_FULL    0x1u
#define STATE_RX_FULL    0x2u
#define STATE_RX_OVERRUN 0x8u /* write a one to clear */

#define CTRL_TX     0x01u
#define CTRL_RX     0x02u
#define CTRL_TX_INT 0x04u
#define CTRL_RX_INT 0x08u

#define INT_TX 0x1u
#define INT_RX 0x2u

/* The transmit interrupt is on only while somebody waits: it would come for each byte. */
static void control(struct cmsdk_uart *uart, bool wants_room)
{
    uart->wants_room = wants_room;
    mmio_write32(uart->base + CTRL,
                 CTRL_TX | CTRL_RX | CTRL_RX_INT | (wants_room ? CTRL_TX_INT : 0));
}

/* Interrupts masked. */
static void send(struct cmsdk_uart *uart, uint8_t byte)
{
    mmio_write32(uart->base + DATA, byte);
#if CMSDK_UART_COUNTERS
    uart->transmitted++;
#endif
}

/* Interrupts masked, or in the interrupt. */
static void note_overrun(struct cmsdk_uart *uart)
{
    mmio_write32(uart->base + STATE, STATE_RX_OVERRUN);
    uart->events |= BOARD_PORT_OVERRUN;
#if CMSDK_UART_COUNTERS
    uart->overruns++;
#endif
    board_request_agent();
}

/* Interrupts masked, or in the interrupt. */
static void receive(struct cmsdk_uart *uart)
{
    uint32_t state = mmio_read32(uart->base + STATE);

    if (state & STATE_RX_OVERRUN)
        note_overrun(uart);
    if (!(state & STATE_RX_FULL))
        return;
    uart->held = ring_is_full(uart->received);
    if (!uart->held)
        ring_put(uart->received, (uint8_t)mmio_read32(uart->base + DATA));
    board_request_agent();
}

/* The status is cleared first: a byte that comes while draining must interrupt again. */
void cmsdk_uart_service(void *device)
{
    struct cmsdk_uart *uart = device;

    mmio_write32(uart->base + INTSTATUS, INT_TX | INT_RX);
    receive(uart);
    if (uart->wants_room && !(mmio_read32(uart->base + STATE) & STATE_TX_FULL)) {
        control(uart, false);
        board_request_agent();
    }
}

/* Bytes one write() takes at most.  An emulated transmitter is always empty, but each byte
 * costs it time, and the caller has promises to keep. */
#define WRITE_MAX 64

/* The transmit interrupt comes when the byte in the device has gone; it may have already. */
static void ask_for_room(struct cmsdk_uart *uart)
{
    control(uart, true);
    if (!(mmio_read32(uart->base + STATE) & STATE_TX_FULL)) {
        control(uart, false);
        board_request_agent();
    }
}

/* Room in the ring: a byte that waits in the device raises no interrupt of its own. */
static size_t cmsdk_uart_read(struct board_port *port, void *buffer, size_t size)
{
    struct cmsdk_uart *uart = (struct cmsdk_uart *)port;
    size_t count = ring_take(uart->received, buffer, size);

    if (uart->held && count != 0) {
        unsigned long irq = irq_save();

        receive(uart);
        irq_restore(irq);
    }
    return count;
}

static size_t cmsdk_uart_write(struct board_port *port, const void *buffer, size_t size)
{
    struct cmsdk_uart *uart = (struct cmsdk_uart *)port;
    const uint8_t *bytes = buffer;
    size_t count = 0, all = size;
    bool room = true;

    if (size > WRITE_MAX)
        size = WRITE_MAX;
    while (count < size && room) {
        unsigned long irq = irq_save();

        room = !(mmio_read32(uart->base + STATE) & STATE_TX_FULL);
        if (room)
            send(uart, bytes[count++]);
        else
            ask_for_room(uart);
        irq_restore(irq);
    }
    if (room && count < all)
        board_request_agent();
    return count;
}

static unsigned cmsdk_uart_events(struct board_port *port)
{
    struct cmsdk_uart *uart = (struct cmsdk_uart *)port;
    unsigned long irq = irq_save();
    unsigned events = uart->events;

    uart->events = 0;
    irq_restore(irq);
    return events;
}

static bool cmsdk_uart_drained(struct board_port *port)
{
    struct cmsdk_uart *uart = (struct cmsdk_uart *)port;
    unsigned long irq = irq_save();
    bool empty = !(mmio_read32(uart->base + STATE) & STATE_TX_FULL);

    if (!empty)
        ask_for_room(uart);
    irq_restore(irq);
    return empty;
}

const struct board_port_ops cmsdk_uart_ops = {
    .read = cmsdk_uart_read,
    .write = cmsdk_uart_write,
    .events = cmsdk_uart_events,
    .drained = cmsdk_uart_drained,
};

/* Receiver and its interrupt go on in one write (control() does), and the data register is read
 * once: a client that connected before is otherwise never noticed. */
void cmsdk_uart_init(struct cmsdk_uart *uart)
{
    mmio_write32(uart->base + BAUDDIV, uart->divisor);
    control(uart, false);
    if (mmio_read32(uart->base + STATE) & STATE_RX_FULL)
        receive(uart);
    else
        (void)mmio_read32(uart->base + DATA);
}

/* ------------------------------------------------------------------ the object */

static uint32_t read_register(const struct object *object, unsigned at)
{
    const struct cmsdk_uart *uart = object->state;

    return mmio_read32(uart->base + at);
}

static const char *get_state(const struct object *object, union object_value *value)
{
    value->natural = read_register(object, STATE);
    return NULL;
}

static const char *get_ctrl(const struct object *object, union object_value *value)
{
    value->natural = read_register(object, CTRL);
    return NULL;
}

static const char *get_intstatus(const struct object *object, union object_value *value)
{
    value->natural = read_register(object, INTSTATUS);
    return NULL;
}

static const char *get_bauddiv(const struct object *object, union object_value *value)
{
    value->natural = read_register(object, BAUDDIV);
    return NULL;
}

/* Every byte goes through the ring, whose mark runs on from reset.  One that is nobody's port has
 * none. */
static const char *get_received(const struct object *object, union object_value *value)
{
    const struct cmsdk_uart *uart = object->state;

    value->natural = uart->received != NULL ? ring_mark(uart->received) : 0;
    return NULL;
}

/* The data register is none of them: reading it takes the byte. */
static const struct object_property properties[] = {
    REGISTER_GET("state", 32, get_state,
                 "bit 0: transmitter full, 1: receiver full, 2, 3: overruns"),
    REGISTER_GET("ctrl", 32, get_ctrl,
                 "bit 0: transmitter on, 1: receiver, 2, 3: their interrupts"),
    REGISTER_GET("intstatus", 32, get_intstatus, "bit 0: transmitter interrupts, 1: receiver"),
    REGISTER_GET("bauddiv", 32, get_bauddiv, "input clock / baud rate"),
    REGISTER_GET("received", 32, get_received, "bytes received since reset"),
#if CMSDK_UART_COUNTERS
    OBJECT_COUNTER("transmitted", 32, struct cmsdk_uart, transmitted, "bytes sent since reset"),
    OBJECT_UINT("overruns", 32, struct cmsdk_uart, overruns, OBJECT_READ_WRITE, 0, UINT32_MAX,
                "times that received bytes were lost; write 0 to begin anew"),
#endif
};
OBJECT_TYPE(cmsdk_uart_type, "cmsdk-apb-uart", &object_device, properties);
