/* reply.c - writes a reply piece by piece: id, then return or error, then the end.
 *
 * The id comes first so that a long return does not hold its request in the
 * store until it has been read.
 *
 * SPDX-License-Identifier: MIT */
#include "internal.h"
#include "qmp/memory.h"

static const char *const class_names[] = {
    [QMP_GENERIC_ERROR] = "GenericError",
    [QMP_COMMAND_NOT_FOUND] = "CommandNotFound",
    [QMP_DEVICE_NOT_ACTIVE] = "DeviceNotActive",
    [QMP_DEVICE_NOT_FOUND] = "DeviceNotFound",
};

void qmp_reply_refused(struct qmp_reply *reply, unsigned fault, struct json_span text)
{
    memset(reply, 0, sizeof *reply);
    reply->phase = QMP_REPLY_BEGIN;
    reply->pinned = text.length > 0;
    reply->text = text;
    reply->format = json_fault_format(fault);
}

void qmp_write_line_end(struct json_writer *w)
{
    json_write_bytes(w, "\r\n", 2);
    w->comma = false;
}

void qmp_write_version(const char *package, struct json_writer *w)
{
    json_write_text(w, "{\"qemu\": {\"micro\": 0, \"minor\": 2, \"major\": 7}, \"package\": ");
    json_write_string(w, NULL, package);
    json_write_text(w, "}");
}

void qmp_write_greeting(const struct qmp_session *s, struct json_writer *w)
{
    json_write_text(w, "{\"QMP\": {\"version\": ");
    qmp_write_version(s->server->package, w);
#if QMP_FRAME_CHECK
    json_write_begin(w, "capabilities", '[');
    if (QMP_OOB)
        json_write_string(w, NULL, "oob");
    if (qmp_frame_is_offered(s))
        json_write_string(w, NULL, "agent-frame-check");
    json_write_text(w, "]}}");
#else
    json_write_text(w, QMP_OOB ? ", \"capabilities\": [\"oob\"]}}" : ", \"capabilities\": []}}");
#endif
    qmp_write_line_end(w);
}

static void write_begin(struct qmp_reply *r, struct json_writer *w)
{
    if (r->delimited)
        json_write_bytes(w, "\xFF", 1);
    qmp_frame_begin(w);
    json_write_text(w, r->has_id ? "{\"id\": " : "{");
    w->comma = false;
    if (!w->overflow)
        r->phase = r->has_id ? QMP_REPLY_ID : QMP_REPLY_HEAD;
}

static void write_id(struct qmp_reply *r, struct json_writer *w)
{
    json_write_canonical(w, &r->id, &r->in_string);
    if (r->id.length) {
        w->overflow = true;
        return;
    }
    w->comma = true;
    r->phase = QMP_REPLY_HEAD;
}

static void write_head(struct qmp_reply *r, struct json_writer *w)
{
    if (r->format) {
        json_write_begin(w, "error", '{');
        json_write_string(w, "class", class_names[r->error_class]);
        json_write_key(w, "desc");
        json_write_bytes(w, "\"", 1);
    } else {
        json_write_key(w, "return");
        w->comma = false;
    }
    if (!w->overflow) {
        r->phase = QMP_REPLY_BODY;
        r->pinned = r->pinned && r->format && r->text.length;
        r->piece = NULL;
    }
}

/* Finds what the description's next piece is: text up to a %, or what it stands
 * for.  Returns false at the end. */
static bool next_piece(struct qmp_reply *r)
{
    const char *f = r->format;

    if (*f == '\0')
        return false;
    r->piece = f;
    if (*f == '%') {
        if (f[1] == 'w')
            r->rest = (struct json_span){r->where, text_length(r->where)};
        else
            r->rest = r->text;
        r->format = f + 2;
        return true;
    }
    while (*f && *f != '%')
        f++;
    r->rest = (struct json_span){r->format, (uint32_t)(f - r->format)};
    r->format = f;
    return true;
}

static void write_description(struct qmp_reply *r, struct json_writer *w)
{
    bool in_string = true;

    while (r->piece || next_piece(r)) {
        /* %t is the canonical content of a string, in which \" and \\ are what
         * they are in the output; everything else is plain bytes. */
        if (r->piece[0] == '%' && r->piece[1] == 't')
            json_write_canonical(w, &r->rest, &in_string);
        else
            json_write_escaped(w, &r->rest);
        if (r->rest.length) {
            w->overflow = true;
            return;
        }
        r->piece = NULL;
    }
    r->phase = QMP_REPLY_END;
}

static bool wants_pause(const struct qmp_reply *r)
{
#if QMP_EXTENSIONS
    return r->stream.pause;
#else
    (void)r;
    return false;
#endif
}

/* One piece of the return value.  Pieces are all or nothing. */
static void write_value(struct qmp_reply *r, struct json_writer *w)
{
    struct json_mark mark = json_writer_mark(w);
    struct qmp_stream before = r->stream;
    bool more = false;

    if (r->stream.emit)
        more = r->stream.emit(&r->stream, w);
    else
        json_write_bytes(w, "{}", 2);
    if (w->overflow) {
        bool cancelled = r->stream.cancelled;

        json_writer_rewind(w, mark);
        w->overflow = true;
        r->stream = before;
        r->stream.cancelled = cancelled;
    } else if (!more) {
        r->phase = QMP_REPLY_END;
    }
}

static void write_end(struct qmp_reply *r, struct json_writer *w)
{
#if QMP_FRAME_CHECK
    if (r->format)
        json_write_text(w, "\"}");
    qmp_write_object_end(w);
#else
    json_write_text(w, r->format ? "\"}}" : "}");
    qmp_write_line_end(w);
#endif
    if (!w->overflow)
        r->phase = QMP_REPLY_NONE;
}

bool qmp_reply_write(struct qmp_reply *r, struct json_writer *w)
{
    while (r->phase != QMP_REPLY_NONE) {
        struct json_mark mark = json_writer_mark(w);

        switch (r->phase) {
        case QMP_REPLY_BEGIN:
            write_begin(r, w);
            break;
        case QMP_REPLY_ID:
            write_id(r, w);
            break;
        case QMP_REPLY_HEAD:
            write_head(r, w);
            break;
        case QMP_REPLY_BODY:
            if (r->format)
                write_description(r, w);
            else
                write_value(r, w);
            break;
        default:
            write_end(r, w);
            break;
        }
        if (w->overflow) {
            /* The unbounded pieces (an id, a description) keep what they wrote. */
            bool keep = r->phase == QMP_REPLY_ID || (r->phase == QMP_REPLY_BODY && r->format);

            if (keep)
                w->overflow = false;
            else
                json_writer_rewind(w, mark);
            return false;
        }
        if (wants_pause(r))
            return false;
    }
    return true;
}
