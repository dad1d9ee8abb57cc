/* acl.c - acl_show, acl_policy, acl_add, acl_remove and acl_reset: the lock of the agent as a list
 * of QEMU's.
 *
 * The list is called "agent".  What a lock forbids is loosened by its secret alone, so a list is
 * made while the agent is open, and acl_policy puts it in force.  That takes a secret, or only a
 * power-on could end it: the one of the lock that was lifted last.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/say.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_LOCK

#include "guard/lock.h"
#include "qmp/memory.h"

enum { LIST, MATCH, POLICY, INDEX }; /* arguments */

/* Below 0: there is no such list. */
static int find_list(struct monitor_run *run)
{
    return monitor_is(run, LIST, "agent") ? 0 : monitor_fail(run, "acl: unknown list '%0'");
}

/* Below 0: there is none, or it must not be changed. */
static int find_open_list(struct monitor_run *run)
{
    if (find_list(run) < 0)
        return -1;
    return run->agent->lock.locked ? monitor_error(run, "The agent is locked already") : 0;
}

static int refuse_entry(struct monitor_run *run)
{
    return monitor_fail(run, "acl: unable to add acl entry");
}

/* ---------------------------------------------------------------------- show */

static void say_policy(struct monitor_run *run, const struct agent_lock *lock)
{
    say(run, "policy: %s\n",
        qmp_type_AgentLockPolicy.values[lock->locked ? lock->policy : QMP_LOCK_ALLOW]);
}

/* The policy, then a rule a piece. */
static bool emit_list(struct monitor_run *run)
{
    const struct agent_lock *lock = &run->agent->lock;
    uintptr_t number = run->at[0]++;

    if (number == 0)
        say_policy(run, lock);
    if (number == 0 || number > lock->rule_count)
        return number == 0;
    say(run, "%zu: %s %s\n", number, lock->rules[number - 1].allow ? "allow" : "deny",
        lock->rules[number - 1].match);
    return true;
}

int hmp_acl_show(struct monitor_run *run)
{
    run->emit = emit_list;
    return find_list(run);
}

/* --------------------------------------------------------------------- rules */

/* What argument NUMBER says: 1 allow, 0 deny, or below 0 after what is wrong with it. */
static int take_policy(struct monitor_run *run, unsigned number)
{
    if (monitor_is(run, number, "allow"))
        return 1;
    if (monitor_is(run, number, "deny"))
        return 0;
    run->quoted = monitor_string(run, number);
    return monitor_fail(run, "acl: unknown policy '%r', expected 'deny' or 'allow'");
}

int hmp_acl_policy(struct monitor_run *run)
{
    struct agent_lock *lock = &run->agent->lock;
    int allow;

    if (find_open_list(run) < 0)
        return -1;
    allow = take_policy(run, 1);
    if (allow < 0)
        return -1;
    if (!lock->unlockable)
        return refuse_entry(run);
    lock->policy = allow ? QMP_LOCK_ALLOW : QMP_LOCK_DENY;
    lock->locked = true;
    return monitor_print(run, "acl: policy set to '%1'");
}

static bool can_match(struct json_span text)
{
    for (uint32_t i = 0; i < text.length; i++)
        if (!lock_may_match((unsigned char)text.text[i]))
            return false;
    return text.length > 0 && text.length <= AGENT_LOCK_PATTERN_MAX;
}

/* Where a rule goes: in front of the one that has the number, or behind all. */
static unsigned place(const struct monitor_run *run)
{
    const struct agent_lock *lock = &run->agent->lock;
    int64_t index = monitor_has(run, INDEX) ? monitor_number(run, INDEX) : INT64_MAX;

    return index > lock->rule_count ? lock->rule_count : (unsigned)index - 1;
}

static int say_position(struct monitor_run *run, unsigned position, const char *format)
{
    json_format_uint(run->where, position + 1);
    return monitor_print(run, format);
}

int hmp_acl_add(struct monitor_run *run)
{
    struct agent_lock *lock = &run->agent->lock;
    struct json_span match = monitor_string(run, MATCH);
    struct agent_lock_rule *rule;
    int allow;

    if (find_open_list(run) < 0)
        return -1;
    allow = take_policy(run, POLICY);
    if (allow < 0)
        return -1;
    if (!lock->unlockable || lock->rule_count == AGENT_LOCK_RULES_MAX || !can_match(match) ||
        (monitor_has(run, INDEX) && monitor_number(run, INDEX) == 0))
        return refuse_entry(run);
    rule = &lock->rules[place(run)];
    memmove(rule + 1, rule, (size_t)(lock->rules + lock->rule_count - rule) * sizeof *rule);
    lock->rule_count++;
    rule->allow = allow;
    memcpy(rule->match, match.text, match.length);
    rule->match[match.length] = '\0';
    return say_position(run, (unsigned)(rule - lock->rules), "acl: added rule at position %w");
}

int hmp_acl_remove(struct monitor_run *run)
{
    struct agent_lock *lock = &run->agent->lock;

    if (find_open_list(run) < 0)
        return -1;
    for (unsigned i = 0; i < lock->rule_count; i++) {
        struct agent_lock_rule *rule = &lock->rules[i];

        if (!monitor_is(run, MATCH, rule->match))
            continue;
        lock->rule_count--;
        memmove(rule, rule + 1, (lock->rule_count - i) * sizeof *rule);
        return say_position(run, i, "acl: removed rule at position %w");
    }
    return monitor_fail(run, "acl: no matching acl entry");
}

int hmp_acl_reset(struct monitor_run *run)
{
    if (find_open_list(run) < 0)
        return -1;
    run->agent->lock.rule_count = 0;
    return monitor_print(run, "acl: removed all rules");
}

#endif
