/* watch.c - looks at watched properties and tells hosts when they change.
 *
 * SPDX-License-Identifier: MIT */
#include "watch.h"

#include "agent/agent.h"
#include "objects/tree.h"
#include "objects/value.h"
#include "qmp/memory.h"

#if QMP_GROUP_WATCH

void watch_init(struct agent *agent)
{
    memset(&agent->watches, 0, sizeof agent->watches);
    agent->watches.next = UINT64_MAX;
}

static struct agent_watch *find(struct agent *agent, int64_t id)
{
    for (unsigned i = 0; i < AGENT_WATCHES_MAX; i++)
        if (id != 0 && agent->watches.list[i].id == id)
            return &agent->watches.list[i];
    return NULL;
}

static uint32_t choose_id(struct agent *agent)
{
    do {
        if (++agent->watches.last_id > INT32_MAX)
            agent->watches.last_id = 1;
    } while (find(agent, agent->watches.last_id) != NULL);
    return agent->watches.last_id;
}

struct agent_watch *watch_new(struct agent *agent)
{
    for (unsigned i = 0; i < AGENT_WATCHES_MAX; i++) {
        struct agent_watch *watch = &agent->watches.list[i];

        if (watch->id != 0)
            continue;
        memset(watch, 0, sizeof *watch);
        watch->id = choose_id(agent);
        return watch;
    }
    return NULL;
}

/* A property that cannot be read just now keeps the value it had. */
static void look(const struct agent_watch *watch, union object_value *value)
{
    union object_value now;

    if (value_get(watch->object, watch->property, NULL, &now) == NULL)
        *value = now;
}

void watch_begin(struct agent *agent, struct agent_watch *watch)
{
    look(watch, &watch->seen);
    watch->told = watch->seen;
    agent->watches.next = 0;
}

int watch_end(struct agent *agent, int64_t id)
{
    struct agent_watch *watch = find(agent, id);

    if (watch == NULL)
        return -1;
    watch->id = 0;
    return 0;
}

void watch_forget(struct agent *agent, const struct object *object)
{
    for (unsigned i = 0; i < AGENT_WATCHES_MAX; i++)
        if (agent->watches.list[i].object == object)
            agent->watches.list[i].id = 0;
}

/* -------------------------------------------------------------------- changes */

static bool equal(const struct agent_watch *watch, const union object_value *a,
                  const union object_value *b)
{
    if (watch->property->kind == OBJECT_KIND_BOOL)
        return a->boolean == b->boolean;
    if (watch->property->kind == OBJECT_KIND_ENUM)
        return a->choice == b->choice;
    return a->natural == b->natural;
}

static bool is_above(const struct agent_watch *watch, const union object_value *value)
{
    if (watch->property->kind == OBJECT_KIND_UINT && value->natural > INT64_MAX)
        return true;
    return value->number > watch->above;
}

static bool is_below(const struct agent_watch *watch, const union object_value *value)
{
    if (watch->property->kind == OBJECT_KIND_UINT && value->natural > INT64_MAX)
        return false;
    return value->number < watch->below;
}

/* Whether the step from watch->seen to NOW is one to tell. */
static bool counts(const struct agent_watch *watch, const union object_value *now)
{
    if (!watch->has_above && !watch->has_below)
        return !equal(watch, &watch->told, now);
    return (watch->has_above && is_above(watch, now) && !is_above(watch, &watch->seen)) ||
           (watch->has_below && is_below(watch, now) && !is_below(watch, &watch->seen));
}

_Static_assert(AGENT_PATH_MAX + 1 + AGENT_WATCH_VALUE_MAX + 1 <= QMP_EVENT_TEXT,
               "an event tells a path and a value");

static void tell(struct agent *agent, struct agent_watch *watch, uint64_t now)
{
    char text[AGENT_PATH_MAX + 1 + AGENT_WATCH_VALUE_MAX + 1];
    struct json_writer w;
    uint64_t data[4];
    uint32_t at;

    (void)tree_path(watch->object, text); /* agent-watch has seen to it that it fits */
    at = text_length(text) + 1;
    json_writer_init(&w, text + at, AGENT_WATCH_VALUE_MAX);
    value_write(watch->property, &watch->seen, &w, NULL);
    text[at + w.length] = '\0';
    data[0] = watch->id;
    data[1] = 0;
    data[2] = (uintptr_t)watch->property->name;
    data[3] = at;
    qmp_event_send_text(&agent->server, QMP_EVENT_AGENT_PROPERTY_CHANGE, data, text,
                        at + w.length + 1);
    watch->told = watch->seen;
    watch->sent_at = now;
    watch->pending = false;
}

/* A change that was taken back while its event waited is none, unless it crossed a bound. */
static void look_at(struct agent *agent, struct agent_watch *watch, uint64_t now)
{
    union object_value value = watch->seen;

    look(watch, &value);
    if (watch->has_above || watch->has_below)
        watch->pending |= counts(watch, &value);
    else
        watch->pending = counts(watch, &value);
    watch->seen = value;
    if (watch->pending && (watch->sent_at == 0 || now - watch->sent_at >= watch->interval))
        tell(agent, watch, now);
}

uint64_t watch_tick(struct agent *agent)
{
    struct agent_watches *watches = &agent->watches;
    uint64_t now;

    if (watches->next == UINT64_MAX)
        return UINT64_MAX;
    now = board_clock();
    if (now < watches->next)
        return watches->next;
    watches->next = UINT64_MAX;
    for (unsigned i = 0; i < AGENT_WATCHES_MAX; i++) {
        if (watches->list[i].id == 0)
            continue;
        look_at(agent, &watches->list[i], now);
        watches->next = now + AGENT_WATCH_PERIOD;
    }
    return watches->next;
}

#endif
