/* escc_object.c - a channel of an ESCC as an object: status, counters, errors on demand.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/escc.h"
#include "drivers/mmio.h"
#include "drivers/register.h"

/* No register is pointed at whenever the agent runs, and escc_init() has RR0 latch nothing. */
static const char *get_rr0(const struct object *object, union object_value *value)
{
    value->natural = mmio_read8(((const struct escc *)object->state)->control);
    return NULL;
}

static const char *get_waiting(const struct object *object, union object_value *value)
{
    value->natural = ring_fill(((const struct escc *)object->state)->received);
    return NULL;
}

static const char *get_to_send(const struct object *object, union object_value *value)
{
    value->natural = ring_fill(((const struct escc *)object->state)->to_send);
    return NULL;
}

static const char *const faults[] = {[ESCC_OVERRUN] = "overrun", [ESCC_BREAK] = "break"};

static const char *inject(const struct object *object, const union object_value *value)
{
    escc_inject(object->state, (enum escc_fault)value->choice);
    return NULL;
}

static const struct object_property properties[] = {
    REGISTER_GET("rr0", 8, get_rr0, "status; bit 0: received, 2: room to send, 7: BREAK"),
    REGISTER_GET("waiting", 32, get_waiting, "bytes received that the reader has not taken"),
    REGISTER_GET("to-send", 32, get_to_send, "bytes that wait for the transmitter"),
    REGISTER_ERRORS("overruns", struct escc, overruns, "times that the receiver lost bytes"),
    REGISTER_ERRORS("breaks", struct escc, breaks, "BREAKs received"),
    REGISTER_CHOICE_ACTION("inject", "EsccFault", faults, inject,
                           "acts as if the line had brought this error"),
};
OBJECT_TYPE(escc_type, "escc", &object_device, properties);
