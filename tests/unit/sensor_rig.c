/* sensor_rig.c - a simulated sensor under test.
 *
 * SPDX-License-Identifier: MIT */
#include "sensor_rig.h"

#include "board/board.h"
#include "property.h"

uint64_t rig_now;
void (*rig_interrupt)(void);

static struct sensor sensor;
const struct object rig_object = {.name = "sensor", .type = &sensor_type, .state = &sensor};

uint64_t board_clock(void)
{
    void (*host)(void) = rig_interrupt;
    uint64_t time = rig_now;

    rig_interrupt = NULL;
    if (host != NULL)
        host();
    return time;
}

int rig_setup(void **state)
{
    (void)state;
    memcpy(&sensor, sensor_type.initial, sizeof sensor);
    rig_now = 12345;
    rig_interrupt = NULL;
    return 0;
}

int32_t rig_get(const char *name)
{
    return (int32_t)property_get(&rig_object, name);
}

const char *rig_put(const char *name, int64_t value)
{
    return property_set(&rig_object, name, (uint64_t)value);
}

int32_t rig_read(void)
{
    int32_t reading = 0;

    assert_int_equal(sensor_read(&rig_object, &reading), SENSOR_OK);
    return reading;
}
