/* internal.h - what the files of server/ share.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_SERVER_INTERNAL_H
#define QMP_SERVER_INTERNAL_H

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

#endif
