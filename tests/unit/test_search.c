/* test_search.c - agent-memory-search.
 *
 * SPDX-License-Identifier: MIT */
#include "inspect_board.h"

#include "agent/config.h"

/* What is asked for, and what a search without pieces makes of it. */
struct wanted {
    uintptr_t address;
    size_t size, length;
    uint8_t pattern[AGENT_PATTERN_MAX], mask[AGENT_PATTERN_MAX];
    bool has_mask;
    unsigned align, max;
};

static const char *hex(char *text, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    return text;
}

static bool is_match(const struct wanted *w, uintptr_t address)
{
    const uint8_t *bytes = inspect_board.memory + (address - INSPECT_BASE);

    for (size_t i = 0; i < w->length; i++)
        if ((bytes[i] & w->mask[i]) != (w->pattern[i] & w->mask[i]))
            return false;
    return true;
}

static void expect_as_wanted(struct rig *rig, const struct wanted *w)
{
    char text[60000];
    size_t used = 0;
    unsigned found = 0;
    uintptr_t a, next = w->address;
    bool more = false;

    used += (size_t)snprintf(text, sizeof text, "{\"return\": {\"matches\": [");
    for (a = w->address; a + w->length <= w->address + w->size; a++) {
        if (a % w->align)
            continue;
        if (found == w->max) {
            more = true;
            break;
        }
        if (is_match(w, a))
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%lu", found++ ? ", " : "",
                                     (unsigned long)a);
        next = a + w->align;
    }
    if (!more)
        next = w->address + w->size;
    snprintf(text + used, sizeof text - used, "], \"size\": %lu%s}}",
             (unsigned long)(next - w->address), more ? ", \"more\": true" : "");
    rig_expect(rig, text);
}

static void search(struct rig *rig, const struct wanted *w)
{
    char data[2 * AGENT_PATTERN_MAX + 1], mask[2 * AGENT_PATTERN_MAX + 1], with[200] = "";

    if (w->has_mask)
        snprintf(with, sizeof with, ",'mask':'%s'", hex(mask, w->mask, w->length));
    inspect_send(rig, "agent-memory-search",
                 "'address':%lu,'size':%zu,'data':'%s','align':%u,'max':%u%s",
                 (unsigned long)w->address, w->size, hex(data, w->pattern, w->length), w->align,
                 w->max, with);
    expect_as_wanted(rig, w);
}

/* Pieces end somewhere in it, whatever their size. */
#define STRETCH (3 * AGENT_MEMORY_PIECE)

static void search_finds_a_pattern_wherever_it_is(void **state)
{
    static const size_t lengths[] = {1, 2, 3, 8, AGENT_PATTERN_MAX - 1, AGENT_PATTERN_MAX};
    struct rig *rig = inspect_start(0);

    (void)state;
    for (size_t k = 0; k < COUNT(lengths); k++) {
        struct wanted w = {.address = INSPECT_BASE + 1, .size = STRETCH, .align = 1, .max = 1000};

        w.length = lengths[k];
        memset(w.mask, 0xFF, sizeof w.mask);
        for (size_t i = 0; i < w.length; i++)
            w.pattern[i] = (uint8_t)(i + 1);
        for (size_t at = 0; at + w.length <= STRETCH + 2; at++) {
            memset(inspect_board.memory, 0, sizeof inspect_board.memory);
            memcpy(inspect_board.memory + at, w.pattern, w.length);
            search(rig, &w); /* the first and the last place are just outside */
        }
    }
    rig_free(rig);
}

static void search_finds_what_a_search_in_one_go_finds(void **state)
{
    uint32_t seed = 4711;
    struct rig *rig = inspect_start(0);

    (void)state;
    for (unsigned round = 0; round < 1500; round++) {
        struct wanted w = {.length = 1 + unit_random(&seed) % 6, .has_mask = round % 3 == 0};

        for (size_t i = 0; i < STRETCH; i++)
            inspect_board.memory[i] = unit_random(&seed) & 1 ? 0x41 : 0x40;
        w.address = INSPECT_BASE + unit_random(&seed) % 40;
        w.size = unit_random(&seed) % (STRETCH - 40);
        w.align = 1u << unit_random(&seed) % (round % 10 ? 4 : 11);
        w.max = 1 + unit_random(&seed) % (round % 2 ? 20 : 2000);
        for (size_t i = 0; i < w.length; i++) {
            w.pattern[i] = unit_random(&seed) & 1 ? 0x41 : 0x40;
            w.mask[i] = w.has_mask ? (uint8_t)(unit_random(&seed) & 1 ? 0xFE : 0xFF) : 0xFF;
        }
        search(rig, &w);
    }
    rig_free(rig);
}

static void search_takes_patterns_up_to_the_limit_and_no_longer(void **state)
{
    struct rig *rig = inspect_start(3);
    char longest[2 * AGENT_PATTERN_MAX + 1], longer[2 * AGENT_PATTERN_MAX + 3];

    (void)state;
    memcpy(inspect_board.memory + 700, inspect_board.memory + 100, AGENT_PATTERN_MAX);
    hex(longest, inspect_board.memory + 100, AGENT_PATTERN_MAX);
    hex(longer, inspect_board.memory + 100, AGENT_PATTERN_MAX + 1);
    inspect_send(rig, "agent-memory-search", "'address':65536,'size':4096,'data':'%s'", longest);
    inspect_expect(rig, "{'matches': [65636, 66236], 'size': 4096}");
    inspect_send(rig, "agent-memory-search", "'address':65536,'size':4096,'data':'%s'", longer);
    inspect_expect_error(rig, "A pattern has 1 to %d bytes", AGENT_PATTERN_MAX);
    inspect_send(rig, "agent-memory-search", "'address':65536,'size':4096,'data':''");
    inspect_expect_error(rig, "A pattern has 1 to %d bytes", AGENT_PATTERN_MAX);
    rig_free(rig);
}

static void search_names_what_is_wrong_with_its_arguments(void **state)
{
    static const struct {
        const char *arguments, *desc;
    } rows[] = {
        {"'data':'0g'", "Parameter 'data' is not of its format at character 1"},
        {"'data':'QQ=','format':'base64'", "Parameter 'data' is not of its format at character 2"},
        {"'data':'00','mask':'f'", "Parameter 'mask' is not of its format at character 1"},
        {"'data':'00','mask':'ffff'", "Parameter 'mask' is not as long as 'data'"},
        {"'data':'0000','mask':'ff'", "Parameter 'mask' is not as long as 'data'"},
        {"'data':'00','align':0", "Parameter 'align' expects a power of two"},
        {"'data':'00','align':3", "Parameter 'align' expects a power of two"},
        {"'data':'00','align':-2", "Parameter 'align' expects a power of two"},
        {"'data':'00','align':-9223372036854775808", "Parameter 'align' expects a power of two"},
        {"'data':'00','max':0", "Parameter 'max' expects at least 1"},
        {"'data':'00','max':-1", "Parameter 'max' expects at least 1"},
    };
    struct rig *rig = inspect_start(0);

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        inspect_send(rig, "agent-memory-search", "'address':65536,'size':16,%s", rows[i].arguments);
        inspect_expect_error(rig, "%s", rows[i].desc);
    }
    inspect_send(rig, "agent-memory-search", "'address':65535,'size':16,'data':'00'");
    inspect_expect_error(rig, "Address 0xffff is not memory");
    inspect_send(rig, "agent-memory-search", "'address':65536,'size':8449,'data':'00'");
    inspect_expect_error(rig, "Address 0x12100 is not memory");
    rig_free(rig);
}

static void search_goes_from_one_region_into_the_next(void **state)
{
    struct rig *rig = inspect_start(0);

    (void)state;
    memcpy(inspect_board.memory + INSPECT_SIZE - 2, "abcd", 4);
    inspect_send(rig, "agent-memory-search",
                 "'address':65536,'size':8448,'data':'YWJjZA==','format':'base64'");
    inspect_expect(rig, "{'matches': [%u], 'size': 8448}", INSPECT_ROM - 2);
    rig_free(rig);
}

static void search_skips_with_a_large_alignment_to_where_a_match_may_be(void **state)
{
    struct rig *rig = inspect_start(0);

    (void)state;
    inspect_send(rig, "agent-memory-search",
                 "'address':65537,'size':8000,'data':'00','align':4096");
    inspect_expect(rig, "{'matches': [69632], 'size': 8000}");
    inspect_send(rig, "agent-memory-search",
                 "'address':65537,'size':8000,'data':'00','align':4611686018427387904");
    inspect_expect(rig, "{'matches': [], 'size': 8000}");
    rig_free(rig);
}

/* A match that is there in part is none, but all before it was searched. */
static void search_ends_at_a_fault_with_what_was_before(void **state)
{
    struct rig *rig = inspect_start(0);

    (void)state;
    for (uintptr_t at = 1; at < 2 * AGENT_MEMORY_PIECE + 20; at++) {
        memset(inspect_board.memory, 0, sizeof inspect_board.memory);
        memcpy(inspect_board.memory, "abcd", 4);
        if (at >= 6)
            memcpy(inspect_board.memory + at - 2, "abcd", 4);
        inspect_board.hole = INSPECT_BASE + at;
        inspect_send(rig, "agent-memory-search", "'address':65536,'size':8000,'data':'61626364'");
        inspect_expect(rig, "{'matches': [%s], 'size': %lu, 'fault': %lu}", at < 4 ? "" : "65536",
                       (unsigned long)at, (unsigned long)inspect_board.hole);
    }
    rig_free(rig);
}

static void search_can_be_cancelled(void **state)
{
    struct rig *rig = inspect_start(0);
    const char *line;
    unsigned size;

    (void)state;
    inspect_cancel(rig, "{'execute':'agent-memory-search','arguments':"
                        "{'address':65536,'size':8192,'data':'61'}}");
    line = rig_line(rig);
    assert_non_null(line);
    assert_int_equal(sscanf(line, "{\"return\": {\"matches\": [], \"size\": %u, ", &size), 1);
    assert_in_range(size, 1, 8191);
    assert_non_null(strstr(line, "\"cancelled\": true}}"));
    rig_expect(rig, "{\"return\": {\"cancelled\": true}}");
    rig_free(rig);
}

/* The request's place is taken by the next ones while the search is under way. */
static void search_keeps_its_pattern_while_other_requests_come(void **state)
{
    static const char request[] =
        "{'execute':'agent-memory-search','arguments':{'address':65536,'size':8192,"
        "'data':'616263','mask':'ffdfff'}}";
    struct rig *rig = inspect_start(0);
    char next[400];

    (void)state;
    memcpy(inspect_board.memory + 8000, "abc", 3);
    memcpy(inspect_board.memory + 8100, "aBc", 3);
    snprintf(next, sizeof next, "{'execute':'guest-ping','id':'%0300d'}", 0);
    rig_offer(rig, request, strlen(request));
    rig_offer(rig, next, strlen(next));
    assert_true(rig->session.paused);
    rig_settle(rig);
    inspect_expect(rig, "{'matches': [73536, 73636], 'size': 8192}");
    assert_non_null(rig_line(rig));
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(search_finds_a_pattern_wherever_it_is),
        cmocka_unit_test(search_finds_what_a_search_in_one_go_finds),
        cmocka_unit_test(search_takes_patterns_up_to_the_limit_and_no_longer),
        cmocka_unit_test(search_names_what_is_wrong_with_its_arguments),
        cmocka_unit_test(search_goes_from_one_region_into_the_next),
        cmocka_unit_test(search_skips_with_a_large_alignment_to_where_a_match_may_be),
        cmocka_unit_test(search_ends_at_a_fault_with_what_was_before),
        cmocka_unit_test(search_can_be_cancelled),
        cmocka_unit_test(search_keeps_its_pattern_while_other_requests_come),
    };

    return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
