/* event.c - events: a bounded ring that all sessions read at their own pace.
 *
 * A session that falls behind by more than the ring loses the oldest ones; it is
 * told how many before the next it gets.
 *
 * SPDX-License-Identifier: MIT */
#include "internal.h"
#include "qmp/memory.h"

static void stamp(struct qmp_server *server, struct qmp_event *event)
{
    if (!server->host->time_of_day(server->context, &event->seconds, &event->microseconds)) {
        event->seconds = -1;
        event->microseconds = -1;
    }
}

static void enqueue(struct qmp_server *server, const struct qmp_event *event)
{
    server->events[server->event_head % QMP_EVENTS_MAX] = *event;
    server->event_head++;
}

/* -------------------------------------------------------------- rate limits */

#if QMP_THROTTLES
/* The throttle of an event's kind, or a free one, or NULL when all are in use. */
static struct qmp_throttle *find_throttle(struct qmp_server *server, unsigned type)
{
    struct qmp_throttle *free = NULL;

    for (unsigned i = 0; i < QMP_THROTTLES; i++) {
        struct qmp_throttle *t = &server->throttles[i];

        if (t->active && t->last.type == type)
            return t;
        if (!t->active && !free)
            free = t;
    }
    return free;
}
#endif

/* Returns true when EVENT must wait; the last one given waits. */
static bool hold_back(struct qmp_server *server, const struct qmp_event *event)
{
#if QMP_THROTTLES
    struct qmp_throttle *t = find_throttle(server, event->type);

    if (!t)
        return false;
    if (t->active) {
        t->pending = true;
        t->last = *event;
        return true;
    }
    t->active = true;
    t->since = server->host->clock(server->context);
    t->last = *event;
#else
    (void)server;
    (void)event;
#endif
    return false;
}

uint64_t qmp_event_tick(struct qmp_server *server)
{
    uint64_t next = UINT64_MAX;

#if QMP_THROTTLES
    for (unsigned i = 0; i < QMP_THROTTLES; i++) {
        struct qmp_throttle *t = &server->throttles[i];
        uint64_t now;

        if (!t->active)
            continue;
        now = server->host->clock(server->context);
        if (now - t->since >= QMP_EVENT_INTERVAL) {
            t->active = t->pending;
            if (t->pending)
                enqueue(server, &t->last);
            t->pending = false;
            t->since = now;
        }
        if (t->pending && t->since + QMP_EVENT_INTERVAL < next)
            next = t->since + QMP_EVENT_INTERVAL;
    }
#else
    (void)server;
#endif
    return next;
}

static const struct qmp_event_type *event_type(const struct qmp_server *server, unsigned type)
{
#if QMP_EXTENSIONS
    if (type >= server->schema->event_count)
        return &server->more_schema->events[type - server->schema->event_count];
#endif
    return &server->schema->events[type];
}

/* Completes EVENT, whose type and text are there, and sends it. */
static void send(struct qmp_server *server, struct qmp_event *event, const uint64_t *data)
{
    const struct qmp_event_type *kind = event_type(server, event->type);

    if (data)
        memcpy(event->data, data, kind->data->count * sizeof data[0]);
    stamp(server, event);
    (void)qmp_event_tick(server);
    if (kind->rate_limited && hold_back(server, event))
        return;
    enqueue(server, event);
}

void qmp_event_send(struct qmp_server *server, unsigned type, const uint64_t *data)
{
    struct qmp_event event = {.type = (uint16_t)type};

    send(server, &event, data);
}

#if QMP_EVENT_TEXT
void qmp_event_send_text(struct qmp_server *server, unsigned type, const uint64_t *data,
                         const char *text, size_t size)
{
    struct qmp_event event = {.type = (uint16_t)type};

    memcpy(event.text, text, size);
    send(server, &event, data);
}
#endif

/* ------------------------------------------------------------------ writing */

static const char *datum_text(const struct qmp_event *event, uint64_t value)
{
#if QMP_EVENT_TEXT
    if (value < QMP_EVENT_TEXT)
        return event->text + value;
#else
    (void)event;
#endif
    return (const char *)(uintptr_t)value;
}

static bool is_absent(const struct qmp_member *m, uint64_t value)
{
#if QMP_EVENT_TEXT
    return m->optional && value == QMP_ABSENT;
#else
    (void)m;
    (void)value;
    return false;
#endif
}

/* The value of an "any" or an object is text of the event's. */
static bool is_json(const struct qmp_type *type)
{
    return QMP_EVENT_TEXT > 0 &&
           (type->meta == QMP_OBJECT || (type->meta == QMP_BUILTIN && type->json == QMP_VALUE));
}

static void write_datum(const struct qmp_event *event, const struct qmp_member *m, uint64_t value,
                        struct json_writer *w)
{
    const struct qmp_type *type = m->type;

    if (is_json(type)) {
        json_write_key(w, m->name);
        json_write_text(w, datum_text(event, value));
    } else if (type->meta == QMP_ENUM || type->json == QMP_STRING)
        json_write_string(w, m->name, datum_text(event, value));
    else if (type->json == QMP_BOOLEAN)
        json_write_bool(w, m->name, value != 0);
#if QMP_EVENT_TEXT
    else if (type == &qmp_type_uint64)
        json_write_uint(w, m->name, value);
#endif
    else
        json_write_int(w, m->name, (int64_t)value);
}

static void write_line(const struct qmp_server *server, const struct qmp_event *event,
                       struct json_writer *w)
{
    const struct qmp_event_type *kind = event_type(server, event->type);

    qmp_frame_begin(w);
    json_write_text(w, "{\"timestamp\": {\"seconds\": ");
    json_write_int(w, NULL, event->seconds);
    json_write_int(w, "microseconds", event->microseconds);
    json_write_end(w, '}');
    json_write_string(w, "event", kind->name);
    if (kind->data->count) {
        json_write_begin(w, "data", '{');
        for (unsigned i = 0; i < kind->data->count; i++)
            if (!is_absent(&kind->data->members[i], event->data[i]))
                write_datum(event, &kind->data->members[i], event->data[i], w);
        json_write_end(w, '}');
    }
    qmp_write_object_end(w);
}

static void write_dropped(struct qmp_session *s, uint32_t count, struct json_writer *w)
{
    struct qmp_event event = {.type = QMP_EVENT_AGENT_EVENTS_DROPPED, .data = {count}};

    stamp(s->server, &event);
    write_line(s->server, &event, w);
    if (!w->overflow) {
        s->counters.events_dropped += count;
        s->next_event += count;
    }
}

void qmp_event_write(struct qmp_session *s, struct json_writer *w)
{
    struct qmp_server *server = s->server;
    uint32_t behind = server->event_head - s->next_event;

    if (behind > QMP_EVENTS_MAX) {
        write_dropped(s, behind - QMP_EVENTS_MAX, w);
        return;
    }
    write_line(server, &server->events[s->next_event % QMP_EVENTS_MAX], w);
    if (!w->overflow)
        s->next_event++;
}
