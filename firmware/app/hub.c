/* hub.c - the sensor hub.
 *
 * SPDX-License-Identifier: MIT */
#include "hub.h"

#include "agent/app.h"
#include "board/board.h"
#include "board/object.h"

/* The fan goes on above the one and off below the other (hundredths of a degree). */
#define FAN_ON  2600
#define FAN_OFF 2400

volatile struct hub hub = {.temperature = 2000};

static const struct object_property hub_properties[] = {
    OBJECT_COUNTER("beats", 32, struct hub, beats, "periods worked since the application started"),
    OBJECT_INT("temperature", 32, struct hub, temperature, OBJECT_READ_WRITE, -5000, 12500,
               "hundredths of a degree Celsius"),
    OBJECT_UINT("fan", 32, struct hub, fan, OBJECT_READ_WRITE, 0, 1, "0 off, 1 on"),
    OBJECT_COUNTER("late", 32, struct hub, late, "periods that began more than a period late"),
    OBJECT_UINT("accepts-powerdown", 32, struct hub, accepts_powerdown, OBJECT_READ_WRITE, 0, 1,
                "1: end on system_powerdown; 0: log and go on"),
    OBJECT_UINT("hang", 32, struct hub, hang, OBJECT_READ_WRITE, 0, 1,
                "1: hang in an endless loop"),
};
OBJECT_TYPE(hub_type, "sensor-hub", &object_device, hub_properties);
OBJECT_INSTANCE(hub_object, &object_peripheral, "hub", &hub_type, (void *)&hub);

/* A room that warms up by itself and cools while the fan runs. */
static int32_t sample_temperature(int32_t before, uint32_t fan)
{
    return before + (fan ? -3 : 2);
}

static uint32_t control_fan(int32_t temperature, uint32_t fan)
{
    if (temperature > FAN_ON)
        return 1;
    return temperature < FAN_OFF ? 0 : fan;
}

/* Writes VALUE / 100 with two decimals; returns the end. */
static char *format_hundredths(char *to, int32_t value)
{
    uint32_t rest = value < 0 ? 0u - (uint32_t)value : (uint32_t)value;
    char digits[12];
    int n = 0;

    if (value < 0)
        *to++ = '-';
    do {
        digits[n++] = (char)('0' + rest % 10);
        rest /= 10;
        if (n == 2)
            digits[n++] = '.';
    } while (rest || n < 4);
    while (n)
        *to++ = digits[--n];
    *to = '\0';
    return to;
}

static void log_state(void)
{
    char line[64] = "hub: temperature ";
    char *to = line + sizeof "hub: temperature " - 1;
    const char *tail = hub.fan ? " C, fan on\r\n" : " C, fan off\r\n";

    to = format_hundredths(to, hub.temperature);
    while ((*to++ = *tail++))
        ;
    agent_console(line);
}

static void consider_powerdown(void)
{
    if (!agent_powerdown_requested())
        return;
    if (hub.accepts_powerdown) {
        agent_console("hub: shutting down\r\n");
        agent_shutdown();
    } else {
        agent_console("hub: shutdown refused\r\n");
    }
}

static void work(void)
{
    hub.temperature = sample_temperature(hub.temperature, hub.fan);
    hub.fan = control_fan(hub.temperature, hub.fan);
    hub.beats++;
    if (hub.beats % HUB_LOG_BEATS == 0)
        log_state();
    consider_powerdown();
    while (hub.hang)
        ;
}

void hub_main(void)
{
    uint64_t next = board_clock();

    agent_console("hub: started\r\n");
    for (;;) {
        work();
        next += HUB_PERIOD;
        if (board_clock() > next + HUB_PERIOD) {
            hub.late++;
            next = board_clock();
        }
        board_app_wait(next);
    }
}
