/* test_watch.c - watches, to the microsecond, over the test's own objects.
 *
 * (On boards: tests/board/test_watch.c.)
 *
 * SPDX-License-Identifier: MIT */
#include "watch.h"

#include "agent/agent.h"
#include "commands/commands.h"
#include "specimens.h"

static struct agent agent;
static uint64_t now;

uint64_t board_clock(void)
{
    return now;
}

static uint64_t host_clock(void *context)
{
    (void)context;
    return now;
}

static bool no_time_of_day(void *context, int64_t *seconds, int32_t *microseconds)
{
    (void)context;
    (void)seconds;
    (void)microseconds;
    return false;
}

static const struct qmp_host host = {.clock = host_clock, .time_of_day = no_time_of_day};

static qmp_handler *const handlers[QMP_CMD_COUNT] = {
    [QMP_CMD_agent_query_watches] = agent_query_watches,
    [QMP_CMD_agent_unwatch] = agent_unwatch,
    [QMP_CMD_agent_watch] = agent_watch,
    [QMP_CMD_qmp_capabilities] = qmp_do_capabilities,
};

/* A session of the agent's server, whose watches are none. */
static struct rig *start(void)
{
    struct rig *rig = specimens_rig();

    now = 1000000;
    qmp_server_init(&agent.server, &qmp_schema, handlers, &host, "rig", &agent);
    qmp_session_init(&rig->session, &agent.server);
    watch_init(&agent);
    rig_settle(rig);
    rig_expect(rig, RIG_GREETING);
    rig_send(rig, "{\"execute\":\"qmp_capabilities\"}");
    rig_expect(rig, "{\"return\": {}}");
    return rig;
}

/* agent-watch of PROPERTY of "first", MORE being further members; it has the id ID and VALUE. */
static void watch(struct rig *rig, const char *property, const char *more, unsigned id,
                  const char *value)
{
    char arguments[200], expected[100];

    snprintf(arguments, sizeof arguments, "{\"path\":\"first\",\"property\":\"%s\"%s}", property,
             more);
    snprintf(expected, sizeof expected, "{\"id\": %u, \"value\": %s}", id, value);
    expect_return(rig, "agent-watch", arguments, expected);
    (void)watch_tick(&agent);
}

/* Time goes on, the agent looking whenever it asked to. */
static void pass(struct rig *rig, uint64_t microseconds)
{
    uint64_t end = now + microseconds, next;

    while ((next = watch_tick(&agent)) <= end) {
        assert_true(next > now);
        now = next;
    }
    now = end;
    rig_settle(rig);
}

static void expect_change(struct rig *rig, unsigned id, const char *property, const char *value)
{
    char line[300];

    snprintf(line, sizeof line,
             "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, \"event\": "
             "\"AGENT_PROPERTY_CHANGE\", \"data\": {\"id\": %u, \"path\": "
             "\"/machine/peripheral/first\", \"property\": \"%s\", \"value\": %s}}",
             id, property, value);
    rig_expect(rig, line);
}

/* ----------------------------------------------------------------------- tests */

static void watches_are_looked_at_once_a_period(void **state)
{
    struct rig *rig = start();

    (void)state;
    assert_true(watch_tick(&agent) == UINT64_MAX);
    watch(rig, "i32", ",\"interval\":0", 1, "0");
    assert_true(watch_tick(&agent) == now + AGENT_WATCH_PERIOD);
    specimens[0].i32 = 5;
    pass(rig, AGENT_WATCH_PERIOD - 1);
    rig_expect_silence(rig);
    pass(rig, 1);
    expect_change(rig, 1, "i32", "5");
    specimens[0].i32 = 6;
    specimens[0].i32 = 5; /* nobody saw it */
    pass(rig, 10 * AGENT_WATCH_PERIOD);
    rig_expect_silence(rig);
    expect_return(rig, "agent-unwatch", "{\"id\":1}", "{}");
    pass(rig, AGENT_WATCH_PERIOD);
    assert_true(watch_tick(&agent) == UINT64_MAX);
    rig_free(rig);
}

static void events_of_a_watch_are_an_interval_apart(void **state)
{
    struct rig *rig = start();

    (void)state;
    watch(rig, "i32", ",\"interval\":100", 1, "0");
    specimens[0].i32 = 1;
    pass(rig, AGENT_WATCH_PERIOD);
    expect_change(rig, 1, "i32", "1");
    for (int i = 2; i < 20; i++) {
        specimens[0].i32 = i;
        pass(rig, AGENT_WATCH_PERIOD);
    }
    rig_expect_silence(rig);
    pass(rig, 100000 - 18 * AGENT_WATCH_PERIOD - 1);
    rig_expect_silence(rig);
    pass(rig, 1);
    expect_change(rig, 1, "i32", "19");
    pass(rig, 1000000);
    rig_expect_silence(rig);
    rig_free(rig);
}

static void crossings_within_the_interval_are_told_once_with_the_last_value(void **state)
{
    struct rig *rig = start();

    (void)state;
    watch(rig, "i32", ",\"interval\":100,\"above\":10", 1, "0");
    specimens[0].i32 = 11;
    pass(rig, AGENT_WATCH_PERIOD);
    expect_change(rig, 1, "i32", "11");
    specimens[0].i32 = 0;
    pass(rig, AGENT_WATCH_PERIOD);
    specimens[0].i32 = 12;
    pass(rig, AGENT_WATCH_PERIOD);
    specimens[0].i32 = 13;
    pass(rig, 200000);
    expect_change(rig, 1, "i32", "13");
    rig_expect_silence(rig);
    rig_free(rig);
}

/* A bound is an integer of 64 bits; a value may be larger. */
static void bounds_compare_with_values_of_every_width(void **state)
{
    static const struct {
        const char *property, *more;
        uint64_t from, to;
        const char *value; /* that is told, or NULL */
    } rows[] = {
        {"u64", ",\"above\":9223372036854775807", 0, UINT64_MAX, "18446744073709551615"},
        {"u64", ",\"above\":9223372036854775807", 0, INT64_MAX, NULL},
        {"u64", ",\"above\":-1", 0, 1, NULL}, /* it was above at first */
        {"u64", ",\"below\":0", UINT64_MAX, 0, NULL},
        {"u64", ",\"below\":1", UINT64_MAX, 0, "0"},
        {"i64", ",\"below\":-9223372036854775807", 0, (uint64_t)INT64_MIN, "-9223372036854775808"},
        {"i64", ",\"above\":-2", (uint64_t)-2, (uint64_t)-1, "-1"},
        {"i8", ",\"below\":-127", 0, (uint64_t)-128, "-128"},
        {"i8", ",\"above\":127", 0, 127, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct rig *rig = start();
        char first[24];

        specimens[0].u64 = rows[i].from;
        specimens[0].i64 = (int64_t)rows[i].from;
        specimens[0].i8 = (int8_t)rows[i].from;
        snprintf(first, sizeof first, rows[i].property[0] == 'u' ? "%llu" : "%lld",
                 (unsigned long long)rows[i].from);
        watch(rig, rows[i].property, rows[i].more, 1, first);
        specimens[0].u64 = rows[i].to;
        specimens[0].i64 = (int64_t)rows[i].to;
        specimens[0].i8 = (int8_t)rows[i].to;
        pass(rig, 100000);
        if (rows[i].value)
            expect_change(rig, 1, rows[i].property, rows[i].value);
        rig_expect_silence(rig);
        rig_free(rig);
    }
}

static void properties_with_a_getter_are_watched_too(void **state)
{
    struct rig *rig = start();

    (void)state;
    watch(rig, "driven", ",\"above\":40", 1, "0");
    specimens[0].driven = 4;
    pass(rig, AGENT_WATCH_PERIOD);
    rig_expect_silence(rig);
    specimens[0].driven = 5;
    pass(rig, AGENT_WATCH_PERIOD);
    expect_change(rig, 1, "driven", "50");
    rig_free(rig);
}

/* By the object and the property that they stand for. */
static void aliases_are_watched_as_what_they_stand_for(void **state)
{
    struct rig *rig = start();

    (void)state;
    expect_return(rig, "agent-watch", "{\"path\":\"mirror\",\"property\":\"again\"}",
                  "{\"id\": 1, \"value\": false}");
    specimens[0].flag = true;
    pass(rig, AGENT_WATCH_PERIOD);
    expect_change(rig, 1, "flag", "true");
    watch_forget(&agent, agent.watches.list[0].object);
    expect_return(rig, "agent-query-watches", "{}", "[]");
    rig_free(rig);
}

static void watches_refuse_what_is_not_one_plain_value(void **state)
{
    static const char *const properties[] = {"string", "text", "link", "parts", "plain", "home"};
    struct rig *rig = start();

    (void)state;
    for (size_t i = 0; i < COUNT(properties); i++) {
        char arguments[100], desc[150];

        snprintf(arguments, sizeof arguments, "{\"path\":\"first\",\"property\":\"%s\"}",
                 properties[i]);
        snprintf(desc, sizeof desc,
                 "Property '%s' is no bool, number or short enum: it cannot be watched",
                 properties[i]);
        expect_error(rig, "agent-watch", arguments, "GenericError", desc);
    }
    expect_error(rig, "agent-watch", "{\"path\":\"first\",\"property\":\"command\"}",
                 "GenericError", "Property 'specimen.command' is not readable");
    expect_error(rig, "agent-watch", "{\"path\":\"" SPECIMEN_DEEP "4\",\"property\":\"u8\"}",
                 "GenericError", "The path of '" SPECIMEN_DEEP "4' is too long for an event");
    expect_return(rig, "agent-query-watches", "{}", "[]");
    rig_free(rig);
}

/* The longest path with the longest value there is. */
static void events_have_room_for_the_longest_path(void **state)
{
    struct rig *rig = start();

    (void)state;
    expect_return(rig, "agent-watch", "{\"path\":\"" SPECIMEN_DEEP "\",\"property\":\"u64\"}",
                  "{\"id\": 1, \"value\": 0}");
    specimens[1].u64 = UINT64_MAX;
    pass(rig, AGENT_WATCH_PERIOD);
    rig_expect(rig, "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, \"event\": "
                    "\"AGENT_PROPERTY_CHANGE\", \"data\": {\"id\": 1, \"path\": "
                    "\"" SPECIMEN_WAY SPECIMEN_DEEP "\", \"property\": \"u64\", \"value\": "
                    "18446744073709551615}}");
    rig_free(rig);
}

/* AGENT_WATCH_VALUE_MAX bytes, of which a writer of strings keeps 12 free. */
#define LONGEST_NAME "a-name-of-thirty-six-characters-0123"
_Static_assert(sizeof LONGEST_NAME - 1 == AGENT_WATCH_VALUE_MAX - 12, "the longest");
static const char *const fitting[] = {"none", LONGEST_NAME};
static const char *const too_long[] = {"none", LONGEST_NAME "4"};
static struct named {
    uint8_t fitting, too_long;
} named;
static const struct object_property named_properties[] = {
    OBJECT_ENUM("fitting", "Fitting", fitting, struct named, fitting, OBJECT_READ_WRITE, NULL),
    OBJECT_ENUM("too-long", "TooLong", too_long, struct named, too_long, OBJECT_READ_WRITE, NULL),
};
OBJECT_TYPE(named_type, "named", &object_device, named_properties);
OBJECT_INSTANCE(named_object, &object_peripheral, "named", &named_type, &named);

static void enums_are_told_whole_or_not_watched(void **state)
{
    struct rig *rig = start();

    (void)state;
    named.fitting = 0;
    expect_return(rig, "agent-watch", "{\"path\":\"named\",\"property\":\"fitting\"}",
                  "{\"id\": 1, \"value\": \"none\"}");
    named.fitting = 1;
    pass(rig, AGENT_WATCH_PERIOD);
    rig_expect(rig, "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, \"event\": "
                    "\"AGENT_PROPERTY_CHANGE\", \"data\": {\"id\": 1, \"path\": "
                    "\"/machine/peripheral/named\", \"property\": \"fitting\", \"value\": "
                    "\"" LONGEST_NAME "\"}}");
    expect_error(rig, "agent-watch", "{\"path\":\"named\",\"property\":\"too-long\"}",
                 "GenericError",
                 "Property 'too-long' is no bool, number or short enum: it cannot be watched");
    rig_free(rig);
}

/* After two thousand million watches; one of the first is still there. */
static void no_two_watches_have_the_same_id(void **state)
{
    struct rig *rig = start();

    (void)state;
    watch(rig, "i8", "", 1, "0");
    agent.watches.last_id = INT32_MAX - 1;
    watch(rig, "i8", "", INT32_MAX, "0");
    watch(rig, "i8", "", 2, "0");
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(watches_are_looked_at_once_a_period),
        cmocka_unit_test(events_of_a_watch_are_an_interval_apart),
        cmocka_unit_test(crossings_within_the_interval_are_told_once_with_the_last_value),
        cmocka_unit_test(bounds_compare_with_values_of_every_width),
        cmocka_unit_test(properties_with_a_getter_are_watched_too),
        cmocka_unit_test(aliases_are_watched_as_what_they_stand_for),
        cmocka_unit_test(watches_refuse_what_is_not_one_plain_value),
        cmocka_unit_test(events_have_room_for_the_longest_path),
        cmocka_unit_test(enums_are_told_whole_or_not_watched),
        cmocka_unit_test(no_two_watches_have_the_same_id),
    };

    return cmocka_run_group_tests_name("watch", tests, NULL, NULL);
}
