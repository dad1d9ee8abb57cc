/* mps2_fpgaio.c - the user's LEDs and buttons and the counters of an MPS2 board as an object.
 * Source: Arm Application Note 385, "FPGA system control and I/O".
 *
 * The buttons of QEMU's board cannot be pressed and read as 0.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/mps2_fpgaio.h"

#include "drivers/mmio.h"
#include "drivers/register.h"

#define LED0     0x00
#define BUTTON   0x08
#define CLK1HZ   0x10
#define CLK100HZ 0x14
#define COUNTER  0x18
#define PRESCALE 0x1c
#define PSCNTR   0x20
#define MISC     0x4c

/* QEMU 7.2 divides by the ticks of a round in 32 bits: one more, and it dies. */
#define PRESCALE_MAX (UINT32_MAX - 1)

static uintptr_t leds(const struct object *object)
{
    return (uintptr_t)object->state + LED0;
}

static void set_led(const struct object *object, uint32_t bit, bool on)
{
    uint32_t others = mmio_read32(leds(object)) & ~bit;

    mmio_write32(leds(object), others | (on ? bit : 0));
}

static const char *get_led0(const struct object *object, union object_value *value)
{
    value->boolean = mmio_read32(leds(object)) & 1u << 0;
    return NULL;
}

static const char *set_led0(const struct object *object, const union object_value *value)
{
    set_led(object, 1u << 0, value->boolean);
    return NULL;
}

static const char *get_led1(const struct object *object, union object_value *value)
{
    value->boolean = mmio_read32(leds(object)) & 1u << 1;
    return NULL;
}

static const char *set_led1(const struct object *object, const union object_value *value)
{
    set_led(object, 1u << 1, value->boolean);
    return NULL;
}

#define LED(property, getter, setter, meaning)                                                     \
    {                                                                                              \
        .name = property, .type = "bool", .description = meaning, .get = getter, .set = setter,    \
        .kind = OBJECT_KIND_BOOL, .flags = OBJECT_READ_WRITE                                       \
    }

static const struct object_property properties[] = {
    LED("led0", get_led0, set_led0, "the user's LED 0 is lit"),
    LED("led1", get_led1, set_led1, "the user's LED 1 is lit"),
    REGISTER_UP_TO("leds", 32, LED0, OBJECT_READ_WRITE, 3, "both: bit n is LED n"),
    REGISTER_READ("buttons", 32, BUTTON, "bit n: button n is pressed"),
    REGISTER_READ("clk1hz", 32, CLK1HZ, "seconds, counted up"),
    REGISTER_READ("clk100hz", 32, CLK100HZ, "hundredths of a second, counted up"),
    REGISTER_READ("counter", 32, COUNTER, "rounds of the prescaler, counted up"),
    REGISTER_UP_TO("prescale", 32, PRESCALE, OBJECT_READ_WRITE, PRESCALE_MAX,
                   "ticks of 40 ns in such a round, less 1"),
    REGISTER_READ("pscntr", 32, PSCNTR, "ticks of 40 ns left of the round"),
    REGISTER_UP_TO("misc", 32, MISC, OBJECT_READ_WRITE, 0x3ff, "selects and resets of SPI and LCD"),
};
OBJECT_TYPE(mps2_fpgaio_type, "mps2-fpgaio", &object_device, properties);
