/* test_console_rings.c - the console's rings, also when their users interrupt one another.
 *
 * A signal's handler interrupts the program as an interrupt does the application, and ends
 * before it goes on.
 *
 * SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <time.h>

#include "console.h"

static struct console_output out;
static struct console_input in;

static int begin_afresh(void **state)
{
    (void)state;
    memset(&out, 0, sizeof out);
    memset(&in, 0, sizeof in);
    return 0;
}

static void write_text(const char *text)
{
    console_write(&out, text, (uint32_t)strlen(text));
}

/* Takes everything; returns it as text. */
static const char *take_all(void)
{
    static char text[AGENT_CONSOLE_OUT + 1];
    uint32_t size = console_fill(&out);

    console_peek(&out, text, size);
    console_take(&out, size);
    text[size] = '\0';
    return text;
}

static void output_comes_out_in_order_and_once(void **state)
{
    (void)state;
    assert_string_equal(take_all(), "");
    write_text("one ");
    write_text("");
    write_text("two");
    assert_string_equal(take_all(), "one two");
    assert_string_equal(take_all(), "");
}

static void output_that_is_full_loses_its_oldest_bytes(void **state)
{
    char text[AGENT_CONSOLE_OUT];

    (void)state;
    memset(text, 'a', sizeof text);
    console_write(&out, text, sizeof text);
    assert_int_equal(console_fill(&out), AGENT_CONSOLE_OUT);
    write_text("b");
    assert_int_equal(console_fill(&out), AGENT_CONSOLE_OUT);
    assert_string_equal(take_all() + AGENT_CONSOLE_OUT - 2, "ab");
}

static void of_a_text_that_is_too_long_the_end_is_kept(void **state)
{
    static char text[3 * AGENT_CONSOLE_OUT + 2];

    (void)state;
    memset(text, 'x', sizeof text - 1);
    memcpy(text + sizeof text - 1 - AGENT_CONSOLE_OUT, "begin", 5);
    write_text("before");
    write_text(text);
    assert_string_equal(take_all(), text + sizeof text - 1 - AGENT_CONSOLE_OUT);
}

static void indices_of_the_output_wrap(void **state)
{
    (void)state;
    out.reserved = out.written = out.taken = UINT32_MAX - 3;
    write_text("across the end");
    assert_string_equal(take_all(), "across the end");
}

static void a_text_that_is_never_finished_is_forgotten(void **state)
{
    (void)state;
    write_text("whole, ");
    out.reserved += 100; /* where its writer was when the application was restarted */
    write_text("inside");
    assert_int_equal(console_fill(&out), 7);
    console_abandon(&out);
    write_text("afresh");
    assert_string_equal(take_all(), "whole, afresh");
}

static void an_unfinished_text_may_have_overwritten_all_there_was(void **state)
{
    (void)state;
    write_text("old");
    out.reserved += AGENT_CONSOLE_OUT + 10;
    assert_int_equal(console_fill(&out), 0);
    console_abandon(&out);
    assert_string_equal(take_all(), "");
    write_text("new");
    assert_string_equal(take_all(), "new");
}

/* ------------------------------------------------------------- interrupted writers */

/* Texts "<A1>", "<A2>", ... of two writers, and the reader's opinion of them. */
static struct {
    uint32_t written[2], seen[2], taken, torn, backwards, inside, interrupted;
    volatile sig_atomic_t writing;
    char line[32];
    unsigned length;
} trial;

static void write_number(unsigned writer)
{
    char text[32];
    char *to = text + sizeof text;
    uint32_t size, rest = ++trial.written[writer];

    *--to = '>';
    do {
        *--to = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    *--to = (char)('A' + writer);
    *--to = '<';
    size = (uint32_t)(text + sizeof text - to);
    console_write(&out, to, size);
}

static void look_at(char c)
{
    uint32_t number = 0;
    unsigned writer;

    if (trial.length == 0 && c != '<')
        trial.torn++;
    if (trial.length == sizeof trial.line)
        trial.length = 0;
    trial.line[trial.length++] = c;
    if (c != '>')
        return;
    writer = trial.line[1] == 'B';
    for (unsigned i = 2; trial.line[i] != '>'; i++) {
        if (trial.line[i] < '0' || trial.line[i] > '9')
            trial.torn++;
        number = number * 10 + (uint32_t)(trial.line[i] - '0');
    }
    if (number != trial.seen[writer] + 1)
        trial.backwards++;
    trial.seen[writer] = number;
    trial.taken++;
    trial.length = 0;
}

static void read_output(void)
{
    uint32_t size = console_fill(&out);

    for (; size > 0; size--) {
        char c;

        console_peek(&out, &c, 1);
        console_take(&out, 1);
        look_at(c);
    }
    trial.torn += trial.length != 0;
}

/* Now as an interrupt of the application, now as the agent that interrupts that. */
static void interrupt(int number)
{
    (void)number;
    trial.interrupted++;
    trial.inside += trial.writing != 0;
    write_number(1);
    if (trial.interrupted % 2)
        read_output();
}

static void texts_of_writers_that_interrupt_one_another_stay_whole(void **state)
{
    struct sigaction action = {.sa_handler = interrupt};
    struct itimerval often = {{0, 20}, {0, 20}}, never = {{0, 0}, {0, 0}};
    time_t end = time(NULL) + 2;

    (void)state;
    memset(&trial, 0, sizeof trial);
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
    while (time(NULL) < end) {
        for (int i = 0; i < 100; i++) {
            trial.writing = 1;
            write_number(0);
            trial.writing = 0;
            if (out.written - out.taken > AGENT_CONSOLE_OUT / 2)
                raise(SIGALRM); /* so that nothing is overwritten */
        }
    }
    assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
    read_output();
    assert_true(trial.inside > 100); /* else nothing has been tried */
    assert_int_equal(trial.torn, 0);
    assert_int_equal(trial.backwards, 0);
    assert_int_equal(trial.seen[0], trial.written[0]);
    assert_int_equal(trial.seen[1], trial.written[1]);
}

/* ---------------------------------------------------------------------- input */

static void input_takes_as_much_as_it_has_room_for(void **state)
{
    static uint8_t bytes[AGENT_CONSOLE_IN], back[AGENT_CONSOLE_IN + 1];

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 7);
    in.head = in.tail = UINT32_MAX - 10;
    assert_int_equal(console_room(&in), AGENT_CONSOLE_IN);
    console_put(&in, bytes, sizeof bytes);
    assert_int_equal(console_room(&in), 0);
    assert_int_equal(console_get(&in, back, 3), 3);
    assert_int_equal(console_room(&in), 3);
    assert_int_equal(console_get(&in, back + 3, sizeof back), sizeof bytes - 3);
    assert_memory_equal(back, bytes, sizeof bytes);
    assert_int_equal(console_get(&in, back, sizeof back), 0);
}

static void input_that_is_cleared_is_empty(void **state)
{
    char byte;

    (void)state;
    console_put(&in, "typed", 5);
    console_clear(&in);
    assert_int_equal(console_room(&in), AGENT_CONSOLE_IN);
    assert_int_equal(console_get(&in, &byte, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(output_comes_out_in_order_and_once, begin_afresh),
        cmocka_unit_test_setup(output_that_is_full_loses_its_oldest_bytes, begin_afresh),
        cmocka_unit_test_setup(of_a_text_that_is_too_long_the_end_is_kept, begin_afresh),
        cmocka_unit_test_setup(indices_of_the_output_wrap, begin_afresh),
        cmocka_unit_test_setup(a_text_that_is_never_finished_is_forgotten, begin_afresh),
        cmocka_unit_test_setup(an_unfinished_text_may_have_overwritten_all_there_was, begin_afresh),
        cmocka_unit_test_setup(texts_of_writers_that_interrupt_one_another_stay_whole,
                               begin_afresh),
        cmocka_unit_test_setup(input_takes_as_much_as_it_has_room_for, begin_afresh),
        cmocka_unit_test_setup(input_that_is_cleared_is_empty, begin_afresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
