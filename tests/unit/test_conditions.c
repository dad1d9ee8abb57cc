/* test_conditions.c - breakpoints that stop only when a register or memory compares as they say.
 *
 * SPDX-License-Identifier: MIT */
#include "debug_rig.h"

/* Counts r1 down from 5, and goes on for ever. */
static const uint16_t loop[] = {
    SET(1, 5),     /* 0 */
    ADD(2, 1),     /* 2 */
    ADD(1, -1),    /* 4 */
    BRANCH(1, -2), /* 6 */
    STORE(2, 0),   /* 8 */
    JUMP(0),       /* 10 */
};

static void a_condition_that_does_not_hold_is_passed_and_not_counted(void **state)
{
    struct rig *rig = debug_start(loop);

    (void)state;
    debug_break_at(rig, 4, ",\"condition\":{\"register\":\"r2\",\"value\":3}");
    debug_cont(rig);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 4, \"reason\": \"breakpoint\", \"id\": 1}");
    assert_int_equal(*machine_register(0, 2), 3);
    debug_returns(
        rig, "agent-breakpoint-list", NULL,
        "[{\"id\": 1, \"address\": 4, \"owner\": \"qmp\", \"temporary\": false, \"hits\": 1, "
        "\"ignore\": 0, \"condition\": {\"register\": \"r2\", \"size\": 8, \"op\": \"eq\", "
        "\"value\": 3, \"signed\": false}}]");
    debug_cont(rig);
    rig_expect_silence(rig);
    rig_free(rig);
}

/* What r2 is at the stop, 0: there is none. */
static const struct {
    const char *condition;
    unsigned at;
} conditions[] = {
    {"{\"register\":\"r2\",\"op\":\"ne\",\"value\":1}", 2},
    {"{\"register\":\"r2\",\"op\":\"gt\",\"value\":3}", 4},
    {"{\"register\":\"r2\",\"op\":\"ge\",\"value\":3}", 3},
    {"{\"register\":\"r1\",\"op\":\"lt\",\"value\":3}", 4},
    {"{\"register\":\"r1\",\"op\":\"le\",\"value\":3}", 3},
    {"{\"register\":\"r2\",\"mask\":2,\"value\":2}", 2},
    {"{\"register\":\"r2\",\"mask\":4,\"op\":\"ne\",\"value\":0}", 4},
    {"{\"register\":\"r3\",\"op\":\"lt\",\"value\":18446744073709551615}", 1},
    {"{\"register\":\"r3\",\"op\":\"lt\",\"value\":18446744073709551615,\"signed\":true}", 0},
    {"{\"register\":\"r3\",\"op\":\"gt\",\"value\":18446744073709551615,\"signed\":true}", 1},
    {"{\"register\":\"r3\",\"size\":1,\"op\":\"gt\",\"value\":255,\"signed\":true}", 1},
    {"{\"register\":\"r3\",\"size\":1,\"op\":\"gt\",\"value\":255}", 0},
    {"{\"address\":4096,\"value\":0}", 1},
    {"{\"address\":4096,\"size\":8,\"op\":\"gt\",\"value\":0}", 0},
    /* The code, as it is without breakpoints. */
    {"{\"address\":4,\"size\":2,\"value\":4607}", 1},
    /* Memory that cannot be looked at stops. */
    {"{\"address\":1048576,\"value\":1}", 1},
};

static void conditions_compare_as_they_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(conditions); i++) {
        struct rig *rig = debug_start(loop);
        char more[200];

        snprintf(more, sizeof more, ",\"condition\":%s", conditions[i].condition);
        debug_break_at(rig, 4, more);
        debug_cont(rig);
        if ((debug_agent.state == QMP_RUN_DEBUG) != (conditions[i].at != 0) ||
            (conditions[i].at != 0 && *machine_register(0, 2) != conditions[i].at))
            fail_msg("%s: r2 is %u", conditions[i].condition, (unsigned)*machine_register(0, 2));
        rig_free(rig);
    }
}

static void wrong_conditions_are_refused_by_name(void **state)
{
    static const struct {
        const char *condition, *desc;
    } wrongs[] = {
        {"{\"register\":\"r9\",\"value\":1}", "There is no register 'r9'"},
        {"{\"value\":1}", "Parameter 'condition' expects either 'register' or 'address'"},
        {"{\"register\":\"r1\",\"address\":1,\"value\":1}",
         "Parameter 'condition' expects either 'register' or 'address'"},
        {"{\"address\":4096,\"size\":3,\"value\":1}",
         "Parameter 'condition.size' expects 1, 2, 4 or 8"},
        {"{\"address\":4096,\"size\":0,\"value\":1}",
         "Parameter 'condition.size' expects 1, 2, 4 or 8"},
        {"{\"register\":\"status\",\"size\":8,\"value\":1}",
         "Parameter 'condition.size' is larger than the register"},
        {"{\"address\":4096,\"size\":1,\"value\":256}",
         "Parameter 'condition.value' does not fit the size"},
        {"{\"address\":4096,\"size\":1,\"value\":18446744073709551487}",
         "Parameter 'condition.value' does not fit the size"},
    };
    struct rig *rig = debug_start(loop);

    (void)state;
    for (size_t i = 0; i < COUNT(wrongs); i++) {
        char arguments[200];

        snprintf(arguments, sizeof arguments, "{\"address\":4,\"condition\":%s}",
                 wrongs[i].condition);
        debug_refuses(rig, "agent-breakpoint-add", arguments, wrongs[i].desc);
    }
    /* The last that fits: -128 in one byte. */
    debug_break_at(rig, 4,
                   ",\"condition\":{\"address\":4096,\"size\":1,\"value\":18446744073709551488}");
    debug_refuses(rig, "agent-breakpoint-add", "{\"address\":4,\"ignore\":4294967296}",
                  "Parameter 'ignore' expects 0 to 4294967295");
    debug_refuses(rig, "agent-breakpoint-add", "{\"address\":4,\"ignore\":-1}",
                  "Parameter 'ignore' expects 0 to 4294967295");
    debug_break_at(rig, 4, ",\"ignore\":4294967295");
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_condition_that_does_not_hold_is_passed_and_not_counted),
        cmocka_unit_test(conditions_compare_as_they_say),
        cmocka_unit_test(wrong_conditions_are_refused_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
