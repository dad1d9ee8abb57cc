/* internal.h - what the files of server/ share.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_SERVER_INTERNAL_H
#define QMP_SERVER_INTERNAL_H

#include "qmp/line_check.h"
#include "qmp/server.h"

/* dispatch.c: executes the request TEXT and leaves its reply in REPLY, to be
 * written; a request that came as exec-oob (see qmp_is_oob_request()) has a REPLY of
 * its own. */
void qmp_dispatch(struct qmp_session *s, struct qmp_reply *reply, const char *text,
                  uint32_t length);
bool qmp_is_oob_request(struct qmp_session *s, const char *text, uint32_t length);
#if QMP_EXTENSIONS
/* Whether COMMAND has a handler, and is what its name leads to. */
bool qmp_can_execute(const struct qmp_server *server, const struct qmp_command *command);
#endif

/* check.c: checks CALL's arguments (the object ARGUMENTS, or -1 for none) against
 * TYPE and notes where each is.  Returns 0, or -1 with the error in CALL. */
int qmp_check_arguments(struct qmp_call *call, const struct qmp_type *type, int arguments);

/* reply.c */
void qmp_reply_refused(struct qmp_reply *reply, unsigned fault, struct json_span text);
void qmp_write_greeting(const struct qmp_session *s, struct json_writer *w);
void qmp_write_version(const char *package, struct json_writer *w);
/* Writes what fits.  Returns true when the line is complete. */
bool qmp_reply_write(struct qmp_reply *reply, struct json_writer *w);
void qmp_write_line_end(struct json_writer *w);

/* event.c: writes the next event of the session, which there is, as one line; may
 * overflow, then nothing has changed. */
void qmp_event_write(struct qmp_session *s, struct json_writer *w);

/* frame_check.c, in a session whose capability agent-frame-check is enabled: feeds the framer with
 * what comes before the end of a line, as json_framer_feed() does; the last bytes of a message that
 * came, or the end of its line, may make a refused one of it.  A message that has no check at all
 * is left to qmp_frame_permits(): s->frame.bare says so.  `size` is at least 1. */
#if QMP_FRAME_CHECK
int qmp_frame_feed(struct qmp_session *s, const char *bytes, size_t size, size_t *used);
/* Whether the greeting has the capability: a line must be a line. */
bool qmp_frame_is_offered(const struct qmp_session *s);
/* Whether a request for COMMAND (NULL: an unknown one) may be executed: without a check only what
 * begins a session.  Who sends such a one knows nothing of checks, so there are none from here
 * on. */
bool qmp_frame_permits(struct qmp_session *s, const struct qmp_command *command);
/* A line begins in W, which is the session's; a step of writing begins, and ends. */
void qmp_frame_begin(struct json_writer *w);
void qmp_frame_step(struct qmp_session *s);
void qmp_frame_stepped(struct qmp_session *s);
/* Ends the line's object, with its check if it has one, and the line. */
void qmp_write_object_end(struct json_writer *w);
#else
static inline void qmp_frame_begin(struct json_writer *w)
{
    (void)w;
}

static inline void qmp_frame_step(struct qmp_session *s)
{
    (void)s;
}

static inline void qmp_frame_stepped(struct qmp_session *s)
{
    (void)s;
}

static inline void qmp_write_object_end(struct json_writer *w)
{
    json_write_bytes(w, "}", 1);
    qmp_write_line_end(w);
}
#endif
#endif
