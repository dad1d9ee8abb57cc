/* gate_calls.c - the agent's functions as an isolated application calls them.
 *
 * Nothing here touches what is not the application's.
 *
 * SPDX-License-Identifier: MIT */
#include "agent/unprivileged.h"

#include "agent/actuator.h"
#include "agent/app.h"
#include "agent/profile.h"
#include "agent/sensor.h"
#include "agent/uplink.h"
#include "agent/watchdog.h"
#include "board/board.h"
#include "board/debug.h"
#include "gate.h"
#include "qmp/memory.h"

static uint64_t ask(enum gate_operation operation, uintptr_t a, uintptr_t b)
{
    return board_gate(a, b, 0, BOARD_GATE_HOOK + operation);
}

static uintptr_t address(const void *of)
{
    return (uintptr_t)of;
}

/* ------------------------------------------------------------------ agent/app.h */

void agent_console(const char *text)
{
    size_t left = text_length(text), size;

    for (; left > 0; text += size, left -= size) {
        size = left < GATE_TEXT_MAX ? left : GATE_TEXT_MAX;
        (void)ask(GATE_CONSOLE, address(text), size);
    }
}

#if QMP_GROUP_CONSOLE
size_t agent_console_read(void *buffer, size_t size)
{
    return (size_t)ask(GATE_CONSOLE_READ, address(buffer), size);
}
#endif

#if QMP_GROUP_INPUT
bool agent_input(struct agent_input *event)
{
    return ask(GATE_INPUT, address(event), 0);
}
#endif

bool agent_powerdown_requested(void)
{
    return ask(GATE_POWERDOWN_REQUESTED, 0, 0);
}

_Noreturn void agent_panic(const char *message)
{
    do {
        (void)ask(GATE_PANIC, address(message), 0);
        board_break();
    } while (!ask(GATE_PANICKING, 0, 0));
    for (;;)
        board_app_wait(UINT64_MAX);
}

void agent_shutdown(void)
{
    (void)ask(GATE_SHUTDOWN, 0, 0);
}

/* ------------------------------------------------------------- agent/watchdog.h */

#if QMP_GROUP_DEVICES

void agent_watchdog_start(uint32_t microseconds)
{
    (void)ask(GATE_WATCHDOG_START, microseconds, 0);
}

void agent_watchdog_feed(void)
{
    (void)ask(GATE_WATCHDOG_FEED, 0, 0);
}

void agent_watchdog_stop(void)
{
    (void)ask(GATE_WATCHDOG_STOP, 0, 0);
}

#endif

/* ------------------------------------------------------------- simulated devices */

#if QMP_GROUP_OBJECTS

enum sensor_status sensor_read(const struct object *sensor, int32_t *reading)
{
    return (enum sensor_status)ask(GATE_SENSOR_READ, address(sensor), address(reading));
}

bool sensor_covers(const struct object *sensor, int32_t reading)
{
    return ask(GATE_SENSOR_COVERS, address(sensor), (uintptr_t)reading);
}

void sensor_simulate(const struct object *sensor, int32_t value)
{
    (void)ask(GATE_SENSOR_SIMULATE, address(sensor), (uintptr_t)value);
}

enum actuator_status actuator_set(const struct object *actuator, int32_t state)
{
    return (enum actuator_status)ask(GATE_ACTUATOR_SET, address(actuator), (uintptr_t)state);
}

int32_t actuator_state(const struct object *actuator)
{
    return (int32_t)ask(GATE_ACTUATOR_STATE, address(actuator), 0);
}

int32_t actuator_actual(const struct object *actuator)
{
    return (int32_t)ask(GATE_ACTUATOR_ACTUAL, address(actuator), 0);
}

bool uplink_send(const struct object *uplink, int32_t value)
{
    return ask(GATE_UPLINK_SEND, address(uplink), (uintptr_t)value);
}

int32_t profile_value(const struct object *profile)
{
    return (int32_t)ask(GATE_PROFILE_VALUE, address(profile), 0);
}

#endif
