/* test_frame_check.c - connections that negotiate frame checks: what is sent, what is believed, and
 * how a line is won back.
 *
 * SPDX-License-Identifier: MIT */
#include "fake.h"

#include <stdio.h>
#include <string.h>

#include "firmware.h"

#define OFFERING                                                                                   \
    "{\"QMP\": {\"version\": {}, \"capabilities\": [\"oob\", \"agent-frame-check\"]}}\r\n"

static struct qmpc *begin(struct fake *fake, fake_script *script)
{
    return fake_open(fake, script,
                     &(struct qmpc_options){.greeting_ms = 10000, .frame_check = true});
}

static int64_t soon(void)
{
    return qmpc_deadline(10000);
}

/* TEXT, an object without its last brace, becomes a line with its check. */
static void finish(char *text)
{
    size_t length = strlen(text);
    json_check_tail(json_check_add(JSON_CHECK_BEGIN, text, length), text + length);
    strcpy(text + length + JSON_CHECK_TAIL, "\r\n");
}

static void say_checked(struct fake *fake, const char *object)
{
    char text[1024];
    snprintf(text, sizeof text - 64, "%s", object);
    finish(text);
    fake_say(fake, text);
}

static void return_checked(struct fake *fake, const char *value)
{
    char text[1024];
    snprintf(text, sizeof text, "{\"id\": %s, \"return\": %s", fake->id, value);
    say_checked(fake, text);
}

/* What the fake heard has the right check. */
static bool heard_check(const struct fake *fake)
{
    char text[1024];
    size_t length = strlen(fake->heard);
    if (length < JSON_CHECK_TAIL)
        return false;
    snprintf(text, sizeof text - 64, "%.*s", (int)(length - JSON_CHECK_TAIL), fake->heard);
    finish(text);
    return strncmp(text, fake->heard, length) == 0;
}

static bool agree(struct fake *fake)
{
    if (!fake_hear(fake) || !fake_heard(fake, "qmp_capabilities") ||
        strstr(fake->heard, "[\"agent-frame-check\"]") == NULL)
        return false;
    return_checked(fake, "{}");
    return true;
}

static bool negotiate(struct fake *fake)
{
    fake_say(fake, OFFERING);
    return agree(fake);
}

/* -------------------------------------------------------------------- the tests */

static void serve_agreed(struct fake *fake)
{
    if (!agree(fake))
        return;
    say_checked(fake, "{\"timestamp\": {}, \"event\": \"STOP\""); /* right behind it */
    while (fake_hear(fake))
        return_checked(fake, heard_check(fake) ? "true" : "false");
}

static void serve_checked(struct fake *fake)
{
    fake_say(fake, OFFERING);
    serve_agreed(fake);
}

static void requests_have_a_check_and_messages_lose_theirs(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, serve_checked);
    struct qmpc_message *message;
    bool value;
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_true(qmpc_has_frame_check(line));
    assert_int_equal(qmpc_wait_event(line, "STOP", soon(), &message), QMPC_OK);
    assert_string_equal(qmpc_message_text(message), "{\"timestamp\": {}, \"event\": \"STOP\"}");
    qmpc_message_free(message);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(qmpc_command(line, "x", i == 1 ? "{\"a\": [1]}" : NULL, soon(), &message),
                         QMPC_OK);
        assert_int_equal(qmpc_get_bool(message, "return", &value), QMPC_OK);
        assert_true(value);
        assert_null(strstr(qmpc_message_text(message), "check"));
        qmpc_message_free(message);
    }
    assert_int_equal(qmpc_counts(line).damaged_lines, 0);
    fake_close(&fake, line);
}

static void put_carriage(char *at)
{
    memmove(at + 1, at, strlen(at) + 1);
    *at = '\r';
}

/* Answers to the commands "digit", "brace", "bare", "cut", "comma" (where a message of many lines
 * might go on), "carriage" (a CR more, which is a blank to JSON) and "mark" (its end is 0xFF), each
 * damaged so; others rightly. */
static void serve_damaged(struct fake *fake)
{
    if (!negotiate(fake))
        return;
    while (fake_hear(fake)) {
        char text[256];
        snprintf(text, sizeof text - 64, "{\"id\": %s, \"return\": 1", fake->id);
        finish(text);
        if (fake_heard(fake, "digit"))
            strstr(text, "return\": ")[9] = '2';
        else if (fake_heard(fake, "brace"))
            text[0] = 'y';
        else if (fake_heard(fake, "bare"))
            strcpy(strstr(text, ", \"check"), "}\r\n");
        else if (fake_heard(fake, "cut"))
            strcpy(strstr(text, "return") + 3, "\r\n");
        else if (fake_heard(fake, "comma"))
            strcpy(strstr(text, ", \"return") + 1, "\r\n");
        else if (fake_heard(fake, "carriage"))
            put_carriage(strstr(text, "\"check"));
        else if (fake_heard(fake, "mark"))
            strcpy(strstr(text, "\r\n"), "\xFF");
        fake_say(fake, text);
    }
}

static void damaged_line_is_told_to_who_waits_and_the_next_command_works(void **state)
{
    (void)state;
    static const char *const commands[] = {"digit", "brace",    "bare", "cut",
                                           "comma", "carriage", "mark"};
    struct fake fake;
    struct qmpc *line = begin(&fake, serve_damaged);
    struct qmpc_message *message;
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        assert_int_equal(qmpc_command(line, commands[i], NULL, soon(), &message), QMPC_E_DAMAGED);
        assert_null(message);
        assert_non_null(strstr(qmpc_error(line), "may have been executed"));
        assert_int_equal(qmpc_counts(line).damaged_lines, i + 1);
        assert_int_equal(qmpc_command(line, "good", NULL, soon(), NULL), QMPC_OK);
    }
    fake_close(&fake, line);
}

/* The noise is in the way of the first answer, and arrives with it. */
static void serve_syncs(struct fake *fake)
{
    static const char noise[] = "noise {\"event\": \"nothing\"}\r\n";
    if (!negotiate(fake))
        return;
    for (const char *before = noise; fake_hear(fake); before = "") {
        struct qmpc_json request, id;
        char reply[256], both[512];
        qmpc_json_parse(fake->heard, strlen(fake->heard), &request, NULL);
        if (qmpc_json_find(request, "arguments.id", &id) != QMPC_OK)
            id = (struct qmpc_json){"{}", 2};
        if (!heard_check(fake))
            return;
        snprintf(reply, sizeof reply - 64, "{\"id\": %s, \"return\": %.*s", fake->id,
                 (int)id.length, id.text);
        finish(reply);
        snprintf(both, sizeof both, "%s%s", before, reply);
        fake_say(fake, both);
    }
}

static void resync_keeps_the_checks(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, serve_syncs);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_int_equal(qmpc_resync(line, soon()), QMPC_OK);
    assert_true(qmpc_has_frame_check(line));
    assert_int_equal(qmpc_command(line, "x", NULL, soon(), NULL), QMPC_OK);
    fake_close(&fake, line);
}

/* Somebody else has negotiated; the greeting comes with the reply to a reset. */
static void serve_late(struct fake *fake)
{
    while (fake_hear(fake)) {
        struct qmpc_json request, id;
        char text[64];
        if (fake_heard(fake, "guest-sync-delimited")) {
            qmpc_json_parse(fake->heard, strlen(fake->heard), &request, NULL);
            qmpc_json_find(request, "arguments.id", &id);
            snprintf(text, sizeof text, "%.*s", (int)id.length, id.text);
            fake_return(fake, text);
        } else if (fake_heard(fake, "qmp_capabilities")) {
            fake_error(fake, "CommandNotFound", "Capabilities negotiation is already complete");
        } else if (fake_heard(fake, "agent-reset-session")) {
            fake_sayf(fake, "{\"id\": %s, \"return\": {}}\r\n" OFFERING, fake->id);
            serve_agreed(fake);
        }
    }
}

static void attach_resets_a_session_that_was_negotiated_without_checks(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = fake_open(&fake, serve_late,
                                  &(struct qmpc_options){.greeting_ms = 100, .frame_check = true});
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_true(qmpc_has_frame_check(line));
    assert_int_equal(qmpc_command(line, "x", NULL, soon(), NULL), QMPC_OK);
    fake_close(&fake, line);
}

static void serve_without(struct fake *fake)
{
    fake_say(fake, GREETING);
    while (fake_hear(fake))
        fake_return(fake, strstr(fake->heard, "check") != NULL ? "false" : "true");
}

static void server_that_offers_no_checks_is_asked_for_none(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, serve_without);
    struct qmpc_message *message;
    bool value;
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_false(qmpc_has_frame_check(line));
    assert_int_equal(qmpc_command(line, "x", NULL, soon(), &message), QMPC_OK);
    assert_int_equal(qmpc_get_bool(message, "return", &value), QMPC_OK);
    assert_true(value);
    qmpc_message_free(message);
    fake_close(&fake, line);
}

static void serve_restart(struct fake *fake)
{
    if (!negotiate(fake) || !fake_hear(fake))
        return;
    fake_say(fake, "{\"id\": 1, \"retu" OFFERING); /* the power was cut */
    while (fake_hear(fake))
        return_checked(fake, "{}");
}

static void greeting_needs_no_check_and_ends_them(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, serve_restart);
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_int_equal(qmpc_command(line, "x", NULL, soon(), NULL), QMPC_E_RESTARTED);
    assert_false(qmpc_has_frame_check(line));
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_true(qmpc_has_frame_check(line));
    fake_close(&fake, line);
}

static bool collect(void *context, struct qmpc_json head, const char *text, size_t length)
{
    (void)head;
    (void)text;
    *(size_t *)context += length;
    return true;
}

static void serve_string(struct fake *fake)
{
    if (!negotiate(fake))
        return;
    for (int i = 0; fake_hear(fake); i++) {
        char text[1024];
        snprintf(text, sizeof text - 64, "{\"id\": %s, \"return\": {\"data\": \"%0500d\"}",
                 fake->id, 0);
        finish(text);
        if (i == 1)
            text[300] = '1';
        fake_say(fake, text);
    }
}

static void check_covers_what_a_sink_takes(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = begin(&fake, serve_string);
    struct qmpc_message *message;
    size_t length = 0;
    struct qmpc_sink sink = {
        .member = "data", .take = collect, .context = &length, .patience_ms = 5000};
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_int_equal(qmpc_command_into(line, "x", NULL, &sink, &message), QMPC_OK);
    assert_int_equal(length, 500);
    qmpc_message_free(message);
    assert_int_equal(qmpc_command_into(line, "x", NULL, &sink, &message), QMPC_E_DAMAGED);
    fake_close(&fake, line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_have_a_check_and_messages_lose_theirs),
        cmocka_unit_test(damaged_line_is_told_to_who_waits_and_the_next_command_works),
        cmocka_unit_test(resync_keeps_the_checks),
        cmocka_unit_test(attach_resets_a_session_that_was_negotiated_without_checks),
        cmocka_unit_test(server_that_offers_no_checks_is_asked_for_none),
        cmocka_unit_test(greeting_needs_no_check_and_ends_them),
        cmocka_unit_test(check_covers_what_a_sink_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
