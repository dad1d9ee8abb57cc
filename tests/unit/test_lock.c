/* test_lock.c - the lock with a clock of the test's.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "guard/lock.h"
#include "qmp/schema.h"

#define SECOND 1000000u

static const uint8_t secret[] = {'o', 'p', 'e', 'n', ' ', 's', 'e', 's', 'a', 'm', 'e'};

static void lock_up(struct agent_lock *lock, enum qmp_lock_policy policy)
{
    lock_open(lock);
    for (unsigned i = 0; i < sizeof lock->salt; i++)
        lock->salt[i] = (uint8_t)i;
    lock_set_secret(lock, secret, sizeof secret);
    lock->policy = (uint8_t)policy;
    lock->locked = true;
}

static void add_rule(struct agent_lock *lock, const char *match, bool allow)
{
    struct agent_lock_rule *rule = &lock->rules[lock->rule_count++];

    strcpy(rule->match, match);
    rule->allow = allow;
}

static void an_open_lock_permits_everything(void **state)
{
    struct agent_lock lock;

    (void)state;
    lock_up(&lock, QMP_LOCK_DENY);
    assert_false(lock_permits(&lock, "stop", false));
    lock_open(&lock);
    assert_true(lock_permits(&lock, "stop", false));
}

static void without_a_rule_the_policy_decides(void **state)
{
    static const bool permits[][2] = {
        /* what writes, what only reads */
        [QMP_LOCK_READ_ONLY] = {false, true},
        [QMP_LOCK_ALLOW] = {true, true},
        [QMP_LOCK_DENY] = {false, false},
    };

    (void)state;
    for (unsigned policy = 0; policy < COUNT(permits); policy++) {
        struct agent_lock lock;

        lock_up(&lock, (enum qmp_lock_policy)policy);
        add_rule(&lock, "else", !permits[policy][0]);
        for (int read_only = 0; read_only < 2; read_only++)
            assert_int_equal(lock_permits(&lock, "name", read_only), permits[policy][read_only]);
    }
}

static void the_first_rule_that_fits_decides(void **state)
{
    struct agent_lock lock;

    (void)state;
    lock_up(&lock, QMP_LOCK_READ_ONLY);
    add_rule(&lock, "query-s*", false);
    add_rule(&lock, "query-*", true);
    add_rule(&lock, "stop", true);
    add_rule(&lock, "s*", false);
    assert_false(lock_permits(&lock, "query-status", true));
    assert_true(lock_permits(&lock, "query-uuid", false));
    assert_true(lock_permits(&lock, "stop", false));
    assert_false(lock_permits(&lock, "system_reset", false));
    assert_true(lock_permits(&lock, "qom-get", true));
    assert_false(lock_permits(&lock, "qom-set", false));
}

/* A hash that anybody can compute from clause 5.1 of RFC 8018; this one is Python's. */
static void the_secret_is_kept_as_its_hash_alone(void **state)
{
    static const uint8_t hash[] = {0x6a, 0x35, 0x1b, 0x47, 0x3d, 0x37, 0xa3, 0x72, 0x70, 0xb8, 0x89,
                                   0xf0, 0x55, 0x61, 0x4c, 0xac, 0x48, 0x9c, 0x4e, 0x3e, 0x06, 0x13,
                                   0x2f, 0xc4, 0x65, 0xf9, 0x4a, 0xc5, 0xcf, 0x81, 0xfe, 0x9b};
    struct agent_lock lock;

    (void)state;
    assert_int_equal(AGENT_LOCK_ROUNDS, 32);
    lock_up(&lock, QMP_LOCK_DENY);
    assert_memory_equal(lock.hash, hash, sizeof hash);
    for (size_t i = 0; i + sizeof secret <= sizeof lock; i++)
        assert_memory_not_equal((uint8_t *)&lock + i, secret, sizeof secret);
}

static void another_salt_makes_another_hash(void **state)
{
    struct agent_lock lock, other;

    (void)state;
    lock_up(&lock, QMP_LOCK_DENY);
    other = lock;
    other.salt[15] ^= 1;
    lock_set_secret(&other, secret, sizeof secret);
    assert_memory_not_equal(lock.hash, other.hash, sizeof lock.hash);
}

static void the_right_secret_opens(void **state)
{
    struct agent_lock lock;

    (void)state;
    lock_up(&lock, QMP_LOCK_DENY);
    assert_true(lock_try(&lock, secret, sizeof secret, 5));
    assert_false(lock.locked);
    assert_true(lock_permits(&lock, "stop", false));
}

static void the_secret_of_a_lock_that_was_opened_stays(void **state)
{
    struct agent_lock lock;

    (void)state;
    lock_up(&lock, QMP_LOCK_DENY);
    assert_true(lock_try(&lock, secret, sizeof secret, 5));
    assert_true(lock.unlockable);
    assert_int_equal(lock.rule_count, 0);
    lock.locked = true;
    assert_false(lock_try(&lock, secret, 1, 5));
    assert_true(lock_try(&lock, secret, sizeof secret, 5));
    assert_int_equal(lock_wait(&lock, 5), 0);
    lock_open(&lock);
    assert_false(lock.unlockable);
}

static void nothing_but_the_secret_opens(void **state)
{
    uint8_t wrong[sizeof secret + 1];
    struct agent_lock lock;

    (void)state;
    lock_up(&lock, QMP_LOCK_DENY);
    memcpy(wrong, secret, sizeof secret);
    wrong[sizeof secret] = '\0';
    for (size_t size = 0; size <= sizeof wrong; size++)
        if (size != sizeof secret)
            assert_false(lock_try(&lock, wrong, size, 0));
    for (size_t bit = 0; bit < 8 * sizeof secret; bit++) {
        wrong[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(lock_try(&lock, wrong, sizeof secret, 0));
        wrong[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    /* Nor its hash, which a reader of memory would know. */
    assert_false(lock_try(&lock, lock.hash, sizeof lock.hash, 0));
    assert_true(lock.locked);
    assert_true(lock_try(&lock, wrong, sizeof secret, 0));
}

static void each_wrong_secret_makes_the_next_one_wait_longer(void **state)
{
    static const uint32_t waits[] = {1, 2, 4, 8, 16, 32, 60, 60, 60};
    uint64_t now = 77;
    struct agent_lock lock;

    (void)state;
    lock_up(&lock, QMP_LOCK_DENY);
    assert_int_equal(lock_wait(&lock, now), 0);
    for (size_t i = 0; i < COUNT(waits); i++) {
        assert_false(lock_try(&lock, secret, 1, now));
        assert_int_equal(lock_wait(&lock, now), waits[i] * SECOND);
        assert_int_equal(lock_wait(&lock, now + SECOND - 1), (waits[i] - 1) * SECOND + 1);
        now += waits[i] * (uint64_t)SECOND;
        assert_int_equal(lock_wait(&lock, now - 1), 1);
        assert_int_equal(lock_wait(&lock, now), 0);
    }
    for (int i = 0; i < 1000; i++)
        assert_false(lock_try(&lock, secret, 1, now));
    assert_int_equal(lock_wait(&lock, now), 60 * SECOND);
}

static void the_right_secret_forgives_the_wrong_ones(void **state)
{
    struct agent_lock lock;

    (void)state;
    lock_up(&lock, QMP_LOCK_DENY);
    for (int i = 0; i < 5; i++)
        assert_false(lock_try(&lock, secret, 1, 0));
    assert_true(lock_try(&lock, secret, sizeof secret, 0));
    lock_up(&lock, QMP_LOCK_DENY);
    assert_int_equal(lock_wait(&lock, 0), 0);
    assert_false(lock_try(&lock, secret, 1, 0));
    assert_int_equal(lock_wait(&lock, 0), SECOND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_open_lock_permits_everything),
        cmocka_unit_test(without_a_rule_the_policy_decides),
        cmocka_unit_test(the_first_rule_that_fits_decides),
        cmocka_unit_test(the_secret_is_kept_as_its_hash_alone),
        cmocka_unit_test(another_salt_makes_another_hash),
        cmocka_unit_test(the_right_secret_opens),
        cmocka_unit_test(the_secret_of_a_lock_that_was_opened_stays),
        cmocka_unit_test(nothing_but_the_secret_opens),
        cmocka_unit_test(each_wrong_secret_makes_the_next_one_wait_longer),
        cmocka_unit_test(the_right_secret_forgives_the_wrong_ones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
