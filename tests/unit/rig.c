/* rig.c - a server with one session, and a host that talks to it.
 *
 * SPDX-License-Identifier: MIT */
#include "rig.h"

static uint64_t rig_clock(void *context)
{
    return ((struct rig *)context)->now;
}

static bool rig_time_of_day(void *context, int64_t *seconds, int32_t *microseconds)
{
    struct rig *rig = context;

    if (!rig->has_time_of_day)
        return false;
    *seconds = rig->seconds;
    *microseconds = rig->microseconds;
    return true;
}

static const struct qmp_host host = {.clock = rig_clock, .time_of_day = rig_time_of_day};

struct rig *rig_new(const struct qmp_schema *schema, qmp_handler *const *handlers)
{
    struct rig *rig = malloc(sizeof *rig);

    assert_non_null(rig);
    memset(rig, 0xA5, sizeof *rig); /* the library does not count on zeros */
    rig->now = 1000;
    rig->has_time_of_day = false;
    rig->size = 4096;
    rig->received = malloc(rig->size);
    assert_non_null(rig->received);
    rig->received[0] = '\0';
    rig->length = rig->read = 0;
    rig->line = NULL;
    rig->mark_count = 0;
    qmp_server_init(&rig->server, schema, handlers, &host, "rig", rig);
    qmp_session_init(&rig->session, &rig->server);
    return rig;
}

struct rig *rig_negotiated(const struct qmp_schema *schema, qmp_handler *const *handlers)
{
    struct rig *rig = rig_new(schema, handlers);

    rig_settle(rig);
    rig_expect(rig, RIG_GREETING);
    rig_send(rig, "{\"execute\":\"qmp_capabilities\"}");
    rig_expect(rig, "{\"return\": {}}");
    return rig;
}

struct rig *rig_oob(const struct qmp_schema *schema, qmp_handler *const *handlers)
{
    struct rig *rig = rig_new(schema, handlers);

    rig_settle(rig);
    rig_expect(rig, RIG_GREETING);
    rig_send(rig, "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]}}");
    rig_expect(rig, "{\"return\": {}}");
    return rig;
}

void rig_free(struct rig *rig)
{
    free(rig->received);
    free(rig->line);
    free(rig);
}

void rig_run(struct rig *rig)
{
    unsigned steps = 0;

    while (qmp_session_run(&rig->session))
        assert_in_range(steps++, 0, 10000000); /* or else it would never end */
}

size_t rig_take(struct rig *rig, size_t max)
{
    const char *bytes;
    size_t n = qmp_session_output(&rig->session, &bytes);

    assert_in_range(n, 0, QMP_OUT_SIZE);
    if (n > max)
        n = max;
    if (rig->length + n + 1 > rig->size) {
        rig->size = 2 * (rig->length + n + 1);
        rig->received = realloc(rig->received, rig->size);
        assert_non_null(rig->received);
    }
    memcpy(rig->received + rig->length, bytes, n);
    rig->length += n;
    rig->received[rig->length] = '\0';
    qmp_session_sent(&rig->session, n);
    return n;
}

/* A command that works without writing has its turn again, too. */
static bool is_paused(const struct rig *rig)
{
#if QMP_EXTENSIONS
    return rig->session.paused;
#else
    (void)rig;
    return false;
#endif
}

void rig_settle(struct rig *rig)
{
    do {
        rig_run(rig);
    } while (rig_take(rig, SIZE_MAX) || is_paused(rig));
}

void rig_send_bytes(struct rig *rig, const char *bytes, size_t size)
{
    size_t at = 0;

    rig_settle(rig);
    while (at < size) {
        char *copy = malloc(size - at);
        size_t taken;

        assert_non_null(copy);
        memcpy(copy, bytes + at, size - at);
        taken = qmp_session_input(&rig->session, copy, size - at);
        free(copy); /* nothing of the input may be referred to later */
        assert_in_range(taken, 0, size - at);
        at += taken;
        rig_settle(rig);
    }
}

void rig_send(struct rig *rig, const char *text)
{
    rig_send_bytes(rig, text, strlen(text));
}

size_t rig_offer(struct rig *rig, const char *bytes, size_t size)
{
    size_t at = 0, taken;

    do {
        rig_run(rig);
        taken = at < size ? qmp_session_input(&rig->session, bytes + at, size - at) : 0;
        at += taken;
    } while (taken);
    rig_run(rig);
    return at;
}

const char *rig_line(struct rig *rig)
{
    char *from = rig->received + rig->read;
    char *end = strstr(from, "\r\n");

    free(rig->line);
    rig->line = NULL;
    if (!end)
        return NULL;
    rig->line = calloc(1, (size_t)(end - from) + 1);
    assert_non_null(rig->line);
    memcpy(rig->line, from, (size_t)(end - from));
    rig->read = (size_t)(end + 2 - rig->received);
    return rig->line;
}

void rig_expect(struct rig *rig, const char *text)
{
    const char *line = rig_line(rig);

    assert_non_null(line);
    assert_string_equal(line, text);
}

void rig_expect_silence(struct rig *rig)
{
    assert_string_equal(rig->received + rig->read, "");
}
