/* fuzz_session.c - any bytes into a session, in any pieces, its output taken in any, against a
 * model.
 *
 * A client that waits where the protocol asks it to gets what model.c says, however its bytes
 * arrive: each request one reply with its id, in order, the right one; events before the return of
 * what caused them; with frame checks where they were negotiated; and the counters of the session
 * are those of the model.  Without out-of-band commands the output is the same to the byte, but for
 * the length of one quotation (require_same()).
 *
 * One that waits for nothing gets lines that are JSON in ASCII, with a 0xFF only before the reply
 * of guest-sync-delimited.  After 0xFF the session answers a command again, to either.
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "model.h"
#include "oracle.h"

#include "qmp/server.h"

#define SINGLY_MAX    1024 /* bytes of a stream that is also sent byte by byte */
#define SENTINEL      1234567890
#define TEXT(number)  #number
#define NUMBER(macro) TEXT(macro)

static struct {
    struct qmp_server server;
    struct qmp_session session;
    uint64_t now;
    char *received;
    size_t length, size;
} world;

static uint64_t clock_now(void *context)
{
    (void)context;
    return world.now;
}

static bool time_of_day(void *context, int64_t *seconds, int32_t *microseconds)
{
    (void)context;
    *seconds = (int64_t)(world.now / 1000000);
    *microseconds = (int32_t)(world.now % 1000000);
    return world.now & 1024;
}

/* ----------------------------------------------------------------- handlers */

/* Time goes by in commands alone, so that it does not depend on how bytes arrive. */
static int do_event(struct qmp_call *call)
{
    world.now += 400;
    qmp_event_send(call->server, QMP_EVENT_STOP, NULL);
    return 0;
}

static int do_reset(struct qmp_call *call)
{
    const uint64_t data[] = {false, (uintptr_t) "host-qmp-system-reset"};

    for (int i = 0; i < 10; i++)
        qmp_event_send(call->server, QMP_EVENT_RESET, data);
    return 0;
}

/* at[0]: letters left; at[1]: begun. */
static bool emit_letters(struct qmp_stream *stream, struct json_writer *w)
{
    if (!stream->at[1]) {
        json_write_text(w, "\"");
        stream->at[1] = true;
        return true;
    }
    if (stream->at[0] == 0 || stream->cancelled) {
        json_write_text(w, "\"");
        return false;
    }
    json_write_text(w, "letter ");
    stream->at[0]--;
    return true;
}

static int do_read(struct qmp_call *call)
{
    call->stream->emit = emit_letters;
    call->stream->at[0] = qmp_uint(call, 1) % 4096;
    call->stream->cancellable = true;
    return 0;
}

static int do_write(struct qmp_call *call)
{
    call->error_text = qmp_string(call, 1);
    return qmp_fail_number(call, qmp_uint(call, 0), "No memory at %w for '%t' ('%r')");
}

static qmp_handler *const handlers[QMP_CMD_COUNT] = {
    [QMP_CMD_agent_cancel] = qmp_do_cancel,
    [QMP_CMD_agent_limits] = qmp_do_limits,
    [QMP_CMD_agent_memory_read] = do_read,
    [QMP_CMD_agent_memory_write] = do_write,
    [QMP_CMD_agent_reset_session] = qmp_do_reset_session,
    [QMP_CMD_cont] = do_event,
#if QMP_GROUP_GUEST
    [QMP_CMD_guest_info] = qmp_do_guest_info,
#endif
    [QMP_CMD_guest_sync] = qmp_do_sync,
/* Unions and open objects among the arguments. */
#if QMP_UNIONS && QMP_GROUP_INPUT && QMP_GROUP_OBJECTS
    [QMP_CMD_device_add] = qmp_do_nothing,
    [QMP_CMD_input_send_event] = qmp_do_nothing,
    [QMP_CMD_send_key] = qmp_do_nothing,
#endif
    [QMP_CMD_guest_sync_delimited] = qmp_do_sync_delimited,
    [QMP_CMD_qmp_capabilities] = qmp_do_capabilities,
    [QMP_CMD_query_commands] = qmp_do_query_commands,
    [QMP_CMD_query_qmp_schema] = qmp_do_query_schema,
    [QMP_CMD_query_yank] = qmp_do_nothing,
    [QMP_CMD_stop] = do_event,
    [QMP_CMD_system_reset] = do_reset,
};

/* --------------------------------------------------------------------- port */

static size_t take(size_t most)
{
    const char *bytes;
    size_t n = qmp_session_output(&world.session, &bytes);

    REQUIRE(n <= QMP_OUT_SIZE);
    if (n > most)
        n = most;
    if (world.length + n > world.size) {
        world.size = 2 * (world.length + n);
        world.received = realloc(world.received, world.size);
        REQUIRE(world.received);
    }
    memcpy(world.received + world.length, bytes, n);
    world.length += n;
    qmp_session_sent(&world.session, n);
    return n;
}

static void settle(void)
{
    do {
        while (qmp_session_run(&world.session))
            continue;
    } while (take(SIZE_MAX));
    REQUIRE(qmp_session_idle(&world.session));
}

/* Offers bytes as a port does, in pieces, while the host reads now and then. */
static void offer(const uint8_t *data, size_t size, struct pieces *pieces)
{
    unsigned stuck = 0;

    for (size_t at = 0; at < size;) {
        size_t n = pieces_next(pieces, size), taken;
        char *copy;

        if (n > size - at)
            n = size - at;
        copy = malloc(n);
        REQUIRE(copy);
        memcpy(copy, data + at, n);
        taken = qmp_session_input(&world.session, copy, n);
        free(copy);
        REQUIRE(taken <= n);
        at += taken;
        for (size_t steps = pieces_next(pieces, 40); steps > 0; steps--)
            (void)qmp_session_run(&world.session);
        if (taken == 0 && ++stuck > 3) { /* the host must read, then it goes on */
            settle();
            REQUIRE(stuck < 10);
        } else if (taken) {
            stuck = 0;
        }
        if (pieces->state & 0x3000)
            take(pieces_next(pieces, QMP_OUT_SIZE));
    }
}

/* ------------------------------------------------------------------- checks */

/* How a stream arrives. */
enum manner {
    IN_PIECES, /* while the host reads now and then */
    AT_ONCE,   /* the host reads only when nothing goes on */
    SINGLY     /* the host reads all after each byte */
};

static void begin(void)
{
    static const struct qmp_host host = {.clock = clock_now, .time_of_day = time_of_day};

    world.now = 0;
    world.length = 0;
    qmp_server_init(&world.server, &qmp_schema, handlers, &host, "fuzz", NULL);
    qmp_session_init(&world.session, &world.server);
}

static void offer_at_once(const uint8_t *data, size_t size)
{
    for (size_t at = 0, taken; at < size; at += taken) {
        taken = qmp_session_input(&world.session, (const char *)data + at, size - at);
        if (taken == 0 && !qmp_session_run(&world.session))
            REQUIRE(take(SIZE_MAX) > 0);
    }
}

static void offer_singly(const uint8_t *data, size_t size)
{
    for (size_t at = 0; at < size; at++) {
        REQUIRE(qmp_session_input(&world.session, (const char *)data + at, 1) == 1);
        settle();
    }
}

/* The stream as a client sends it that waits where the model does. */
static void play(const struct model *m, const uint8_t *data, enum manner manner)
{
    size_t from = 0;

    begin();
    for (size_t i = 0; i < m->wait_count; from = m->waits[i++]) {
        size_t size = m->waits[i] - from;
        struct pieces pieces = pieces_of(data + from, size);

        if (manner == IN_PIECES)
            offer(data + from, size, &pieces);
        else if (manner == AT_ONCE)
            offer_at_once(data + from, size);
        else
            offer_singly(data + from, size);
        settle();
    }
}

static void require_counters(const struct model *m)
{
    REQUIRE(world.session.counters.requests == m->requests);
    REQUIRE(world.session.counters.faults == m->faults);
}

static size_t line_size(const char *at, const char *end)
{
    const char *lf = memchr(at, '\n', (size_t)(end - at));

    REQUIRE(lf);
    return (size_t)(lf + 1 - at);
}

/* The same output to the byte, but for one thing: of a long token before a stray byte an error
 * quotes what the session's store had room for, beside the requests that waited then. */
static void require_same(const char *first, size_t length)
{
    static const char stray[] = "\"desc\": \"JSON parse error, stray '";
    const char *a = first, *b = world.received, *a_end = a + length, *b_end = b + world.length;

    while (a < a_end && b < b_end) {
        size_t n = line_size(a, a_end), m = line_size(b, b_end), same = 0;
        const char *quoted = memmem(a, n, stray, sizeof stray - 1);

        while (same < n && same < m && a[same] == b[same])
            same++;
        REQUIRE((same == n && same == m) ||
                (quoted && a + same >= quoted + sizeof stray - 1 + JSON_FRAMER_SLACK));
        a += n;
        b += m;
    }
    REQUIRE(a == a_end && b == b_end);
}

/* What the session says is what the model expects.  Where nothing is out of band, how the stream
 * arrived cannot be seen at all. */
static void play_all(struct calm *calm, const uint8_t *data, size_t size)
{
    struct model model;
    char *first;
    size_t length;

    model_run(&model, calm, data, size);
    play(&model, data, IN_PIECES);
    model_compare(&model, world.received, world.length);
    require_counters(&model);
    length = world.length;
    first = malloc(length + 1);
    REQUIRE(first);
    memcpy(first, world.received, length);
    for (enum manner manner = AT_ONCE; manner <= (size < SINGLY_MAX ? SINGLY : AT_ONCE); manner++) {
        play(&model, data, manner);
        if (world.length != length || memcmp(first, world.received, length) != 0)
            model_compare(&model, world.received, world.length);
        if (model.oobs == 0)
            require_same(first, length);
        require_counters(&model);
    }
    free(first);
    model_free(&model);
}

static void check_line(const char *line, size_t size)
{
    bool delimited = size > 0 && (uint8_t)line[0] == 0xFF;

    line += delimited;
    size -= delimited;
    for (size_t i = 0; i < size; i++)
        REQUIRE(line[i] >= 0x20 && line[i] <= 0x7E);
    REQUIRE(size >= 2 && line[0] == '{' && line[size - 1] == '}');
    REQUIRE(oracle_is_qmp_line(line, size));
    if (delimited) /* then it is a return of an integer */
        REQUIRE(strstr(line, "\"return\": "));
}

static void check_lines(void)
{
    for (size_t at = 0; at < world.length;) {
        const char *line = world.received + at;
        const char *lf = memchr(line, '\n', world.length - at);
        size_t size;

        REQUIRE(lf && lf > line && lf[-1] == '\r');
        size = (size_t)(lf - 1 - line);
        world.received[at + size] = '\0';
        check_line(line, size);
        at += size + 2;
    }
}

/* The last line is the reply to the sentinel; with a frame check when that came before the session
 * had executed what enables it. */
static bool is_answered(void)
{
    static const char reply[] = "\xFF{\"return\": " NUMBER(SENTINEL);
    size_t size = sizeof reply - 1, at = world.length;

    while (at > 0 && world.received[at - 1] != '\xFF')
        at--;
    return at > 0 && world.length - at >= size && memcmp(world.received + at - 1, reply, size) == 0;
}

/* A client that waits for nothing: what it gets depends on when, but it gets lines, and the session
 * answers at the end. */
static void play_hasty(const uint8_t *data, size_t size)
{
    struct pieces pieces = pieces_of(data, size);

    begin();
    offer(data, size, &pieces);
    settle();
    REQUIRE(is_answered());
    check_lines();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char sentinel[] = "\xFF{\"execute\":\"guest-sync-delimited\","
                                   "\"arguments\":{\"id\":" NUMBER(SENTINEL) "}}";
    static struct calm *calm;
    uint8_t *stream = malloc(size + sizeof sentinel);

    REQUIRE(stream);
    memcpy(stream, data, size);
    memcpy(stream + size, sentinel, sizeof sentinel - 1);
    size += sizeof sentinel - 1;
    if (!calm)
        calm = calm_begin(handlers, NULL);
    play_all(calm, stream, size);
    play_hasty(stream, size);
    free(stream);
    return 0;
}
