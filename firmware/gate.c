/* gate.c - does for an isolated application what it asks of the agent.
 *
 * Nothing it says is believed: an address must be its own, for all of what is there, and an object
 * must be one of the tree and of the right type.
 *
 * Context: the trap of board_gate(): the application waits, the agent is not active.
 *
 * SPDX-License-Identifier: MIT */
#include "gate.h"

#include "agent/actuator.h"
#include "agent/agent.h"
#include "agent/app.h"
#include "agent/profile.h"
#include "agent/sensor.h"
#include "agent/uplink.h"
#include "agent/watchdog.h"
#include "app_glue.h"
#include "objects/tree.h"

typedef bool gate_handler(struct agent *agent, struct board_gate_call *call);

/* ------------------------------------------------------------------ agent/app.h */

static bool console(struct agent *agent, struct board_gate_call *call)
{
    size_t size = call->words[1];

    (void)agent;
    if (size > GATE_TEXT_MAX || !board_app_may_read(call->words[0], size))
        return false;
    console_bytes((const char *)call->words[0], size);
    return true;
}

static bool console_read(struct agent *agent, struct board_gate_call *call)
{
    (void)agent;
    if (!board_app_may_write(call->words[0], call->words[1]))
        return false;
    call->result = agent_console_read((void *)call->words[0], call->words[1]);
    return true;
}

static bool input(struct agent *agent, struct board_gate_call *call)
{
    struct agent_input *event = (struct agent_input *)call->words[0];

    (void)agent;
    if (call->words[0] % _Alignof(struct agent_input) != 0 ||
        !board_app_may_write(call->words[0], sizeof *event))
        return false;
    call->result = agent_input(event);
    return true;
}

static bool powerdown_requested(struct agent *agent, struct board_gate_call *call)
{
    (void)agent;
    call->result = agent_powerdown_requested();
    return true;
}

/* Whether the message can be read is looked at when it is (debug/panic.c). */
static bool panic(struct agent *agent, struct board_gate_call *call)
{
    agent->app_panic = call->words[0] != 0 ? (const char *)call->words[0] : "";
    return true;
}

static bool panicking(struct agent *agent, struct board_gate_call *call)
{
    call->result = agent->app_panic != NULL;
    return true;
}

static bool do_shutdown(struct agent *agent, struct board_gate_call *call)
{
    (void)agent, (void)call;
    agent_shutdown();
    return true;
}

/* ------------------------------------------------------------- agent/watchdog.h */

#if QMP_GROUP_DEVICES

static bool watchdog_start(struct agent *agent, struct board_gate_call *call)
{
    (void)agent;
    if (call->words[0] == 0 || call->words[0] > AGENT_WATCHDOG_MAX)
        return false;
    agent_watchdog_start((uint32_t)call->words[0]);
    return true;
}

static bool watchdog_feed(struct agent *agent, struct board_gate_call *call)
{
    (void)agent, (void)call;
    agent_watchdog_feed();
    return true;
}

static bool watchdog_stop(struct agent *agent, struct board_gate_call *call)
{
    (void)agent, (void)call;
    agent_watchdog_stop();
    return true;
}

#endif

/* ------------------------------------------------------------- simulated devices */

#if QMP_GROUP_OBJECTS

/* The object that the first word names, if it is of TYPE; else NULL. */
static const struct object *device(const struct board_gate_call *call,
                                   const struct object_type *type)
{
    const struct object *object = tree_believe((const struct object *)call->words[0]);

    return object != NULL && tree_is_a(object->type, type) ? object : NULL;
}

static bool read_sensor(struct agent *agent, struct board_gate_call *call)
{
    const struct object *sensor = device(call, &sensor_type);
    uintptr_t reading = call->words[1];

    (void)agent;
    if (sensor == NULL || reading % sizeof(int32_t) != 0 ||
        !board_app_may_write(reading, sizeof(int32_t)))
        return false;
    call->result = sensor_read(sensor, (int32_t *)reading);
    return true;
}

static bool covers(struct agent *agent, struct board_gate_call *call)
{
    const struct object *sensor = device(call, &sensor_type);

    (void)agent;
    if (sensor == NULL)
        return false;
    call->result = sensor_covers(sensor, (int32_t)call->words[1]);
    return true;
}

static bool simulate(struct agent *agent, struct board_gate_call *call)
{
    const struct object *sensor = device(call, &sensor_type);

    (void)agent;
    if (sensor == NULL)
        return false;
    sensor_simulate(sensor, (int32_t)call->words[1]);
    return true;
}

static bool set_actuator(struct agent *agent, struct board_gate_call *call)
{
    const struct object *actuator = device(call, &actuator_type);

    (void)agent;
    if (actuator == NULL)
        return false;
    call->result = actuator_set(actuator, (int32_t)call->words[1]);
    return true;
}

static bool state_of_actuator(struct agent *agent, struct board_gate_call *call)
{
    const struct object *actuator = device(call, &actuator_type);

    (void)agent;
    if (actuator == NULL)
        return false;
    call->result = (uint32_t)actuator_state(actuator);
    return true;
}

static bool actual_of_actuator(struct agent *agent, struct board_gate_call *call)
{
    const struct object *actuator = device(call, &actuator_type);

    (void)agent;
    if (actuator == NULL)
        return false;
    call->result = (uint32_t)actuator_actual(actuator);
    return true;
}

static bool send(struct agent *agent, struct board_gate_call *call)
{
    const struct object *uplink = device(call, &uplink_type);

    (void)agent;
    if (uplink == NULL)
        return false;
    call->result = uplink_send(uplink, (int32_t)call->words[1]);
    return true;
}

static bool value_of_profile(struct agent *agent, struct board_gate_call *call)
{
    const struct object *profile = device(call, &profile_type);

    (void)agent;
    if (profile == NULL)
        return false;
    call->result = (uint32_t)profile_value(profile);
    return true;
}

#endif

/* --------------------------------------------------------------------- together */

static gate_handler *const operations[GATE_COUNT] = {
    [GATE_CONSOLE] = console,
    [GATE_CONSOLE_READ] = console_read,
    [GATE_INPUT] = input,
    [GATE_POWERDOWN_REQUESTED] = powerdown_requested,
    [GATE_PANIC] = panic,
    [GATE_PANICKING] = panicking,
    [GATE_SHUTDOWN] = do_shutdown,
#if QMP_GROUP_DEVICES
    [GATE_WATCHDOG_START] = watchdog_start,
    [GATE_WATCHDOG_FEED] = watchdog_feed,
    [GATE_WATCHDOG_STOP] = watchdog_stop,
#endif
#if QMP_GROUP_OBJECTS
    [GATE_SENSOR_READ] = read_sensor,
    [GATE_SENSOR_COVERS] = covers,
    [GATE_SENSOR_SIMULATE] = simulate,
    [GATE_ACTUATOR_SET] = set_actuator,
    [GATE_ACTUATOR_STATE] = state_of_actuator,
    [GATE_ACTUATOR_ACTUAL] = actual_of_actuator,
    [GATE_UPLINK_SEND] = send,
    [GATE_PROFILE_VALUE] = value_of_profile,
#endif
};

bool gate_serve(void *agent, unsigned operation, struct board_gate_call *call)
{
    return operation < GATE_COUNT && operations[operation] != NULL &&
           operations[operation](agent, call);
}
