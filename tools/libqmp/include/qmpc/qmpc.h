/* qmpc/qmpc.h - a client for the QEMU Machine Protocol on a POSIX host.
 *
 * For programs and tests that talk to a QMP server: a board running e2kmon, QEMU itself, or the
 * QEMU guest agent.  The usual order of calls:
 *
 *     struct qmpc *line = qmpc_new(NULL);
 *     int64_t until = qmpc_deadline(5000);
 *     struct qmpc_message *reply = NULL;
 *     if (qmpc_open(line, "tty:/dev/ttyUSB0,115200", until) == 0 &&
 *         qmpc_attach(line, until) == 0 &&
 *         qmpc_command(line, "query-status", NULL, until, &reply) == 0)
 *         puts(qmpc_message_text(reply));
 *     else
 *         fprintf(stderr, "%s\n", qmpc_error(line));
 *     qmpc_message_free(reply);
 *     qmpc_free(line);
 *
 * Who calls it: one thread at a time per connection; any number of connections per process.
 *               The library has no global state, installs no signal handler and never raises
 *               SIGPIPE.
 * Units:        times are milliseconds, lengths are bytes.  A deadline is a point on
 *               CLOCK_MONOTONIC made by qmpc_deadline().
 *               For a program that waits in a loop of its own there is a core that never waits:
 *               see qmpc/loop.h; the functions with a deadline are a face on it.
 * Time:         every function that takes a deadline returns at the latest a scheduling delay
 *               after it, whatever the server does; the others do not wait.  Two exceptions:
 *               name look-up for tcp: (getaddrinfo) and the end of a spawned process (at most
 *               QMPC_REAP_MS).
 * Ownership:    strings passed in are copied or not kept; messages handed out belong to the
 *               caller (qmpc_message_free); strings returned by functions that take a
 *               `const struct qmpc *` belong to the connection and live until its next call.
 * Errors:       functions returning int return 0 or one of enum qmpc_status; qmpc_error() then
 *               has a sentence for people.  After a timeout or a server's error the connection
 *               is usable as before.
 * Source:       qmp-spec (QEMU docs/interop), sections 2.2 to 2.6 and 3; qemu-ga's
 *               guest-sync-delimited.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPC_QMPC_H
#define QMPC_QMPC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "qmpc/json.h"

#ifdef __cplusplus
extern "C" {
#endif

struct qmpc;         /* one connection */
struct qmpc_message; /* one message received */

enum qmpc_status {
    QMPC_OK = 0,
    QMPC_E_GONE = -1,      /* the transport could not be opened, or has ended */
    QMPC_E_TIMEOUT = -2,   /* the deadline passed first */
    QMPC_E_PROTOCOL = -3,  /* what arrived is not what QMP allows here, or exceeds message_limit */
    QMPC_E_SERVER = -4,    /* an error reply: qmpc_error_class(), qmpc_error_desc() */
    QMPC_E_RESTARTED = -5, /* a greeting came instead: the server began anew; qmpc_attach() again */
    QMPC_E_ARGUMENT = -6,  /* the caller passed something unusable; nothing was sent */
    QMPC_E_MEMORY = -7,    /* no memory */
    QMPC_E_MISSING = -8,   /* JSON access: there is no such value */
    QMPC_E_TYPE = -9,      /* JSON access: the value is of another type */
    QMPC_E_BUSY = -10,     /* the non-blocking core: still on its way, step again */
    QMPC_E_DAMAGED = -12,  /* a line failed its frame check: a reply or an event is lost, and a
                            * command may have been executed; qmpc_resync() before going on */
    QMPC_E_FULL = -11,     /* the non-blocking core: output_limit bytes wait already */
};

/* "timeout" and the like, for logs; never NULL. */
const char *qmpc_status_name(int status);

/* ---------------------------------------------------------------- deadlines */

#define QMPC_FOREVER INT64_MAX
#define QMPC_NOW     INT64_C(0) /* take what is there already, do not wait */

/* The point in time `ms` from now; QMPC_FOREVER if ms is negative. */
int64_t qmpc_deadline(int64_t ms);

/* What poll() is to be told to wait until a deadline: milliseconds, -1 for ever. */
int qmpc_poll_ms(int64_t deadline);

/* --------------------------------------------------------------- connection */

/* Zero in a member means its default. */
struct qmpc_options {
    size_t message_limit;  /* longest message taken, bytes of its text; default 64 MiB, at most
                            * 512 MiB.  A connection keeps up to three times as much */
    size_t queue_limit;    /* messages kept for later, default 1024; see qmpc_counts.  All of
                            * them together never keep more than message_limit bytes */
    int64_t greeting_ms;   /* how long qmpc_meet() waits before it decides that the greeting was
                            * missed; default 500 */
    size_t output_limit;   /* bytes that qmpc_post() keeps until they can be sent; default 1 MiB */
    bool oob;              /* negotiate out-of-band execution where it is offered */
    bool frame_check;      /* negotiate a check of each line, both ways, where it is offered */
    const char *id_prefix; /* ids are strings "PREFIX1", "PREFIX2"; default: integers */
};

/* A closed connection.  options may be NULL.  Returns NULL only without memory. */
struct qmpc *qmpc_new(const struct qmpc_options *options);

/* Closes and frees; NULL is allowed.  Messages handed out stay valid. */
void qmpc_free(struct qmpc *line);

/* Opens the transport; nothing is sent or expected yet.  Endpoints:
 *
 *     unix:PATH or PATH           a listening socket
 *     tcp:HOST:PORT               HOST may be [::1]
 *     tty:DEVICE[,BAUD] or DEVICE a serial line or pty, set to raw 8N1; without BAUD the speed is
 *                                 left as it is
 *     pty:DEVICE                  the same for the pty of an emulator (QEMU's -serial pty), which
 *                                 has no speed
 *     exec:COMMAND                /bin/sh -c COMMAND in a session of its own, with QMP on its
 *                                 standard input and output
 *
 * Where nobody listens yet (no such path, connection refused) it tries again until the deadline:
 * the server may just be starting.  A terminal is locked with flock(2), as other programs for
 * serial lines do: while one of them has it, it is busy, and tried again as well.  It keeps the raw
 * mode and does not hang up when it is closed, as a hang-up resets many boards. A spawned process
 * is told to end (SIGTERM) when the thread that opened it ends. Returns 0, QMPC_E_ARGUMENT (the
 * endpoint cannot be understood), QMPC_E_GONE, QMPC_E_TIMEOUT, QMPC_E_MEMORY.  Opening an open
 * connection closes it first. */
int qmpc_open(struct qmpc *line, const char *endpoint, int64_t deadline);

/* Takes over open descriptors instead (they may be the same); they become non-blocking and are
 * closed with the connection, or at once if this fails (QMPC_E_GONE). */
int qmpc_open_fds(struct qmpc *line, int in, int out);

/* Closes the transport and drops what waits in the queue; the statistics remain.
 * A spawned process and its process group get SIGTERM; when the process has ended, or after
 * QMPC_REAP_MS, what is left of the group gets SIGKILL. */
#define QMPC_REAP_MS 1000
void qmpc_close(struct qmpc *line);

/* The descriptor to poll() for POLLIN in a loop of one's own, -1 if closed.  Before going to
 * poll(), call qmpc_receive(line, QMPC_NOW, ...) until it returns QMPC_E_TIMEOUT: messages that
 * were read already do not make the descriptor ready again. */
int qmpc_fd(const struct qmpc *line);

/* The spawned process (also the id of its process group), 0 if none. */
pid_t qmpc_child(const struct qmpc *line);

/* --------------------------------------------------------- meeting a server */

/* Makes a usable session whatever state the line is in: qmpc_meet(), then qmpc_negotiate().
 * Call it after qmpc_open(), after QMPC_E_RESTARTED, and whenever the line may be out of step. */
int qmpc_attach(struct qmpc *line, int64_t deadline);

/* Waits up to greeting_ms for a greeting; if none comes, qmpc_resync().  After it the next
 * message on the line is known to be new. */
int qmpc_meet(struct qmpc *line, int64_t deadline);

/* Waits for the greeting and nothing else. */
int qmpc_read_greeting(struct qmpc *line, int64_t deadline);

/* Finds the end of whatever is on the line: sends the byte 0xFF and guest-sync-delimited with a
 * random id, and reads on to the answer that belongs to it.  A server that does not know the
 * command proves itself by an error that carries the id, or else by its answer to query-version.
 * Repeats with growing pauses until the deadline, as a serial line may lose bytes.  Stale
 * replies are dropped, events are kept. */
int qmpc_resync(struct qmpc *line, int64_t deadline);

/* Sends qmp_capabilities.  A server that has been negotiated with already, or that knows no
 * negotiation (qemu-ga), is success too. */
int qmpc_negotiate(struct qmpc *line, int64_t deadline);

/* True after a call found, with QMPC_E_RESTARTED or without, that the server began its session
 * anew, until qmpc_attach() or qmpc_meet(). */
bool qmpc_restarted(const struct qmpc *line);

/* True if out-of-band execution was enabled by qmpc_negotiate() on this connection. */
bool qmpc_has_oob(const struct qmpc *line);

/* True if frame checks were enabled by qmpc_negotiate() on this connection.  From then on each
 * request that the library composes carries one (qmpc_send_raw() sends what it is given), and a
 * line without the right one is QMPC_E_DAMAGED for the next one who waits.  qmpc_attach() resets
 * the session of a server that somebody else has negotiated with without them. */
bool qmpc_has_frame_check(const struct qmpc *line);

/* ----------------------------------------------------------------- commands */

#define QMPC_ID_SIZE 64 /* room for an id as JSON text, with its NUL */

struct qmpc_request {
    const char *command;   /* the name, in plain text */
    const char *arguments; /* JSON text of an object, or NULL; it is sent on one line */
    const char *id;        /* JSON text of a string or integer shorter than QMPC_ID_SIZE, or NULL
                            * for an automatic one */
    bool oob;              /* exec-oob instead of execute */
};

/* Sends a command and waits for its reply.  arguments may be NULL.  reply may be NULL if it does
 * not matter; otherwise *reply is set on 0 and on QMPC_E_SERVER and is NULL in all other cases.
 * Events that come meanwhile are queued. */
int qmpc_command(struct qmpc *line, const char *command, const char *arguments, int64_t deadline,
                 struct qmpc_message **reply);

/* Takes a long string of a reply while it arrives. */
struct qmpc_sink {
    const char *member; /* its name, in the object that the reply returns */
    /* The next part of it, as it stands in JSON (base64 and hexadecimal have no escapes).  head is
     * the beginning of the reply up to the string, spelled as qmpc_message_text() would, for what
     * stands before it.  Returns false to have no more of it. */
    bool (*take)(void *context, struct qmpc_json head, const char *text, size_t length);
    void *context;
    int64_t patience_ms; /* the longest pause in which nothing of the string or the reply comes,
                          * as qmpc_arriving() has it; negative: for ever */
};

/* As qmpc_command(), but the string of the name sink->member in the object returned does not become
 * a part of the message, where it is empty: sink has it, of any length.  It must begin within the
 * first QMPC_SINK_HEAD bytes of the reply; behind them it is a string as others are.  No other
 * command may be in flight: a server that puts the id behind the return could answer an earlier
 * one.  QMPC_E_ARGUMENT also if the sink refused a part; the rest was then read and
 * dropped. */
#define QMPC_SINK_HEAD 16384
int qmpc_command_into(struct qmpc *line, const char *command, const char *arguments,
                      const struct qmpc_sink *sink, struct qmpc_message **reply);

/* The two halves, for several commands in flight.  id receives the request's id as JSON text and
 * may be NULL.  While it waits for room to send it also reads, so that neither side can block
 * the other for ever. */
int qmpc_send(struct qmpc *line, const struct qmpc_request *request, int64_t deadline,
              char id[QMPC_ID_SIZE]);

/* Waits for the reply with this id; id NULL: for any reply.  An error reply without an id is
 * taken too, as servers lose the id of a request they could not parse. */
int qmpc_wait_reply(struct qmpc *line, const char *id, int64_t deadline,
                    struct qmpc_message **reply);

/* Sends bytes as they are (no line end is added).  Returns 0 when all of them were handed to the
 * transport.  After QMPC_E_TIMEOUT a part may have been sent: qmpc_resync() before going on. */
int qmpc_send_raw(struct qmpc *line, const void *bytes, size_t length, int64_t deadline);

/* The next message of any kind, first what is queued.  Returns 0 also for an error reply and a
 * greeting: look at its kind.
 * With QMPC_NOW, on a connection that qmpc_begin() or qmpc_step() was called for, it takes
 * from the queue alone, as qmpc_step() reads; a greeting is then qmpc_step()'s to report. */
int qmpc_receive(struct qmpc *line, int64_t deadline, struct qmpc_message **message);

/* The next event with this name; name NULL: of any name.  Other messages stay queued. event may
 * be NULL. */
int qmpc_wait_event(struct qmpc *line, const char *name, int64_t deadline,
                    struct qmpc_message **event);

/* Which events are kept when they come: names, copied, with NULL behind the last; one that ends
 * with `*` stands for all that begin so.  NULL: all, as it is at first; an empty list: none.  The
 * others are counted (filtered_events) and dropped; so do not wait for one of them.  What is
 * queued already stays.  Holds for all connections made with `line`.
 * Returns 0, or QMPC_E_MEMORY with everything as it was. */
int qmpc_keep_events(struct qmpc *line, const char *const *names);

/* ----------------------------------------------------------------- messages */

enum qmpc_kind {
    QMPC_GREETING, /* has a member QMP */
    QMPC_RETURN,
    QMPC_ERROR,
    QMPC_EVENT,
};

void qmpc_message_free(struct qmpc_message *message); /* NULL is allowed */
enum qmpc_kind qmpc_message_kind(const struct qmpc_message *message);

/* The message on one line, NUL-terminated, without a line end: as it came, or if that was laid out
 * over many lines, or was no JSON but for QMP's extensions ('single quotes' and \'), spelled as
 * QEMU and e2kmon do. */
const char *qmpc_message_text(const struct qmpc_message *message);
size_t qmpc_message_length(const struct qmpc_message *message);

/* The message as a value; "no value" if message is NULL. */
struct qmpc_json qmpc_message_json(const struct qmpc_message *message);

/* True if the byte 0xFF came right before it, as for the answer to guest-sync-delimited. */
bool qmpc_message_delimited(const struct qmpc_message *message);

/* Shorthands for qmpc_json_find() on the message with the typed access of qmpc/json.h:
 * qmpc_get_int64(reply, "return.size", &size). */
struct qmpc_json qmpc_get(const struct qmpc_message *message, const char *path);
int qmpc_get_int64(const struct qmpc_message *message, const char *path, int64_t *result);
int qmpc_get_uint64(const struct qmpc_message *message, const char *path, uint64_t *result);
int qmpc_get_bool(const struct qmpc_message *message, const char *path, bool *result);
int64_t qmpc_get_string(const struct qmpc_message *message, const char *path, char *buffer,
                        size_t size);

/* True if there is a string at path and it is exactly text. */
bool qmpc_string_at_is(const struct qmpc_message *message, const char *path, const char *text);

/* ----------------------------------------------------------- what went wrong */

/* The last failure as a sentence; "" if there was none. */
const char *qmpc_error(const struct qmpc *line);

/* Of the last QMPC_E_SERVER; "" if there was none. */
const char *qmpc_error_class(const struct qmpc *line);
const char *qmpc_error_desc(const struct qmpc *line);

/* The greeting of this connection, NULL if none was seen; belongs to the connection. */
const struct qmpc_message *qmpc_greeting(const struct qmpc *line);

/* Since qmpc_new(). */
struct qmpc_counts {
    uint64_t skipped_lines;   /* lines that held no QMP message: noise, boot text, echo */
    uint64_t skipped_bytes;   /* all bytes in no message, without 0xFF and line ends */
    uint64_t dropped_events;  /* queued events that had to make room */
    uint64_t filtered_events; /* events that qmpc_keep_events() does not name */
    uint64_t dropped_replies; /* replies that nobody waited for and had to make room, or that
                               * qmpc_resync() found to be stale */
    uint64_t damaged_lines;   /* lines that failed their frame check */
    uint64_t received_bytes;  /* all of them */
    uint64_t binary_bytes;    /* those of them that are in no text of ASCII, without 0xFF: a line
                               * at the wrong speed has many */
};
struct qmpc_counts qmpc_counts(const struct qmpc *line);

/* How many bytes there are of a reply that has begun to come and is not complete, about, or how
 * many spaces, by which a server says that it has one in the making (qmpctl bridge does); 0: none
 * has begun.  While it grows, it is worth waiting on. */
size_t qmpc_arriving(const struct qmpc *line);

#ifdef __cplusplus
}
#endif

#include "qmpc/loop.h"

#endif
