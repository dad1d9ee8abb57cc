/* lock.c - which commands may be used, and the secret that lifts the limits.
 *
 * SPDX-License-Identifier: MIT */
#include "guard/lock.h"

#include "guard/pattern.h"
#include "guard/sha256.h"
#include "guard/wipe.h"
#include "qmp/memory.h"
#include "qmp/schema.h"

#if QMP_GROUP_LOCK

_Static_assert(sizeof((struct agent_lock){0}.hash) == SHA256_SIZE, "a digest");
_Static_assert(AGENT_LOCK_RULES_MAX <= UINT8_MAX, "rule_count");

void lock_open(struct agent_lock *lock)
{
    wipe(lock, sizeof *lock);
}

bool lock_may_match(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '*' || c == '?';
}

bool lock_permits(const struct agent_lock *lock, const char *name, bool read_only)
{
    if (!lock->locked)
        return true;
    for (unsigned i = 0; i < lock->rule_count; i++)
        if (pattern_fits(lock->rules[i].match, name))
            return lock->rules[i].allow;
    return lock->policy == QMP_LOCK_ALLOW || (lock->policy == QMP_LOCK_READ_ONLY && read_only);
}

/* --------------------------------------------------------------------- secret */

/* PBKDF1 (RFC 8018, clause 5.1) with SHA-256.  No more than a hindrance to those who read the
 * hash out of memory: this processor has no time for as many rounds as would stop them. */
static void derive(const struct agent_lock *lock, const uint8_t *secret, size_t size,
                   uint8_t *digest)
{
    struct sha256 hash;

    sha256_begin(&hash);
    sha256_add(&hash, secret, size);
    sha256_add(&hash, lock->salt, sizeof lock->salt);
    sha256_end(&hash, digest);
    for (unsigned round = 1; round < AGENT_LOCK_ROUNDS; round++) {
        sha256_begin(&hash);
        sha256_add(&hash, digest, SHA256_SIZE);
        sha256_end(&hash, digest);
    }
}

void lock_set_secret(struct agent_lock *lock, const uint8_t *secret, size_t size)
{
    derive(lock, secret, size, lock->hash);
    lock->unlockable = true;
}

/* Takes as long wherever the difference is. */
static bool are_equal(const uint8_t *a, const uint8_t *b, size_t size)
{
    uint8_t difference = 0;

    while (size--)
        difference |= *a++ ^ *b++;
    return difference == 0;
}

uint32_t lock_wait(const struct agent_lock *lock, uint64_t now)
{
    return now >= lock->retry_at ? 0 : (uint32_t)(lock->retry_at - now);
}

/* Wrong secrets are counted as long as that makes a difference. */
static uint32_t next_wait(struct agent_lock *lock)
{
    uint32_t wait = AGENT_LOCK_WAIT;

    for (unsigned i = 0; i < lock->wrong && wait < AGENT_LOCK_WAIT_MAX; i++)
        wait = wait > AGENT_LOCK_WAIT_MAX / 2 ? AGENT_LOCK_WAIT_MAX : wait * 2;
    if (wait < AGENT_LOCK_WAIT_MAX)
        lock->wrong++;
    return wait;
}

bool lock_try(struct agent_lock *lock, const uint8_t *secret, size_t size, uint64_t now)
{
    uint8_t digest[SHA256_SIZE];
    bool right;

    derive(lock, secret, size, digest);
    right = are_equal(digest, lock->hash, sizeof digest);
    wipe(digest, sizeof digest);
    if (right) {
        lock->locked = false;
        lock->rule_count = lock->wrong = 0;
        lock->retry_at = 0;
    } else {
        lock->retry_at = now + next_wait(lock);
    }
    return right;
}

#endif
