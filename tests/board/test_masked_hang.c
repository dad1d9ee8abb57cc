/* test_masked_hang.c - an application that hangs with interrupts masked, and the watchdog's NMI.
 *
 * The host plants a loop where the hub waits for its next beat, or masks interrupts while the hub
 * is in a loop of its own.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "debugging.h"
#include "memory.h"
#include "panic.h"
#include "property.h"
#include "symbol.h"

#define WATCHDOG "1500" /* ms */

struct loop {
    const char *mask; /* the register that is then not 0 */
    uint64_t value;
    uint8_t code[8];
    size_t size; /* its last two bytes are the branch to itself */
};

static const struct loop loops[] = {
    {"primask", 1, {0x72, 0xb6, 0xfe, 0xe7}, 4},   /* cpsid i; b . */
    {"faultmask", 1, {0x71, 0xb6, 0xfe, 0xe7}, 4}, /* cpsid f; b . */
    /* movs r3,#0x20; msr basepri,r3; b .: ports get in, the agent does not */
    {"basepri", 0x20, {0x20, 0x23, 0x83, 0xf3, 0x11, 0x88, 0xfe, 0xe7}, 8},
};

static uint64_t waiting_place(void)
{
    uint64_t address;

    assert_int_equal(symbol_address(board_image, "board_app_wait", &address), 0);
    return address & ~UINT64_C(1);
}

static uint64_t read_register(struct qmpc *line, const char *name)
{
    struct qmpc_message *reply = ask(line, "agent-read-registers", "{\"names\": [\"%s\"]}", name);
    uint64_t value;

    assert_int_equal(qmpc_get_uint64(reply, "return.registers.0.value", &value), QMPC_OK);
    qmpc_message_free(reply);
    return value;
}

static void write_register(struct qmpc *line, const char *name, uint64_t value)
{
    qmpc_message_free(ask(line, "agent-write-registers",
                          "{\"registers\": [{\"name\": \"%s\", \"value\": %llu}]}", name,
                          (unsigned long long)value));
}

/* A hub that feeds its watchdog, for which ACTION is set. */
static struct qmpc *start(const char *action)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    hub_wait_beats(line, 1);
    qmpc_message_free(ask(line, "watchdog-set-action", "{\"action\": \"%s\"}", action));
    property_set(line, "hub", "watchdog", WATCHDOG);
    property_wait_bool(line, "/machine/peripheral/watchdog", "running", true);
    do_stop(line);
    return line;
}

static void expect_pause(struct qmpc *line)
{
    struct qmpc_message *event = expect_event(line, "WATCHDOG");

    assert_true(qmpc_string_at_is(event, "data.action", "pause"));
    qmpc_message_free(event);
    qmpc_message_free(expect_agent_stop(line, "watchdog", NULL));
    expect_status(line, "watchdog");
}

static void the_agent_gets_in_and_sees_the_loop(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(loops); i++) {
        const struct loop *loop = &loops[i];
        struct qmpc *line = start("pause");

        memory_write(line, waiting_place(), loop->code, loop->size, "hex");
        do_cont(line);
        expect_pause(line);
        assert_int_equal(read_register(line, "pc"), waiting_place() + loop->size - 2);
        assert_int_equal(read_register(line, loop->mask), loop->value);
        emulator_stop_all(NULL);
    }
}

/* The hub in the loop it has for that, with the register MASK set to VALUE.  That it is there, its
 * beats cannot tell: it may have been stopped behind the count of one, and hang in that one. */
static void hang(struct qmpc *line, const char *mask, uint64_t value)
{
    uint64_t flag = debugging_symbol("hub") + offsetof(struct hub, hang);
    struct qmpc_message *reply;
    int64_t id;

    hub_write(line, offsetof(struct hub, hang), 1);
    reply = ask(line, "agent-watchpoint-add",
                "{\"address\": %llu, \"size\": 4, \"access\": \"read\"}", (unsigned long long)flag);
    assert_int_equal(qmpc_get_int64(reply, "return.id", &id), QMPC_OK);
    qmpc_message_free(reply);
    (void)debugging_cont(line, "watchpoint");
    debugging_delete(line, "watchpoint", (unsigned)id);
    write_register(line, mask, value);
    do_cont(line);
}

static void an_application_that_is_freed_goes_on(void **state)
{
    struct qmpc *line = start("pause");
    uint32_t beats;

    (void)state;
    hang(line, "primask", 1);
    expect_pause(line);
    assert_int_equal(read_register(line, "primask"), 1);
    beats = hub_read(line).beats;
    hub_write(line, offsetof(struct hub, hang), 0);
    write_register(line, "primask", 0);
    do_cont(line);
    hub_wait_beats(line, beats + 5);
}

/* An application in the middle of something is not interrupted there because somebody looked. */
static void what_is_masked_is_still_masked_after_a_step(void **state)
{
    static const struct {
        const char *mask;
        uint64_t value;
    } masks[] = {{"primask", 1}, {"basepri", 0x20}};

    (void)state;
    for (size_t i = 0; i < COUNT(masks); i++) {
        struct qmpc *line = start("pause");

        hang(line, masks[i].mask, masks[i].value);
        expect_pause(line);
        for (int steps = 0; steps < 5; steps++) {
            do_command(line, "agent-step");
            expect_plain_event(line, "RESUME");
            qmpc_message_free(expect_agent_stop(line, "step", NULL));
            assert_int_equal(read_register(line, masks[i].mask), masks[i].value);
        }
        emulator_stop_all(NULL);
    }
}

static void the_application_is_restarted_and_the_session_lives(void **state)
{
    struct qmpc *line = start("reset");

    (void)state;
    hang(line, "primask", 1);
    qmpc_message_free(expect_event(line, "WATCHDOG"));
    expect_cause(line, "RESET", true, "guest-reset");
    hub_wait_beats(line, 5);
    /* It is not the board that was reset: this counts since then. */
    assert_int_equal(property_uint(line, "/machine/peripheral/watchdog", "expiries"), 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_agent_gets_in_and_sees_the_loop),
        board_test(an_application_that_is_freed_goes_on),
        board_test(what_is_masked_is_still_masked_after_a_step),
        board_test(the_application_is_restarted_and_the_session_lives),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
