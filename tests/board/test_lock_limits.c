/* test_lock_limits.c - what a lock may be made of, and how much of it.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "locking.h"
#include "text.h"

#include "agent/config.h"

#define GENERIC "GenericError"

static void a_lock_is_not_made_from_wrong_arguments(void **state)
{
    static const struct {
        const char *arguments, *desc;
    } cases[] = {
        {"{\"secret\": \"\"}", "Parameter 'secret' must have 1 to 64 bytes"},
        {"{\"rules\": [{\"match\": \"a\", \"action\": \"allow\"},"
         "{\"match\": \"\", \"action\": \"deny\"}]}",
         "Parameter 'rules[1].match' must have 1 to 32 characters"},
        {"{\"rules\": [{\"match\": \"a b\", \"action\": \"deny\"}]}",
         "Parameter 'rules[0].match' has a character that is in no command's name"},
        {"{\"rules\": [{\"match\": \"\\u0000\", \"action\": \"deny\"}]}",
         "Parameter 'rules[0].match' has a character that is in no command's name"},
        {"{\"rules\": [{\"match\": \"[a-z]\\\\\", \"action\": \"deny\"}]}",
         "Parameter 'rules[0].match' has a character that is in no command's name"},
        {"{\"rules\": [{\"match\": \"a\"}]}", "Parameter 'rules[0].action' is missing"},
        {"{\"policy\": \"open\"}", "Parameter 'policy' does not accept value 'open'"},
    };
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        expect_refusal(line, "agent-lock", cases[i].arguments, GENERIC, cases[i].desc);
        expect_locked(line, false);
    }
    do_command(line, "stop");
}

static void a_lock_may_have_so_many_rules_and_no_more(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct text rules = {0}, arguments = {0};

    (void)state;
    text_add(&rules, "\"secret\": \"s\", \"rules\": [{\"match\": \"stop\", \"action\": \"deny\"}");
    for (int i = 2; i < AGENT_LOCK_RULES_MAX; i++)
        text_add(&rules, ",{\"match\": \"no-%d*\", \"action\": \"allow\"}", i);
    text_add(&rules, ",{\"match\": \"cont\", \"action\": \"allow\"}");
    text_add(&rules, "]");
    lock(line, rules.bytes);
    do_command(line, "cont");
    expect_command_locked(line, "stop");
    unlock(line, "s");
    rules.bytes[rules.length - 1] = ',';
    text_add(&arguments, "{%s{\"match\": \"quit\", \"action\": \"allow\"}]}", rules.bytes);
    expect_refusal(line, "agent-lock", arguments.bytes, GENERIC,
                   "Parameter 'rules' has more than 8 rules");
    expect_locked(line, false);
    text_free(&arguments);
    text_free(&rules);
}

static void patterns_and_secrets_may_be_so_long_and_no_longer(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    char stars[AGENT_LOCK_PATTERN_MAX + 1], secret[AGENT_LOCK_SECRET_MAX + 1];
    char arguments[400];

    (void)state;
    memset(stars, '*', sizeof stars - 1);
    memset(secret, 'k', sizeof secret - 1);
    stars[sizeof stars - 1] = secret[sizeof secret - 1] = '\0';
    snprintf(arguments, sizeof arguments,
             "\"secret\": \"%s\", \"rules\": [{\"match\": \"%s\", \"action\": \"deny\"}]", secret,
             stars);
    lock(line, arguments);
    expect_command_locked(line, "query-status");
    unlock(line, secret);
    snprintf(arguments, sizeof arguments, "{\"secret\": \"%sk\"}", secret);
    expect_refusal(line, "agent-lock", arguments, GENERIC,
                   "Parameter 'secret' must have 1 to 64 bytes");
    snprintf(arguments, sizeof arguments,
             "{\"rules\": [{\"match\": \"%s*\", \"action\": \"deny\"}]}", stars);
    expect_refusal(line, "agent-lock", arguments, GENERIC,
                   "Parameter 'rules[0].match' must have 1 to 32 characters");
    expect_locked(line, false);
    /* The bytes count, as they are in UTF-8 without the escapes. */
    lock(line, "\"secret\": \"\\u00e4\\\"\\\\\\u0000\\n\"");
    unlock(line, "\\u00E4\\u0022\\u005c\\u0000\\u000a");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_lock_is_not_made_from_wrong_arguments),
        board_test(a_lock_may_have_so_many_rules_and_no_more),
        board_test(patterns_and_secrets_may_be_so_long_and_no_longer),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
