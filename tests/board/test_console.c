/* test_console.c - ringbuf-read and ringbuf-write on the application's console.
 *
 * The sample application echoes what is typed, and logs its state every second.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "console.h"
#include "typed.h"

#include <unistd.h>

/* Of the application's input and of its output, AGENT_CONSOLE_IN and _OUT. */
#define IN  1024
#define OUT 4096

static char many[IN + 2];

/* COUNT characters x. */
static const char *xs(size_t count)
{
    memset(many, 'x', count);
    many[count] = '\0';
    return many;
}

static size_t count_xs(const struct listener *listener)
{
    size_t count = 0;

    for (const char *c = listener->text; *c != '\0'; c++)
        count += *c == 'x';
    return count;
}

static void listen_for_xs(struct listener *listener, size_t count)
{
    int64_t until = soon();

    while (count_xs(listener) < count) {
        if (is_past(until))
            fail_msg("%zu of %zu were heard", count_xs(listener), count);
        if (hear(listener, 4096) == 0)
            pause_ms(5);
    }
}

static void what_the_application_writes_is_read_once(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct listener listener;

    (void)state;
    listen_to(&listener, line);
    listen_for(&listener, "hub: started\r\n");
    assert_true(strncmp(listener.text, "hub: started\r\n", 14) == 0);
    do_stop(line);
    while (hear(&listener, 7) > 0)
        ;
    pause_ms(20);
    assert_int_equal(hear(&listener, 100), 0);
    assert_int_equal(heard(&listener, "hub: started"), 1);
}

static void what_is_typed_reaches_the_application(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct listener listener;

    (void)state;
    listen_to(&listener, line);
    type_text(line, "Is \\\"it\\\" \\\\ warm\\u003f\\n");
    listen_for(&listener, "Is \"it\" \\ warm?\n");
    qmpc_message_free(ask(line, "ringbuf-write",
                          "{\"device\": \"console\", \"data\": \"%s\", \"format\": \"base64\"}",
                          "VEVMTCBNRSE="));
    listen_for(&listener, "TELL ME!");
}

static void what_is_not_utf8_is_read_as_in_qemu(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct listener listener;

    (void)state;
    listen_to(&listener, line);
    /* A check mark, 0xC0, 0xFF and the letter A. */
    qmpc_message_free(ask(line, "ringbuf-write",
                          "{\"device\": \"console\", \"data\": \"%s\", \"format\": \"base64\"}",
                          "4pyTwP9B"));
    listen_for(&listener, "\u2713\uFFFD\uFFFDA");
    /* A character that is read in two parts is none. */
    type_text(line, "[\\u00e9]");
    for (int64_t until = soon(); strstr(listener.text, "]") == NULL;) {
        assert_false(is_past(until));
        hear(&listener, 1);
    }
    assert_int_equal(heard(&listener, "[\uFFFD\uFFFD]"), 1);
}

static void a_write_is_taken_as_a_whole_or_not_at_all(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct listener listener;
    char arguments[IN + 64];

    (void)state;
    listen_to(&listener, line);
    listen_for(&listener, "hub: started\r\n");
    do_stop(line);
    snprintf(arguments, sizeof arguments, "{\"device\": \"console\", \"data\": \"%s\"}",
             xs(IN + 1));
    expect_refusal(line, "ringbuf-write", arguments, "GenericError",
                   "The console's input has room for 1024 bytes only");
    type_text(line, xs(IN - 2));
    expect_refusal(line, "ringbuf-write",
                   "{\"device\": \"console\", \"data\": \"eHh4\", \"format\": \"base64\"}",
                   "GenericError", "The console's input has room for 2 bytes only");
    type_text(line, "xx");
    type_text(line, "");
    expect_refusal(line, "ringbuf-write", "{\"device\": \"console\", \"data\": \"x\"}",
                   "GenericError", "The console's input has room for 0 bytes only");
    do_cont(line);
    listen_for_xs(&listener, IN);
    type_text(line, "end");
    listen_for(&listener, "end");
    assert_int_equal(count_xs(&listener), IN);
}

/* The input takes as much as it can hold only when all before has been read. */
static void type_when_all_is_read(struct qmpc *line, const char *text)
{
    char arguments[IN + 64];

    snprintf(arguments, sizeof arguments, "{\"device\": \"console\", \"data\": \"%s\"}", text);
    for (int64_t until = soon(); qmpc_command(line, "ringbuf-write", arguments, soon(), NULL) != 0;
         pause_ms(20))
        assert_false(is_past(until));
}

/* More than the session's output can hold: it is streamed. */
static void the_oldest_output_is_overwritten(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *reply;
    struct listener listener;
    char text[2 * OUT];

    (void)state;
    for (int i = 0; i < OUT / IN + 2; i++)
        type_when_all_is_read(line, xs(IN));
    do_stop(line);
    reply = ask(line, "ringbuf-read",
                "{\"device\": \"console\", \"size\": 1000000, \"format\": \"base64\"}");
    assert_int_equal(qmpc_get_string(reply, "return", text, sizeof text), (OUT + 2) / 3 * 4);
    assert_null(strstr(text, "aHViOiBzdGFydGVk")); /* "hub: started" was at the beginning */
    qmpc_message_free(reply);
    listen_to(&listener, line);
    assert_int_equal(hear(&listener, 10), 0);
}

static void errors_are_those_of_qemu(void **state)
{
    static const struct {
        const char *command, *arguments, *desc;
    } cases[] = {
        {"ringbuf-read", "{\"device\": \"console\", \"size\": 0}",
         "size must be greater than zero"},
        {"ringbuf-read", "{\"device\": \"console\", \"size\": -1}",
         "size must be greater than zero"},
        {"ringbuf-read", "{\"device\": \"consol\", \"size\": 0}", "Device 'consol' not found"},
        {"ringbuf-write", "{\"device\": \"consoles\", \"data\": \"\"}",
         "Device 'consoles' not found"},
        {"ringbuf-write", "{\"device\": \"console\", \"data\": \"A-B_\", \"format\": \"base64\"}",
         "Base64 data contains invalid characters"},
        {"ringbuf-write",
         "{\"device\": \"console\", \"data\": \"Q\\\"JD\", \"format\": \"base64\"}",
         "Base64 data contains invalid characters"},
        {"ringbuf-write", "{\"device\": \"console\", \"data\": \"QUI\", \"format\": \"base64\"}",
         "Base64 data is incomplete or wrongly padded at character 3"},
        {"ringbuf-write",
         "{\"device\": \"console\", \"data\": \"QUI=QUI=\", \"format\": \"base64\"}",
         "Base64 data is incomplete or wrongly padded at character 3"},
    };
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    char label[64], text[200], desc[100];
    struct qmpc_message *reply;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_refusal(line, cases[i].command, cases[i].arguments, "GenericError", cases[i].desc);
    reply = ask(line, "query-chardev", NULL);
    assert_true(qmpc_get_string(reply, "return.0.label", label, sizeof label) > 0);
    qmpc_message_free(reply);
    snprintf(text, sizeof text, "{\"device\": \"%s\", \"size\": 0}", label);
    snprintf(desc, sizeof desc, "%s is not a ringbuf device", label);
    expect_refusal(line, "ringbuf-read", text, "GenericError", desc);
}

static void the_console_is_a_character_device(void **state)
{
    struct qmpc_message *reply = ask(emulator_attach(emulator_start(NULL)), "query-chardev", NULL);
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
    struct qmpc_json at, part;
    unsigned found = 0;

    (void)state;
    while (qmpc_json_next(&walk, NULL, &at)) {
        assert_int_equal(qmpc_json_member(at, "label", &part), 0);
        if (!qmpc_json_string_is(part, "console"))
            continue;
        assert_int_equal(qmpc_json_member(at, "filename", &part), 0);
        assert_true(qmpc_json_string_is(part, "ringbuf"));
        found++;
    }
    assert_int_equal(found, 1);
    qmpc_message_free(reply);
}

static void a_restarted_application_has_nothing_to_read(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct listener listener;

    (void)state;
    do_stop(line);
    type_text(line, "of the old life");
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    type_text(line, "of the new life");
    do_cont(line);
    listen_to(&listener, line);
    listen_for(&listener, "of the new life");
    assert_int_equal(heard(&listener, "of the old life"), 0);
}

/* More than all there is on the way can hold: the port holds its host back. */
static void a_console_port_loses_nothing_of_what_is_typed(void **state)
{
    static const struct emulator_options options = {.console = true};
    struct emulator *emulator = emulator_start(&options);
    struct console console;
    struct listener listener;
    struct qmpc *line;

    (void)state;
    console_open(&console, emulator);
    line = emulator_attach(emulator);
    listen_to(&listener, line);
    listen_for(&listener, "hub: started\r\n");
    assert_int_equal(write(console.fd, "typed here", 10), 10);
    listen_for_echo(&listener, "typed here");
    console_expect_echo(&console, "typed here");
    console_read_away(&console);
    do_stop(line);
    for (int i = 0; i < 6; i++)
        assert_int_equal(write(console.fd, xs(IN), IN), IN);
    pause_ms(100);
    do_cont(line);
    listen_for_xs(&listener, 6 * IN);
    assert_int_equal(write(console.fd, "end", 3), 3);
    listen_for_echo(&listener, "end");
    assert_int_equal(count_xs(&listener), 6 * IN);
    console_close(&console);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(what_the_application_writes_is_read_once),
        board_test(what_is_typed_reaches_the_application),
        board_test(what_is_not_utf8_is_read_as_in_qemu),
        board_test(a_write_is_taken_as_a_whole_or_not_at_all),
        board_test(the_oldest_output_is_overwritten),
        board_test(errors_are_those_of_qemu),
        board_test(the_console_is_a_character_device),
        board_test(a_restarted_application_has_nothing_to_read),
        board_test(a_console_port_loses_nothing_of_what_is_typed),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
