/* session.c - one port's requests and the line being written to it.
 *
 * The store holds, from its start: requests waiting in the queue (the first one
 * may be pinned by the reply under way), then the message under construction at
 * `fill`.  Space is regained by moving everything to the front when the end is
 * reached, so nothing moves in ordinary traffic.
 *
 * SPDX-License-Identifier: MIT */
#include "internal.h"
#include "qmp/memory.h"

_Static_assert(QMP_NESTING_MAX >= 8 && QMP_NESTING_MAX < INT16_MAX, "nesting limit");
_Static_assert(QMP_TOKENS_MAX <= INT16_MAX, "argument positions are 16 bits");
_Static_assert(QMP_QUEUE_MAX >= 1 && QMP_QUEUE_MAX <= 255, "queue length is 8 bits");
_Static_assert(QMP_EVENTS_MAX < 255, "events that are due, and one of dropped ones, are 8 bits");
_Static_assert(QMP_OUT_SIZE >= 512, "pieces of replies must fit");
_Static_assert(QMP_OUT_SIZE % 4 == 0 && QMP_MESSAGE_MAX % 4 == 0, "sizes are whole words");

static void forget_requests(struct qmp_session *s)
{
    s->queued = 0;
    s->waiting = s->oob_pending = false;
    s->fill = 0;
    json_framer_reset(&s->framer);
    json_framer_output(&s->framer, s->store, sizeof s->store);
    s->reply.phase = QMP_REPLY_NONE;
    s->reply.pinned = false;
#if QMP_OOB
    s->oob_reply.phase = QMP_REPLY_NONE;
#endif
    s->line = NULL;
    s->events_due = 0;
#if QMP_FRAME_CHECK
    s->checked = false;
    s->frame = (struct qmp_frame_check){.in = JSON_CHECK_BEGIN};
#endif
}

static bool is_pretty(const struct qmp_session *s)
{
#if QMP_PRETTY
    return s->writer.layout.on;
#else
    (void)s;
    return false;
#endif
}

static void init_writer(struct qmp_session *s, bool pretty)
{
    json_writer_init(&s->writer, s->out, sizeof s->out);
#if QMP_PRETTY
    json_writer_set_pretty(&s->writer, pretty);
#else
    (void)pretty;
#endif
}

#if QMP_PRETTY
void qmp_session_set_pretty(struct qmp_session *s, bool pretty)
{
    json_writer_set_pretty(&s->writer, pretty);
}
#endif

void qmp_session_init(struct qmp_session *s, struct qmp_server *server)
{
    memset(s, 0, sizeof *s - sizeof s->store);
    s->server = server;
    json_framer_init(&s->framer);
    init_writer(s, false);
    forget_requests(s);
    s->greet = true;
}

void qmp_session_reset(struct qmp_session *s, bool fresh_host)
{
    s->blank = !fresh_host && (s->blank || s->line || s->sent < s->writer.length);
    s->negotiated = s->oob = false;
    s->greet = true;
    s->sent = 0;
    init_writer(s, is_pretty(s));
    forget_requests(s);
}

/* -------------------------------------------------------------------- input */

/* True when nothing in the store is referred to by address. */
static bool movable(const struct qmp_session *s)
{
    return !s->reply.pinned && !s->oob_pending;
}

/* Moves requests and the message under construction to the front. */
static void compact(struct qmp_session *s)
{
    uint32_t first = s->queued ? s->queue[0].offset : s->fill;
    uint32_t pending = json_framer_pending(&s->framer);

    if (first == 0 || !movable(s))
        return;
    memmove(s->store, s->store + first, s->fill + pending - first);
    for (unsigned i = 0; i < s->queued; i++)
        s->queue[i].offset -= first;
    s->fill -= first;
    json_framer_output(&s->framer, s->store + s->fill, (uint32_t)sizeof s->store - s->fill);
}

/* Puts the complete message at `fill` into the queue.  Returns false when the
 * queue is full, or when it would take the room kept for an out-of-band request. */
static bool enqueue(struct qmp_session *s)
{
    bool refused = s->framer.fault != JSON_FAULT_NONE;
    uint32_t length = refused ? s->framer.text_length : s->framer.length;
    struct qmp_request *r = &s->queue[s->queued];

    if (s->queued == QMP_QUEUE_MAX)
        return false;
    if (s->queued && QMP_OOB && s->fill + length > sizeof s->store - QMP_OOB_RESERVE)
        return false;
    r->offset = s->fill;
    r->length = length;
    r->fault = s->framer.fault;
#if QMP_FRAME_CHECK
    r->unchecked = s->frame.bare;
#endif
    s->queued++;
    s->fill += length;
    json_framer_output(&s->framer, s->store + s->fill, (uint32_t)sizeof s->store - s->fill);
    return true;
}

static int feed(struct qmp_session *s, const char *bytes, size_t size, size_t *used)
{
#if QMP_FRAME_CHECK
    s->frame.bare = false;
    if (s->checked)
        return qmp_frame_feed(s, bytes, size, used);
#endif
    return json_framer_feed(&s->framer, bytes, size, used);
}

/* The framer finished a message.  Returns true when it found its place. */
static bool accept(struct qmp_session *s)
{
#if QMP_OOB
    if (s->oob && s->framer.fault == JSON_FAULT_NONE &&
        qmp_is_oob_request(s, s->store + s->fill, s->framer.length)) {
#if QMP_FRAME_CHECK
        s->frame.unchecked = s->frame.bare;
#endif
        qmp_dispatch(s, &s->oob_reply, s->store + s->fill, s->framer.length);
        s->oob_pending = true;
        return true;
    }
#endif
    s->waiting = !enqueue(s);
    return !s->waiting;
}

size_t qmp_session_input(struct qmp_session *s, const char *bytes, size_t size)
{
    size_t taken = 0, used;

    while (taken < size) {
        /* One that waits for a place gets it from serve(). */
        if (s->oob_pending || s->waiting)
            break;
        switch (feed(s, bytes + taken, size - taken, &used)) {
        case JSON_MORE:
            taken += used;
            break;
        case JSON_NO_ROOM:
            taken += used;
            compact(s);
            if (s->fill > 0 &&
                json_framer_pending(&s->framer) + JSON_FRAMER_SLACK > sizeof s->store - s->fill)
                return taken;
            break;
        default:
            taken += used;
            if (!accept(s))
                return taken;
            break;
        }
    }
    return taken;
}

/* --------------------------------------------------------------------- work */

/* Takes the first request out of the queue and answers it. */
static void serve(struct qmp_session *s)
{
    struct qmp_request r = s->queue[0];
    const char *text = s->store + r.offset;

    if (--s->queued)
        memmove(s->queue, s->queue + 1, s->queued * sizeof s->queue[0]);
    if (s->waiting)
        s->waiting = !enqueue(s);
    s->counters.requests++;
    if (r.fault == JSON_FAULT_NONE) {
#if QMP_FRAME_CHECK
        s->frame.unchecked = r.unchecked;
#endif
        qmp_dispatch(s, &s->reply, text, r.length);
    } else {
        s->counters.faults++;
        qmp_reply_refused(&s->reply, r.fault, (struct json_span){text, r.length});
    }
}

/* Regains the store's space cheaply when nothing is in it. */
static void rewind_store(struct qmp_session *s)
{
    if (s->queued == 0 && s->fill > 0 && movable(s) && json_framer_pending(&s->framer) == 0) {
        s->fill = 0;
        json_framer_output(&s->framer, s->store, sizeof s->store);
    }
}

/* Makes room in out[] for the next piece: what the port took is moved away. */
static bool make_room(struct qmp_session *s)
{
    uint32_t left = s->writer.length - s->sent;

    if (s->sent == 0)
        return false;
    memmove(s->out, s->out + s->sent, left);
    s->writer.length = left;
    s->sent = 0;
    return true;
}

static bool write_greeting(struct qmp_session *s)
{
    struct json_mark mark = json_writer_mark(&s->writer);

    if (s->blank)
        json_write_bytes(&s->writer, "\r\n", 2);
    qmp_write_greeting(s, &s->writer);
    if (s->writer.overflow) {
        json_writer_rewind(&s->writer, mark);
        return make_room(s);
    }
    s->greet = s->blank = false;
    return true;
}

/* True when the command whose line is under way has worked long enough for once. */
static bool pauses(struct qmp_session *s)
{
#if QMP_EXTENSIONS
    s->paused = s->line->stream.pause;
    s->line->stream.pause = false;
    return s->paused;
#else
    (void)s;
    return false;
#endif
}

/* Writes the line under way as far as it fits. */
static bool write_line(struct qmp_session *s)
{
    bool whole;

    qmp_frame_step(s);
    whole = qmp_reply_write(s->line, &s->writer);
    qmp_frame_stepped(s);
    if (!whole)
        return !pauses(s) && make_room(s);
    s->line->phase = QMP_REPLY_NONE;
    s->line->pinned = false;
#if QMP_OOB
    if (s->line == &s->oob_reply) {
        s->oob_pending = false;
        s->counters.requests++;
    }
#endif
    s->line = NULL;
    rewind_store(s);
    return true;
}

/* Lines of events that wait. */
static uint32_t waiting_events(const struct qmp_session *s)
{
    uint32_t behind = s->negotiated ? s->server->event_head - s->next_event : 0;

    return behind > QMP_EVENTS_MAX ? QMP_EVENTS_MAX + 1 : behind;
}

static bool write_event(struct qmp_session *s)
{
    struct json_mark mark = json_writer_mark(&s->writer);

    qmp_event_write(s, &s->writer);
    if (!s->writer.overflow) {
        s->events_due--;
        return true;
    }
    json_writer_rewind(&s->writer, mark);
    return make_room(s);
}

/* The reply whose line comes next: an out-of-band one overtakes. */
static struct qmp_reply *next_reply(struct qmp_session *s)
{
#if QMP_OOB
    if (s->oob_reply.phase != QMP_REPLY_NONE)
        return &s->oob_reply;
#endif
    return s->reply.phase != QMP_REPLY_NONE ? &s->reply : NULL;
}

#if QMP_EXTENSIONS
/* Does what the handler left to be done before its reply.  Events that come meanwhile precede the
 * reply, as nothing of its line is written.  Returns false when there was nothing to do. */
static bool work_before(struct qmp_session *s, struct qmp_reply *reply)
{
    struct qmp_stream *stream = &reply->stream;

    if (!stream->work || reply->format)
        return false;
    reply->format = stream->work(stream, reply->where);
    s->paused = stream->pause;
    stream->pause = false;
    if (!s->paused)
        stream->work = NULL;
    s->events_due = (uint8_t)waiting_events(s);
    return true;
}
#endif

bool qmp_session_run(struct qmp_session *s)
{
    struct qmp_reply *reply;

#if QMP_EXTENSIONS
    s->paused = false;
#endif
    if (s->line)
        return write_line(s);
    if (s->events_due > 0)
        return write_event(s);
    reply = next_reply(s);
#if QMP_EXTENSIONS
    if (reply && work_before(s, reply))
        return !s->paused || s->events_due > 0;
#endif
    s->line = reply;
    if (reply)
        return write_line(s);
    if (s->greet)
        return write_greeting(s);
    if (s->queued > 0)
        serve(s);
    /* Those that a command sent precede its return.  Later ones do not: if they came faster than
     * the port takes them, they would hold up everything else for ever. */
    s->events_due = (uint8_t)waiting_events(s);
    return s->events_due > 0 || s->reply.phase != QMP_REPLY_NONE;
}

size_t qmp_session_output(const struct qmp_session *s, const char **bytes)
{
    *bytes = s->out + s->sent;
    return s->writer.length - s->sent;
}

void qmp_session_sent(struct qmp_session *s, size_t size)
{
    s->sent += (uint32_t)size;
    if (s->sent == s->writer.length)
        s->sent = s->writer.length = 0;
}

bool qmp_session_idle(const struct qmp_session *s)
{
    return !s->line && waiting_events(s) == 0 && s->queued == 0 && !s->oob_pending && !s->greet &&
           s->reply.phase == QMP_REPLY_NONE && s->writer.length == 0;
}
