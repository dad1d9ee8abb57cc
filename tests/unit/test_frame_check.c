/* test_frame_check.c - sessions whose client has enabled agent-frame-check: what is executed, what
 * is refused and how the next line fares.  (The check itself: test_line_check.c.)
 *
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include "qmp/line_check.h"

#define GENERIC(desc) "{\"error\": {\"class\": \"GenericError\", \"desc\": \"" desc "\"}"
#define DAMAGED       GENERIC("Frame check failed: the request was damaged, and not executed")
#define CUT           GENERIC("Frame check failed: the line ended inside a request")
#define LACKS         GENERIC("QMP input lacks member 'check'")
#define MARK(n)       "{\"execute\": \"mark\", \"arguments\": {\"number\": " #n "}, \"id\": " #n

/* TEXT, an object without its last brace, as a checked line without its end; in a static buffer. */
static const char *checked(const char *text)
{
    static char line[4096];
    size_t length = strlen(text);

    memcpy(line, text, length);
    json_check_tail(json_check_add(JSON_CHECK_BEGIN, text, length), line + length);
    line[length + JSON_CHECK_TAIL] = '\0';
    return line;
}

static struct rig *checking(const char *capabilities)
{
    struct rig *rig = rig_new(&sample_schema, sample_handlers);
    char request[128];

    rig_settle(rig);
    rig_expect(rig, RIG_GREETING);
    snprintf(request, sizeof request,
             "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[%s]}}\n", capabilities);
    rig_send(rig, request);
    rig_expect(rig, checked("{\"return\": {}"));
    return rig;
}

static struct rig *started(void)
{
    return checking("\"agent-frame-check\"");
}

/* The next line is REPLY, an object without its last brace, with its check. */
static void expect(struct rig *rig, const char *reply)
{
    rig_expect(rig, checked(reply));
}

static void send_line(struct rig *rig, const char *text)
{
    rig_send(rig, text);
    rig_send(rig, "\r\n");
}

static void check_is_at_the_end_of_every_line_from_the_return_of_qmp_capabilities_on(void **state)
{
    struct rig *rig = started();

    (void)state;
    send_line(rig, checked("{\"execute\": \"burst\", \"arguments\": {\"count\": 1}"));
    assert_memory_equal(rig->received + rig->length - 4, "\"}\r\n", 4);
    assert_non_null(strstr(rig_line(rig), "\"event\": \"NOTE\""));
    expect(rig, "{\"return\": {}");
    send_line(rig, checked("{\"execute\": \"nonsense\", \"id\": 7"));
    expect(rig, "{\"id\": 7, \"error\": {\"class\": \"CommandNotFound\", \"desc\": \"The command "
                "nonsense has not been found\"}");
    rig_expect_silence(rig);
    rig_free(rig);
}

static void check_covers_a_return_that_passes_through_the_buffer_in_pieces(void **state)
{
    struct rig *rig = started();
    const char *line;
    uint32_t check;
    size_t length;
    char tail[JSON_CHECK_TAIL];

    (void)state;
    send_line(rig, checked("{\"execute\": \"fill\", \"arguments\": {\"size\": 50000}, \"id\": 1"));
    line = rig_line(rig);
    assert_non_null(line);
    length = strlen(line);
    assert_in_range(length, 50000, 60000);
    check = json_check_add(JSON_CHECK_BEGIN, line, length - JSON_CHECK_TAIL);
    json_check_tail(check, tail);
    assert_memory_equal(tail, line + length - JSON_CHECK_TAIL, JSON_CHECK_TAIL);
    rig_free(rig);
}

static void
request_with_its_check_is_executed_and_the_check_is_not_seen_by_the_command(void **state)
{
    struct rig *rig = started();

    (void)state;
    send_line(rig, checked(MARK(5)));
    expect(rig, "{\"id\": 5, \"return\": 5");
    send_line(rig, checked("  {  \"execute\" :\t\"mark\", 'arguments': {\"number\": 6}"));
    expect(rig, DAMAGED); /* the blanks before it are not part of it, but the tail says of them */
    send_line(rig, checked("{  \"execute\" :\t\"m\\u0061rk\", 'arguments': {\"number\": 6}"));
    expect(rig, "{\"return\": 6");
    assert_int_equal(rig->mark_count, 2);
    assert_int_equal(rig->marks[1], 6);
    rig_free(rig);
}

static void request_is_executed_whatever_the_chunks_it_comes_in(void **state)
{
    struct rig *rig = started();
    const char *line = checked(MARK(5));

    (void)state;
    for (const char *at = line; *at; at++)
        rig_send_bytes(rig, at, 1);
    expect(rig, "{\"id\": 5, \"return\": 5"); /* `line` is overwritten */
    rig_send(rig, checked(MARK(6)));          /* not even a line's end is needed */
    expect(rig, "{\"id\": 6, \"return\": 6");
    assert_int_equal(rig->mark_count, 2);
    rig_free(rig);
}

static void blanks_before_a_request_are_no_part_of_its_check(void **state)
{
    struct rig *rig = started();

    (void)state;
    rig_send(rig, " \t ");
    rig_send(rig, checked(MARK(5)));
    expect(rig, "{\"id\": 5, \"return\": 5");
    rig_free(rig);
}

/* No bit of a line can be turned so that something is executed, and the next line is. */
static void request_with_any_one_bit_turned_is_refused_and_the_next_one_executed(void **state)
{
    struct rig *rig = started();
    char line[256];
    size_t length;

    (void)state;
    snprintf(line, sizeof line, "%s\n", checked(MARK(5)));
    length = strlen(line);
    for (size_t bit = 0; bit < 8 * (length - 1); bit++) {
        const char *answer;
        unsigned errors = 0;

        line[bit / 8] = (char)(line[bit / 8] ^ 1 << bit % 8);
        rig_send_bytes(rig, line, length);
        line[bit / 8] = (char)(line[bit / 8] ^ 1 << bit % 8);
        while ((answer = rig_line(rig)) != NULL) {
            assert_non_null(strstr(answer, "\"error\""));
            errors++;
        }
        assert_in_range(errors, 1, 2); /* two where the byte became an end of a line */
        assert_int_equal(rig->mark_count, 0);
    }
    rig_send_bytes(rig, line, length);
    expect(rig, "{\"id\": 5, \"return\": 5");
    rig_free(rig);
}

static void line_that_ends_inside_a_request_is_refused_and_the_next_one_executed(void **state)
{
    static const char *const cut[] = {
        "{",    "{\"execute", "{\"execute\": \"mark\"",
        "[[[[", "'",          "{\"execute\": \"mark\", \"arguments\": {\"number\": 1}",
        "4"};
    struct rig *rig = started();

    (void)state;
    for (size_t i = 0; i < COUNT(cut); i++) {
        rig_send(rig, cut[i]);
        rig_send(rig, "\n");
        expect(rig, CUT);
        send_line(rig, checked(MARK(2)));
        expect(rig, "{\"id\": 2, \"return\": 2");
        rig_expect_silence(rig);
    }
    rig_free(rig);
}

static void line_costs_one_error_however_much_is_wrong_with_it(void **state)
{
    struct rig *rig = started();

    (void)state;
    send_line(rig, "}}}} \x01\x02 ]] ! nonsense {\"execute\": \"mark\"} {{{");
    assert_non_null(strstr(rig_line(rig), "\"error\""));
    rig_expect_silence(rig);
    send_line(rig, "");
    send_line(rig, "   ");
    rig_expect_silence(rig);
    send_line(rig, checked(MARK(2)));
    expect(rig, "{\"id\": 2, \"return\": 2");
    rig_free(rig);
}

static void what_stands_behind_a_damaged_request_on_its_line_is_not_executed(void **state)
{
    struct rig *rig = started();
    char line[512], first[256];

    (void)state;
    snprintf(first, sizeof first, "%s", checked(MARK(1)));
    first[13] ^= 1;
    snprintf(line, sizeof line, "%s%s", first, checked(MARK(2)));
    send_line(rig, line);
    expect(rig, DAMAGED);
    rig_expect_silence(rig);
    assert_int_equal(rig->mark_count, 0);
    rig_free(rig);
}

static void request_without_a_check_is_refused(void **state)
{
    struct rig *rig = started();

    (void)state;
    send_line(rig, "{\"execute\": \"mark\", \"arguments\": {\"number\": 1}}");
    expect(rig, LACKS);
    send_line(rig, "{\"execute\": \"unknown\"}");
    expect(rig, LACKS);
    send_line(rig, "{\"execute\": \"mark\", \"arguments\": {\"number\": 1}, \"check\": 1}");
    expect(rig, GENERIC("QMP input member 'check' is unexpected"));
    send_line(rig, "{\"check\": \"00000000\"}");
    expect(rig, GENERIC("QMP input member 'check' is unexpected"));
    assert_int_equal(rig->mark_count, 0);
    rig_free(rig);
}

/* Somebody who knows of no checks may come to a line that was left with them. */
static void client_that_synchronises_without_a_check_ends_the_checks(void **state)
{
    struct rig *rig = started();

    (void)state;
    rig_send(rig, "{\"execute\": \"mark\", \"argu"); /* its predecessor's end */
    rig_send(rig, "\xFF{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":9}}");
    expect(rig, CUT);
    rig_expect(rig, "\xFF{\"return\": 9}");
    rig_send(rig, "{\"execute\":\"qmp_capabilities\"}");
    rig_expect(rig, "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"Capabilities "
                    "negotiation is already complete, command ignored\"}}");
    rig_send(rig, "{\"execute\":\"mark\",\"arguments\":{\"number\":3}}");
    rig_expect(rig, "{\"return\": 3}");
    rig_free(rig);
}

static void synchronisation_with_a_check_keeps_the_checks(void **state)
{
    struct rig *rig = started();
    const char *line;

    (void)state;
    rig_send(rig, "\xFF");
    rig_send(rig, checked("{\"execute\": \"guest-sync-delimited\", \"arguments\": {\"id\": 9}"));
    line = rig_line(rig);
    assert_non_null(line);
    assert_int_equal((uint8_t)line[0], 0xFF);
    assert_string_equal(line + 1, checked("{\"return\": 9"));
    send_line(rig, checked(MARK(1)));
    expect(rig, "{\"id\": 1, \"return\": 1");
    rig_free(rig);
}

static void reset_of_the_session_ends_the_checks(void **state)
{
    struct rig *rig = started();

    (void)state;
    send_line(rig, checked("{\"execute\": \"agent-reset-session\""));
    rig_expect(rig, "{\"return\": {}}");
    rig_expect(rig, RIG_GREETING);
    rig_send(rig, "{\"execute\":\"qmp_capabilities\"}");
    rig_expect(rig, "{\"return\": {}}");
    send_line(rig, checked(MARK(1)));
    rig_expect(rig,
               "{\"id\": 1, \"error\": {\"class\": \"GenericError\", \"desc\": \"QMP input member "
               "'check' is unexpected\"}}");
    qmp_session_reset(&rig->session, true);
    rig_settle(rig);
    rig_expect(rig, RIG_GREETING);
    rig_free(rig);
}

static void full_queue_takes_nothing_from_the_check_of_the_request_that_waits(void **state)
{
    struct rig *rig = started();
    char line[256];
    size_t taken = 0, length;

    (void)state;
    snprintf(line, sizeof line, "%s\n", checked(MARK(5)));
    length = strlen(line);
    for (unsigned i = 0; i < QMP_QUEUE_MAX + 3; i++) {
        size_t n = rig_offer(rig, line, length);

        taken += n == length;
        if (n < length) {
            rig_settle(rig);
            rig_send_bytes(rig, line + n, length - n);
        }
    }
    rig_settle(rig);
    assert_int_equal(rig->mark_count, QMP_QUEUE_MAX + 3);
    assert_in_range(taken, 1, QMP_QUEUE_MAX + 3);
    rig_free(rig);
}

static void message_over_the_limit_costs_its_error_and_the_next_line_is_executed(void **state)
{
    struct rig *rig = started();
    char *long_text = malloc(QMP_MESSAGE_MAX + 100);

    (void)state;
    assert_non_null(long_text);
    memset(long_text, 'x', QMP_MESSAGE_MAX + 99);
    long_text[QMP_MESSAGE_MAX + 99] = '\0';
    rig_send(rig, "{\"execute\": \"");
    rig_send(rig, long_text);
    send_line(rig, "\"}");
    expect(rig, GENERIC("JSON token size limit exceeded"));
    rig_expect_silence(rig);
    send_line(rig, checked(MARK(1)));
    expect(rig, "{\"id\": 1, \"return\": 1");
    free(long_text);
    rig_free(rig);
}

static void request_out_of_band_is_checked_too(void **state)
{
    struct rig *rig = checking("\"agent-frame-check\", \"oob\"");

    (void)state;
    send_line(rig, checked("{\"exec-oob\": \"mark\", \"arguments\": {\"number\": 1}, \"id\": 1"));
    expect(rig, "{\"id\": 1, \"return\": 1");
    send_line(rig, "{\"exec-oob\": \"mark\", \"arguments\": {\"number\": 2}, \"id\": 2}");
    expect(rig, "{\"id\": 2, \"error\": {\"class\": \"GenericError\", \"desc\": \"QMP input lacks "
                "member 'check'\"}");
    assert_int_equal(rig->mark_count, 1);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_is_at_the_end_of_every_line_from_the_return_of_qmp_capabilities_on),
        cmocka_unit_test(check_covers_a_return_that_passes_through_the_buffer_in_pieces),
        cmocka_unit_test(
            request_with_its_check_is_executed_and_the_check_is_not_seen_by_the_command),
        cmocka_unit_test(request_is_executed_whatever_the_chunks_it_comes_in),
        cmocka_unit_test(blanks_before_a_request_are_no_part_of_its_check),
        cmocka_unit_test(request_with_any_one_bit_turned_is_refused_and_the_next_one_executed),
        cmocka_unit_test(line_that_ends_inside_a_request_is_refused_and_the_next_one_executed),
        cmocka_unit_test(line_costs_one_error_however_much_is_wrong_with_it),
        cmocka_unit_test(what_stands_behind_a_damaged_request_on_its_line_is_not_executed),
        cmocka_unit_test(request_without_a_check_is_refused),
        cmocka_unit_test(client_that_synchronises_without_a_check_ends_the_checks),
        cmocka_unit_test(synchronisation_with_a_check_keeps_the_checks),
        cmocka_unit_test(reset_of_the_session_ends_the_checks),
        cmocka_unit_test(full_queue_takes_nothing_from_the_check_of_the_request_that_waits),
        cmocka_unit_test(message_over_the_limit_costs_its_error_and_the_next_line_is_executed),
        cmocka_unit_test(request_out_of_band_is_checked_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
