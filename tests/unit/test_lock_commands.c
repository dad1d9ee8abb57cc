/* test_lock_commands.c - which commands an agent's lock lets pass, the embedder's too.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "commands/commands.h"

/* The parts of a board that the lock's commands use. */
uint64_t board_clock(void)
{
    return 0;
}

bool board_time_of_day(int64_t *seconds, int32_t *microseconds)
{
    (void)seconds;
    (void)microseconds;
    return false;
}

static struct agent agent;

/* Commands of a second schema. */
static const struct qmp_command own[] = {
    {.name = "pump-set", .arguments = &qmp_type_none},
    {.name = "query-pump", .arguments = &qmp_type_none, .flags = QMP_READ_ONLY},
};

static void lock_with(enum qmp_lock_policy policy, const char *match, bool allow)
{
    memset(&agent.lock, 0, sizeof agent.lock);
    agent.lock.locked = true;
    agent.lock.policy = (uint8_t)policy;
    agent.lock.rule_count = 1;
    agent.lock.rules[0].allow = allow;
    strcpy(agent.lock.rules[0].match, match);
}

static void an_embedders_commands_are_permitted_by_their_flags(void **state)
{
    (void)state;
    memset(&agent.lock, 0, sizeof agent.lock);
    assert_true(agent_permits(&agent, &own[0]));
    lock_with(QMP_LOCK_READ_ONLY, "else", true);
    assert_false(agent_permits(&agent, &own[0]));
    assert_true(agent_permits(&agent, &own[1]));
    lock_with(QMP_LOCK_DENY, "*-pump", true);
    assert_false(agent_permits(&agent, &own[0]));
    assert_true(agent_permits(&agent, &own[1]));
    lock_with(QMP_LOCK_ALLOW, "*pump*", false);
    assert_false(agent_permits(&agent, &own[0]));
    assert_false(agent_permits(&agent, &own[1]));
}

/* What is permitted when everything is denied is what lets the lock be seen and lifted. */
static void no_rule_denies_what_lifts_the_lock(void **state)
{
    static const unsigned always[] = {QMP_CMD_agent_cancel, QMP_CMD_agent_query_lock,
                                      QMP_CMD_agent_unlock, QMP_CMD_query_commands,
                                      QMP_CMD_query_version};
    unsigned permitted = 0;

    (void)state;
    lock_with(QMP_LOCK_DENY, "*", false);
    for (size_t i = 0; i < COUNT(always); i++)
        assert_true(agent_permits(&agent, &qmp_schema.commands[always[i]]));
    for (unsigned i = 0; i < qmp_schema.command_count; i++)
        permitted += agent_permits(&agent, &qmp_schema.commands[i]);
    assert_int_equal(permitted, COUNT(always));
}

/* What is not asked about cannot be locked, so it must not change anything. */
static void what_works_before_negotiation_only_reads(void **state)
{
    (void)state;
    for (unsigned i = 0; i < qmp_schema.command_count; i++)
        if (qmp_schema.commands[i].flags & QMP_ALLOW_EARLY)
            assert_true(qmp_schema.commands[i].flags & QMP_READ_ONLY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_embedders_commands_are_permitted_by_their_flags),
        cmocka_unit_test(no_rule_denies_what_lifts_the_lock),
        cmocka_unit_test(what_works_before_negotiation_only_reads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
