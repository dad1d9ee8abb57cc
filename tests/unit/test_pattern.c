/* test_pattern.c - which names fit a pattern.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "guard/pattern.h"

static void a_pattern_fits_what_it_should(void **state)
{
    static const struct {
        const char *pattern, *name;
        bool fits;
    } cases[] = {
        {"stop", "stop", true},
        {"stop", "stopp", false},
        {"stop", "sto", false},
        {"stop", "Stop", false},
        {"", "", true},
        {"", "a", false},
        {"*", "", true},
        {"*", "anything", true},
        {"**", "", true},
        {"***", "a", true},
        {"query-*", "query-status", true},
        {"query-*", "query-", true},
        {"query-*", "query", false},
        {"query-*", "x-query-roms", false},
        {"*query-*", "x-query-roms", true},
        {"*-status", "query-status", true},
        {"*-status", "query-status-x", false},
        {"q*-*s", "query-status", true},
        {"q*-*x", "query-status", false},
        {"?", "", false},
        {"?", "a", true},
        {"?", "ab", false},
        {"??", "ab", true},
        {"st?p", "stop", true},
        {"st?p", "stp", false},
        {"?*", "", false},
        {"?*", "a", true},
        {"*?", "a", true},
        {"*?", "", false},
        {"*?b", "aab", true},
        /* The star has to give back what it took. */
        {"*ab", "aab", true},
        {"*ab", "abab", true},
        {"*ab", "ababa", false},
        {"a*b*c", "a-b-b-c", true},
        {"a*b*c", "a-c-b", false},
        {"*a*b", "bab", true},
        {"a*a", "a", false},
        {"a*a", "aa", true},
        {"*.c", "a.b.c", true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (pattern_fits(cases[i].pattern, cases[i].name) != cases[i].fits)
            fail_msg("\"%s\" and \"%s\"", cases[i].pattern, cases[i].name);
}

/* As the definition has it, slow and with recursion. */
static bool fits_by_definition(const char *pattern, const char *name)
{
    if (*pattern == '\0')
        return *name == '\0';
    if (*pattern == '*')
        return fits_by_definition(pattern + 1, name) ||
               (*name != '\0' && fits_by_definition(pattern, name + 1));
    return *name != '\0' && (*pattern == '?' || *pattern == *name) &&
           fits_by_definition(pattern + 1, name + 1);
}

static void random_text(char *text, size_t max, const char *characters, uint32_t *seed)
{
    size_t length = unit_random(seed) % (max + 1);

    for (size_t i = 0; i < length; i++)
        text[i] = characters[unit_random(seed) % strlen(characters)];
    text[length] = '\0';
}

static void a_pattern_fits_what_the_definition_says(void **state)
{
    uint32_t seed = 20;
    unsigned fitting = 0;

    (void)state;
    for (unsigned i = 0; i < 200000; i++) {
        char pattern[9], name[13];
        bool fits;

        random_text(pattern, sizeof pattern - 1, "ab*?", &seed);
        random_text(name, sizeof name - 1, "ab", &seed);
        fits = pattern_fits(pattern, name);
        if (fits != fits_by_definition(pattern, name))
            fail_msg("\"%s\" and \"%s\"", pattern, name);
        fitting += fits;
    }
    assert_in_range(fitting, 10000, 190000);
}

/* Matching that tries every star again would take longer than the universe has been there. */
static void a_pattern_of_many_stars_takes_no_time(void **state)
{
    char pattern[1001], name[10001];

    (void)state;
    for (size_t i = 0; i < sizeof pattern - 1; i++)
        pattern[i] = i % 2 ? 'a' : '*';
    pattern[sizeof pattern - 2] = 'b';
    pattern[sizeof pattern - 1] = '\0';
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_false(pattern_fits(pattern, name));
    name[sizeof name - 2] = 'b';
    assert_true(pattern_fits(pattern, name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pattern_fits_what_it_should),
        cmocka_unit_test(a_pattern_fits_what_the_definition_says),
        cmocka_unit_test(a_pattern_of_many_stars_takes_no_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
