/* test_monitor_say.c - what commands of the human monitor say has the form that printf() gives it.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "monitor/say.h"
#include "monitor_said.h"

/* Says one format after the other; the C library writes into `expected` what it makes of each. */
static char expected[4096];

#define BOTH(...)                                                                                  \
    do {                                                                                           \
        say(run, __VA_ARGS__);                                                                     \
        (void)snprintf(expected + strlen(expected), sizeof expected - strlen(expected),            \
                       __VA_ARGS__);                                                               \
    } while (0)

static bool emit(struct monitor_run *run)
{
    static const uint64_t values[] = {0, 1, 9, 10, 07777, UINT32_MAX, INT64_MAX, UINT64_MAX};

    expected[0] = '\0';
    BOTH("%s", "");
    BOTH("100%%");
    BOTH("[%s|%8s|%-8s|%2s|%*s]", "text", "text", "text", "text", 6, "text");
    BOTH("[%c%c]", 'a', '%');
    BOTH("[%d|%5d|%-5d|%*d]", -1, -12, -123, 7, 2147483647);
    BOTH("[%u|%5u|%05u|%x|%02x|%o]", 4294967295u, 12u, 12u, 0xfeu, 3u, 8u);
    BOTH("[%zu|%zx|%04zx]", (size_t)-1, (size_t)-1, (size_t)10);
    for (unsigned i = 0; i < COUNT(values); i++) {
        BOTH("[%jd|%ju|%jx|%jo|%#jo]", (int64_t)values[i], values[i], values[i], values[i],
             values[i]);
        BOTH("[%22jd|%022ju|%*jx|%0*jx|%#22jo]", (int64_t)values[i], values[i], 9, values[i], 16,
             values[i], values[i]);
    }
    return false;
}

static int begin(struct monitor_run *run)
{
    run->emit = emit;
    return 0;
}

static void numbers_and_texts_look_as_printf_has_them(void **state)
{
    const char *said;

    (void)state;
    said = monitor_said(begin, sizeof expected);
    assert_true(strlen(expected) < sizeof expected - 1);
    assert_string_equal(said, expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_texts_look_as_printf_has_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
