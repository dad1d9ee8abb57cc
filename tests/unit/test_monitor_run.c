/* test_monitor_run.c - a command of the human monitor from its line to what it says: how it is
 * found, its arguments, its words in pieces for each kind of reader, the commands of QMP it is.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include <string.h>

#include "gdb_engine.h"
#include "monitor/monitor.h"

static struct monitor_run run;
static char line[300];

static int setup(void **state)
{
    (void)state;
    gdb_engine_begin();
    monitor_init(&run, &rig.agent, MONITOR_TERMINAL, line, sizeof line);
    return 0;
}

/* What is said of TEXT, through a buffer of SIZE bytes. */
static const char *said_through(const char *text, uint32_t size)
{
    static char all[8192];
    char buffer[4096];
    size_t length = 0;
    bool more;

    strcpy(line, text);
    (void)monitor_begin(&run);
    while (monitor_work(&run))
        ;
    do {
        struct json_writer w;
        struct json_mark mark;

        json_writer_init(&w, buffer, size);
        do {
            mark = json_writer_mark(&w);
            more = monitor_next(&run, &w);
        } while (more && !w.overflow);
        if (w.overflow) {
            json_writer_rewind(&w, mark);
            assert_true(w.length > 0); /* or it never ends */
        }
        memcpy(all + length, buffer, w.length);
        length += w.length;
    } while (more);
    all[length] = '\0';
    return all;
}

static const char *said(const char *text)
{
    return said_through(text, 4096);
}

static void names_are_whole_and_the_error_quotes_all_before_them(void **state)
{
    (void)state;
    assert_string_equal(said(""), "");
    assert_string_equal(said(" \t\n"), "");
    assert_string_equal(said("stops"), "unknown command: 'stops'\r\n");
    assert_string_equal(said("  sto p"), "unknown command: '  sto'\r\n");
    assert_string_equal(said("cont|c"), "unknown command: 'cont|c'\r\n");
    assert_string_equal(said("|"), "unknown command: '|'\r\n");
    assert_string_equal(said(" info  x y"), "unknown command: ' info  x'\r\n");
    assert_string_equal(said("info status"), "VM status: running\r\n");
    assert_string_equal(said("info/x status"), "unknown command: 'info'\r\n");
}

static void strings_and_numbers_are_taken_in_order(void **state)
{
    (void)state;
    assert_string_equal(said("arguments one 2 3"), "0=one 1=2 2=3 ");
    assert_string_equal(said("arguments one 2"), "0=one 1=2 ");
    assert_string_equal(said("arguments one 4294967295"), "0=one 1=4294967295 ");
    assert_string_equal(said("arguments one 4294967296"),
                        "'arguments' has failed: integer is for 32-bit values\r\n"
                        "Try \"help arguments\" for more information\r\n");
    assert_string_equal(said("arguments"), "arguments: string expected\r\n"
                                           "Try \"help arguments\" for more information\r\n");
    assert_string_equal(said("arguments one"), "unexpected end of expression\r\n"
                                               "Try \"help arguments\" for more information\r\n");
    assert_string_equal(said("rest  a  b "), "0=a  b  ");
    assert_string_equal(said("switch on"), "0=1 ");
    assert_string_equal(said("switch off"), "0=0 ");
    assert_string_equal(said("switch onn"), "Expected 'on' or 'off'\r\n"
                                            "Try \"help switch\" for more information\r\n");
}

static void flags_stand_in_front_and_in_order(void **state)
{
    (void)state;
    assert_string_equal(said("flags"), "..\r\n");
    assert_string_equal(said("flags -a"), "a.\r\n");
    assert_string_equal(said("flags -c 5"), ".c\r\n");
    assert_string_equal(said("flags -a -b word -c"), "ac b=word\r\n");
    assert_string_equal(said("flags -b"), "flags: value expected for -b\r\n"
                                          "Try \"help flags\" for more information\r\n");
    assert_string_equal(said("flags -x"), "flags: unsupported option -x\r\n"
                                          "Try \"help flags\" for more information\r\n");
    assert_string_equal(said("flags -c -a"), "invalid char 'a' in expression\r\n"
                                             "Try \"help flags\" for more information\r\n");
    assert_string_equal(said("flags - 1"), "flags: unsupported option - \r\n"
                                           "Try \"help flags\" for more information\r\n");
    assert_string_equal(said("flags -"), "flags: unsupported option -"
                                         "Try \"help flags\" for more information\r\n");
    assert_string_equal(said("flags -ac"), "invalid char 'c' in expression\r\n"
                                           "Try \"help flags\" for more information\r\n");
}

static void what_is_said_does_not_depend_on_the_room(void **state)
{
    static const char *const lines[] = {"help", "error word", "stop x", "info cpus", "dance"};
    char expected[4096];

    (void)state;
    rig.cpus = 2;
    for (unsigned reader = MONITOR_TERMINAL; reader <= MONITOR_TEXT; reader++) {
        run.reader = (uint8_t)reader;
        for (unsigned i = 0; i < sizeof lines / sizeof lines[0]; i++) {
            strcpy(expected, said(lines[i]));
            for (uint32_t size = 80; size < 200; size++)
                assert_string_equal(said_through(lines[i], size), expected);
        }
    }
}

static void a_message_may_be_longer_than_the_room(void **state)
{
    char text[300], expected[700];

    (void)state;
    memset(text, 'y', sizeof text);
    memcpy(text, "error ", 6);
    text[299] = '\0';
    sprintf(expected, "Error: '%s' and '%s'\r\n", text + 6, text + 6);
    assert_string_equal(said_through(text, 16), expected);
}

static void each_reader_has_ends_of_lines_and_escapes_of_its_own(void **state)
{
    (void)state;
    assert_string_equal(said("error a\"\\\x7f"), "Error: 'a\"\\\x7f' and 'a\"\\\x7f'\r\n");
    run.reader = MONITOR_GDB;
    assert_string_equal(said("error a\"\\\x7f"), "Error: 'a\"\\\x7f' and 'a\"\\\x7f'\n");
    run.reader = MONITOR_QMP;
    assert_string_equal(said("error a\"\\\x7f"),
                        "Error: 'a\\\"\\\\\\u007F' and 'a\\\"\\\\\\u007F'\\r\\n");
    run.reader = MONITOR_TEXT;
    assert_string_equal(said("error \xff\xc3\xa9"),
                        "Error: '\\uFFFD\\u00E9' and '\\uFFFD\\u00E9'\\n");
}

static void a_command_of_qmp_says_nothing_or_its_error(void **state)
{
    (void)state;
    assert_string_equal(said("stop"), "");
    assert_int_equal(rig.agent.state, QMP_RUN_PAUSED);
    assert_string_equal(said("info status"), "VM status: paused\r\n");
    rig.refusal = "it cannot be";
    assert_string_equal(said(" c "), "Error: it cannot be\r\n");
    rig.refusal = NULL;
    assert_string_equal(said("c"), "");
    assert_int_equal(rig.counts.conts, 1);
    assert_string_equal(said("q x"), "quit|q: extraneous characters at the end of line\r\n"
                                     "Try \"help q\" for more information\r\n");
    assert_int_equal(rig.counts.quits, 0);
}

static void the_chosen_processor_stays_until_a_reset(void **state)
{
    (void)state;
    rig.cpus = 2;
    assert_string_equal(said("cpu 2"), "invalid CPU index\r\n");
    assert_string_equal(said("cpu 1"), "");
    assert_string_equal(said("info cpus"), "  CPU #0: thread_id=0\r\n* CPU #1: thread_id=0\r\n");
    monitor_reset(&run);
    assert_string_equal(said("info cpus"), "* CPU #0: thread_id=0\r\n  CPU #1: thread_id=0\r\n");
}

static void a_lock_is_asked_by_the_name_of_qmp_before_arguments(void **state)
{
    (void)state;
    rig.agent.lock.locked = true;
    rig.agent.lock.policy = QMP_LOCK_READ_ONLY;
    assert_string_equal(said("q x"), "Error: The command quit is locked\r\n");
    assert_string_equal(said("info status"), "VM status: running\r\n");
    rig.agent.lock.policy = QMP_LOCK_DENY;
    assert_string_equal(said("info status"), "Error: The command query-status is locked\r\n");
}

static void one_that_is_cancelled_says_no_more(void **state)
{
    char buffer[4096];
    struct json_writer w;

    (void)state;
    strcpy(line, "help");
    json_writer_init(&w, buffer, sizeof buffer);
    assert_int_equal(monitor_begin(&run), 0);
    assert_true(monitor_next(&run, &w));
    run.cancelled = true;
    assert_false(monitor_next(&run, &w));
}

static unsigned told; /* how often work that has something open was told to end */

static const char *work_with_a_file(struct qmp_stream *stream, char *where)
{
    (void)where;
    stream->pause = !stream->cancelled;
    told += stream->cancelled;
    return stream->cancelled ? "Cancelled" : NULL;
}

static void one_that_a_reset_ends_learns_of_it_and_says_nothing(void **state)
{
    char buffer[64];
    struct json_writer w;

    (void)state;
    (void)said("");
    told = 0;
    run.stream.work = work_with_a_file;
    assert_true(monitor_work(&run));
    monitor_reset(&run);
    assert_int_equal(told, 1);
    assert_false(monitor_work(&run));
    json_writer_init(&w, buffer, sizeof buffer);
    assert_false(monitor_next(&run, &w));
    assert_int_equal(w.length, 0);
    monitor_reset(&run);
    assert_int_equal(told, 1);
    assert_string_equal(said("info status"), "VM status: running\r\n");
}

static void a_request_has_a_longest(void **state)
{
    char text[AGENT_MONITOR_REQUEST];

    (void)state;
    memset(text, '"', sizeof text);
    (void)said("");
    request_begin(&run);
    request_int(&run, "a", INT64_MIN);
    request_bool(&run, "b", true);
    request_text(&run, "c", (struct json_span){"\"x\\", 3});
    assert_memory_equal(run.request, "{\"a\":-9223372036854775808,\"b\":true,\"c\":\"\\\"x\\\\\"",
                        run.request_length);
    assert_false(run.request_full);
    /* {"t":"..." and the bracket: eight bytes are not the text's. */
    request_begin(&run);
    request_text(&run, "t", (struct json_span){text, (AGENT_MONITOR_REQUEST - 8) / 2});
    assert_false(run.request_full);
    request_begin(&run);
    request_text(&run, "t", (struct json_span){text, (AGENT_MONITOR_REQUEST - 8) / 2 + 1});
    assert_true(run.request_full);
    assert_int_equal(monitor_execute(&run, QMP_CMD_stop), -1);
    assert_int_equal(rig.agent.state, QMP_RUN_RUNNING);
}

/* The names stand in the row (monitor_rows.c); what has none is not passed. */
static void arguments_are_passed_to_qmp_under_their_names(void **state)
{
    (void)state;
    assert_string_equal(said("passed -f x on"), "{\"force\":true,\"name\":\"x\",\"up\":true\r\n");
    assert_string_equal(said("passed -t \"a \\\"b\" 7 off 3 2"),
                        "{\"force\":false,\"text\":\"a \\\"b\",\"name\":\"7\",\"up\":false,"
                        "\"size\":2097152\r\n");
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_are_whole_and_the_error_quotes_all_before_them),
        TEST(strings_and_numbers_are_taken_in_order),
        TEST(flags_stand_in_front_and_in_order),
        TEST(what_is_said_does_not_depend_on_the_room),
        TEST(a_message_may_be_longer_than_the_room),
        TEST(each_reader_has_ends_of_lines_and_escapes_of_its_own),
        TEST(a_command_of_qmp_says_nothing_or_its_error),
        TEST(the_chosen_processor_stays_until_a_reset),
        TEST(a_lock_is_asked_by_the_name_of_qmp_before_arguments),
        TEST(one_that_is_cancelled_says_no_more),
        TEST(one_that_a_reset_ends_learns_of_it_and_says_nothing),
        TEST(a_request_has_a_longest),
        TEST(arguments_are_passed_to_qmp_under_their_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
