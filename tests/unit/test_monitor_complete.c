/* test_monitor_complete.c - how many words a completion lists, and what it says of the others.
 *
 * The words are w000, w001 ..., as many as a test wants.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "monitor/terminal/complete.h"

#define WORDS_MAX 999

static char words[WORDS_MAX][5];
static unsigned count;
static struct agent agent;
static char line[AGENT_MONITOR_LINE + 1];
static struct monitor_edit edit;
static struct monitor_completion completion;

/* ------------------------------------------------------------------ the table */

int hmp_help(struct monitor_run *run)
{
    (void)run;
    return 0;
}

int hmp_info(struct monitor_run *run)
{
    (void)run;
    return 0;
}

static const struct monitor_row row = MONITOR_ROW("cmd", "s", "", hmp_help, "stop", "", "");
const struct monitor_table monitor_commands = {&row, 1};
const struct monitor_table monitor_infos = {&row, 0};

static bool all_words(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    (void)c;
    if (number >= count)
        return false;
    /* In no order. */
    *word = (struct json_span){words[count - 1 - number], 4};
    return true;
}

bool candidates_commands(const struct monitor_completion *c, unsigned number,
                         struct json_span *word)
{
    return all_words(c, number, word);
}

bool candidates_infos(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    return all_words(c, number, word);
}

void candidates_find(struct monitor_completion *c, const struct monitor_row *called,
                     unsigned arguments, struct json_span before)
{
    (void)called, (void)before;
    c->candidates = arguments == 0 ? all_words : NULL;
}

char candidates_end(const struct monitor_completion *c, struct json_span candidate)
{
    (void)c, (void)candidate;
    return ' ';
}

/* ---------------------------------------------------------------------- tests */

static int setup(void **state)
{
    (void)state;
    memset(&agent, 0, sizeof agent);
    for (unsigned i = 0; i < WORDS_MAX; i++)
        snprintf(words[i], sizeof words[i], "w%03u", i);
    edit_init(&edit, line, AGENT_MONITOR_LINE);
    return 0;
}

/* Types TEXT and a TAB; true: a list is due. */
static bool tab(const char *text)
{
    edit_reset(&edit);
    for (; *text; text++)
        assert_int_equal(edit_take(&edit, *text), EDIT_NOTHING);
    assert_int_equal(edit_take(&edit, '\t'), EDIT_COMPLETE);
    return complete_word(&completion, &edit, &agent);
}

/* The list, through an output of SIZE bytes. */
static const char *list(uint32_t size)
{
    static char all[16384];
    char buffer[512];
    size_t length = 0;
    bool more;

    do {
        struct json_writer w;
        struct json_mark mark;

        json_writer_init(&w, buffer, size);
        do {
            mark = json_writer_mark(&w);
            more = complete_list(&completion, &w);
        } while (more && !w.overflow);
        if (w.overflow) {
            more = true;
            json_writer_rewind(&w, mark);
            assert_true(w.length > 0); /* or it never ends */
        }
        memcpy(all + length, buffer, w.length);
        length += w.length;
    } while (more);
    all[length] = '\0';
    return all;
}

/* What a list of the first LISTED words is, eight on a line. */
static const char *expected(unsigned listed, const char *rest)
{
    static char all[16384];
    char *end = all + sprintf(all, "\r\n");

    for (unsigned i = 0; i < listed; i++)
        end += sprintf(end, "w%03u      %s", i, i % 8 == 7 || i + 1 == listed ? "\r\n" : "");
    strcpy(end, rest);
    return all;
}

static void as_many_words_as_may_be_are_all_listed(void **state)
{
    (void)state;
    count = AGENT_MONITOR_COMPLETIONS;
    assert_true(tab("cmd "));
    assert_string_equal(list(512), expected(AGENT_MONITOR_COMPLETIONS, ""));
}

static void of_more_words_it_tells_how_many_are_not_listed(void **state)
{
    (void)state;
    count = AGENT_MONITOR_COMPLETIONS + 1;
    assert_true(tab("cmd "));
    assert_string_equal(list(512), expected(AGENT_MONITOR_COMPLETIONS, "... and 1 more\r\n"));
    count = WORDS_MAX;
    assert_true(tab("cmd "));
    assert_string_equal(list(512), expected(AGENT_MONITOR_COMPLETIONS, "... and 743 more\r\n"));
}

static void a_list_does_not_depend_on_the_room(void **state)
{
    (void)state;
    count = AGENT_MONITOR_COMPLETIONS + 12;
    for (uint32_t size = 18; size < 60; size++) {
        assert_true(tab("cmd "));
        assert_string_equal(list(size), expected(AGENT_MONITOR_COMPLETIONS, "... and 12 more\r\n"));
    }
}

static void words_that_are_not_listed_complete_nevertheless(void **state)
{
    (void)state;
    count = WORDS_MAX;
    assert_false(tab("cmd w998"));
    assert_int_equal(edit.length, 9);
    assert_memory_equal(line, "cmd w998 ", 9);
    assert_true(tab("cmd w99"));
    assert_string_equal(list(512),
                        "\r\nw990      w991      w992      w993      w994      w995      "
                        "w996      w997      \r\nw998      \r\n");
}

static void of_one_word_there_is_no_list(void **state)
{
    (void)state;
    count = 1;
    assert_false(tab("cmd "));
    assert_memory_equal(line, "cmd w000 ", 9);
    count = 0;
    assert_false(tab("cmd "));
    assert_int_equal(edit.length, 4);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(as_many_words_as_may_be_are_all_listed),
        TEST(of_more_words_it_tells_how_many_are_not_listed),
        TEST(a_list_does_not_depend_on_the_room),
        TEST(words_that_are_not_listed_complete_nevertheless),
        TEST(of_one_word_there_is_no_list),
    };

    _Static_assert(AGENT_MONITOR_COMPLETIONS == 256, "what the tests expect");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
