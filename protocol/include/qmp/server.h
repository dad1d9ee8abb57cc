/* server.h - a QMP server: sessions, their requests, replies and events.
 *
 * What you call, and in which order:
 *   qmp_server_init() once, qmp_session_init() once per port;
 *   then for ever, for each session: qmp_session_input() with bytes received,
 *   qmp_session_run() until it says there is nothing to do, and what
 *   qmp_session_output() shows to the port.
 * What you implement: struct qmp_host (the time), and a handler per command.
 *
 * Context: one level of execution for a server and all its sessions (the agent's);
 * nothing here may be called from an interrupt.  Nothing waits, nothing
 * allocates; all memory is in the structures, which the caller owns.
 * Worst-case time: each function says.
 * Sources: QEMU's docs/interop/qmp-spec.txt; recorded behaviour in
 * tests/conformance.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_SERVER_H
#define QMP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qmp/config.h"
#include "qmp/framer.h"
#include "qmp/reader.h"
#include "qmp/schema.h"
#include "qmp/writer.h"

struct qmp_server;
struct qmp_session;
struct qmp_call;

enum qmp_class {
    QMP_GENERIC_ERROR,
    QMP_COMMAND_NOT_FOUND,
    QMP_DEVICE_NOT_FOUND,
    QMP_DEVICE_NOT_ACTIVE
};

/* ------------------------------------------------------------ you implement */

struct qmp_host {
    /* Microseconds, monotonic. */
    uint64_t (*clock)(void *context);
    /* Since the Unix epoch; false where there is no such clock. */
    bool (*time_of_day)(void *context, int64_t *seconds, int32_t *microseconds);
#if QMP_EXTENSIONS
    /* Whether COMMAND may be executed now.  NULL: all may.  What a session needs to begin
     * (QMP_ALLOW_EARLY) is not asked about. */
    bool (*permits)(void *context, const struct qmp_command *command);
#endif
};

/* A return value under way.  A handler sets EMIT (and what it needs in AT); EMIT
 * is then called to write the value, piece by piece, as the port takes it. */
struct qmp_stream {
    /* Writes the next piece of the value; returns true while there is more.  A
     * piece that sets w->overflow is taken back and asked for again, with *AT as
     * the call found it, so a piece must fit QMP_OUT_SIZE.  NULL writes {}. */
    bool (*emit)(struct qmp_stream *stream, struct json_writer *w);
    void *context;    /* the server's */
    bool cancellable; /* the handler's promise to heed `cancelled` */
    bool cancelled;   /* agent-cancel: end the value soon, and say so in it */
#if QMP_EXTENSIONS
    bool pause; /* set by emit, which returns true: it has worked long enough, and goes on in the
                 * next qmp_session_run() of a round; what it wrote is kept */
    /* Work that precedes the return and may still fail; NULL: none.  Called again as long as it
     * sets `pause`.  Events that are sent meanwhile precede the return, too.  Returns NULL, or the
     * description of an error as qmp_fail() takes it; %w in it stands for WHERE, at most
     * QMP_WHERE_MAX bytes with the NUL. */
    const char *(*work)(struct qmp_stream *stream, char *where);
#endif
    uintptr_t at[6]; /* the handler's own cursor */
};

/* Executes a command whose arguments have been checked.  Returns 0, or below 0
 * after qmp_fail().  All that can fail must be checked before the first side
 * effect; events sent here precede the return. */
typedef int qmp_handler(struct qmp_call *call);

/* ------------------------------------------------------- for use in handlers */

/* Longest "where" of an error: a path of members, or what else is put together (bytes). */
#define QMP_WHERE_MAX (QMP_SMALL ? 80 : 160)

struct qmp_call {
    struct qmp_server *server;
    struct qmp_session *session;
    void *context; /* the server's */
#if QMP_EXTENSIONS
    const struct qmp_command *command;
#endif
    struct qmp_stream *stream;           /* the return value */
    struct json_doc doc;                 /* the request */
    int16_t argument[QMP_ARGUMENTS_MAX]; /* token of each argument, -1 absent */
#if QMP_UNIONS
    int arguments; /* token of the object they are in, -1 absent */
#endif

    /* The error, set by qmp_fail(). */
    uint8_t error_class;
    const char *error_format;
    struct json_span error_text;
    char where[QMP_WHERE_MAX];
};

static inline bool qmp_has(const struct qmp_call *call, unsigned argument)
{
    return call->argument[argument] >= 0;
}

/* Arguments by their position in the schema; they are present and of their type. */
int64_t qmp_int(const struct qmp_call *call, unsigned argument);
uint64_t qmp_uint(const struct qmp_call *call, unsigned argument);
bool qmp_bool(const struct qmp_call *call, unsigned argument);
struct json_span qmp_string(const struct qmp_call *call, unsigned argument);
/* The number of an enum's value; DEFAULT_VALUE when the argument is absent. */
unsigned qmp_enum(const struct qmp_call *call, unsigned argument, const struct qmp_type *type,
                  unsigned default_value);

/* Makes the command fail with the description FORMAT (a constant), in which
 *   %w stands for call->where, %t for call->error_text (canonical string content
 *   of the request), %r for it as raw bytes.
 * Returns -1, to be returned by the handler. */
int qmp_fail(struct qmp_call *call, enum qmp_class error_class, const char *format);

/* Puts a number into call->where, and says which error it is. */
int qmp_fail_number(struct qmp_call *call, uint64_t number, const char *format);

/* Makes the return value the constant JSON text TEXT.  Returns 0. */
int qmp_return_text(struct qmp_call *call, const char *text);

#if QMP_EXTENSIONS
/* Executes the command NUMBER of the server's own schema as if a request had it: permission,
 * arguments (canonical JSON, an object of LENGTH bytes), handler.  The caller has set server,
 * session, context and stream of CALL; session may be NULL for commands that know none, and what
 * the handler leaves in the stream is the caller's to carry on.  Returns what the handler does:
 * below 0 the error is in CALL.  The arguments are to stay while its error_text is used.
 *
 * A handler may call it as the last thing it does: the tokens of its own request are gone
 * afterwards. */
int qmp_execute(struct qmp_call *call, unsigned number, const char *arguments, uint32_t length);
#endif

/* Handlers of commands that are the protocol's own. */
qmp_handler qmp_do_capabilities, qmp_do_query_commands, qmp_do_query_schema, qmp_do_sync,
    qmp_do_sync_delimited, qmp_do_guest_info, qmp_do_nothing, qmp_do_reset_session, qmp_do_cancel,
    qmp_do_limits, qmp_do_query_version;

/* ------------------------------------------------------------------- events */

struct qmp_event {
    int64_t seconds;
    uint64_t data[QMP_EVENT_DATA]; /* by member, see qmp_event_send() */
    int32_t microseconds;
    uint16_t type; /* index into the schema's events */
#if QMP_EVENT_TEXT
    char text[QMP_EVENT_TEXT];
#endif
};

/* A rate-limited event's memory. */
struct qmp_throttle {
    struct qmp_event last; /* the one kept back, if `pending` */
    uint64_t since;        /* clock of the one sent */
    bool active, pending;
};

struct qmp_server {
    const struct qmp_schema *schema;
    const struct qmp_host *host;
    qmp_handler *const *handlers; /* by command; NULL: the image does not have it */
    const char *package;          /* of query-version */
    void *context;                /* given to handlers and host */
#if QMP_EXTENSIONS
    const struct qmp_schema *more_schema; /* see qmp_server_extend() */
    qmp_handler *const *more_handlers;
#endif
    /* Private. */
    uint32_t event_head; /* number of the next event */
    struct qmp_event events[QMP_EVENTS_MAX];
#if QMP_THROTTLES
    struct qmp_throttle throttles[QMP_THROTTLES];
#endif
    jsmntok_t tokens[QMP_TOKENS_MAX];
};

/* All pointers must live as long as the server. */
void qmp_server_init(struct qmp_server *server, const struct qmp_schema *schema,
                     qmp_handler *const *handlers, const struct qmp_host *host, const char *package,
                     void *context);

#if QMP_EXTENSIONS
/* Adds commands, events and types of your own to those of the server: SCHEMA, described as the
 * product's is (ascending names, no name of the other's), and a handler for each of its
 * commands.  Its event N is sent as number server->schema->event_count + N.  Once, after
 * qmp_server_init(); both must live as long as the server.  Returns 0, or -1 when the names are
 * not in order or there is an extension already: then nothing has changed. */
int qmp_server_extend(struct qmp_server *server, const struct qmp_schema *schema,
                      qmp_handler *const *handlers);
#endif

/* Sends an event to every negotiated session.  DATA holds as many values as the
 * event's data has members: integers and booleans by value, strings and enum
 * values as pointers to constant text. */
void qmp_event_send(struct qmp_server *server, unsigned type, const uint64_t *data);

#if QMP_EVENT_TEXT
/* The datum of an optional member that is not there. */
#define QMP_ABSENT UINT64_MAX

/* The same with text that is not constant: the SIZE bytes at TEXT, at most QMP_EVENT_TEXT, are
 * copied.  A datum below QMP_EVENT_TEXT is an offset into TEXT: there is the string, or of an
 * "any" or an object the value as JSON, ended by a NUL. */
void qmp_event_send_text(struct qmp_server *server, unsigned type, const uint64_t *data,
                         const char *text, size_t size);
#endif

/* Sends what rate limits held back and is due.  Returns the clock at which to
 * call again, UINT64_MAX when nothing waits.  Worst case: QMP_THROTTLES events. */
uint64_t qmp_event_tick(struct qmp_server *server);

/* ----------------------------------------------------------------- sessions */

/* A complete request, or a refused one, waiting in the store. */
struct qmp_request {
    uint32_t offset, length;
    uint8_t fault; /* enum json_fault; not NONE: the text of a fault */
#if QMP_FRAME_CHECK
    bool unchecked; /* it has no frame check, in a session that wants one */
#endif
};

enum qmp_reply_phase {
    QMP_REPLY_NONE,
    QMP_REPLY_BEGIN,
    QMP_REPLY_ID,
    QMP_REPLY_HEAD,
    QMP_REPLY_BODY,
    QMP_REPLY_END
};

struct qmp_reply {
    uint8_t phase; /* enum qmp_reply_phase */
    uint8_t error_class;
    bool has_id, delimited, in_string;
    bool pinned; /* still refers to its request in the store */
    struct json_span id;
    const char *format; /* of an error; NULL: a return */
    struct json_span text, rest;
    const char *piece; /* what `rest` is made of: format, where, text */
    char where[QMP_WHERE_MAX];
    struct qmp_stream stream;
};

struct qmp_session_counters {
    uint32_t requests; /* messages executed or answered with an error */
    uint32_t faults;   /* of these, refused by the framer */
    uint32_t events_dropped;
};

#if QMP_FRAME_CHECK
/* Where both lines of a session with frame checks are; private. */
struct qmp_frame_check {
    uint32_t in;    /* the running check of the message that comes */
    uint32_t out;   /* of the line that leaves, without what this step wrote */
    uint32_t from;  /* where in out[] that begins */
    bool begun;     /* a message is under way */
    bool skip;      /* what comes up to the line's end belongs to a refused one */
    bool line;      /* the line that leaves has a check */
    bool bare;      /* the message that came last has no check */
    bool unchecked; /* the request that is being dispatched has none */
};
#endif

struct qmp_session {
    struct qmp_session_counters counters; /* for reports */
    bool negotiated;
    bool oob; /* the capability is enabled */
#if QMP_FRAME_CHECK
    bool checked; /* the capability agent-frame-check is */
#endif
#if QMP_EXTENSIONS
    bool paused; /* qmp_session_run() returned false, but a command has more work (stream->pause) */
#endif
    /* Private. */
    bool greet;       /* a greeting is due */
    bool blank;       /* an empty line first: a line was cut */
    bool waiting;     /* the message at `fill` is complete and the queue full */
    bool oob_pending; /* the message at `fill` is answered by `oob_reply` */
    uint8_t queued;
    uint8_t events_due; /* lines of events that precede the next other line */
    struct qmp_server *server;
    struct qmp_reply *line; /* whose line is being written */
    uint32_t next_event;
    uint32_t fill; /* where the message under construction stands */
    uint32_t sent; /* bytes of out[] the port has taken */
    struct qmp_request queue[QMP_QUEUE_MAX];
    struct json_framer framer;
    struct json_writer writer;
    struct qmp_reply reply;
#if QMP_OOB
    struct qmp_reply oob_reply;
#endif
#if QMP_FRAME_CHECK
    struct qmp_frame_check frame;
#endif
    char out[QMP_OUT_SIZE];
    char store[QMP_MESSAGE_MAX + QMP_OOB_RESERVE + JSON_FRAMER_SLACK];
};

/* Prepares a session; its first output is the greeting. */
void qmp_session_init(struct qmp_session *session, struct qmp_server *server);

#if QMP_PRETTY
/* Has the session written as QEMU does with pretty=on, resets included.  After qmp_session_init(),
 * before anything else. */
void qmp_session_set_pretty(struct qmp_session *session, bool pretty);
#endif

/* Begins again, as after a BREAK or when a host attached: requests, replies and
 * negotiation are forgotten, a greeting is due.  FRESH_HOST: the peer has seen
 * nothing of a line under way, so it need not be ended. */
void qmp_session_reset(struct qmp_session *session, bool fresh_host);

/* Takes received bytes.  Returns how many; fewer than SIZE when the queue or the
 * store is full: offer the rest again after qmp_session_run().
 * Worst case: constant per byte, and one memmove of the store; with oob enabled also
 * tokenising each message that completes, and an out-of-band command's handler. */
size_t qmp_session_input(struct qmp_session *session, const char *bytes, size_t size);

/* Does one bounded piece of work: answers a request, writes a piece of a reply or
 * an event.  Returns false when there is nothing to do before more input comes,
 * output is taken or an event is sent, or when a command has worked long enough for once (then
 * session->paused).
 * Worst case: one command handler, or tokenising one message. */
bool qmp_session_run(struct qmp_session *session);

/* Shows the bytes waiting for the port; returns how many. */
size_t qmp_session_output(const struct qmp_session *session, const char **bytes);

/* Says that the port took the first SIZE of them. */
void qmp_session_sent(struct qmp_session *session, size_t size);

/* True when no reply is under way, no request or event waits and all output is taken. */
bool qmp_session_idle(const struct qmp_session *session);

#endif
