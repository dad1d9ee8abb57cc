/* follow.c - events as they come, over restarts of the server.
 *
 * SPDX-License-Identifier: MIT */
#include "command/follow.h"

#include <fnmatch.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/connect.h"
#include "common/print.h"
#include "common/rejoin.h"
#include "common/style.h"

enum {
    INSIDE = 4,        /* levels of objects in the data that become "a.b=c" */
    EPOCH = 100000000, /* below this a server's seconds are those since it began */
    PAUSE_MS = 200,
    OPEN_MS = 1000, /* a try of its own, so that a short deadline is kept */
};

static void pause_until(int64_t deadline)
{
    struct timespec step = {0, PAUSE_MS * 1000000L};
    if (qmpc_deadline(PAUSE_MS) < deadline)
        nanosleep(&step, NULL);
}

/* A server that has just come back may go again, or not answer yet. */
static int come_back(struct qmpc *line, const struct options *options, int64_t deadline)
{
    int status;
    fputs("qmpctl: the server has gone; waiting for it\n", stderr);
    do {
        pause_until(deadline);
        status = rejoin(line, options, OPEN_MS, options->timeout_ms);
    } while (status != QMPC_OK && status != QMPC_E_ARGUMENT && qmpc_deadline(0) < deadline);
    if (status == QMPC_OK)
        fputs("qmpctl: the server is back; events of the meantime are lost\n", stderr);
    return status;
}

static int join_again(struct qmpc *line, const struct options *options, int64_t deadline)
{
    int status = connect_again(line, options);
    if (status == QMPC_E_GONE && !connect_is_spawned(options))
        return come_back(line, options, deadline);
    if (status == QMPC_OK)
        fputs("qmpctl: the server has restarted; joined again\n", stderr);
    return status;
}

int follow_next(struct qmpc *line, const struct options *options, int64_t deadline,
                struct qmpc_message **event)
{
    int status;
    *event = NULL;
    for (;;) {
        struct qmpc_message *message = NULL;
        status = qmpc_receive(line, deadline, &message);
        if (status == QMPC_OK && qmpc_message_kind(message) == QMPC_EVENT) {
            *event = message;
            return QMPC_OK;
        }
        bool greeting = status == QMPC_OK && qmpc_message_kind(message) == QMPC_GREETING;
        qmpc_message_free(message);
        if (greeting || status == QMPC_E_RESTARTED)
            status = join_again(line, options, deadline);
        else if (status == QMPC_E_GONE && !connect_is_spawned(options))
            status = come_back(line, options, deadline);
        if (status != QMPC_OK && status != QMPC_E_PROTOCOL)
            return status;
    }
}

bool follow_fits(const struct qmpc_message *event, const char *pattern)
{
    char name[256];
    return qmpc_get_string(event, "event", name, sizeof name) >= 0 &&
           fnmatch(pattern, name, FNM_CASEFOLD) == 0;
}

/* ------------------------------------------------------------------------ printing */

static void print_time(const struct qmpc_message *event, bool colours)
{
    int64_t seconds = -1;
    int64_t micros = 0;
    char clock[32] = "";
    qmpc_get_int64(event, "timestamp.seconds", &seconds);
    qmpc_get_int64(event, "timestamp.microseconds", &micros);
    if (seconds < 0) { /* it has no clock: when it came */
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        seconds = now.tv_sec;
        micros = now.tv_nsec / 1000;
    }
    time_t when = (time_t)seconds;
    struct tm broken;
    if (seconds >= EPOCH && localtime_r(&when, &broken) != NULL)
        strftime(clock, sizeof clock, "%Y-%m-%d %H:%M:%S", &broken);
    else
        snprintf(clock, sizeof clock, "+%" PRId64, seconds);
    printf("%s%s.%06d%s  ", style_begin(colours, STYLE_NOTE), clock, (int)(micros % 1000000),
           style_end(colours, STYLE_NOTE));
}

/* As it could be typed: quoted only where it has to be. */
static void print_value(struct qmpc_json value)
{
    char *text = qmpc_json_strdup(value);
    if (text != NULL && *text != '\0' && strpbrk(text, " \t\r\n\"'{}[]") == NULL)
        style_text(stdout, text, strlen(text));
    else
        style_json(stdout, value.text, value.length);
    free(text);
}

static void print_members(struct qmpc_json object, const char *prefix, int levels)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(object);
    struct qmpc_json key, value;
    while (qmpc_json_next(&walk, &key, &value)) {
        char *own = qmpc_json_strdup(key);
        char *name = NULL;
        if (own == NULL || asprintf(&name, "%s%s", prefix, own) < 0)
            name = NULL;
        char *inner = NULL;
        if (name != NULL && levels > 0 && qmpc_json_type(value) == QMPC_JSON_OBJECT &&
            asprintf(&inner, "%s.", name) >= 0) {
            print_members(value, inner, levels - 1);
            free(inner);
        } else if (name != NULL) {
            fputs("  ", stdout);
            style_text(stdout, name, strlen(name));
            putchar('=');
            print_value(value);
        }
        free(name);
        free(own);
    }
}

void follow_print(const struct options *options, const struct qmpc_message *event)
{
    if (options->json) {
        print_whole(options, event);
        return;
    }
    char name[256];
    bool colours = style_wanted(options, stdout);
    qmpc_get_string(event, "event", name, sizeof name);
    print_time(event, colours);
    style_put(stdout, colours, STYLE_EVENT, name);
    print_members(qmpc_get(event, "data"), "", INSIDE);
    putchar('\n');
    fflush(stdout);
}
