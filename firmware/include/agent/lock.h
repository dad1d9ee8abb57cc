/* lock.h - what the agent remembers of its lock (agent-lock).
 *
 * A part of struct agent; all of it is private.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_LOCK_H
#define AGENT_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "agent/config.h"

struct agent_lock_rule {
    bool allow;
    char match[AGENT_LOCK_PATTERN_MAX + 1];
};

struct agent_lock {
    bool locked;
    bool unlockable;    /* there is a secret: of an open lock, of the one that was lifted */
    uint8_t policy;     /* enum qmp_lock_policy */
    uint8_t rule_count; /* the first that fits decides */
    uint8_t wrong;      /* secrets in a row */
    struct agent_lock_rule rules[AGENT_LOCK_RULES_MAX];
    uint8_t salt[16], hash[32]; /* of the secret, which itself is not kept */
    uint64_t retry_at;          /* clock from which another secret is looked at */
};

#endif
