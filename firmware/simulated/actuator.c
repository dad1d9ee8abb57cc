/* actuator.c - simulated actuators.
 *
 * The agent may interrupt the application in any of its functions here, and never the other way
 * round.
 *
 * SPDX-License-Identifier: MIT */
#include "agent/actuator.h"

#include "qmp/groups.h"

#if QMP_GROUP_OBJECTS

enum { FAULT_NONE, FAULT_STUCK, FAULT_NO_ANSWER };
static const char *const fault_names[] = {"none", "stuck", "no-answer"};

static volatile struct actuator *state_of(const struct object *object)
{
    return object->state;
}

static const char *set_minimum(const struct object *object, const union object_value *value)
{
    volatile struct actuator *actuator = state_of(object);

    if (value->number > actuator->maximum)
        return "The minimum is above the maximum";
    actuator->minimum = (int32_t)value->number;
    return NULL;
}

static const char *set_maximum(const struct object *object, const union object_value *value)
{
    volatile struct actuator *actuator = state_of(object);

    if (value->number < actuator->minimum)
        return "The maximum is below the minimum";
    actuator->maximum = (int32_t)value->number;
    return NULL;
}

/* One that comes loose goes where it was told to meanwhile. */
static const char *set_fault(const struct object *object, const union object_value *value)
{
    volatile struct actuator *actuator = state_of(object);

    actuator->fault = (uint8_t)value->choice;
    if (value->choice != FAULT_STUCK)
        actuator->actual = actuator->state;
    return NULL;
}

#define NUMBER(property, member, access, setter, meaning)                                          \
    {                                                                                              \
        .name = property, .type = "int32", .description = meaning, .set = setter,                  \
        .kind = OBJECT_KIND_INT, .flags = access, OBJECT_VARIABLE(struct actuator, member)         \
    }

static const struct object_property properties[] = {
    NUMBER("state", state, OBJECT_READABLE, NULL, "as the application commanded"),
    NUMBER("actual", actual, OBJECT_READABLE, NULL, "what it really does"),
    NUMBER("minimum", minimum, OBJECT_READ_WRITE, set_minimum, "least state it can be in"),
    NUMBER("maximum", maximum, OBJECT_READ_WRITE, set_maximum, "greatest state it can be in"),
    OBJECT_COUNTER("commands", 32, struct actuator, commands, "that the application gave"),
    {.name = "fault",
     .type = "ActuatorFault",
     .description = "stuck: it does not follow its state; no-answer: it takes no command",
     .choices = fault_names,
     .count = sizeof fault_names / sizeof fault_names[0],
     .set = set_fault,
     .kind = OBJECT_KIND_ENUM,
     .flags = OBJECT_READ_WRITE,
     OBJECT_VARIABLE(struct actuator, fault)},
};

static const struct actuator created = {.minimum = INT32_MIN, .maximum = INT32_MAX};
static const char *complete(const struct object *object)
{
    const volatile struct actuator *actuator = state_of(object);

    if (actuator->minimum > 0 || actuator->maximum < 0)
        return "The state 0, which an actuator begins in, is outside its range";
    return NULL;
}
OBJECT_CREATABLE(actuator_type, "actuator", &object_device, properties, created, complete);

enum actuator_status actuator_set(const struct object *object, int32_t state)
{
    volatile struct actuator *actuator = state_of(object);

    actuator->commands++;
    if (actuator->fault == FAULT_NO_ANSWER)
        return ACTUATOR_NO_ANSWER;
    if (state < actuator->minimum || state > actuator->maximum)
        return ACTUATOR_OUT_OF_RANGE;
    actuator->state = state;
    if (actuator->fault != FAULT_STUCK)
        actuator->actual = state;
    return ACTUATOR_OK;
}

int32_t actuator_state(const struct object *object)
{
    return state_of(object)->state;
}

int32_t actuator_actual(const struct object *object)
{
    return state_of(object)->actual;
}

#endif
