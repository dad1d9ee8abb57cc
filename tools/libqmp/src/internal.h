/* internal.h - what the parts of libqmp share: the connection, and who does what with it.
 *
 *   endpoint   text -> two descriptors and perhaps a process (endpoint_*.c know the kinds)
 *   transport  moves bytes between descriptors and framer, with deadlines
 *   framer     bytes -> lines -> messages
 *   sink       a long string on its way past them
 *   inbox      messages that were read and not yet asked for
 *   session    the public operations on messages
 *   attach     greeting, resynchronisation, negotiation
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPC_INTERNAL_H
#define QMPC_INTERNAL_H

#include "qmpc/qmpc.h"

struct qmpc_message {
    struct qmpc_message *next; /* in the inbox */
    enum qmpc_kind kind;
    bool delimited;
    struct qmpc_json json;
    size_t length;
    char text[];
};

struct qmpc_framer {
    char *bytes; /* the line so far */
    size_t length;
    size_t room;
    bool overlong; /* the rest of this line is being skipped */
};

/* Where the string is that a sink is to have. */
enum qmpc_sink_state { QMPC_SINK_AHEAD, QMPC_SINK_INSIDE, QMPC_SINK_BEHIND };

struct qmpc_diversion {
    const struct qmpc_sink *sink; /* NULL: none */
    enum qmpc_sink_state state;
    bool escaped; /* a backslash came last */
    bool refused;
    uint64_t bytes;
};

struct qmpc_inbox {
    struct qmpc_message *first;
    struct qmpc_message *last;
    size_t count;
    size_t bytes;
};

struct qmpc {
    struct qmpc_options options;
    char *id_prefix; /* a copy; what options has is not ours to keep */
    int in;          /* -1: closed */
    int out;         /* may be the same */
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
int qmpc_poll_ms(int64_t deadline); /* what poll() is to be told */
void qmpc_pause(int64_t ms, int64_t deadline);

/* What opening gives. */
struct qmpc_wires {
    int in;
    int out;
    pid_t child;
};

/* endpoint.c and its kinds: 0 or below; try_* report errno-like reasons as a negative number, so
 * that endpoint.c can tell what may pass from what will not. */
int qmpc_try_unix(const char *path, int64_t deadline, struct qmpc_wires *wires);
int qmpc_try_tcp(const char *host, const char *port, int64_t deadline, struct qmpc_wires *wires);
int qmpc_try_tty(const char *device, unsigned baud, struct qmpc_wires *wires);
int qmpc_try_exec(const char *command, struct qmpc_wires *wires);
bool qmpc_baud_is_known(unsigned baud);

/* endpoint_exec.c: ends a process and its group; says how a process ended that did so by itself. */
void qmpc_reap(pid_t child);
void qmpc_describe_exit(pid_t child, char *text, size_t size);

/* transport.c */
int qmpc_set_nonblocking(int fd);
int qmpc_transport_read(struct qmpc *line, int64_t deadline); /* one portion, into the framer */
int qmpc_transport_write(struct qmpc *line, const char *bytes, size_t length, int64_t deadline);

/* framer.c: complete messages go to the inbox, faults to line->fault. */
void qmpc_framer_feed(struct qmpc *line, const char *bytes, size_t length);
void qmpc_framer_clear(struct qmpc *line);

/* sink.c: takes what belongs to the sink off the front, returns how much; has a look whether its
 * string begins behind what the framer has of the line; the line is over. */
size_t qmpc_sink_take(struct qmpc *line, const char *bytes, size_t length);
void qmpc_sink_look(struct qmpc *line);
void qmpc_sink_end_line(struct qmpc *line);

/* inbox.c */
typedef bool qmpc_match(const struct qmpc_message *message, const void *what);
void qmpc_inbox_put(struct qmpc *line, struct qmpc_message *message);
struct qmpc_message *qmpc_inbox_take(struct qmpc *line, qmpc_match *match, const void *what);
void qmpc_inbox_clear(struct qmpc *line);

/* session.c: waits for a message that matches; a greeting that does not is QMPC_E_RESTARTED if
 * greeting_ends is set. */
int qmpc_await(struct qmpc *line, qmpc_match *match, const void *what, bool greeting_ends,
               int64_t deadline, struct qmpc_message **message);
void qmpc_keep_greeting(struct qmpc *line, struct qmpc_message *greeting);
bool qmpc_has_id(const struct qmpc_message *message, const char *id);

#endif
