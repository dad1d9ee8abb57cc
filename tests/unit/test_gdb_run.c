/* test_gdb_run.c - gdb stops the application, lets it go on and steps it, beside other hosts.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb_rig.h"

#include "debug/debug.h"
#include "guard/lock.h"
#include "qmp/schema.h"

static int setup(void **state)
{
    (void)state;
    gdb_rig_begin();
    return 0;
}

static bool runs(void)
{
    return rig.agent.state == QMP_RUN_RUNNING;
}

/* Sends a packet that is not answered before the application stops. */
static void let_go(const char *packet)
{
    assert_string_equal(gdb_rig_ask(packet), "");
    assert_true(runs());
}

static void lock(enum qmp_lock_policy policy)
{
    rig.agent.lock.locked = true;
    rig.agent.lock.policy = policy;
}

static void who_speaks_first_stops_the_application(void **state)
{
    (void)state;
    assert_true(runs());
    assert_string_equal(gdb_rig_ask("?"), "T02thread:1;");
    assert_int_equal(rig.agent.state, QMP_RUN_PAUSED);
    assert_int_equal(rig.counts.stops, 1);
    assert_string_equal(gdb_rig_ask("?"), "T02thread:1;");
    assert_int_equal(rig.counts.stops, 1);
}

static void an_application_that_stands_is_told_why(void **state)
{
    (void)state;
    rig.agent.debug.last.cause = "illegal-instruction";
    gdb_engine_stop(DEBUG_FAULT, 0, 0);
    assert_string_equal(gdb_rig_ask("?"), "T04thread:1;");
}

static void it_goes_on_and_the_reply_is_its_next_stop(void **state)
{
    static const char *const packets[] = {"c",           "C05",        "vCont;c",    "vCont;c:1",
                                          "vCont;C05:1", "vCont;c:-1", "vCont;t:1;c"};

    (void)state;
    gdb_rig_ask("?");
    for (size_t i = 0; i < COUNT(packets) - 1; i++) {
        let_go(packets[i]);
        assert_int_equal(rig.counts.conts, i + 1);
        gdb_engine_stop(DEBUG_BREAKPOINT, 0, 99);
        assert_string_equal(gdb_rig_settle(), "T05thread:1;");
        gdb_rig_feed("+", 1, 1);
    }
    /* Who is held does not move. */
    assert_string_equal(gdb_rig_ask("vCont;t:1;c"), "T05thread:1;");
    assert_false(runs());
}

static void it_goes_on_elsewhere(void **state)
{
    (void)state;
    gdb_rig_ask("?");
    let_go("c2468");
    assert_true(rig.registers[0][3] == 0x2468);
    gdb_engine_stop(DEBUG_BREAKPOINT, 0, 99);
    gdb_rig_settle();
    gdb_rig_feed("+", 1, 1);
    let_go("S05;1000");
    assert_true(rig.registers[0][3] == 0x1000);
    assert_int_equal(rig.counts.steps, 1);
}

static void a_step_is_one_processors(void **state)
{
    (void)state;
    rig.cpus = 3;
    gdb_rig_ask("?");
    let_go("vCont;s:2;c");
    assert_int_equal(rig.step_cpu, 1);
    gdb_engine_stop(DEBUG_STEP, 1, 0);
    assert_string_equal(gdb_rig_settle(), "T05thread:2;");
    gdb_rig_feed("+", 1, 1);
    let_go("s");
    assert_int_equal(rig.step_cpu, 1);
    gdb_engine_stop(DEBUG_STEP, 1, 0);
    gdb_rig_settle();
    gdb_rig_ask("Hc3");
    let_go("s");
    assert_int_equal(rig.step_cpu, 2);
    gdb_engine_stop(DEBUG_STEP, 2, 0);
    gdb_rig_settle();
    assert_string_equal(gdb_rig_ask("vCont;c:1"), "E.The processors go on only together");
    let_go("vCont;c:1;c:2;c:3");
}

static void what_the_engine_refuses_is_told(void **state)
{
    (void)state;
    gdb_rig_ask("?");
    rig.refusal = "it cannot be";
    assert_string_equal(gdb_rig_ask("c"), "E.it cannot be");
    assert_string_equal(gdb_rig_ask("s"), "E.it cannot be");
    assert_string_equal(gdb_rig_ask("Z0,1000,4"), "E.it cannot be");
    assert_string_equal(gdb_rig_ask("qRcmd,776879"), "69742063616e6e6f742062650a"); /* why */
    assert_false(runs());
}

static void the_interrupt_stops_it(void **state)
{
    (void)state;
    gdb_rig_ask("?");
    let_go("c");
    gdb_rig_feed("\x03", 1, 1);
    assert_string_equal(gdb_rig_settle(), "T02thread:1;");
    gdb_rig_feed("+\x03\x03", 3, 3); /* of no effect */
    assert_string_equal(gdb_rig_settle(), "");
    let_go("c");
    gdb_reset(&rig.agent, BOARD_PORT_BREAK);
    assert_string_equal(gdb_rig_settle(), "T02thread:1;");
    assert_int_equal(rig.counts.stops, 3);
}

/* gdb goes on by itself where a condition of its own does not hold; its user's wish is not lost. */
static void an_interrupt_just_behind_another_stop_is_kept(void **state)
{
    (void)state;
    gdb_rig_ask("?");
    let_go("c");
    gdb_engine_stop(DEBUG_BREAKPOINT, 0, 99);
    assert_string_equal(gdb_rig_settle(), "T05thread:1;");
    gdb_rig_feed("+\x03", 2, 2);
    assert_string_equal(gdb_rig_settle(), "");
    assert_string_equal(gdb_rig_ask("c"), "T02thread:1;");
    let_go("c");
    /* Another gdb has nothing to do with it. */
    gdb_engine_stop(DEBUG_BREAKPOINT, 0, 99);
    assert_string_equal(gdb_rig_settle(), "T05thread:1;");
    gdb_rig_feed("+\x03", 2, 2);
    gdb_rig_ask("qSupported");
    let_go("c");
}

/* gdb_run() says that it did something, and so the agent looks for more input. */
static void what_stands_behind_a_packet_without_a_reply_is_seen(void **state)
{
    const char *bytes;

    (void)state;
    gdb_rig_ask("?");
    assert_int_equal(gdb_input(&rig.agent, "$c#63\x03", 6), 5);
    gdb_sent(&rig.agent, gdb_output(&rig.agent, &bytes));
    assert_true(gdb_run(&rig.agent));
    assert_false(gdb_run(&rig.agent));
    assert_int_equal(gdb_input(&rig.agent, "\x03", 1), 1);
    assert_string_equal(gdb_rig_settle(), "T02thread:1;");
}

static void a_stop_of_another_host_is_an_interrupt(void **state)
{
    (void)state;
    gdb_rig_ask("?");
    let_go("c");
    rig.agent.state = QMP_RUN_PAUSED;
    assert_string_equal(gdb_rig_settle(), "T02thread:1;");
}

static void what_another_host_let_go_is_waited_for(void **state)
{
    (void)state;
    gdb_rig_ask("?");
    rig.agent.state = QMP_RUN_RUNNING;
    assert_string_equal(gdb_rig_ask("s"), "E.it runs");
    let_go("c");
    gdb_rig_feed("\x03", 1, 1);
    assert_string_equal(gdb_rig_settle(), "T02thread:1;");
}

static void reasons_are_told_to_a_gdb_that_knows_them(void **state)
{
    (void)state;
    gdb_rig_ask("?");
    for (unsigned i = 0; i < 2; i++) {
        assert_string_equal(gdb_rig_ask("Z0,1234,4"), "OK");
        assert_string_equal(gdb_rig_ask("Z0,1234,4"), "OK"); /* once is enough */
        let_go("c");
        gdb_engine_stop(DEBUG_BREAKPOINT, 0, rig.ids);
        assert_string_equal(gdb_rig_settle(), i ? "T05thread:1;swbreak:;" : "T05thread:1;");
        gdb_rig_ask("qSupported:multiprocess+;swbreak+;hwbreak+");
    }
    assert_int_equal(rig.ids, 2);
    for (unsigned access = 2; access <= 4; access++) {
        static const char *const replies[] = {"T05thread:1;watch:1100;", "T05thread:1;rwatch:1100;",
                                              "T05thread:1;awatch:1100;"};
        char packet[20];

        snprintf(packet, sizeof packet, "Z%u,1100,4", access);
        assert_string_equal(gdb_rig_ask(packet), "OK");
        let_go("c");
        gdb_engine_stop(DEBUG_WATCHPOINT, 0, rig.ids);
        assert_string_equal(gdb_rig_settle(), replies[access - 2]);
        packet[0] = 'z';
        assert_string_equal(gdb_rig_ask(packet), "OK");
        assert_string_equal(gdb_rig_ask(packet), "OK"); /* it need not be there */
    }
    for (unsigned i = 0; i < AGENT_WATCHPOINTS_MAX; i++)
        assert_int_equal(rig.agent.debug.watchpoints[i].owner, DEBUG_NOBODY);
}

static void each_kind_of_fault_has_a_signal(void **state)
{
    static const struct {
        const char *cause, *reply;
    } faults[] = {
        {"illegal-instruction", "T04"}, {"misaligned", "T0a"}, {"divide-by-zero", "T08"},
        {"environment-call", "T0c"},    {"breakpoint", "T05"}, {"load-access", "T0b"},
        {"stack-overflow", "T0b"},      {"watchdog", "T0e"},   {"nmi", "T02"},
    };

    (void)state;
    gdb_rig_ask("?");
    for (size_t i = 0; i < COUNT(faults); i++) {
        let_go("c");
        rig.agent.debug.last.cause = faults[i].cause;
        gdb_engine_stop(DEBUG_FAULT, 0, 0);
        assert_memory_equal(gdb_rig_settle(), faults[i].reply, 3);
        gdb_rig_feed("+", 1, 1);
    }
    let_go("c");
    gdb_engine_stop(DEBUG_PANIC, 0, 0);
    assert_string_equal(gdb_rig_settle(), "T06thread:1;");
}

static void the_end_is_told(void **state)
{
    (void)state;
    gdb_rig_ask("?");
    let_go("c");
    assert_false(gdb_is_idle(&rig.agent));
    rig.agent.state = QMP_RUN_SHUTDOWN;
    rig.agent.ending = true;
    assert_string_equal(gdb_rig_settle(), "W00");
    assert_true(gdb_is_idle(&rig.agent));
}

static void a_gdb_that_leaves_lets_go_what_it_stopped(void **state)
{
    static const char *const ways[] = {"D", "D;1", "vKill;1", "k", NULL};

    (void)state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        gdb_rig_ask("Z0,1234,4");
        assert_false(runs());
        if (ways[i])
            assert_string_equal(gdb_rig_ask(ways[i]), ways[i][0] == 'k' ? "" : "OK");
        else
            gdb_reset(&rig.agent, BOARD_PORT_DETACHED);
        assert_true(runs());
        assert_int_equal(rig.agent.debug.breakpoints[0].owner, DEBUG_NOBODY);
    }
}

static void what_others_stopped_stays_stopped(void **state)
{
    (void)state;
    rig.agent.state = QMP_RUN_PAUSED;
    gdb_rig_ask("?");
    gdb_rig_ask("D");
    assert_false(runs());
    /* Also when gdb had stopped it before. */
    rig.agent.state = QMP_RUN_RUNNING;
    gdb_rig_ask("?");
    let_go("c");
    rig.agent.state = QMP_RUN_PAUSED;
    gdb_rig_settle();
    gdb_rig_ask("D");
    assert_false(runs());
}

static void a_gdb_that_dies_in_a_step_leaves_nothing_standing(void **state)
{
    (void)state;
    gdb_rig_ask("?");
    let_go("s");
    rig.agent.debug.step.active = true;
    gdb_reset(&rig.agent, BOARD_PORT_DETACHED);
    assert_true(runs());
    assert_int_equal(rig.counts.conts, 1);
}

static void a_new_gdb_takes_over_from_one_that_vanished(void **state)
{
    (void)state;
    gdb_rig_ask("Z0,1234,4");
    let_go("c");
    assert_non_null(strstr(gdb_rig_ask("qSupported"), "PacketSize="));
    assert_false(runs());
    assert_int_equal(rig.agent.debug.breakpoints[0].owner, DEBUG_NOBODY);
    assert_string_equal(gdb_rig_ask("?"), "T02thread:1;");
}

static void a_lock_that_leaves_only_reading_binds_gdb(void **state)
{
    static const char *const refused[] = {"P0=0100000000000000", "c",         "s",
                                          "Z0,1000,4",           "Z2,1000,4", "X1000,1:x",
                                          "z0,1000,4",           "M1000,1:00"};

    (void)state;
    gdb_rig_ask("?");
    lock(QMP_LOCK_READ_ONLY);
    for (size_t i = 0; i < COUNT(refused); i++)
        assert_string_equal(gdb_rig_ask(refused[i]), "E.The agent is locked");
    assert_string_equal(gdb_rig_ask("m1000,1"), "00");
    assert_string_equal(gdb_rig_ask("p0"), "0000000000000000");
    lock(QMP_LOCK_DENY);
    assert_string_equal(gdb_rig_ask("m1000,1"), "E01");
    assert_string_equal(gdb_rig_ask("p0"), "E.The agent is locked");
    assert_string_equal(gdb_rig_ask("qCRC:1000,1"), "E.The agent is locked");
    gdb_rig_ask("R00");
    assert_int_equal(rig.counts.resets, 0);
    gdb_rig_ask("D"); /* nor does it go on */
    assert_false(runs());
}

static void a_lock_keeps_gdb_from_stopping(void **state)
{
    (void)state;
    lock(QMP_LOCK_READ_ONLY);
    gdb_rig_ask("qAttached");
    assert_true(runs());
    lock(QMP_LOCK_ALLOW);
    let_go("c");
    lock(QMP_LOCK_READ_ONLY);
    gdb_rig_feed("\x03", 1, 1);
    /* "The agent is locked", which gdb shows; and it goes on waiting. */
    assert_string_equal(gdb_rig_settle(), "O546865206167656e74206973206c6f636b65640a");
    gdb_rig_feed("+", 1, 1);
    assert_true(runs());
    gdb_engine_stop(DEBUG_BREAKPOINT, 0, 99);
    assert_string_equal(gdb_rig_settle(), "T05thread:1;");
}

/* Sends LINE with qRcmd; the reply as text. */
static const char *monitor(const char *line)
{
    static char packet[300], text[2000];
    size_t at = (size_t)sprintf(packet, "qRcmd,");

    for (; *line; line++)
        at += (size_t)sprintf(packet + at, "%02x", (unsigned char)*line);
    gdb_rig_ask(packet);
    if (strcmp(heard.reply, "OK") == 0 || heard.reply[0] == 'E')
        return heard.reply;
    for (at = 0; at < heard.length / 2; at++) {
        char digits[3] = {heard.reply[2 * at], heard.reply[2 * at + 1], '\0'};

        text[at] = (char)strtoul(digits, NULL, 16);
    }
    text[at] = '\0';
    return text;
}

static void monitor_commands_are_those_of_qmp(void **state)
{
    char wrong[300];

    (void)state;
    assert_string_equal(monitor("info status"), "VM status: paused\n");
    assert_string_equal(monitor(" c "), "OK");
    assert_true(runs());
    assert_string_equal(monitor("info status"), "VM status: running\n");
    assert_string_equal(monitor("stop"), "OK");
    assert_false(runs());
    assert_string_equal(monitor("system_reset"), "OK");
    assert_int_equal(rig.counts.resets, 1);
    assert_string_equal(monitor("reset"), "OK");
    assert_int_equal(rig.counts.resets, 2);
    assert_string_equal(monitor("help cont"), "cont|c  -- what it does\n");
    assert_non_null(strstr(monitor("help"), "system_reset  -- what it does\n"));
    assert_non_null(strstr(monitor(""), "quit"));
    assert_string_equal(monitor("dance"), "unknown command: 'dance'\n");
    assert_string_equal(monitor("s x"), "stop|s: extraneous characters at the end of line\n"
                                        "Try \"help s\" for more information\n");
    gdb_rig_send("qRcmd,732078", 12); /* s x */
    strcpy(wrong, heard.reply);
    gdb_rig_feed("-", 1, 1);
    assert_string_equal(gdb_rig_settle(), wrong); /* it says the same when it is asked again */
    gdb_rig_feed("+", 1, 1);
    assert_string_equal(monitor("why"), "nothing was refused\n");
    rig.refusal = "it cannot be";
    assert_string_equal(monitor("cont"), "Error: it cannot be\n");
    lock(QMP_LOCK_READ_ONLY);
    assert_string_equal(monitor("quit"), "Error: The command quit is locked\n");
    lock(QMP_LOCK_ALLOW);
    assert_string_equal(monitor("quit"), "OK");
    assert_int_equal(rig.counts.quits, 1);
}

static const char *note_the_end(struct qmp_stream *stream, char *where)
{
    (void)where;
    if (stream->cancelled)
        rig.refusal = "told";
    stream->pause = !stream->cancelled;
    return NULL;
}

static void a_gdb_that_leaves_ends_what_its_monitor_works_at(void **state)
{
    (void)state;
    assert_string_equal(monitor("info status"), "VM status: paused\n");
    rig.agent.gdb.monitor.stream.work = note_the_end;
    gdb_reset(&rig.agent, BOARD_PORT_BREAK);
    assert_null(rig.refusal);
    gdb_reset(&rig.agent, BOARD_PORT_DETACHED);
    assert_string_equal(rig.refusal, "told");
    assert_null(rig.agent.gdb.monitor.stream.work);
}

static void a_step_by_breakpoint_goes_to_the_next_safepoint(void **state)
{
    (void)state;
    gdb_rig_ask("?");
    rig.registers[0][3] = 0x1100;
    rig.refusal = debug_no_safepoint;
    assert_string_equal(gdb_rig_ask("Z0,1108,4"), "E.only at safepoints");
    assert_string_equal(gdb_rig_ask("Z0,1104,4"), "OK");
    rig.refusal = NULL;
    let_go("c");
    assert_int_equal(rig.counts.steps, 1);
    assert_int_equal(rig.counts.conts, 0);
    gdb_engine_stop(DEBUG_STEP, 0, 0);
    gdb_rig_settle();
    gdb_rig_ask("z0,1104,4");
    let_go("c");
    assert_int_equal(rig.counts.conts, 1);
}

static void it_begins_anew_and_stands(void **state)
{
    (void)state;
    assert_string_equal(gdb_rig_ask("!"), "OK");
    assert_string_equal(gdb_rig_ask("R00"), "");
    assert_int_equal(rig.counts.resets, 1);
    assert_false(runs());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(who_speaks_first_stops_the_application, setup),
        cmocka_unit_test_setup(an_application_that_stands_is_told_why, setup),
        cmocka_unit_test_setup(it_goes_on_and_the_reply_is_its_next_stop, setup),
        cmocka_unit_test_setup(it_goes_on_elsewhere, setup),
        cmocka_unit_test_setup(a_step_is_one_processors, setup),
        cmocka_unit_test_setup(what_the_engine_refuses_is_told, setup),
        cmocka_unit_test_setup(the_interrupt_stops_it, setup),
        cmocka_unit_test_setup(an_interrupt_just_behind_another_stop_is_kept, setup),
        cmocka_unit_test_setup(what_stands_behind_a_packet_without_a_reply_is_seen, setup),
        cmocka_unit_test_setup(a_stop_of_another_host_is_an_interrupt, setup),
        cmocka_unit_test_setup(what_another_host_let_go_is_waited_for, setup),
        cmocka_unit_test_setup(reasons_are_told_to_a_gdb_that_knows_them, setup),
        cmocka_unit_test_setup(each_kind_of_fault_has_a_signal, setup),
        cmocka_unit_test_setup(the_end_is_told, setup),
        cmocka_unit_test_setup(a_gdb_that_leaves_lets_go_what_it_stopped, setup),
        cmocka_unit_test_setup(what_others_stopped_stays_stopped, setup),
        cmocka_unit_test_setup(a_gdb_that_dies_in_a_step_leaves_nothing_standing, setup),
        cmocka_unit_test_setup(a_new_gdb_takes_over_from_one_that_vanished, setup),
        cmocka_unit_test_setup(a_lock_that_leaves_only_reading_binds_gdb, setup),
        cmocka_unit_test_setup(a_lock_keeps_gdb_from_stopping, setup),
        cmocka_unit_test_setup(monitor_commands_are_those_of_qmp, setup),
        cmocka_unit_test_setup(a_gdb_that_leaves_ends_what_its_monitor_works_at, setup),
        cmocka_unit_test_setup(a_step_by_breakpoint_goes_to_the_next_safepoint, setup),
        cmocka_unit_test_setup(it_begins_anew_and_stands, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
