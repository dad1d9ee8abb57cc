/* gadget.c - a lamp that blinks: a device of its own for the host to see and to drive, and a
 * command of its own.
 *
 * Source: LM3S6965 data sheet, "System Control", "GPIO"; the board's status lamp is on PF0.
 *
 * SPDX-License-Identifier: MIT */
#include "gadget.h"

#include "board/object.h"
#include "qmp/extend.h"
#include "registers.h"

#define RCGC2       0x400FE108u
#define RCGC2_GPIOF (1u << 5)
#define PF0         (0x40025000u + (1u << 2)) /* its data register, of pin 0 alone */
#define PF_DIR      0x40025400u
#define PF_DEN      0x4002551Cu

static struct lamp {
    bool on;
    uint8_t blinks;  /* yet to come */
    uint16_t period; /* on, or off, for so many milliseconds */
    uint64_t next;
} lamp = {.period = 50};

static const struct object_property properties[] = {
    OBJECT_BOOL("on", struct lamp, on, OBJECT_READ_WRITE, "the lamp burns"),
    OBJECT_COUNTER("blinks", 8, struct lamp, blinks, "yet to come"),
    OBJECT_UINT("period", 16, struct lamp, period, OBJECT_READ_WRITE, 1, 10000, "milliseconds"),
};
OBJECT_TYPE(lamp_type, "lamp", &object_device, properties);
OBJECT_INSTANCE(lamp0, &object_peripheral, "lamp0", &lamp_type, &lamp);

static int blink(struct qmp_call *call)
{
    int64_t times = qmp_int(call, 0);

    if (times < 1 || times > UINT8_MAX)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'times' expects 1 to 255");
    lamp.blinks = (uint8_t)times;
    return 0;
}

QMP_OWN_OBJECT(blink_arg, QMP_MEMBER("times", int, "how often"))

static const struct qmp_command commands[] = {
    QMP_OWN_COMMAND("gadget-blink", blink_arg, none, 0, "Blink."),
};
static const struct qmp_type *const types[] = {&qmp_type_blink_arg};
const struct qmp_schema gadget_schema = QMP_OWN_SCHEMA(commands, types);
qmp_handler *const gadget_handlers[] = {blink};

void gadget_init(void)
{
    REGISTER(RCGC2) |= RCGC2_GPIOF;
    (void)REGISTER(RCGC2); /* the clock takes some cycles to arrive */
    REGISTER(PF_DIR) |= 1u;
    REGISTER(PF_DEN) |= 1u;
}

void gadget_turn(uint64_t now)
{
    if (lamp.blinks > 0 && now >= lamp.next) {
        lamp.on = !lamp.on;
        lamp.blinks = (uint8_t)(lamp.blinks - !lamp.on);
        lamp.next = now + lamp.period * 1000u;
    }
    REGISTER(PF0) = lamp.on;
}
