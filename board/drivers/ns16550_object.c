/* ns16550_object.c - a 16550 UART as an object: registers, counters, errors on demand.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/mmio.h"
#include "drivers/ns16550.h"
#include "drivers/ns16550_registers.h"
#include "drivers/register.h"

static uint8_t read_register(const struct object *object, unsigned at)
{
    const struct ns16550 *uart = object->state;

    return mmio_read8(uart->base + at);
}

static const char *get_ier(const struct object *object, union object_value *value)
{
    value->natural = read_register(object, IER);
    return NULL;
}

static const char *get_lcr(const struct object *object, union object_value *value)
{
    value->natural = read_register(object, LCR);
    return NULL;
}

static const char *get_mcr(const struct object *object, union object_value *value)
{
    value->natural = read_register(object, MCR);
    return NULL;
}

static const char *get_scr(const struct object *object, union object_value *value)
{
    value->natural = read_register(object, SCR);
    return NULL;
}

static const char *set_scr(const struct object *object, const union object_value *value)
{
    const struct ns16550 *uart = object->state;

    mmio_write8(uart->base + SCR, (uint8_t)value->natural);
    return NULL;
}

static const char *get_received(const struct object *object, union object_value *value)
{
    const struct ns16550 *uart = object->state;

    value->natural = ring_mark(uart->received);
    return NULL;
}

static const char *const faults[] = {"overrun", "parity", "framing", "break"};
static const uint8_t fault_bits[] = {LSR_OVERRUN, LSR_PARITY, LSR_FRAMING, LSR_BREAK};

static const char *inject(const struct object *object, const union object_value *value)
{
    ns16550_inject(object->state, fault_bits[value->choice]);
    return NULL;
}

/* Reading any other register takes a byte, an error or an interrupt away. */
static const struct object_property properties[] = {
    REGISTER_GET("ier", 8, get_ier, "interrupts enabled"),
    REGISTER_GET("lcr", 8, get_lcr, "line control: format of a character"),
    REGISTER_GET("mcr", 8, get_mcr, "modem control: outputs, loopback"),
    {.name = "scr",
     .type = "uint8",
     .description = "scratch",
     .get = get_scr,
     .set = set_scr,
     .size = 1,
     .kind = OBJECT_KIND_UINT,
     .flags = OBJECT_READ_WRITE},
    OBJECT_COUNTER("divisor", 16, struct ns16550, divisor, "input clock by 16 times the baud rate"),
    REGISTER_GET("received", 32, get_received, "bytes since reset; 0 follows on 2^32 - 1"),
    OBJECT_COUNTER("transmitted", 32, struct ns16550, transmitted,
                   "bytes since reset; 0 follows on 2^32 - 1"),
    REGISTER_ERRORS("overruns", struct ns16550, overruns, "times that the receiver lost bytes"),
    REGISTER_ERRORS("parity-errors", struct ns16550, parity_errors,
                    "bytes received with a wrong parity bit"),
    REGISTER_ERRORS("framing-errors", struct ns16550, framing_errors,
                    "bytes received without a stop bit"),
    REGISTER_ERRORS("breaks", struct ns16550, breaks, "BREAKs received"),
    REGISTER_CHOICE_ACTION("inject", "SerialFault", faults, inject,
                           "acts as if the line had brought this error"),
};
OBJECT_TYPE(ns16550_type, "serial", &object_device, properties);
