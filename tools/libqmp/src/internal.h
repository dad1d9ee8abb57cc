/* internal.h - what the parts of libqmp share: the connection, and who does what with it.
 *
 *   endpoint   text -> what to open, and how (endpoint_*.c know the kinds)
 *   opening    tries until there are two descriptors and perhaps a process
 *   transport  moves bytes between descriptors and framer
 *   output     requests that wait for room on the line
 *   framer     bytes -> messages (framer_search.c: in noise), by the firmware's own
 *   sink       a long string on its way past them
 *   inbox      messages that were read and not yet asked for
 *   filter     which events get there
 *   session    waiting for messages
 *   request    composing and sending requests
 *   attach     greeting, resynchronisation, negotiation
 *   check      frame checks: of what arrives, and on what is sent
 *   plan       opening and attaching step by step, for loops that wait and loops that do not
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPC_INTERNAL_H
#define QMPC_INTERNAL_H

#include <poll.h>

#include "firmware.h"
#include "qmpc/qmpc.h"

struct addrinfo;

struct qmpc_message {
    struct qmpc_message *next; /* in the inbox */
    enum qmpc_kind kind;
    bool delimited;
    struct qmpc_json json; /* its text belongs to the message, and has a NUL behind it */
};

/* What there is of a message that may be one. */
enum qmpc_framer_state {
    QMPC_FRAMER_NONE,
    QMPC_FRAMER_OPEN,
    QMPC_FRAMER_WHOLE, /* nothing but blanks may follow on its line */
};

struct qmpc_framer {
    enum qmpc_framer_state state;
    bool spans;     /* it began with its line, so it may go over lines */
    bool delimited; /* it came right behind 0xFF */
    struct json_framer json;
    char *canonical; /* what `json` makes of it */
    uint32_t room;
    uint64_t held_bytes, held_lines; /* lines before this one that belong to it */

    /* The running line. */
    uint64_t length;
    uint64_t leading; /* blanks that it begins with */
    uint64_t spaces;  /* those of them that are no line's end and no NUL of a BREAK */
    bool after_ff;    /* 0xFF came before it */
    char *line; /* of what follows them the last `kept` bytes; all while that may be a message */
    size_t kept;
    size_t line_room;
};

/* Where the string is that a sink is to have. */
enum qmpc_sink_state { QMPC_SINK_AHEAD, QMPC_SINK_INSIDE, QMPC_SINK_BEHIND };

struct qmpc_diversion {
    const struct qmpc_sink *sink; /* NULL: none */
    const char *id;               /* of the request whose reply has the string */
    enum qmpc_sink_state state;
    bool escaped; /* a backslash came last */
    bool refused;
    uint64_t bytes;
    char *head; /* what stands before the string, an allocation */
    size_t head_length;
};

struct qmpc_inbox {
    struct qmpc_message *first;
    struct qmpc_message *last;
    size_t count;
    size_t bytes;
};

enum qmpc_endpoint_kind { QMPC_UNIX, QMPC_TCP, QMPC_TTY, QMPC_PTY, QMPC_EXEC };

struct qmpc_endpoint {
    enum qmpc_endpoint_kind kind;
    char *first; /* path, host, device or command; an allocation of its own */
    char *port;  /* inside first */
    unsigned baud;
};

struct qmpc_opening {
    char *name; /* of the endpoint, as it was given; NULL: nothing is being opened */
    struct qmpc_endpoint where;
    struct addrinfo *addresses; /* of the host; the one being tried */
    struct addrinfo *address;
    int fd;        /* being connected, -1: none */
    int64_t again; /* when to try next */
    int error;     /* why the last attempt failed */
};

/* Bytes that wait for room on the line, at bytes[sent .. length). */
struct qmpc_output {
    char *bytes;
    size_t sent;
    size_t length;
    size_t room;
    char last; /* the last byte that the transport took; a request ends with a line's end */
};

/* One attempt to get into step with a server. */
struct qmpc_sync {
    int64_t number; /* to be returned by guest-sync-delimited */
    char id[QMPC_ID_SIZE];
    bool by_version; /* the command is not known: query-version is used */
    int64_t pause;   /* ms until the next attempt */
    uint64_t noise;  /* skipped_bytes at the beginning */
};

enum qmpc_stage { QMPC_JOINED, QMPC_OPENING, QMPC_MEETING, QMPC_SYNCING, QMPC_NEGOTIATING };

/* What is under way between opening and joining, and what comes after it. */
struct qmpc_plan {
    enum qmpc_stage stage;
    bool meets;      /* after opening, and again when the server restarts meanwhile */
    bool negotiates; /* after meeting */
    int64_t deadline;
    int64_t until; /* of this stage: the greeting's, the attempt's */
    int failed;    /* why the plan was given up */
    bool stepped;  /* by the caller: qmpc_receive() leaves reading to it */
    struct qmpc_sync sync;
    char id[QMPC_ID_SIZE]; /* of the negotiation's request */
    bool enables;          /* it asks for out-of-band execution */
    bool checks;           /* and for frame checks */
    bool resets;           /* of the session's reset instead, to negotiate after it */
};

struct qmpc {
    struct qmpc_options options;
    char *id_prefix; /* a copy; what options has is not ours to keep */
    char **kept;     /* names of events, NULL behind the last; NULL: all are kept */
    struct qmpc_opening opening;
    struct qmpc_plan plan;
    struct qmpc_output output;
    int in;  /* -1: closed */
    int out; /* may be the same */
    pid_t child;
    bool ended; /* no more input will come */
    char end_reason[160];
    int fault; /* found by the framer, for the next one who waits */
    struct qmpc_framer framer;
    struct qmpc_diversion diversion;
    struct qmpc_inbox inbox;
    struct qmpc_message *greeting;
    bool greeted; /* by a greeting that nothing was made of yet */
    bool oob;
    bool checked;     /* lines have a check, both ways */
    uint32_t check;   /* the running one of the line that arrives, but for its last CRs */
    uint64_t returns; /* those CRs */
    uint64_t next_id;
    struct qmpc_counts counts;
    char error[640];
    char error_class[64];
    char error_desc[512];
};

/* error.c: remembers the sentence and returns status. */
int qmpc_fail(struct qmpc *line, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
int qmpc_fail_server(struct qmpc *line, const struct qmpc_message *reply);

/* clock.c */
int64_t qmpc_clock(void);
int64_t qmpc_sooner(int64_t a, int64_t b);
void qmpc_pause(int64_t ms, int64_t deadline);

/* What opening gives. */
struct qmpc_wires {
    int in;
    int out;
    pid_t child;
};

/* endpoint.c: says through `line` what it cannot understand; gives back what it made. */
int qmpc_endpoint_parse(struct qmpc *line, const char *text, struct qmpc_endpoint *where);
void qmpc_endpoint_free(struct qmpc_endpoint *where);

/* endpoint_*.c: 0, or an errno-like reason as a negative number, so that opening.c can tell what
 * may pass from what will not.  -EINPROGRESS: *fd is being connected; qmpc_connect_ended() says
 * -EINPROGRESS still, or how it ended. */
int qmpc_connect_unix(const char *path, int *fd);
int qmpc_resolve(const char *host, const char *port, struct addrinfo **addresses);
int qmpc_connect_address(const struct addrinfo *address, int *fd);
int qmpc_connect_ended(int fd);
int qmpc_try_tty(const char *device, unsigned baud, struct qmpc_wires *wires);
int qmpc_try_exec(const char *command, struct qmpc_wires *wires);
bool qmpc_baud_is_known(unsigned baud);

/* endpoint_exec.c: ends a process and its group; says how a process ended that did so by itself. */
void qmpc_reap(pid_t child);
void qmpc_describe_exit(pid_t child, char *text, size_t size);

/* opening.c: a step of it, QMPC_E_BUSY while it goes on; drops it. */
int qmpc_opening_begin(struct qmpc *line, const char *endpoint);
int qmpc_opening_step(struct qmpc *line);
void qmpc_opening_end(struct qmpc *line);

/* transport.c: pull and push do not wait.  pull reads one portion into the framer, or returns
 * QMPC_E_BUSY; push writes what the transport takes (0: nothing now) and returns how much. */
int qmpc_set_nonblocking(int fd);
int qmpc_transport_pull(struct qmpc *line);
int64_t qmpc_transport_push(struct qmpc *line, const char *bytes, size_t length);
int qmpc_transport_read(struct qmpc *line, int64_t deadline);
int qmpc_transport_write(struct qmpc *line, const char *bytes, size_t length, int64_t deadline);
int qmpc_transport_ended(struct qmpc *line); /* QMPC_E_GONE with its reason, QMPC_OK if it lives */

/* output.c: flush writes what the transport takes now, put only queues. */
int qmpc_output_put(struct qmpc *line, const char *bytes, size_t length);
int qmpc_output_flush(struct qmpc *line);
bool qmpc_output_is_cut(const struct qmpc *line); /* in the middle of a request */
void qmpc_output_clear(struct qmpc *line);

/* plan.c: begins a plan; goes on with it without waiting; goes on until it is done. */
void qmpc_plan_begin(struct qmpc *line, enum qmpc_stage stage, int64_t deadline);
int qmpc_plan_move(struct qmpc *line);
int qmpc_plan_run(struct qmpc *line);

/* attach.c: how each stage begins, and a step of it; QMPC_E_BUSY while it goes on. */
void qmpc_meeting_begin(struct qmpc *line);
int qmpc_meeting_step(struct qmpc *line);
void qmpc_syncing_begin(struct qmpc *line);
int qmpc_syncing_step(struct qmpc *line);
int qmpc_negotiating_begin(struct qmpc *line);
int qmpc_negotiating_step(struct qmpc *line);

/* request.c: the request as the line is to have it, to be given to free(); its id. */
int qmpc_request_text(struct qmpc *line, const struct qmpc_request *request, char id[QMPC_ID_SIZE],
                      char **text);

/* filter.c */
bool qmpc_filter_keeps(const struct qmpc *line, const struct qmpc_message *message);
void qmpc_filter_clear(struct qmpc *line);

/* json_check.c: the value in a text and what it looks like canonically, or where it is wrong;
 * canonical is to be given to free() and NULL on failure. */
struct qmpc_checked {
    struct qmpc_json value;
    char *canonical;
    size_t canonical_length;
    size_t fault;
};
int qmpc_check(const char *text, size_t length, struct qmpc_checked *checked);

/* What the framer takes in [at, end) and JSON has not: single quotes and \'.  `end` if there is
 * nothing of that. */
const char *qmpc_find_extension(const char *at, const char *end);

/* json_text.c: a writer whose buffer comes from malloc() and grows.  Sees to `more` free bytes;
 * appends canonical text as QMP servers spell it, QMPC_E_PROTOCOL if that is over `limit`. */
bool qmpc_text_room(struct json_writer *text, size_t more);
int qmpc_text_canonical(struct json_writer *text, const char *canonical, size_t length,
                        size_t limit);

/* framer.c: complete messages go to the inbox, faults to line->fault. */
void qmpc_framer_feed(struct qmpc *line, const char *bytes, size_t length);
void qmpc_framer_clear(struct qmpc *line);
bool qmpc_framer_room(struct qmpc_framer *framer, size_t needed, size_t limit);
/* How large a buffer becomes that had `room`: steps are long, as each may be a copy, and the last
 * one ends at the limit. */
size_t qmpc_framer_grown(size_t room, size_t needed, size_t first, size_t limit);

/* framer_search.c: makes a message of what was framed, false if it is none of QMP; keeps bytes of
 * the running line, all of them (false without memory) or the last; searches it at its end. */
bool qmpc_framer_deliver(struct qmpc *line);
bool qmpc_framer_keep(struct qmpc_framer *framer, const char *bytes, size_t length, size_t limit);
void qmpc_framer_roll(struct qmpc_framer *framer, const char *bytes, size_t length);
void qmpc_framer_search(struct qmpc *line);

/* sink.c: takes what belongs to the sink off the front, returns how much; has a look whether its
 * string begins behind what the framer has of the line; the line is over. */
size_t qmpc_sink_take(struct qmpc *line, const char *bytes, size_t length);
void qmpc_sink_look(struct qmpc *line);
void qmpc_sink_end_line(struct qmpc *line);

/* check.c: a line begins; part of it arrived; the line that was framed as a message is over, and
 * loses its check (false: it is damaged, which whoever waits will hear of); a line that is no
 * message was skipped; a request without its last brace gets it, and a check before it. */
void qmpc_check_begin(struct qmpc *line);
void qmpc_check_take(struct qmpc *line, const char *bytes, size_t length);
bool qmpc_check_message(struct qmpc *line);
bool qmpc_check_is_greeting(const struct qmpc *line); /* what was framed; it has none */
void qmpc_check_skipped(struct qmpc *line);
size_t qmpc_check_end(const struct qmpc *line, char *object, size_t length);

/* inbox.c */
typedef bool qmpc_match(const struct qmpc_message *message, const void *what);
void qmpc_inbox_put(struct qmpc *line, struct qmpc_message *message);
struct qmpc_message *qmpc_inbox_take(struct qmpc *line, qmpc_match *match, const void *what);
void qmpc_inbox_clear(struct qmpc *line);

/* session.c: looks for a message that matches among those that are here: QMPC_E_BUSY if there is
 * none and more may come; a greeting that does not match is QMPC_E_RESTARTED if greeting_ends is
 * set.  qmpc_await() reads until there is one. */
int qmpc_look(struct qmpc *line, qmpc_match *match, const void *what, bool greeting_ends,
              struct qmpc_message **message);
bool qmpc_is_greeting(const struct qmpc_message *message, const void *what);
bool qmpc_is_reply_to(const struct qmpc_message *message, const void *id);
int qmpc_await(struct qmpc *line, qmpc_match *match, const void *what, bool greeting_ends,
               int64_t deadline, struct qmpc_message **message);
void qmpc_keep_greeting(struct qmpc *line, struct qmpc_message *greeting);
bool qmpc_has_id(const struct qmpc_message *message, const char *id);
bool qmpc_is_id(struct qmpc_json theirs, const char *id);

#endif
