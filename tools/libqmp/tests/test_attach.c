/* test_attach.c - joining a server's session in any state the line may be in.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "fake.h"

#define NOT_NEGOTIATED "Expecting capabilities negotiation with 'qmp_capabilities'"
#define COMPLETE       "Capabilities negotiation is already complete, command ignored"
#define STRAY                                                                                      \
    "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error, stray "               \
    "'\\uFFFD'\"}}\r\n"

/* Attaches with short patience; returns what qmpc_attach() returned. */
static struct qmpc *begin(struct fake *fake, fake_script *script)
{
    return fake_open(fake, script, &(struct qmpc_options){.greeting_ms = 100, .oob = true});
}

static int64_t soon(void)
{
    return qmpc_deadline(60000);
}

/* The value of guest-sync-delimited's argument. */
static void return_sync(struct fake *fake, const char *before)
{
    struct qmpc_json request;
    struct qmpc_json number;
    qmpc_json_parse(fake->heard, strlen(fake->heard), &request, NULL);
    qmpc_json_find(request, "arguments.id", &number);
    fake_sayf(fake, "%s{\"id\": %s, \"return\": %.*s}\r\n", before, fake->id, (int)number.length,
              number.text);
}

/* Serves what comes after the negotiation. */
static void serve(struct fake *fake)
{
    while (fake_hear(fake))
        fake_return(fake, "\"served\"");
}

static void expect_service(struct qmpc *line)
{
    struct qmpc_message *reply;
    assert_int_equal(qmpc_command(line, "x", NULL, soon(), &reply), QMPC_OK);
    assert_true(qmpc_string_at_is(reply, "return", "served"));
    qmpc_message_free(reply);
}

static void greet_and_serve(struct fake *fake)
{
    fake_say(fake, "U-Boot 2023\r\n" GREETING);
    fake_hear(fake);
    if (fake_heard(fake, "qmp_capabilities") && strstr(fake->heard, "oob") != NULL)
        fake_return(fake, "{}");
    serve(fake);
}

static void attach_takes_the_greeting_and_enables_what_it_offers(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, greet_and_serve);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_true(qmpc_has_oob(line));
    assert_true(qmpc_string_at_is(qmpc_greeting(line), "QMP.version.package", "fake"));
    expect_service(line);
    fake_close(&fake, line);
    assert_int_equal(fake.requests, 2);
}

static void negotiated_by_somebody_else(struct fake *fake)
{
    fake_say(fake, "tail of a reply\": 1}}\r\n{\"id\": 1, \"return\": \"not yours\"}\r\n");
    while (fake_hear(fake) && fake_heard(fake, "guest-sync-delimited"))
        return_sync(fake, STRAY "\xFF");
    fake_error(fake, "CommandNotFound", COMPLETE);
    serve(fake);
}

static void attach_finds_a_server_that_is_already_negotiated(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, negotiated_by_somebody_else);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_null(qmpc_greeting(line));
    assert_false(qmpc_has_oob(line));
    assert_true(qmpc_counts(line).dropped_replies >= 2);
    expect_service(line);
    fake_close(&fake, line);
}

static void greeted_long_ago(struct fake *fake)
{
    while (fake_hear(fake) && !fake_heard(fake, "qmp_capabilities")) {
        fake_say(fake, STRAY);
        fake_error(fake, "CommandNotFound", NOT_NEGOTIATED);
    }
    fake_return(fake, "{}");
    serve(fake);
}

static void attach_negotiates_when_the_greeting_was_missed(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, greeted_long_ago);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_true(qmpc_has_oob(line));
    expect_service(line);
    fake_close(&fake, line);
}

static void refuse_oob(struct fake *fake)
{
    while (fake_hear(fake) && strstr(fake->heard, "oob") == NULL)
        fake_error(fake, "CommandNotFound", NOT_NEGOTIATED);
    fake_error(fake, "GenericError", "Capability oob is not available");
    fake_hear(fake);
    fake_return(fake, "{}");
    serve(fake);
}

static void attach_does_without_oob_when_it_is_refused(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, refuse_oob);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_false(qmpc_has_oob(line));
    expect_service(line);
    fake_close(&fake, line);
}

/* A server whose errors carry no id, and that does not know guest-sync-delimited. */
static void errors_without_id(struct fake *fake)
{
    while (fake_hear(fake)) {
        if (fake_heard(fake, "query-version"))
            fake_return(fake, "{}");
        else if (fake_heard(fake, "x"))
            fake_return(fake, "\"served\"");
        else
            fake_say(fake, "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"?\"}}\r\n");
    }
}

static void resync_falls_back_to_query_version(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, errors_without_id);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    expect_service(line);
    fake_close(&fake, line);
    assert_int_equal(fake.requests, 4);
}

/* An old guest agent: no ids in replies. */
static void returns_without_id(struct fake *fake)
{
    struct qmpc_json request;
    struct qmpc_json number;
    fake_hear(fake);
    qmpc_json_parse(fake->heard, strlen(fake->heard), &request, NULL);
    qmpc_json_find(request, "arguments.id", &number);
    fake_say(fake, "{\"return\": 12}\r\n");
    fake_sayf(fake, "\xFF{\"return\": %.*s}\n", (int)number.length, number.text);
    serve(fake);
}

static void resync_knows_its_number_without_an_id(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, returns_without_id);
    assert_int_equal(qmpc_resync(line, soon()), QMPC_OK);
    expect_service(line);
    fake_close(&fake, line);
}

static void lose_the_first_request(struct fake *fake)
{
    fake_hear(fake);
    fake_hear(fake);
    fake_say(fake, "{\"event\": \"STOP\"}\r\n{\"id\": 99, \"return\": {}}\r\n");
    return_sync(fake, "\xFF");
    serve(fake);
}

static void resync_repeats_what_the_line_has_lost_and_keeps_events(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, lose_the_first_request);
    assert_int_equal(qmpc_resync(line, soon()), QMPC_OK);
    assert_int_equal(qmpc_wait_event(line, "STOP", QMPC_NOW, NULL), QMPC_OK);
    expect_service(line);
    fake_close(&fake, line);
}

/* A board that boots while somebody tries to reach it: what was sent before is lost. */
static void boot_slowly(struct fake *fake)
{
    fake_hear(fake);
    fake_sleep(150);
    fake_say(fake, "Booting...\r\n" GREETING);
    fake_hear(fake);
    fake_say(fake, STRAY);
    fake_error(fake, "CommandNotFound", NOT_NEGOTIATED);
    fake_hear(fake);
    fake_return(fake, "{}");
    serve(fake);
}

static void attach_survives_a_greeting_in_the_middle_of_its_resync(void **state)
{
    (void)state;
    int64_t took = INT64_MAX;
    /* The greeting shows that the server lives: no pause is waited out.  Once is enough, as a busy
     * machine has pauses of its own. */
    for (int i = 0; i < 20 && took > 590; i++) {
        struct fake fake;
        struct qmpc *line = begin(&fake, boot_slowly);
        int64_t start = qmpc_deadline(0);
        assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
        took = qmpc_deadline(0) - start;
        assert_non_null(qmpc_greeting(line));
        expect_service(line);
        fake_close(&fake, line);
    }
    assert_in_range(took, 150, 590);
}

static void restart_at_the_negotiation(struct fake *fake)
{
    fake_say(fake, GREETING);
    fake_hear(fake);
    fake_say(fake, GREETING);
    fake_hear(fake);
    fake_return(fake, "{}");
    serve(fake);
}

static void attach_begins_again_when_the_server_restarts_meanwhile(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, restart_at_the_negotiation);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    expect_service(line);
    fake_close(&fake, line);
}

static void chatter(struct fake *fake)
{
    for (int i = 0; i < 100; i++) {
        fake_say(fake, "[   0.1] kernel message {}\r\n");
        fake_sleep(5);
    }
}

static void attach_to_a_console_fails_in_time_and_says_why(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, chatter);
    int64_t start = qmpc_deadline(0);
    assert_int_equal(qmpc_attach(line, start + 300), QMPC_E_TIMEOUT);
    assert_in_range(qmpc_deadline(0) - start, 300, 10000);
    assert_non_null(strstr(qmpc_error(line), "something else"));
    assert_true(qmpc_counts(line).skipped_lines > 10);
    fake_close(&fake, line);
}

static void attach_to_silence_fails_in_time(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, NULL);
    int64_t start = qmpc_deadline(0);
    assert_int_equal(qmpc_attach(line, start + 300), QMPC_E_TIMEOUT);
    assert_in_range(qmpc_deadline(0) - start, 300, 10000);
    fake_close(&fake, line);
}

static void refuse_to_negotiate(struct fake *fake)
{
    fake_say(fake, GREETING);
    while (fake_hear(fake))
        fake_error(fake, "GenericError", "no");
}

static void attach_reports_a_refused_negotiation(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, refuse_to_negotiate);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_E_SERVER);
    assert_string_equal(qmpc_error_desc(line), "no");
    fake_close(&fake, line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attach_takes_the_greeting_and_enables_what_it_offers),
        cmocka_unit_test(attach_finds_a_server_that_is_already_negotiated),
        cmocka_unit_test(attach_negotiates_when_the_greeting_was_missed),
        cmocka_unit_test(attach_does_without_oob_when_it_is_refused),
        cmocka_unit_test(resync_falls_back_to_query_version),
        cmocka_unit_test(resync_knows_its_number_without_an_id),
        cmocka_unit_test(resync_repeats_what_the_line_has_lost_and_keeps_events),
        cmocka_unit_test(attach_survives_a_greeting_in_the_middle_of_its_resync),
        cmocka_unit_test(attach_begins_again_when_the_server_restarts_meanwhile),
        cmocka_unit_test(attach_to_a_console_fails_in_time_and_says_why),
        cmocka_unit_test(attach_to_silence_fails_in_time),
        cmocka_unit_test(attach_reports_a_refused_negotiation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
