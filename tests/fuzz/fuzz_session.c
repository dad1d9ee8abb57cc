/* fuzz_session.c - any bytes into a session, in any pieces, its output taken in any.
 *
 * Every line that leaves is one JSON object in ASCII, ended by CRLF, with a 0xFF only
 * before the reply of guest-sync-delimited; and after 0xFF the session answers a
 * command again.
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "oracle.h"

#include "qmp/server.h"

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
    return world.now += 1000;
}

static bool time_of_day(void *context, int64_t *seconds, int32_t *microseconds)
{
    (void)context;
    *seconds = (int64_t)(world.now / 1000000);
    *microseconds = (int32_t)(world.now % 1000000);
    return world.now & 1024;
}

/* ----------------------------------------------------------------- handlers */

static int do_event(struct qmp_call *call)
{
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

static void check_line(const char *line, size_t size)
{
    bool delimited = size > 0 && (uint8_t)line[0] == 0xFF;

    line += delimited;
    size -= delimited;
    for (size_t i = 0; i < size; i++)
        REQUIRE(line[i] >= 0x20 && line[i] <= 0x7E);
    REQUIRE(size >= 2 && line[0] == '{' && line[size - 1] == '}');
    REQUIRE(oracle_is_qmp_line(line, size));
    if (delimited) /* then it is a return of an integer, or of an error of arguments */
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

static bool ends_with(const char *text)
{
    size_t size = strlen(text);

    return world.length >= size && memcmp(world.received + world.length - size, text, size) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct qmp_host host = {.clock = clock_now, .time_of_day = time_of_day};
    static const char sentinel[] = "\xFF{\"execute\":\"guest-sync-delimited\","
                                   "\"arguments\":{\"id\":" NUMBER(SENTINEL) "}}";
    struct pieces pieces = pieces_of(data, size);

    world.now = 0;
    world.length = 0;
    qmp_server_init(&world.server, &qmp_schema, handlers, &host, "fuzz", NULL);
    qmp_session_init(&world.session, &world.server);
    offer(data, size, &pieces);
    offer((const uint8_t *)sentinel, sizeof sentinel - 1, &pieces);
    settle();
    REQUIRE(ends_with("\xFF{\"return\": " NUMBER(SENTINEL) "}\r\n"));
    check_lines();
    return 0;
}
