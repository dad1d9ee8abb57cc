/* lock.c - limiting what the agent may be asked for.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "guard/lock.h"
#include "guard/sha256.h"
#include "guard/wipe.h"

#if QMP_GROUP_LOCK

#define TEXT(number)  TEXT_(number)
#define TEXT_(number) #number

enum { POLICY, RULES, SECRET }; /* arguments of agent-lock */
enum { UNLOCK_SECRET };         /* of agent-unlock */

/* What a locked agent has to answer, or the lock could not be seen and lifted. */
static const uint16_t always_permitted[] = {
#if QMP_OOB
    QMP_CMD_agent_cancel,
#endif
    QMP_CMD_agent_query_lock, QMP_CMD_agent_unlock, QMP_CMD_query_commands, QMP_CMD_query_version,
};

/* A request with a secret came through a link's input, which nobody needs any more: the server
 * wipes its own copy. */
static void wipe_input(struct agent *agent)
{
    for (unsigned i = 0; i < agent->link_count; i++) {
        struct agent_wire *wire = &agent->links[i].wire;

        wipe(wire->input, wire->input_used);
        wipe(wire->input + wire->input_length, sizeof wire->input - wire->input_length);
    }
}

bool agent_permits(struct agent *agent, const struct qmp_command *command)
{
    if (command->flags & QMP_SECRET)
        wipe_input(agent);
    for (size_t i = 0; i < sizeof always_permitted / sizeof always_permitted[0]; i++)
        if (command == &qmp_schema.commands[always_permitted[i]])
            return true;
    return lock_permits(&agent->lock, command->name, (command->flags & QMP_READ_ONLY) != 0);
}

/* --------------------------------------------------------------------- secret */

/* Decodes the secret.  Returns its size, 0 when it is too short or too long. */
static size_t take_secret(const struct qmp_call *call, unsigned argument, uint8_t *secret)
{
    struct json_span rest = qmp_string(call, argument);
    size_t size = 0;
    int byte;

    while ((byte = json_string_byte(&rest)) >= 0) {
        if (size < AGENT_LOCK_SECRET_MAX)
            secret[size] = (uint8_t)byte;
        size++;
    }
    return size <= AGENT_LOCK_SECRET_MAX ? size : 0;
}

static int refuse_secret(struct qmp_call *call)
{
    return qmp_fail(call, QMP_GENERIC_ERROR,
                    "Parameter 'secret' must have 1 to " TEXT(AGENT_LOCK_SECRET_MAX) " bytes");
}

/* Not the same for two locks, as far as this board can make sure of it; nobody has to be
 * unable to guess it. */
static void make_salt(struct agent *agent)
{
    struct {
        uint64_t clock;
        int64_t seconds;
        int32_t microseconds;
        uint32_t requests;
    } now = {.clock = board_clock()};
    uint8_t digest[SHA256_SIZE];
    struct sha256 hash;

    (void)board_time_of_day(&now.seconds, &now.microseconds);
    for (unsigned i = 0; i < agent->link_count; i++)
        now.requests += agent->links[i].session.counters.requests;
    sha256_begin(&hash);
    sha256_add(&hash, &now, sizeof now);
    sha256_end(&hash, digest);
    for (size_t i = 0; i < sizeof agent->lock.salt; i++)
        agent->lock.salt[i] = digest[i];
}

/* ---------------------------------------------------------------------- rules */

/* The place of rule NUMBER's pattern, as QEMU writes such. */
static int refuse_pattern(struct qmp_call *call, unsigned number, const char *format)
{
    struct json_writer w;

    json_writer_init(&w, call->where, sizeof call->where);
    json_write_text(&w, "rules[");
    w.length += json_format_uint(call->where + w.length, number);
    json_write_text(&w, "].match");
    call->where[w.length] = '\0';
    return qmp_fail(call, QMP_GENERIC_ERROR, format);
}

static int take_pattern(struct qmp_call *call, unsigned number, struct json_span text, char *match)
{
    size_t size = 0;

    for (int c; (c = json_string_byte(&text)) >= 0; size++) {
        if (size == AGENT_LOCK_PATTERN_MAX) {
            size = 0;
            break;
        }
        if (!lock_may_match(c))
            return refuse_pattern(call, number,
                                  "Parameter '%w' has a character that is in no command's name");
        match[size] = (char)c;
    }
    match[size] = '\0';
    if (size > 0)
        return 0;
    return refuse_pattern(
        call, number, "Parameter '%w' must have 1 to " TEXT(AGENT_LOCK_PATTERN_MAX) " characters");
}

/* The rules of a lock that is open mean nothing, so they may be written one by one. */
static int take_rules(struct qmp_call *call, struct agent_lock *lock, int rules)
{
    const struct json_doc *doc = &call->doc;

    lock->rule_count = 0;
    for (int rule = json_first(rules); rule < json_end(doc, rules); rule = json_next(doc, rule)) {
        struct agent_lock_rule *to = &lock->rules[lock->rule_count];

        if (lock->rule_count == AGENT_LOCK_RULES_MAX)
            return qmp_fail(call, QMP_GENERIC_ERROR,
                            "Parameter 'rules' has more than " TEXT(AGENT_LOCK_RULES_MAX) " rules");
        if (take_pattern(call, lock->rule_count, json_span(doc, json_member(doc, rule, "match")),
                         to->match) < 0)
            return -1;
        to->allow = json_equals(doc, json_member(doc, rule, "action"), "allow");
        lock->rule_count++;
    }
    return 0;
}

/* ------------------------------------------------------------------- commands */

/* SIZE: of the secret, 0 when it cannot be one. */
static int lock_agent(struct qmp_call *call, const uint8_t *secret, size_t size)
{
    struct agent *agent = call->context;
    struct agent_lock *lock = &agent->lock;

    /* Nobody loosens a lock without its secret. */
    if (lock->locked)
        return qmp_fail(call, QMP_GENERIC_ERROR, "The agent is locked already");
    if (qmp_has(call, SECRET) && size == 0)
        return refuse_secret(call);
    lock->rule_count = 0;
    if (qmp_has(call, RULES) && take_rules(call, lock, call->argument[RULES]) < 0)
        return -1;
    lock->policy = (uint8_t)qmp_enum(call, POLICY, &qmp_type_AgentLockPolicy, QMP_LOCK_READ_ONLY);
    lock->unlockable = false; /* by the secret of a lock that was lifted */
    if (qmp_has(call, SECRET)) {
        make_salt(agent);
        lock_set_secret(lock, secret, size);
    }
    lock->locked = true;
    return 0;
}

int agent_lock(struct qmp_call *call)
{
    uint8_t secret[AGENT_LOCK_SECRET_MAX];
    size_t size = qmp_has(call, SECRET) ? take_secret(call, SECRET, secret) : 0;
    int result = lock_agent(call, secret, size);

    wipe(secret, sizeof secret);
    return result;
}

static uint32_t milliseconds(uint32_t wait)
{
    return (wait + 999) / 1000; /* rounded up: after so many an attempt is not too early */
}

static int refuse_for(struct qmp_call *call, uint32_t wait, const char *format)
{
    json_format_uint(call->where, milliseconds(wait));
    return qmp_fail(call, QMP_GENERIC_ERROR, format);
}

static int unlock_agent(struct qmp_call *call, const uint8_t *secret, size_t size)
{
    struct agent *agent = call->context;
    struct agent_lock *lock = &agent->lock;
    uint64_t now = board_clock();
    uint32_t wait = lock_wait(lock, now);

    if (!lock->locked)
        return qmp_fail(call, QMP_GENERIC_ERROR, "The agent is not locked");
    if (!lock->unlockable)
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        "The lock has no secret: only a power-on lifts it");
    if (size == 0)
        return refuse_secret(call);
    if (wait > 0)
        return refuse_for(call, wait, "Too early: the next attempt is possible in %w ms");
    if (lock_try(lock, secret, size, now))
        return 0;
    return refuse_for(call, lock_wait(lock, now),
                      "Wrong secret; the next attempt is possible in %w ms");
}

int agent_unlock(struct qmp_call *call)
{
    uint8_t secret[AGENT_LOCK_SECRET_MAX];
    size_t size = take_secret(call, UNLOCK_SECRET, secret);
    int result = unlock_agent(call, secret, size);

    wipe(secret, sizeof secret);
    return result;
}

/* Between two pieces of a reply a lock may be lifted and another be set: this is one. */
_Static_assert(QMP_OUT_SIZE >= 160 + AGENT_LOCK_RULES_MAX * (AGENT_LOCK_PATTERN_MAX + 40),
               "the reply to agent-query-lock must fit QMP_OUT_SIZE");

static void write_rules(const struct agent_lock *lock, struct json_writer *w)
{
    json_write_begin(w, "rules", '[');
    for (unsigned i = 0; i < lock->rule_count; i++) {
        json_write_begin(w, NULL, '{');
        json_write_string(w, "match", lock->rules[i].match);
        json_write_string(w, "action", lock->rules[i].allow ? "allow" : "deny");
        json_write_end(w, '}');
    }
    json_write_end(w, ']');
}

static bool emit_lock(struct qmp_stream *stream, struct json_writer *w)
{
    const struct agent *agent = stream->context;
    const struct agent_lock *lock = &agent->lock;

    json_write_begin(w, NULL, '{');
    json_write_bool(w, "locked", lock->locked);
    if (lock->locked) {
        json_write_string(w, "policy", qmp_type_AgentLockPolicy.values[lock->policy]);
        write_rules(lock, w);
        json_write_bool(w, "unlockable", lock->unlockable);
        json_write_uint(w, "wait", milliseconds(lock_wait(lock, board_clock())));
    }
    json_write_end(w, '}');
    return false;
}

int agent_query_lock(struct qmp_call *call)
{
    call->stream->emit = emit_lock;
    return 0;
}

#endif
