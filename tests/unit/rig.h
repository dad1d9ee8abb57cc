/* rig.h - a server with one session, and a host that talks to it.
 *
 * The port is the test's: it takes as much output as it likes.  The clock is a
 * number.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RIG_H
#define RIG_H

#include "unit.h"

#include "qmp/server.h"

struct rig {
    struct qmp_server server;
    struct qmp_session session;
    uint64_t now; /* microseconds */
    bool has_time_of_day;
    int64_t seconds; /* of the day's clock */
    int32_t microseconds;
    char *received; /* what the port took; ends with a NUL */
    size_t length, size;
    size_t read; /* how much of it rig_line() has given */
    char *line;
    int64_t marks[64]; /* what handlers noted, see sample.c */
    unsigned mark_count;
};

#define RIG_GREETING                                                                               \
    "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 0, \"minor\": 2, \"major\": 7}, "              \
    "\"package\": \"rig\"}, \"capabilities\": [" RIG_CAPABILITIES "]}}"
#if QMP_FRAME_CHECK
#define RIG_CAPABILITIES "\"oob\", \"agent-frame-check\""
#elif QMP_OOB
#define RIG_CAPABILITIES "\"oob\""
#else
#define RIG_CAPABILITIES ""
#endif

/* A session that nothing was done with yet. */
struct rig *rig_new(const struct qmp_schema *schema, qmp_handler *const *handlers);
/* One whose greeting was read and whose capabilities were negotiated. */
struct rig *rig_negotiated(const struct qmp_schema *schema, qmp_handler *const *handlers);
struct rig *rig_oob(const struct qmp_schema *schema, qmp_handler *const *handlers);
void rig_free(struct rig *rig);

/* Runs the session until it has nothing to do; the port takes nothing. */
void rig_run(struct rig *rig);

/* The port takes at most MAX bytes.  Returns how many. */
size_t rig_take(struct rig *rig, size_t max);

/* Runs and takes everything until there is neither work nor output. */
void rig_settle(struct rig *rig);

/* Offers bytes as server.h asks, while the port takes everything. */
void rig_send_bytes(struct rig *rig, const char *bytes, size_t size);
void rig_send(struct rig *rig, const char *text);

/* Offers bytes while the port takes nothing.  Returns how many were taken. */
size_t rig_offer(struct rig *rig, const char *bytes, size_t size);

/* The next line received, without its CRLF, or NULL.  Valid until the next call. */
const char *rig_line(struct rig *rig);

/* The next line must be TEXT; there must be no further one. */
void rig_expect(struct rig *rig, const char *text);
void rig_expect_silence(struct rig *rig);

#endif
