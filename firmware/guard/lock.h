/* lock.h - which commands may be used, and the secret that lifts the limits.
 *
 * What serves a host in another way than by commands of QMP asks lock_permits() as well,
 * with a name of its own for each thing it does.
 *
 * Context: agent.  Clocks are board_clock()'s microseconds.
 *
 * SPDX-License-Identifier: MIT */
#ifndef GUARD_LOCK_H
#define GUARD_LOCK_H

#include <stddef.h>

#include "agent/lock.h"

/* Opens the lock and forgets its secret, its rules, and wrong secrets. */
void lock_open(struct agent_lock *lock);

/* Takes the SIZE bytes at SECRET for the secret; the lock's salt must be there.  To be
 * called before lock->locked is set.  Worst case: AGENT_LOCK_ROUNDS hashes. */
void lock_set_secret(struct agent_lock *lock, const uint8_t *secret, size_t size);

/* Whether the command called NAME may be used.  READ_ONLY: it changes nothing.
 * Worst case: AGENT_LOCK_RULES_MAX patterns. */
bool lock_permits(const struct agent_lock *lock, const char *name, bool read_only);

/* Whether C may stand in a rule's pattern: it is in a command's name, or stands for others. */
bool lock_may_match(int c);

/* Microseconds until lock_try() looks at a secret. */
uint32_t lock_wait(const struct agent_lock *lock, uint64_t now);

/* Opens the lock, and returns true, if the SIZE bytes at SECRET are the secret, which is kept: a
 * lock may be made of it again.  If not,
 * lock_wait() becomes AGENT_LOCK_WAIT, and twice as much each time, at most
 * AGENT_LOCK_WAIT_MAX.  To be called when lock_wait() is 0 and there is a secret.
 * Worst case: AGENT_LOCK_ROUNDS hashes. */
bool lock_try(struct agent_lock *lock, const uint8_t *secret, size_t size, uint64_t now);

#endif
