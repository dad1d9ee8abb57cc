/* mouse.c - info mice, and the commands that move the application's pointer.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/number.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_INPUT

#include "qmp/memory.h"

/* The one pointer there is: as query-mice has it. */
#define INDEX 0

int hmp_info_mice(struct monitor_run *run)
{
    return monitor_print(run, "* Mouse #0: application (absolute)");
}

int hmp_mouse_set(struct monitor_run *run)
{
    if (monitor_number(run, 0) == INDEX)
        return 0;
    (void)json_format_uint(run->where, (uint64_t)monitor_number(run, 0));
    return monitor_fail(run, "Mouse at index '%w' not found");
}

/* ---------------------------------------------------------------- the request */

/* Begins the request with a list of events, in which there is none. */
static void begin_events(struct monitor_run *run)
{
    request_begin(run);
    request_json(run, "events", "[");
}

static bool is_first(const struct monitor_run *run)
{
    return run->request[run->request_length - 1] == '[';
}

/* Begins an event of TYPE, of the axis or the button (KIND) NAME. */
static void begin_event(struct monitor_run *run, const char *type, const char *kind,
                        const char *name)
{
    request_more(run, is_first(run) ? "{\"type\":\"" : ",{\"type\":\"");
    request_more(run, type);
    request_more(run, "\",\"data\":{\"");
    request_more(run, kind);
    request_more(run, "\":\"");
    request_more(run, name);
    request_more(run, "\"");
}

static void add_move(struct monitor_run *run, const char *axis, int64_t value)
{
    begin_event(run, "rel", "axis", axis);
    request_int(run, "value", value);
    request_more(run, "}}");
}

static void add_button(struct monitor_run *run, const char *button, bool down)
{
    begin_event(run, "btn", "button", button);
    request_bool(run, "down", down);
    request_more(run, "}}");
}

/* A stopped application gets none, and as in QEMU nothing is said of it. */
static int send(struct monitor_run *run)
{
    if (is_first(run) || run->agent->state != QMP_RUN_RUNNING)
        return 0;
    request_more(run, "]");
    return monitor_execute(run, QMP_CMD_input_send_event);
}

/* ------------------------------------------------------------------- moving */

/* As much of TEXT as is a number; a word is 0.  What is above 31 bits stays there: nobody moves
 * that far. */
static int64_t read_distance(struct json_span text)
{
    bool negative = text.length > 0 && text.text[0] == '-', fits;
    uint64_t number;

    if (negative || (text.length > 0 && text.text[0] == '+')) {
        text.text++;
        text.length--;
    }
    (void)number_take(text, &number, &fits);
    if (number > INT32_MAX)
        number = INT32_MAX;
    return negative ? -(int64_t)number : (int64_t)number;
}

int hmp_mouse_move(struct monitor_run *run)
{
    int64_t wheel = monitor_has(run, 2) ? read_distance(monitor_string(run, 2)) : 0;

    begin_events(run);
    add_move(run, "x", read_distance(monitor_string(run, 0)));
    add_move(run, "y", read_distance(monitor_string(run, 1)));
    if (wheel != 0) {
        add_button(run, wheel > 0 ? "wheel-up" : "wheel-down", true);
        add_button(run, wheel > 0 ? "wheel-up" : "wheel-down", false);
    }
    return send(run);
}

/* ------------------------------------------------------------------ buttons */

int hmp_mouse_button(struct monitor_run *run)
{
    static const char *const names[] = {"left", "middle", "right"};
    struct input_queue *queue = &run->agent->input;
    unsigned state = (unsigned)monitor_number(run, 0) & 7;

    begin_events(run);
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if ((queue->pressed ^ state) >> i & 1)
            add_button(run, names[i], state >> i & 1);
    if (send(run) < 0)
        return -1;
    if (run->agent->state == QMP_RUN_RUNNING)
        queue->pressed = (uint8_t)state;
    return 0;
}

#endif
