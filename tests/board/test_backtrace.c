/* test_backtrace.c - who called the application's function, as far as that can be told.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "debugging.h"

#define EACH_BEAT "thermostat_beat"

static void the_caller_is_among_those_who_may_have_called(void **state)
{
    struct qmpc *line = debugging_start();
    uint64_t main_at = debugging_symbol("hub_main"), pc = 0;
    struct qmpc_message *reply;
    bool certain = false, found = false;

    (void)state;
    if (debugging_plants()) {
        debugging_break(line, debugging_symbol(EACH_BEAT), "");
        (void)debugging_stop(line, "breakpoint");
    } else {
        do_stop(line);
    }
    reply = ask(line, "agent-backtrace", "{\"depth\": 64}");
    assert_int_equal(qmpc_get_uint64(reply, "return.0.pc", &pc), QMPC_OK);
    assert_true(pc == debugging_register(line, "pc"));
    assert_int_equal(qmpc_get_bool(reply, "return.0.certain", &certain), QMPC_OK);
    assert_true(certain);
    for (unsigned i = 1; !found; i++) {
        char path[40];

        snprintf(path, sizeof path, "return.%u.pc", i);
        if (qmpc_get_uint64(reply, path, &pc) != QMPC_OK)
            fail_msg("hub_main is not there: %s", qmpc_message_text(reply));
        found = pc > main_at && pc - main_at < 1024;
    }
    qmpc_message_free(reply);
}

static void the_depth_is_limited(void **state)
{
    struct qmpc *line = debugging_start();
    struct qmpc_message *reply;

    (void)state;
    reply = ask(line, "agent-backtrace", "{\"depth\": 1}"); /* while it runs, too */
    assert_true(qmpc_string_at_is(reply, "return.0.source", "pc"));
    assert_null(qmpc_get(reply, "return.1").text);
    qmpc_message_free(reply);
    expect_refusal(line, "agent-backtrace", "{\"depth\": 0}", "GenericError",
                   "Parameter 'depth' expects 1 to 64");
    expect_refusal(line, "agent-backtrace", "{\"depth\": 65}", "GenericError",
                   "Parameter 'depth' expects 1 to 64");
    expect_status(line, "running");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_caller_is_among_those_who_may_have_called),
        board_test(the_depth_is_limited),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
