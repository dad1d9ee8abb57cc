/* test_panic.c - the message of an application that gives up: what is kept of it, and told.
 *
 * SPDX-License-Identifier: MIT */
#include "fault_rig.h"

#define PANICKED(action, info) "{\"action\": \"" action "\", \"info\": " info "}"

static void panic(const char *message)
{
    const struct board_stop call = {.kind = BOARD_STOP_CALL};

    fault_agent.app_panic = message;
    fault_take(&fault_agent, 0, &call);
}

#define ASSERTION(message)                                                                         \
    PANICKED("pause", "{\"type\": \"agent\", \"cause\": \"assertion\", \"cpu-index\": 0, "         \
                      "\"pc\": 4660" message "}")

static void a_panic_tells_its_message(void **state)
{
    static const struct {
        const char *given, *told;
    } messages[] = {
        {"no \"water\"", ASSERTION(", \"message\": \"no \\\"water\\\"\"")},
        {"", ASSERTION("")},
        {NULL, ASSERTION("")},
        {(const char *)1, ASSERTION("")}, /* not memory */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(messages); i++) {
        struct rig *rig = fault_start();

        panic(messages[i].given);
        fault_expect_event(rig, "GUEST_PANICKED", messages[i].told);
        fault_expect_event(rig, "STOP", NULL);
        assert_int_equal(fault_reason, DEBUG_PANIC);
        /* Of a second panic the first message says nothing. */
        panic(NULL);
        fault_expect_event(rig, "GUEST_PANICKED", ASSERTION(""));
        rig_free(rig);
    }
}

/* LENGTH bytes, and one more, of which the last character is LAST. */
static void expect_kept(size_t length, const char *last, size_t kept)
{
    struct rig *rig = fault_start();
    char text[2 * AGENT_PANIC_TEXT];

    memset(text, 'x', sizeof text);
    strcpy(text + length - strlen(last), last);
    panic(text);
    assert_int_equal(strlen(crash_record()->message), kept);
    assert_memory_equal(crash_record()->message, text, kept);
    rig_free(rig);
}

static void a_message_is_kept_up_to_the_limit(void **state)
{
    (void)state;
    expect_kept(AGENT_PANIC_TEXT - 1, "y", AGENT_PANIC_TEXT - 1);
    expect_kept(AGENT_PANIC_TEXT, "y", AGENT_PANIC_TEXT - 1);
    /* Characters of two, three and four bytes, whole and cut. */
    expect_kept(AGENT_PANIC_TEXT - 1, "\xc3\xa4", AGENT_PANIC_TEXT - 1);
    expect_kept(AGENT_PANIC_TEXT, "\xc3\xa4", AGENT_PANIC_TEXT - 2);
    expect_kept(AGENT_PANIC_TEXT - 1, "\xe2\x82\xac", AGENT_PANIC_TEXT - 1);
    expect_kept(AGENT_PANIC_TEXT, "\xe2\x82\xac", AGENT_PANIC_TEXT - 3);
    expect_kept(AGENT_PANIC_TEXT + 1, "\xe2\x82\xac", AGENT_PANIC_TEXT - 2);
    expect_kept(AGENT_PANIC_TEXT - 1, "\xf0\x9f\x94\xa5", AGENT_PANIC_TEXT - 1);
    expect_kept(AGENT_PANIC_TEXT, "\xf0\x9f\x94\xa5", AGENT_PANIC_TEXT - 4);
    /* What is no UTF-8 is not taken away for it. */
    expect_kept(AGENT_PANIC_TEXT + 4, "\x80\x80\x80\x80\x80\x80", AGENT_PANIC_TEXT - 1);
}

/* The longest of all that is told beside the message, and a message that grows sixfold. */
static void an_event_has_room_for_everything_and_cuts_the_message_at_a_character(void **state)
{
    const struct board_stop longest = {.kind = BOARD_STOP_FAULT,
                                       .has_pc = true,
                                       .has_address = true,
                                       .pc = UINTPTR_MAX,
                                       .address = UINTPTR_MAX,
                                       .cause = "illegal-instruction",
                                       .code = UINT32_MAX};
    char text[AGENT_PANIC_TEXT], line[QMP_EVENT_TEXT + 200];
    struct rig *rig = fault_start();
    size_t told;

    (void)state;
    fault_take(&fault_agent, 255, &longest);
    fault_expect_event(rig, "GUEST_PANICKED",
                       PANICKED("pause", "{\"type\": \"agent\", \"cause\": "
                                         "\"illegal-instruction\", \"cpu-index\": 255, \"pc\": "
                                         "18446744073709551615, \"address\": "
                                         "18446744073709551615, \"code\": 4294967295}"));
    fault_expect_event(rig, "STOP", NULL);
    for (size_t i = 0; i + 3 < sizeof text; i += 2)
        memcpy(text + i, "\xc3\xa4", 3);
    fault_values[FAULT_PC] = UINT64_MAX;
    panic(text);
    rig_settle(rig);
    snprintf(line, sizeof line, "%s", rig_line(rig));
    assert_non_null(strstr(line, "\"pc\": 18446744073709551615, \"message\": \"\\u00E4"));
    assert_string_equal(line + strlen(line) - 4, "\"}}}");
    told = strspn(strstr(line, "\\u"), "\\u0E4");
    assert_int_equal(told % 6, 0);
    assert_in_range(told, 36, 6 * sizeof text);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_panic_tells_its_message),
        cmocka_unit_test(a_message_is_kept_up_to_the_limit),
        cmocka_unit_test(an_event_has_room_for_everything_and_cuts_the_message_at_a_character),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
