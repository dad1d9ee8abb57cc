/* test_balloon.c - memory given to the emulator and taken back: the object of the device, and
 * what the emulator's own monitor says of it.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "human.h"
#include "memory.h"
#include "property.h"

#include <inttypes.h>

#define BALLOON "/machine/peripheral/balloon0"

#define MIB        ((uint64_t)1 << 20)
#define PAGE       4096u
#define ALL        (128 * MIB)
#define KEPT       (16 * MIB) /* an image's memory */
#define RAM_START  0x80000000u
#define FIRST      (RAM_START + KEPT) /* the page that is given first */
#define BYTES      8
#define NUM(bytes) ((ALL - (bytes)) / PAGE)

static struct monitored start(void)
{
    struct emulator *emulator = emulator_start(&(struct emulator_options){
        .monitor = true, .arguments = {"--", "-device", "virtio-balloon-device"}});
    struct qmpc *line = emulator_attach(emulator); /* the emulator waits for this one */

    return (struct monitored){line, emulator_attach_monitor(emulator)};
}

static void reset(struct monitored pair)
{
    do_command(pair.monitor, "system_reset");
    succeeds(pair.line, qmpc_read_greeting(pair.line, soon()));
    succeeds(pair.line, qmpc_attach(pair.line, soon()));
}

/* The board comes to have BYTES, and the emulator knows it. */
static void expect_actual(struct monitored pair, uint64_t bytes)
{
    property_wait_uint(pair.line, BALLOON, "actual", bytes);
    assert_int_equal(property_uint(pair.line, BALLOON, "given"), NUM(bytes));
    assert_int_equal(ask_int(pair.monitor, "query-balloon", "return.actual"), bytes);
}

static void set_target(struct monitored pair, uint64_t bytes)
{
    property_set_uint(pair.line, BALLOON, "target", bytes);
    assert_int_equal(property_uint(pair.line, BALLOON, "target"), bytes);
}

static void host_asks_for(struct monitored pair, uint64_t bytes)
{
    qmpc_message_free(ask(pair.monitor, "balloon", "{\"value\": %" PRIu64 "}", bytes));
}

/* The bytes at ADDRESS as the emulator sees them, a number in its byte order. */
static uint64_t emulator_sees(struct monitored pair, uint64_t address)
{
    struct qmpc_message *reply = ask(pair.monitor, "human-monitor-command",
                                     "{\"command-line\": \"xp /1xg 0x%" PRIx64 "\"}", address);
    char text[100];
    char *colon;

    assert_true(qmpc_get_string(reply, "return", text, sizeof text) > 0);
    qmpc_message_free(reply);
    colon = strchr(text, ':');
    assert_non_null(colon);
    return strtoull(colon + 1, NULL, 16);
}

/* Writes a pattern at ADDRESS, and returns what the emulator then sees there, never 0. */
static uint64_t mark(struct monitored pair, uint64_t address)
{
    uint8_t *bytes = memory_pattern(BYTES, (uint32_t)address);
    uint64_t seen;

    memory_write(pair.line, address, bytes, BYTES, "hex");
    free(bytes);
    seen = emulator_sees(pair, address);
    assert_true(seen != 0);
    return seen;
}

static void without_the_device_the_object_says_so_and_nothing_is_given(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    assert_false(property_bool(line, BALLOON, "present"));
    property_set_uint(line, BALLOON, "target", KEPT);
    assert_int_equal(property_uint(line, BALLOON, "actual"), ALL);
    assert_int_equal(property_uint(line, BALLOON, "given"), 0);
    assert_int_equal(property_uint(line, BALLOON, "num-pages"), 0);
}

static void pages_given_are_the_emulators_and_come_back_empty(void **state)
{
    struct monitored pair = start();
    uint64_t last = FIRST + 8 * MIB - PAGE, kept = FIRST + 8 * MIB;
    uint64_t kept_bytes;

    (void)state;
    assert_true(property_bool(pair.line, BALLOON, "present"));
    expect_actual(pair, ALL);
    mark(pair, FIRST);
    mark(pair, last);
    kept_bytes = mark(pair, kept);
    set_target(pair, ALL - 8 * MIB);
    expect_actual(pair, ALL - 8 * MIB);
    assert_int_equal(emulator_sees(pair, FIRST), 0);
    assert_int_equal(emulator_sees(pair, last), 0);
    assert_int_equal(emulator_sees(pair, kept), kept_bytes);
    set_target(pair, ALL);
    expect_actual(pair, ALL);
    mark(pair, FIRST);
    mark(pair, last);
}

static void what_is_given_is_no_memory_until_it_comes_back(void **state)
{
    struct monitored pair = start();
    uint64_t kept = FIRST + 8 * MIB;
    char read[100], write[100], desc[100];

    (void)state;
    set_target(pair, ALL - 8 * MIB);
    expect_actual(pair, ALL - 8 * MIB);
    snprintf(read, sizeof read, "{\"address\": %" PRIu64 ", \"size\": 1}", kept - 1);
    snprintf(write, sizeof write, "{\"address\": %" PRIu64 ", \"data\": \"00\"}", kept - 1);
    snprintf(desc, sizeof desc, "Memory from 0x%" PRIx64 " on is given to the host", kept - 1);
    expect_refusal(pair.line, "agent-memory-read", read, "GenericError", desc);
    expect_refusal(pair.line, "agent-memory-write", write, "GenericError", desc);
    snprintf(read, sizeof read, "{\"address\": %" PRIu64 ", \"size\": 2}", FIRST - 1);
    snprintf(desc, sizeof desc, "Memory from 0x%" PRIx64 " on is given to the host", FIRST - 1);
    expect_refusal(pair.line, "agent-memory-read", read, "GenericError", desc);
    mark(pair, FIRST - BYTES);
    mark(pair, kept);
    set_target(pair, ALL);
    expect_actual(pair, ALL);
    mark(pair, FIRST);
    mark(pair, kept - BYTES);
}

static void an_image_keeps_the_memory_it_works_with(void **state)
{
    struct monitored pair = start();
    uint64_t kept_bytes = mark(pair, FIRST - PAGE);

    (void)state;
    for (int i = 0; i < 3; i++) {
        set_target(pair, 0);
        expect_actual(pair, KEPT);
        expect_status(pair.line, "running");
        assert_int_equal(emulator_sees(pair, FIRST - PAGE), kept_bytes);
        set_target(pair, ALL);
        expect_actual(pair, ALL);
    }
}

static void the_hosts_request_is_followed(void **state)
{
    static const uint64_t sizes[] = {100 * MIB, 17 * MIB, 64 * MIB + PAGE, ALL};
    struct monitored pair = start();

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        host_asks_for(pair, sizes[i]);
        expect_actual(pair, sizes[i]);
        assert_int_equal(property_uint(pair.line, BALLOON, "target"), sizes[i]);
        assert_int_equal(property_uint(pair.line, BALLOON, "num-pages"), NUM(sizes[i]));
    }
    host_asks_for(pair, MIB);
    expect_actual(pair, KEPT);
    assert_int_equal(property_uint(pair.line, BALLOON, "target"), MIB);
    assert_int_equal(property_uint(pair.line, BALLOON, "num-pages"), NUM(MIB));
}

static void the_last_request_wins(void **state)
{
    struct monitored pair = start();

    (void)state;
    host_asks_for(pair, 100 * MIB);
    expect_actual(pair, 100 * MIB);
    set_target(pair, 120 * MIB);
    expect_actual(pair, 120 * MIB);
    /* The same as before, but asked again. */
    host_asks_for(pair, 100 * MIB);
    expect_actual(pair, 100 * MIB);
    /* Not waiting for the one before to be done. */
    for (uint64_t i = 0; i < 20; i++)
        set_target(pair, i % 2 ? ALL : KEPT + i * PAGE);
    set_target(pair, 50 * MIB);
    expect_actual(pair, 50 * MIB);
}

static void a_target_may_lie_within_a_page_but_not_beyond_the_memory(void **state)
{
    struct monitored pair = start();

    (void)state;
    set_target(pair, ALL - 2 * PAGE + 1);
    expect_actual(pair, ALL - PAGE);
    property_refuses(pair.line, BALLOON, "target", "134217729",
                     "The target is more than all the board's memory");
    assert_int_equal(property_uint(pair.line, BALLOON, "target"), ALL - 2 * PAGE + 1);
    expect_actual(pair, ALL - PAGE);
}

static void a_stopped_application_does_not_hold_the_balloon_up(void **state)
{
    struct monitored pair = start();

    (void)state;
    do_command(pair.line, "stop");
    expect_plain_event(pair.line, "STOP");
    host_asks_for(pair, 90 * MIB);
    expect_actual(pair, 90 * MIB);
    set_target(pair, ALL);
    expect_actual(pair, ALL);
}

static void an_application_that_hangs_does_not_hold_the_balloon_up(void **state)
{
    struct monitored pair = start();

    (void)state;
    if (!board->reaches_a_hang)
        skip();
    property_set(pair.line, "hub", "hang", "1");
    host_asks_for(pair, 90 * MIB);
    expect_actual(pair, 90 * MIB);
    set_target(pair, ALL);
    expect_actual(pair, ALL);
}

static void a_reset_takes_all_back_and_then_follows_the_host_again(void **state)
{
    struct monitored pair = start();

    (void)state;
    set_target(pair, 30 * MIB);
    expect_actual(pair, 30 * MIB);
    reset(pair);
    expect_actual(pair, ALL);
    host_asks_for(pair, 40 * MIB);
    expect_actual(pair, 40 * MIB);
    reset(pair);
    expect_actual(pair, 40 * MIB);
}

/* Waits until the human monitor of SESSION says TEXT to `info balloon`. */
static void wait_for_text(struct qmpc *session, const char *text)
{
    bool said = false;

    for (int i = 0; i < 200 && !said; i++) {
        struct qmpc_message *reply = ask_line(session, "info balloon");

        said = qmpc_string_at_is(reply, "return", text);
        qmpc_message_free(reply);
    }
    assert_true(said);
}

static void the_human_monitor_asks_in_mebibytes(void **state)
{
    struct monitored pair = start();

    (void)state;
    wait_for_text(pair.line, "balloon: actual=128\r\n");
    says(pair.line, "balloon 32+32", "");
    expect_actual(pair, 64 * MIB);
    wait_for_text(pair.line, "balloon: actual=64\r\n");
    wait_for_text(pair.monitor, "balloon: actual=64\r\n");
    says(pair.line, "balloon 0", "Error: Parameter 'target' expects a size\r\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(without_the_device_the_object_says_so_and_nothing_is_given),
        board_test(pages_given_are_the_emulators_and_come_back_empty),
        board_test(what_is_given_is_no_memory_until_it_comes_back),
        board_test(an_image_keeps_the_memory_it_works_with),
        board_test(the_hosts_request_is_followed),
        board_test(the_last_request_wins),
        board_test(a_target_may_lie_within_a_page_but_not_beyond_the_memory),
        board_test(a_stopped_application_does_not_hold_the_balloon_up),
        board_test(an_application_that_hangs_does_not_hold_the_balloon_up),
        board_test(a_reset_takes_all_back_and_then_follows_the_host_again),
        board_test(the_human_monitor_asks_in_mebibytes),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
