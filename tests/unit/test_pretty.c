/* test_pretty.c - pretty output is QEMU's, whatever the pieces it is made of.
 *
 * The texts were recorded from QEMU 7.2.22 with `-mon chardev=c,mode=control,pretty=on`; only
 * version, package and time are the test's, and the id stands first as in all our replies.
 *
 * SPDX-License-Identifier: MIT */
#include "rig.h"

#define N "\r\n"

static bool emit_status(struct qmp_stream *stream, struct json_writer *w)
{
    (void)stream;
    json_write_begin(w, NULL, '{');
    json_write_string(w, "status", "prelaunch");
    json_write_bool(w, "singlestep", false);
    json_write_bool(w, "running", false);
    json_write_end(w, '}');
    return false;
}

static int do_status(struct qmp_call *call)
{
    call->stream->emit = emit_status;
    return 0;
}

static int do_empty_list(struct qmp_call *call)
{
    return qmp_return_text(call, "[]");
}

/* What pieces a reply may have: raw text, bytes of a string, escapes in both. */
static bool emit_pieces(struct qmp_stream *stream, struct json_writer *w)
{
    switch (stream->at[0]++) {
    case 0:
        json_write_text(w,
                        "{\"constant\": {\"list\": [1, -2, {}, []], \"text\": \"a, b: {\\\"}\"}");
        w->comma = true;
        return true;
    case 1:
        json_write_key(w, "data");
        json_write_bytes(w, "\"[,", 3);
        return true;
    case 2:
        json_write_bytes(w, "\\\\\"", 3);
        return true;
    case 3:
        json_write_string(w, "quoted", "\"{[\\,: \xC3\xA9\n");
        json_write_begin(w, "list", '[');
        json_write_int(w, NULL, -1);
        json_write_bool(w, NULL, true);
        return true;
    default:
        json_write_end(w, ']');
        json_write_end(w, '}');
        return false;
    }
}

static int do_pieces(struct qmp_call *call)
{
    call->stream->emit = emit_pieces;
    return 0;
}

static qmp_handler *const handlers[QMP_CMD_COUNT] = {
    [QMP_CMD_cont] = qmp_do_nothing,
    [QMP_CMD_query_chardev] = do_empty_list,
    [QMP_CMD_query_commands] = qmp_do_query_commands,
    [QMP_CMD_query_qmp_schema] = qmp_do_query_schema,
    [QMP_CMD_query_status] = do_status,
    [QMP_CMD_query_target] = do_pieces,
    [QMP_CMD_query_version] = qmp_do_query_version,
    [QMP_CMD_qmp_capabilities] = qmp_do_capabilities,
};

#define GREETING                                                                                   \
    "{" N "    \"QMP\": {" N "        \"version\": {" N "            \"qemu\": {" N                \
    "                \"micro\": 0," N "                \"minor\": 2," N                            \
    "                \"major\": 7" N "            }," N "            \"package\": \"rig\"" N       \
    "        }," N "        \"capabilities\": [" N "            \"oob\"" N "        ]" N "    }" N \
    "}" N
#define EMPTY_OBJECT "{" N "    \"return\": {" N "    }" N "}" N

static struct rig *pretty_rig(void)
{
    struct rig *rig = rig_new(&qmp_schema, handlers);

    qmp_session_set_pretty(&rig->session, true);
    return rig;
}

/* All that was received since the last call must be TEXT. */
static void expect(struct rig *rig, const char *text)
{
    assert_string_equal(rig->received + rig->read, text);
    rig->read = rig->length;
}

static struct rig *negotiated(void)
{
    struct rig *rig = pretty_rig();

    rig_settle(rig);
    expect(rig, GREETING);
    rig_send(rig, "{\"execute\":\"qmp_capabilities\"}");
    expect(rig, EMPTY_OBJECT);
    return rig;
}

static void a_greeting_and_an_empty_object_are_qemus(void **state)
{
    (void)state;
    rig_free(negotiated());
}

static void errors_are_qemus(void **state)
{
    struct rig *rig = negotiated();

    (void)state;
    rig_send(rig, "{\"execute\":\"foo\"}");
    expect(rig, "{" N "    \"error\": {" N "        \"class\": \"CommandNotFound\"," N
                "        \"desc\": \"The command foo has not been found\"" N "    }" N "}" N);
    rig_send(rig, "x\n");
    expect(rig, "{" N "    \"error\": {" N "        \"class\": \"GenericError\"," N
                "        \"desc\": \"JSON parse error, invalid keyword 'x'\"" N "    }" N "}" N);
    rig_free(rig);
}

static void returns_are_qemus(void **state)
{
    struct rig *rig = negotiated();

    (void)state;
    rig_send(rig, "{\"execute\":\"query-status\"}");
    expect(rig, "{" N "    \"return\": {" N "        \"status\": \"prelaunch\"," N
                "        \"singlestep\": false," N "        \"running\": false" N "    }" N "}" N);
    rig_send(rig, "{\"execute\":\"query-version\"}");
    expect(rig, "{" N "    \"return\": {" N "        \"qemu\": {" N "            \"micro\": 0," N
                "            \"minor\": 2," N "            \"major\": 7" N "        }," N
                "        \"package\": \"rig\"" N "    }" N "}" N);
    rig_send(rig, "{\"execute\":\"query-chardev\"}");
    expect(rig, "{" N "    \"return\": [" N "    ]" N "}" N);
    rig_free(rig);
}

static void ids_of_any_kind_are_laid_out_as_qemu_does(void **state)
{
    struct rig *rig = negotiated();

    (void)state;
    rig_send(rig, "{\"execute\":\"cont\",\"id\":{\"a\":[1,{\"b\":[]},{}],\"c\":\"x,{\\\"\"}}");
    expect(rig, "{" N "    \"id\": {" N "        \"a\": [" N "            1," N "            {" N
                "                \"b\": [" N "                ]" N "            }," N
                "            {" N "            }" N "        ]," N "        \"c\": \"x,{\\\"\"" N
                "    }," N "    \"return\": {" N "    }" N "}" N);
    rig_free(rig);
}

static void events_are_qemus(void **state)
{
    const uint64_t data[] = {false, (uintptr_t) "host-qmp-quit"};
    struct rig *rig = negotiated();

    (void)state;
    rig->has_time_of_day = true;
    rig->seconds = 1795285008;
    rig->microseconds = 179871;
    qmp_event_send(&rig->server, QMP_EVENT_RESUME, NULL);
    rig_settle(rig);
    expect(rig,
           "{" N "    \"timestamp\": {" N "        \"seconds\": 1795285008," N
           "        \"microseconds\": 179871" N "    }," N "    \"event\": \"RESUME\"" N "}" N);
    qmp_event_send(&rig->server, QMP_EVENT_SHUTDOWN, data);
    rig_settle(rig);
    expect(rig, "{" N "    \"timestamp\": {" N "        \"seconds\": 1795285008," N
                "        \"microseconds\": 179871" N "    }," N "    \"event\": \"SHUTDOWN\"," N
                "    \"data\": {" N "        \"guest\": false," N
                "        \"reason\": \"host-qmp-quit\"" N "    }" N "}" N);
    rig_free(rig);
}

static void a_reset_session_stays_pretty(void **state)
{
    struct rig *rig = negotiated();

    (void)state;
    rig_offer(rig, "{\"execute\":\"query-commands\"}", 28);
    rig_run(rig);
    rig_take(rig, 100); /* the host leaves in the middle of a line */
    qmp_session_reset(&rig->session, true);
    rig->read = rig->length;
    rig_settle(rig);
    expect(rig, GREETING);
    rig_free(rig);
}

/* ------------------------------------------------- against a layout of whole lines */

struct text {
    char bytes[1 << 23];
    size_t length;
};

static void add(struct text *to, const char *bytes, size_t size)
{
    assert_true(to->length + size < sizeof to->bytes);
    memcpy(to->bytes + to->length, bytes, size);
    to->length += size;
}

static void add_line(struct text *to, unsigned level)
{
    add(to, N, 2);
    while (level--)
        add(to, "    ", 4);
}

/* The line LINE, which ends with CRLF, as QEMU lays it out. */
static void lay_out(struct text *to, const char *line)
{
    unsigned level = 0;
    bool in_string = false;

    to->length = 0;
    for (const char *at = line; strcmp(at, N) != 0; at++) {
        if (!in_string && (*at == '}' || *at == ']'))
            add_line(to, --level);
        add(to, at, 1);
        if (in_string && *at == '\\') {
            add(to, ++at, 1);
        } else if (*at == '"') {
            in_string = !in_string;
        } else if (!in_string && strchr("{[,", *at)) {
            level += *at != ',';
            at += *at == ',';
            if (at[1] != '}' && at[1] != ']')
                add_line(to, level);
        }
    }
    add(to, N, 3);
    to->length--;
}

/* What is answered to REQUEST, the port taking PORTION bytes at a time. */
static const char *answer(struct rig *rig, const char *request, size_t portion)
{
    size_t offered = 0, size = strlen(request);

    rig->read = rig->length;
    do {
        offered += qmp_session_input(&rig->session, request + offered, size - offered);
        rig_run(rig);
    } while (rig_take(rig, portion) > 0 || offered < size);
    return rig->received + rig->read;
}

static struct rig *quiet_rig(bool pretty)
{
    struct rig *rig = pretty ? pretty_rig() : rig_new(&qmp_schema, handlers);

    rig_send(rig, "{\"execute\":\"qmp_capabilities\"}");
    return rig;
}

/* The port takes LEAST bytes at a time, and more. */
static void check_layout(const char *request, size_t least)
{
    static struct text wanted;
    struct rig *plain = quiet_rig(false), *pretty = quiet_rig(true);

    lay_out(&wanted, answer(plain, request, SIZE_MAX));
    for (size_t portion = least; portion <= QMP_OUT_SIZE; portion *= 4)
        assert_string_equal(answer(pretty, request, portion), wanted.bytes);
    rig_free(plain);
    rig_free(pretty);
}

static void replies_of_every_kind_of_piece_are_laid_out(void **state)
{
    (void)state;
    check_layout("{\"execute\":\"query-target\",\"id\":\"{\\\"[\"}", 1);
    check_layout("{\"execute\":\"query-commands\",\"id\":[[]]}", 1);
    check_layout("{\"execute\":\"query-qmp-schema\"}", 1);
    check_layout("{\"execute\":\"nothing \\\"\\\\{}, \",\"id\":{\"\":\"\"}}", 1);
}

/* Its deepest line has more blanks than the buffer has bytes. */
static void an_id_of_all_levels_passes_through_the_buffer(void **state)
{
    static char request[4 * QMP_NESTING_MAX + 100];
    char *to = request + sprintf(request, "{\"execute\":\"cont\",\"id\":");
    unsigned levels = QMP_NESTING_MAX - 1;

    (void)state;
    assert_true(4 * levels + 8 > QMP_OUT_SIZE - 12);
    for (unsigned i = 0; i < levels; i++)
        *to++ = '[';
    for (*to++ = '1'; levels > 0; levels--)
        *to++ = ']';
    strcpy(to, "}");
    check_layout(request, 256);
}

/* The check is of a line, and this layout has many to a message. */
static void frame_checks_are_not_offered(void **state)
{
    struct rig *rig = pretty_rig();

    (void)state;
    rig_settle(rig);
    expect(rig, GREETING);
    rig_send(rig, "{\"execute\":\"qmp_capabilities\","
                  "\"arguments\":{\"enable\":[\"agent-frame-check\"]}}");
    expect(rig,
           "{" N "    \"error\": {" N "        \"class\": \"GenericError\"," N
           "        \"desc\": \"Capability 'agent-frame-check' not available\"" N "    }" N "}" N);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_greeting_and_an_empty_object_are_qemus),
        cmocka_unit_test(errors_are_qemus),
        cmocka_unit_test(returns_are_qemus),
        cmocka_unit_test(ids_of_any_kind_are_laid_out_as_qemu_does),
        cmocka_unit_test(events_are_qemus),
        cmocka_unit_test(a_reset_session_stays_pretty),
        cmocka_unit_test(replies_of_every_kind_of_piece_are_laid_out),
        cmocka_unit_test(frame_checks_are_not_offered),
        cmocka_unit_test(an_id_of_all_levels_passes_through_the_buffer),
    };

    return cmocka_run_group_tests_name("pretty", tests, NULL, NULL);
}
