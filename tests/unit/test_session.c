/* test_session.c - what a session says: the greeting, negotiation, ids, errors.
 * (How it keeps up with its port: test_session_flow.c.)
 *
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#define ERROR_OF(error_class, desc)                                                                \
    "{\"error\": {\"class\": \"" error_class "\", \"desc\": \"" desc "\"}}"
#define GENERIC(desc) ERROR_OF("GenericError", desc)
#define UNKNOWN(desc) ERROR_OF("CommandNotFound", desc)
#define EARLY         UNKNOWN("Expecting capabilities negotiation with 'qmp_capabilities'")
#define DONE          UNKNOWN("Capabilities negotiation is already complete, command ignored")

static struct rig *started(void)
{
    struct rig *rig = rig_new(&sample_schema, sample_handlers);

    rig_settle(rig);
    rig_expect(rig, RIG_GREETING);
    return rig;
}

/* Sends and expects one line and no more. */
static void ask(struct rig *rig, const char *request, const char *reply)
{
    rig_send(rig, request);
    rig_expect(rig, reply);
    rig_expect_silence(rig);
}

static void session_greets_before_anything_else(void **state)
{
    struct rig *rig = rig_new(&sample_schema, sample_handlers);
    static const char request[] = "{\"execute\":\"qmp_capabilities\"}";

    (void)state;
    assert_int_equal(qmp_session_input(&rig->session, request, strlen(request)), strlen(request));
    rig_settle(rig);
    assert_memory_equal(rig->received, "{\"QMP\"", 6); /* no banner, no empty line */
    rig_expect(rig, RIG_GREETING);
    rig_expect(rig, "{\"return\": {}}");
    rig_free(rig);
}

static void session_ends_each_line_with_carriage_return_and_line_feed(void **state)
{
    struct rig *rig = started();

    (void)state;
    rig_send(rig, "{\"execute\":\"qmp_capabilities\"}");
    assert_string_equal(rig->received + rig->read, "{\"return\": {}}\r\n");
    rig_free(rig);
}

static void session_executes_only_early_commands_before_negotiation(void **state)
{
    struct rig *rig = started();

    (void)state;
    ask(rig, "{\"execute\":\"query-commands\"}", EARLY);
    ask(rig, "{\"execute\":\"nonsense\"}", EARLY);
    ask(rig, "{\"execute\":\"mark\",\"arguments\":{\"number\":1}}", EARLY);
    ask(rig, "{\"execute\":\"mark\",\"arguments\":{}}", EARLY);
    assert_int_equal(rig->mark_count, 0);
    ask(rig, "{\"execute\":\"guest-sync\",\"arguments\":{\"id\":7}}", "{\"return\": 7}");
    ask(rig, "{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":-8}}",
        "\xFF{\"return\": -8}");
    ask(rig, "{\"execute\":\"query-commands\",\"id\":1}",
        "{\"id\": 1, \"error\": {\"class\": \"CommandNotFound\", \"desc\": "
        "\"Expecting capabilities negotiation with 'qmp_capabilities'\"}}");
    rig_free(rig);
}

static void session_checks_the_request_before_it_asks_for_negotiation(void **state)
{
    struct rig *rig = started();

    (void)state;
    ask(rig, "{}", GENERIC("QMP input lacks member 'execute'"));
    ask(rig, "{]", GENERIC("JSON parse error, expecting value"));
    ask(rig, "{\"execute\":1}", GENERIC("QMP input member 'execute' must be a string"));
    ask(rig, "{\"exec-oob\":\"mark\"}", GENERIC("QMP input member 'exec-oob' is unexpected"));
    rig_free(rig);
}

static void session_negotiates_once(void **state)
{
    struct rig *rig = started();

    (void)state;
    ask(rig, "{\"execute\":\"qmp_capabilities\"}", "{\"return\": {}}");
    ask(rig, "{\"execute\":\"qmp_capabilities\"}", DONE);
    ask(rig, "{\"execute\":\"mark\",\"arguments\":{\"number\":3}}", "{\"return\": 3}");
    rig_free(rig);
}

static void session_is_not_negotiated_by_a_request_that_fails(void **state)
{
    struct rig *rig = started();

    (void)state;
    ask(rig, "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"nope\"]}}",
        GENERIC("Parameter 'null' does not accept value 'nope'"));
    ask(rig, "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"x\":1}}",
        GENERIC("Parameter 'x' is unexpected"));
    ask(rig, "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":\"oob\"}}",
        GENERIC("Invalid parameter type for 'enable', expected: array"));
    ask(rig, "{\"execute\":\"query-commands\"}", EARLY);
#if !QMP_OOB
    ask(rig, "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]}}",
        GENERIC("Capability 'oob' not available"));
    ask(rig, "{\"execute\":\"query-commands\"}", EARLY);
#endif
    ask(rig, "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[]}}",
        "{\"return\": {}}");
    rig_free(rig);
}

static void session_names_what_is_wrong_with_a_request(void **state)
{
    static const struct {
        const char *request, *reply;
    } rows[] = {
        {"null\n", GENERIC("QMP input must be a JSON object")},
        {"42\n", GENERIC("QMP input must be a JSON object")},
        {"\"x\"", GENERIC("QMP input must be a JSON object")},
        {"[{\"execute\":\"mark\"}]", GENERIC("QMP input must be a JSON object")},
        {"{\"id\":1}", "{\"id\": 1, \"error\": {\"class\": \"GenericError\", \"desc\": "
                       "\"QMP input lacks member 'execute'\"}}"},
        {"{\"execute\":null}", GENERIC("QMP input member 'execute' must be a string")},
        {"{\"execute\":\"mark\",\"arguments\":[]}",
         GENERIC("QMP input member 'arguments' must be an object")},
        {"{\"execute\":\"none\",\"arguments\":[]}",
         GENERIC("QMP input member 'arguments' must be an object")},
        {"{\"execute\":\"mark\",\"extra\":1}", GENERIC("QMP input member 'extra' is unexpected")},
        {"{\"execute\":\"mark\",\"a\\\"\\u00e9\":1}",
         GENERIC("QMP input member 'a\\\"\\u00E9' is unexpected")},
        {"{\"exec-oob\":\"mark\"}", GENERIC("QMP input member 'exec-oob' is unexpected")},
        {"{\"execute\":\"mark\",\"execute\":\"mark\"}", GENERIC("JSON parse error, duplicate key")},
        {"{\"execute\":\"mark\",\"id\":[{\"a\":1,\"\\u0061\":2}]}",
         GENERIC("JSON parse error, duplicate key")},
        {"{\"execute\":\"none\"}", UNKNOWN("The command none has not been found")},
        {"{\"execute\":\"\"}", UNKNOWN("The command  has not been found")},
        {"{\"execute\":\"mark\\u0000\"}", UNKNOWN("The command mark\\u0000 has not been found")},
        {"{\"execute\":\"a\\n\\\"\\u00e9\\\\\"}",
         UNKNOWN("The command a\\n\\\"\\u00E9\\\\ has not been found")},
        {"{\"execute\":\"MARK\"}", UNKNOWN("The command MARK has not been found")},
        {"{\"execute\":\"mar\"}", UNKNOWN("The command mar has not been found")},
        {"{\"execute\":\"markk\"}", UNKNOWN("The command markk has not been found")},
        /* In the schema, but not in this image. */
        {"{\"execute\":\"missing\"}", UNKNOWN("The command missing has not been found")},
        {"{\"execute\":\"fail\",\"arguments\":{\"text\":\"/a\\\\b\\u0000\\\"\\u00e9\"}}",
         ERROR_OF("DeviceNotFound", "Device '/a\\\\b\\u0000\\\"\\u00E9' not found")},
        {"{\"execute\":@}\n", GENERIC("JSON parse error, stray '@'")},
    };
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        rig_send(rig, rows[i].request);
        rig_expect(rig, rows[i].reply);
        rig->read = rig->length; /* the last one has a second error */
    }
    rig_free(rig);
}

static void session_lists_only_the_commands_of_the_image(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    ask(rig, "{\"execute\":\"query-commands\"}",
        "{\"return\": [{\"name\": \"agent-cancel\"}, {\"name\": \"agent-reset-session\"}, "
        "{\"name\": \"burst\"}, {\"name\": \"fail\"}, {\"name\": \"fill\"}, "
        "{\"name\": \"guest-sync\"}, {\"name\": \"guest-sync-delimited\"}, {\"name\": \"mark\"}, "
        "{\"name\": \"qmp_capabilities\"}, {\"name\": \"query-commands\"}]}");
    rig_free(rig);
}

/* ---------------------------------------------------------------------- ids */

static void session_echoes_an_id_of_any_value_in_front_of_the_return(void **state)
{
    static const struct {
        const char *id, *echo;
    } ids[] = {
        {"1", "1"},
        {"-0.5e+10", "-0.5e+10"},
        {"123456789012345678901234567890", "123456789012345678901234567890"},
        {"null", "null"},
        {"false", "false"},
        {"\"\"", "\"\""},
        {"\"__qmp#00000\"", "\"__qmp#00000\""},
        {"'it\"s'", "\"it\\\"s\""},
        {"\"\\u00e9\\u0000\\n\\/\"", "\"\\u00E9\\u0000\\n/\""},
        {"[]", "[]"},
        {"{}", "{}"},
        {"[1,{\"a\":[null,\"x,y\"]}]", "[1, {\"a\": [null, \"x,y\"]}]"},
    };
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    for (size_t i = 0; i < COUNT(ids); i++) {
        char request[128], reply[160];

        snprintf(request, sizeof request,
                 "{\"execute\":\"mark\",\"arguments\":{\"number\":5},\"id\":%s}", ids[i].id);
        snprintf(reply, sizeof reply, "{\"id\": %s, \"return\": 5}", ids[i].echo);
        ask(rig, request, reply);
        snprintf(request, sizeof request, "{\"id\":%s,\"execute\":\"none\"}", ids[i].id);
        snprintf(reply, sizeof reply,
                 "{\"id\": %s, \"error\": {\"class\": \"CommandNotFound\", "
                 "\"desc\": \"The command none has not been found\"}}",
                 ids[i].echo);
        ask(rig, request, reply);
    }
    rig_free(rig);
}

static void session_echoes_an_id_of_any_length(void **state)
{
    size_t size = QMP_MESSAGE_MAX < 110000 ? QMP_MESSAGE_MAX - 80 : 100000;
    char *request = malloc(size + 128), *reply = malloc(size + 128);
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    assert_non_null(request);
    assert_non_null(reply);
    for (int failing = 0; failing < 2; failing++) {
        int n = sprintf(request, "{\"id\":\"");
        int m = sprintf(reply, "{\"id\": \"");

        memset(request + n, 'i', size);
        sprintf(request + n + size, "\",\"execute\":\"%s\"}", failing ? "none" : "agent-cancel");
        memset(reply + m, 'i', size);
        strcpy(reply + m + size, failing ? "\", \"error\": {\"class\": \"CommandNotFound\", "
                                           "\"desc\": \"The command none has not been found\"}}"
                                         : "\", \"return\": {\"cancelled\": false}}");
        ask(rig, request, reply);
    }
    free(request);
    free(reply);
    rig_free(rig);
}

static void session_loses_the_id_of_a_request_that_is_no_json(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    ask(rig, "{\"execute\":\"mark\",\"id\":1,}", GENERIC("JSON parse error, expecting value"));
    ask(rig, "{\"id\":1,\"a\":1,\"a\":2}", GENERIC("JSON parse error, duplicate key"));
    rig_free(rig);
}

/* ------------------------------------------------------------------ the rest */

static void session_keeps_the_text_of_an_error_however_long(void **state)
{
    size_t size = QMP_MESSAGE_MAX < 70000 ? QMP_MESSAGE_MAX - 80 : 60000;
    char *request = malloc(size + 64), *reply = malloc(size + 128);
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
    int n;

    (void)state;
    assert_non_null(request);
    assert_non_null(reply);
    n = sprintf(request, "{\"execute\":\"");
    memset(request + n, 'x', size);
    strcpy(request + n + size, "\"}");
    n = sprintf(reply, "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"The command ");
    memset(reply + n, 'x', size);
    strcpy(reply + n + size, " has not been found\"}}");
    ask(rig, request, reply);

    /* And a lexical error, whose text is not a request's. */
    request[0] = '"';
    memset(request + 1, 'y', size);
    strcpy(request + 1 + size, "\x01");
    n = sprintf(reply, "{\"error\": {\"class\": \"GenericError\", "
                       "\"desc\": \"JSON parse error, stray '\\\"");
    memset(reply + n, 'y', size);
    strcpy(reply + n + size, "\\u0001'\"}}");
    ask(rig, request, reply);
    free(request);
    free(reply);
    rig_free(rig);
}

static void session_refuses_a_message_past_a_limit_and_goes_on(void **state)
{
    char *text = malloc(4 * (size_t)QMP_MESSAGE_MAX);
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    assert_non_null(text);
    for (size_t excess = 1; excess < 40; excess++) {
        size_t size = QMP_MESSAGE_MAX + excess;

        memset(text, 'z', size);
        text[0] = text[size - 1] = '"';
        text[size] = '\0';
        ask(rig, text, GENERIC("JSON token size limit exceeded"));
    }
    memset(text, '[', QMP_NESTING_MAX + 1);
    memset(text + QMP_NESTING_MAX + 1, ']', QMP_NESTING_MAX + 1);
    text[2 * QMP_NESTING_MAX + 2] = '\0';
    ask(rig, text, GENERIC("JSON nesting depth limit exceeded"));
    for (size_t i = 0; i < QMP_TOKENS_MAX; i++)
        memcpy(text + 2 * i, ",1", 2);
    text[0] = '[';
    strcpy(text + 2 * QMP_TOKENS_MAX, "]");
    ask(rig, text, GENERIC("JSON token count limit exceeded"));
    ask(rig, "{\"execute\":\"mark\",\"arguments\":{\"number\":5}}", "{\"return\": 5}");
    free(text);
    rig_free(rig);
}

static void session_counts_requests_and_their_faults(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    assert_int_equal(rig->session.counters.requests, 1);
    rig_send(rig, "{\"execute\":\"agent-cancel\"}{\"execute\":\"none\"}");
    assert_int_equal(rig->session.counters.requests, 3);
    assert_int_equal(rig->session.counters.faults, 0);
    rig_send(rig, "}{\"a\":1,\"a\":2}\xFF");
    assert_int_equal(rig->session.counters.requests, 6);
    assert_int_equal(rig->session.counters.faults, 3);
    rig_free(rig);
}

static void session_resynchronises_after_0xff(void **state)
{
    static const char *const begun[] = {"", "{\"execute\":\"ma", "{", "[[[\"\\u12", "tru", "@ x"};
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    for (size_t i = 0; i < COUNT(begun); i++) {
        const char *line, *last = NULL;
        char kept[64];

        rig_send(rig, begun[i]);
        rig_send(rig, "\xFF{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":99}}\n");
        while ((line = rig_line(rig))) {
            snprintf(kept, sizeof kept, "%s", line);
            last = kept;
        }
        assert_non_null(last);
        assert_string_equal(last, "\xFF{\"return\": 99}");
    }
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(session_greets_before_anything_else),
        cmocka_unit_test(session_ends_each_line_with_carriage_return_and_line_feed),
        cmocka_unit_test(session_executes_only_early_commands_before_negotiation),
        cmocka_unit_test(session_checks_the_request_before_it_asks_for_negotiation),
        cmocka_unit_test(session_negotiates_once),
        cmocka_unit_test(session_is_not_negotiated_by_a_request_that_fails),
        cmocka_unit_test(session_names_what_is_wrong_with_a_request),
        cmocka_unit_test(session_lists_only_the_commands_of_the_image),
        cmocka_unit_test(session_echoes_an_id_of_any_value_in_front_of_the_return),
        cmocka_unit_test(session_echoes_an_id_of_any_length),
        cmocka_unit_test(session_loses_the_id_of_a_request_that_is_no_json),
        cmocka_unit_test(session_keeps_the_text_of_an_error_however_long),
        cmocka_unit_test(session_refuses_a_message_past_a_limit_and_goes_on),
        cmocka_unit_test(session_counts_requests_and_their_faults),
        cmocka_unit_test(session_resynchronises_after_0xff),
    };

    return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
