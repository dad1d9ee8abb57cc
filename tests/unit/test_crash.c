/* test_crash.c - the record of the last crash, and agent-last-crash.
 *
 * SPDX-License-Identifier: MIT */
#include "fault_rig.h"

#define NOTHING "{\"return\": {\"present\": false}}"

/* Notes a load of nothing. */
static void crash(void)
{
    const struct board_stop stop = {.kind = BOARD_STOP_FAULT,
                                    .has_pc = true,
                                    .pc = 0x1000,
                                    .has_address = true,
                                    .address = 16,
                                    .code = 5};

    fault_values[0] = 7;
    fault_values[2] = UINT64_MAX;
    crash_note(false, 3, &stop, 2, "");
}

#define CRASH_TELLS(count, resets)                                                                 \
    "{\"return\": {\"present\": true, \"crash\": {\"place\": \"application\", \"cause\": "         \
    "\"load-access\", \"cpu-index\": 3, \"pc\": 4096, \"address\": 16, \"code\": 5, \"clock\": "   \
    "5000000, \"count\": " count ", \"resets\": " resets ", \"registers\": [{\"name\": \"a\", "    \
    "\"size\": 4, \"value\": 7}, {\"name\": \"c\", \"size\": 8, \"value\": "                       \
    "18446744073709551615}, {\"name\": \"pc\", \"size\": 8, \"value\": 4660}]}}}"

static void expect_last(struct rig *rig, const char *arguments, const char *reply)
{
    fault_do(rig, "agent-last-crash", arguments);
    fault_expect_line(rig, reply);
}

static void after_power_on_there_is_no_crash(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    assert_null(crash_record());
    crash_count_reset();
    assert_null(crash_record());
    expect_last(rig, "{}", NOTHING);
    expect_last(rig, "{\"clear\": true}", NOTHING);
    rig_free(rig);
}

static void a_crash_is_told_until_it_is_cleared(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    crash();
    expect_last(rig, "{}", CRASH_TELLS("1", "0"));
    expect_last(rig, "{\"clear\": false}", CRASH_TELLS("1", "0"));
    expect_last(rig, "{\"clear\": true}", CRASH_TELLS("1", "0"));
    expect_last(rig, "{}", NOTHING);
    rig_free(rig);
}

static void crashes_and_resets_are_counted(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    crash();
    fault_init(&fault_agent); /* as a reset does */
    fault_init(&fault_agent);
    expect_last(rig, "{}", CRASH_TELLS("1", "2"));
    crash();
    expect_last(rig, "{}", CRASH_TELLS("2", "0"));
    rig_free(rig);
}

static void no_crash_is_read_out_of_changed_memory(void **state)
{
    uint8_t *bytes;

    (void)state;
    rig_free(fault_start());
    crash();
    bytes = (uint8_t *)(uintptr_t)crash_record();
    for (size_t i = 0; i < sizeof(struct crash_record); i++)
        for (unsigned bit = 0; bit < 8; bit++) {
            bytes[i] ^= (uint8_t)(1u << bit);
            assert_null(crash_record());
            bytes[i] ^= (uint8_t)(1u << bit);
        }
    assert_non_null(crash_record());
    for (unsigned byte = 0; byte < 256; byte += 0x55) {
        memset(bytes, (int)byte, sizeof(struct crash_record));
        assert_null(crash_record());
    }
}

static void a_fault_of_the_agent_is_told_without_the_applications_registers(void **state)
{
    const struct board_stop stop = {
        .kind = BOARD_STOP_FAULT, .cause = "store-access", .has_pc = true, .pc = 4, .code = 7};
    struct rig *rig = fault_start();

    (void)state;
    fault_of_agent(&fault_agent, &stop);
    expect_last(rig, "{}",
                "{\"return\": {\"present\": true, \"crash\": {\"place\": \"agent\", \"cause\": "
                "\"store-access\", \"cpu-index\": 0, \"pc\": 4, \"code\": 7, \"clock\": 5000000, "
                "\"count\": 1, \"resets\": 0, \"registers\": []}}}");
    rig_free(rig);
}

static void a_message_of_any_length_is_safe(void **state)
{
    const struct board_stop stop = {.kind = BOARD_STOP_CALL};
    char text[2 * AGENT_PANIC_TEXT];

    (void)state;
    rig_free(fault_start());
    for (size_t length = 0; length < sizeof text; length++) {
        memset(text, 'm', sizeof text);
        text[length] = '\0';
        crash_note(false, 0, &stop, CRASH_ASSERTION, text);
        assert_int_equal(strlen(crash_record()->message),
                         length < AGENT_PANIC_TEXT ? length : AGENT_PANIC_TEXT - 1);
    }
}

static void the_agents_own_causes_have_their_names(void **state)
{
    const char *const *names = qmp_type_AgentFaultCause.values;

    (void)state;
    assert_string_equal(names[CRASH_BREAKPOINT], "breakpoint");
    assert_string_equal(names[CRASH_ASSERTION], "assertion");
    assert_string_equal(names[CRASH_NMI], "nmi");
    assert_string_equal(names[CRASH_WATCHDOG], "watchdog");
    assert_string_equal(names[CRASH_OTHER], "other");
    assert_int_equal(qmp_type_AgentFaultCause.count, CRASH_OTHER + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_power_on_there_is_no_crash),
        cmocka_unit_test(a_crash_is_told_until_it_is_cleared),
        cmocka_unit_test(crashes_and_resets_are_counted),
        cmocka_unit_test(no_crash_is_read_out_of_changed_memory),
        cmocka_unit_test(a_fault_of_the_agent_is_told_without_the_applications_registers),
        cmocka_unit_test(a_message_of_any_length_is_safe),
        cmocka_unit_test(the_agents_own_causes_have_their_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
