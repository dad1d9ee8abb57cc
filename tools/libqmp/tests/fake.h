/* fake.h - a scripted QMP server at the other end of a socketpair.
 *
 * A script runs in a thread of its own and ends by returning; the line is closed then.
 *
 * SPDX-License-Identifier: MIT */
#ifndef FAKE_H
#define FAKE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>

#include "qmpc/qmpc.h"

#define GREETING                                                                                   \
    "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 0, \"minor\": 1, \"major\": 0}, "              \
    "\"package\": \"fake\"}, \"capabilities\": [\"oob\"]}}\r\n"

struct fake;
typedef void fake_script(struct fake *fake);

struct fake {
    int fd;
    pthread_t thread;
    fake_script *script; /* NULL: no thread, the test itself speaks through fd */
    char heard[4096];    /* the last request, without its line end */
    char id[QMPC_ID_SIZE];
    int requests; /* how many were heard; read it after fake_stop() */
};

/* Opens `line` on a new fake server. */
void fake_start(struct fake *fake, fake_script *script, struct qmpc *line);

/* Waits for the script's end; to be called after qmpc_free(), so that the script cannot wait for
 * more requests. */
void fake_stop(struct fake *fake);

/* The same with a line of its own, which fake_close() frees before it waits.  OPTIONS may be NULL.
 */
struct qmpc *fake_open(struct fake *fake, fake_script *script, const struct qmpc_options *options);
void fake_close(struct fake *fake, struct qmpc *line);

/* For scripts: sends text; sends printf-style text; the next line without 0xFF, with its id.
 * fake_hear returns false when the client is gone. */
void fake_say(struct fake *fake, const char *text);
void fake_sayf(struct fake *fake, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool fake_hear(struct fake *fake);

/* Answers the request heard last. */
void fake_return(struct fake *fake, const char *value);
void fake_error(struct fake *fake, const char *class, const char *desc);
bool fake_heard(const struct fake *fake, const char *command);

void fake_sleep(int64_t ms);

#endif
