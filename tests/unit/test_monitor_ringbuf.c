/* test_monitor_ringbuf.c - ringbuf_read of the human monitor: every byte a console can have.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "console.h"
#include "monitor_said.h"

static struct agent agent;

/* The command of QMP finds nothing wrong. */
void request_begin(struct monitor_run *run)
{
    (void)run;
}

void request_text(struct monitor_run *run, const char *name, struct json_span text)
{
    (void)run, (void)name, (void)text;
}

void request_int(struct monitor_run *run, const char *name, int64_t value)
{
    (void)run, (void)name, (void)value;
}

int monitor_error(struct monitor_run *run, const char *format)
{
    (void)run, (void)format;
    return -1;
}

int monitor_execute(struct monitor_run *run, enum qmp_command_id command)
{
    (void)run;
    assert_int_equal(command, QMP_CMD_ringbuf_read);
    return 0;
}

static const char *read_through(uint32_t output, int64_t size)
{
    char line[8] = "";
    struct monitor_run run = {.agent = &agent, .line = line, .argument = {{0}, {.number = size}}};

    return monitor_said_by(&run, hmp_ringbuf_read, output);
}

static void write_text(const char *text)
{
    console_write(&agent.console_output, text, (uint32_t)strlen(text));
}

/* As QEMU 7.2 was recorded to say them. */
static void control_characters_are_escaped(void **state)
{
    (void)state;
    console_write(&agent.console_output, "x\1\x1f\x7f\0\r\n\ty\xc3\xa9\xe2\x82\xac\\", 15);
    assert_string_equal(read_through(4096, 100),
                        "x\\u0001\\u001F\\u007F\xc0\x80\\u000D\r\n\ty\xc3\xa9\xe2\x82\xac\\\\\r\n");
    assert_int_equal(console_fill(&agent.console_output), 0);
}

static void no_more_is_taken_than_was_asked_for(void **state)
{
    (void)state;
    write_text("abc");
    assert_string_equal(read_through(4096, 2), "ab\r\n");
    assert_string_equal(read_through(4096, UINT32_MAX), "c\r\n");
    assert_string_equal(read_through(4096, 1), "\r\n");
}

/* Whatever the output has room for, all comes, once, and in order. */
static void what_does_not_fit_comes_later(void **state)
{
    char text[1000], expected[1003];

    (void)state;
    for (unsigned i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + i % 26);
    memcpy(expected, text, sizeof text);
    memcpy(expected + sizeof text, "\r\n", 3);
    for (uint32_t output = 512; output < 1100; output += 7) {
        console_write(&agent.console_output, text, sizeof text);
        assert_string_equal(read_through(output, 4096), expected);
    }
}

/* QMP replaces what is no character: one that stands over the end of a piece is not cut. */
static void characters_stay_whole(void **state)
{
    static char text[400];
    char out[8192], *at;
    struct json_writer w;
    struct monitor_run run = {.reader = MONITOR_QMP, .agent = &agent, .w = &w};

    (void)state;
    for (unsigned shift = 0; shift < 4; shift++) {
        memset(text, 'x', shift);
        for (at = text + shift; at + 4 < text + sizeof text; at += 4)
            memcpy(at, "\xf0\x9f\x98\x80", 4);
        *at = '\0';
        write_text(text);
        run.argument[1].number = 4096;
        assert_int_equal(hmp_ringbuf_read(&run), 0);
        json_writer_init(&w, out, sizeof out);
        while (run.emit(&run))
            ;
        assert_false(w.overflow);
        out[w.length] = '\0';
        assert_null(strstr(out, "FFFD"));
        assert_int_equal(w.length, shift + strlen(text + shift) / 4 * 12 + 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(control_characters_are_escaped),
        cmocka_unit_test(no_more_is_taken_than_was_asked_for),
        cmocka_unit_test(what_does_not_fit_comes_later),
        cmocka_unit_test(characters_stay_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
