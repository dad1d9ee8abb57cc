/* input.c - send-key, input-send-event and query-mice.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "agent/app.h"
#include "input_queue.h"
#include "qmp/memory.h"

#if QMP_GROUP_INPUT

enum { KEYS, HOLD_TIME };                    /* arguments of send-key */
enum { EVENTS_DEVICE, EVENTS_HEAD, EVENTS }; /* of input-send-event */

_Static_assert((int)AGENT_INPUT_KEY == QMP_INPUT_KEY && (int)AGENT_INPUT_BUTTON == QMP_INPUT_BTN &&
                   (int)AGENT_INPUT_RELATIVE == QMP_INPUT_REL &&
                   (int)AGENT_INPUT_ABSOLUTE == QMP_INPUT_ABS,
               "the application's names of the schema's kinds");

/* Milliseconds; what QEMU documents. */
#define HOLD_DEFAULT 100

/* --------------------------------------------------------------------- values */

/* The number of the enum value at the token VALUE, which is one of TYPE's. */
static uint8_t enum_number(const struct json_doc *doc, int value, const struct qmp_type *type)
{
    uint8_t i = 0;

    while (i + 1 < type->count && !json_equals(doc, value, type->values[i]))
        i++;
    return i;
}

static int64_t int_member(const struct json_doc *doc, int object, const char *name)
{
    int64_t number = 0;

    (void)json_int64(doc, json_member(doc, object, name), &number);
    return number;
}

/* A KeyValue. */
static struct input_event read_key(const struct json_doc *doc, int key)
{
    int data = json_member(doc, key, "data");
    struct input_event event = {.kind = AGENT_INPUT_KEY};

    if (enum_number(doc, json_member(doc, key, "type"), &qmp_type_KeyValueKind) == QMP_KEY_NUMBER) {
        event.by_number = true;
        event.value = int_member(doc, key, "data");
    } else {
        event.code = enum_number(doc, data, &qmp_type_QKeyCode);
    }
    return event;
}

/* An InputEvent. */
static struct input_event read_event(const struct json_doc *doc, int value)
{
    int data = json_member(doc, value, "data");
    struct input_event event = {0};

    event.kind = enum_number(doc, json_member(doc, value, "type"), &qmp_type_InputEventKind);
    switch (event.kind) {
    case QMP_INPUT_KEY:
        event = read_key(doc, json_member(doc, data, "key"));
        event.down = json_bool(doc, json_member(doc, data, "down"));
        break;
    case QMP_INPUT_BTN:
        event.code = enum_number(doc, json_member(doc, data, "button"), &qmp_type_InputButton);
        event.down = json_bool(doc, json_member(doc, data, "down"));
        break;
    default:
        event.code = enum_number(doc, json_member(doc, data, "axis"), &qmp_type_InputAxis);
        event.value = int_member(doc, data, "value");
        break;
    }
    return event;
}

static int fail_count(struct qmp_call *call, uint64_t number, const char *format)
{
    json_format_uint(call->where, number);
    return qmp_fail(call, QMP_GENERIC_ERROR, format);
}

static uint32_t count_elements(const struct json_doc *doc, int array)
{
    uint32_t count = 0;

    for (int i = json_first(array); i < json_end(doc, array); i = json_next(doc, i))
        count++;
    return count;
}

/* ------------------------------------------------------------ input-send-event */

int agent_input_send_event(struct qmp_call *call)
{
    struct agent *agent = call->context;
    const struct json_doc *doc = &call->doc;
    int events = call->argument[EVENTS];

    /* Its keys would be late, and its pointer elsewhere. */
    if (agent->state != QMP_RUN_RUNNING)
        return qmp_fail(call, QMP_GENERIC_ERROR, "VM not running");
    if (count_elements(doc, events) > input_room(&agent->input))
        return fail_count(call, input_room(&agent->input),
                          "The input queue has room for %w events only");
    for (int i = json_first(events); i < json_end(doc, events); i = json_next(doc, i)) {
        struct input_event event = read_event(doc, i);

        input_put(&agent->input, &event);
    }
    return 0;
}

/* -------------------------------------------------------------------- send-key */

/* A walk along an array. */
struct walk {
    const struct json_doc *doc;
    int at;
};

static struct input_event next_key(void *context, uint32_t i)
{
    struct walk *walk = context;
    struct input_event event = read_key(walk->doc, walk->at);

    (void)i;
    walk->at = json_next(walk->doc, walk->at);
    return event;
}

int agent_send_key(struct qmp_call *call)
{
    struct agent *agent = call->context;
    uint32_t count = count_elements(&call->doc, call->argument[KEYS]);
    int64_t hold = qmp_has(call, HOLD_TIME) ? qmp_int(call, HOLD_TIME) : 0;
    struct walk walk = {&call->doc, json_first(call->argument[KEYS])};

    if (hold > AGENT_HOLD_TIME_MAX)
        return fail_count(call, AGENT_HOLD_TIME_MAX,
                          "Parameter 'hold-time' is at most %w milliseconds");
    if (hold <= 0) /* QEMU takes 0 for the default, and what is below for ages */
        hold = HOLD_DEFAULT;
    if (count > input_key_room(&agent->input))
        return fail_count(call, input_key_room(&agent->input),
                          "Only %w more keys can wait to be pressed and released");
    input_type(&agent->input, count, (uint32_t)hold, next_key, &walk);
    (void)agent_input_tick(agent);
    return 0;
}

/* ------------------------------------------------------------------ query-mice */

int agent_query_mice(struct qmp_call *call)
{
    return qmp_return_text(call, "[{\"name\": \"application\", \"index\": 0, \"current\": true, "
                                 "\"absolute\": true}]");
}

/* ------------------------------------------------------------------- the agent */

uint64_t agent_input_tick(struct agent *agent)
{
    /* The clock may be slow to read. */
    if (agent->input.first == agent->input.end && !agent->input.waiting)
        return UINT64_MAX;
    return input_tick(&agent->input, board_clock(), agent->state == QMP_RUN_RUNNING);
}

void agent_input_init(struct agent *agent)
{
    memset(&agent->input, 0, sizeof agent->input);
}

void agent_input_restart(struct agent *agent)
{
    input_clear(&agent->input);
}

#endif
