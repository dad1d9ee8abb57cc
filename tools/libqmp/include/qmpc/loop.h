/* qmpc/loop.h - QMP connections in a poll() loop of one's own.
 *
 * The core that never waits, for programs that serve many descriptors in one loop:
 *
 *     qmpc_begin(line, "tty:/dev/ttyUSB0,115200", qmpc_deadline(5000));
 *     for (;;) {
 *         struct pollfd fds[2];
 *         int64_t wake;
 *         int count = qmpc_wants(line, fds, &wake);
 *         poll(fds, (nfds_t)count, qmpc_poll_ms(wake));
 *         int status = qmpc_step(line);
 *         while (qmpc_receive(line, QMPC_NOW, &message) == QMPC_OK)
 *             ...
 *         if (status == QMPC_E_RESTARTED)
 *             qmpc_begin_attach(line, qmpc_deadline(5000));
 *         else if (status != QMPC_OK && status != QMPC_E_BUSY)
 *             ... qmpc_error(line); qmpc_begin() anew or give up ...
 *     }
 *
 * Nothing of it waits, with the two exceptions that qmpc/qmpc.h names: a tcp: host given by a name
 * should be given by its address.  The functions with a deadline may be called on the same
 * connection whenever it is joined.
 *
 * Who calls it, units, ownership, errors: as in qmpc/qmpc.h, which includes this header.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPC_LOOP_H
#define QMPC_LOOP_H

#include <poll.h>

#include "qmpc/qmpc.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Begins to open the endpoint and to attach; the deadline is that of both together.  An open
 * connection is closed first.
 * Returns 0: qmpc_step() goes on with it; QMPC_E_ARGUMENT (the endpoint cannot be understood) or
 * QMPC_E_MEMORY: nothing was begun. */
int qmpc_begin(struct qmpc *line, const char *endpoint, int64_t deadline);

/* Begins to attach, on an open connection: after qmpc_open_fds(), or after QMPC_E_RESTARTED, when
 * the greeting that is here already is made use of.  Requests posted and not sent yet are dropped,
 * messages received stay.  Returns 0, or QMPC_E_GONE if the connection is not open. */
int qmpc_begin_attach(struct qmpc *line, int64_t deadline);

/* Does what can be done now: opens, attaches, writes what waits, reads what is there, not more
 * than QMPC_STEP_BYTES a call (poll() then says at once that there is more).
 * Returns QMPC_OK      the connection is joined, and lives
 *         QMPC_E_BUSY  it is being opened or attached
 *         QMPC_E_RESTARTED  the server began anew: what was asked of it is lost.  So it stays
 *                      until qmpc_begin_attach() or qmpc_begin()
 *         QMPC_E_GONE  it could not be opened, or has ended; what came before the end can still be
 *                      received
 *         QMPC_E_TIMEOUT, QMPC_E_PROTOCOL, QMPC_E_SERVER, QMPC_E_MEMORY  opening or attaching
 *                      failed
 * A failure stays until qmpc_begin(), or qmpc_begin_attach() if the connection is still open.
 * qmpc_error() has the sentence. */
#define QMPC_STEP_BYTES 262144
int qmpc_step(struct qmpc *line);

/* What to wait for before the next qmpc_step(): fills in fds and returns how many (0, 1 or 2), and
 * sets *wake to the time at which to step at the latest, QMPC_FOREVER if nothing but the
 * descriptors matters.  After qmpc_post() ask anew. */
int qmpc_wants(const struct qmpc *line, struct pollfd fds[2], int64_t *wake);

/* Puts a request, or bytes as they are, at the end of what waits to be sent, all or nothing; what
 * can be sent at once is.  id receives the request's id as JSON text and may be NULL.
 * Returns 0; QMPC_E_FULL if more than output_limit bytes would wait: step first; QMPC_E_BUSY while
 * it is being attached; QMPC_E_RESTARTED until it is attached anew; QMPC_E_ARGUMENT (as
 * qmpc_send()), QMPC_E_MEMORY; QMPC_E_GONE if the connection is not open or has ended. */
int qmpc_post(struct qmpc *line, const struct qmpc_request *request, char id[QMPC_ID_SIZE]);
int qmpc_post_raw(struct qmpc *line, const void *bytes, size_t length);

/* Bytes that were posted and not sent yet. */
size_t qmpc_unsent(const struct qmpc *line);

#ifdef __cplusplus
}
#endif

#endif
