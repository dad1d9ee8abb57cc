/* test_inspect.c - agent-memory-fill and agent-memory-checksum.
 *
 * SPDX-License-Identifier: MIT */
#include "inspect_board.h"

#include "agent/config.h"
#include "guard/sha256.h"

/* --------------------------------------------------------------------- fill */

static void fill_repeats_a_pattern_of_any_length_and_touches_nothing_around(void **state)
{
    struct rig *rig = inspect_start(0);
    uint32_t seed = 99;

    (void)state;
    for (size_t length = 1; length <= AGENT_PATTERN_MAX; length++) {
        size_t at = unit_random(&seed) % 17, size = unit_random(&seed) % 1500;
        char text[2 * AGENT_PATTERN_MAX + 1];
        uint8_t pattern[AGENT_PATTERN_MAX], expected[INSPECT_SIZE];

        memset(inspect_board.memory, 0xEE, sizeof inspect_board.memory);
        memset(expected, 0xEE, sizeof expected);
        for (size_t i = 0; i < length; i++) {
            pattern[i] = (uint8_t)unit_random(&seed);
            snprintf(text + 2 * i, 3, "%02x", pattern[i]);
        }
        for (size_t i = 0; i < size; i++)
            expected[at + i] = pattern[i % length];
        inspect_send(rig, "agent-memory-fill", "'address':%zu,'size':%zu,'data':'%s'",
                     INSPECT_BASE + at, size, text);
        inspect_expect(rig, "{'size': %zu}", size);
        assert_memory_equal(inspect_board.memory, expected, sizeof expected);
    }
    rig_free(rig);
}

static void fill_refuses_what_it_cannot_do_before_it_writes(void **state)
{
    struct rig *rig = inspect_start(5);
    uint8_t before[sizeof inspect_board.memory];
    char longer[2 * AGENT_PATTERN_MAX + 3];

    (void)state;
    memcpy(before, inspect_board.memory, sizeof before);
    memset(longer, '0', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    inspect_send(rig, "agent-memory-fill", "'address':65536,'size':100,'data':'%s'", longer);
    inspect_expect_error(rig, "A pattern has 1 to %d bytes", AGENT_PATTERN_MAX);
    inspect_send(rig, "agent-memory-fill", "'address':65536,'size':100,'data':''");
    inspect_expect_error(rig, "A pattern has 1 to %d bytes", AGENT_PATTERN_MAX);
    inspect_send(rig, "agent-memory-fill", "'address':65536,'size':100,'data':'1'");
    inspect_expect_error(rig, "Parameter 'data' is not of its format at character 1");
    inspect_send(rig, "agent-memory-fill", "'address':65536,'size':8193,'data':'00'");
    inspect_expect_error(rig, "Memory at 0x12000 is not writable");
    inspect_send(rig, "agent-memory-fill", "'address':65535,'size':2,'data':'00'");
    inspect_expect_error(rig, "Address 0xffff is not memory");
    assert_memory_equal(inspect_board.memory, before, sizeof before);
    rig_free(rig);
}

static void fill_ends_at_a_fault_with_what_was_below(void **state)
{
    struct rig *rig = inspect_start(0);

    (void)state;
    for (size_t at = 0; at < 2 * AGENT_MEMORY_PIECE + 9; at += 7) {
        memset(inspect_board.memory, 0, sizeof inspect_board.memory);
        inspect_board.hole = INSPECT_BASE + at;
        inspect_send(rig, "agent-memory-fill", "'address':65536,'size':8000,'data':'aabbcc'");
        inspect_expect(rig, "{'size': %zu, 'fault': %zu}", at, INSPECT_BASE + at);
        for (size_t i = 0; i < at; i++)
            assert_int_equal(inspect_board.memory[i], 0xAA + 0x11 * (i % 3));
        assert_int_equal(inspect_board.memory[at], 0);
    }
    rig_free(rig);
}

/* ----------------------------------------------------------------- checksum */

static void checksum_gives_the_known_values(void **state)
{
    static const struct {
        const char *bytes, *crc32, *sha256;
    } vectors[] = {
        {"", "00000000", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "352441c2", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"123456789", "cbf43926",
         "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"},
    };
    struct rig *rig = inspect_start(0);

    (void)state;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        size_t size = strlen(vectors[i].bytes);

        memcpy(inspect_board.memory + 5, vectors[i].bytes, size);
        inspect_send(rig, "agent-memory-checksum", "'address':65541,'size':%zu", size);
        inspect_expect(rig, "{'algorithm': 'crc32', 'size': %zu, 'checksum': '%s'}", size,
                       vectors[i].crc32);
        inspect_send(rig, "agent-memory-checksum",
                     "'address':65541,'size':%zu,'algorithm':'sha256'", size);
        inspect_expect(rig, "{'algorithm': 'sha256', 'size': %zu, 'checksum': '%s'}", size,
                       vectors[i].sha256);
    }
    rig_free(rig);
}

/* Bit by bit. */
static uint32_t reference_crc32(const uint8_t *bytes, size_t size)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < 8 * size; i++) {
        bool bit = (crc ^ (uint32_t)bytes[i / 8] >> i % 8) & 1;

        crc = crc >> 1 ^ (bit ? 0xedb88320 : 0);
    }
    return ~crc;
}

static void checksum_of_several_pieces_is_that_of_the_whole(void **state)
{
    struct rig *rig = inspect_start(17);

    (void)state;
    for (size_t size = AGENT_MEMORY_PIECE - 2; size < INSPECT_SIZE; size += size < 400 ? 1 : 997) {
        struct sha256 hash;
        uint8_t digest[SHA256_SIZE];
        char text[2 * SHA256_SIZE + 1];

        sha256_begin(&hash);
        sha256_add(&hash, inspect_board.memory + 3, size);
        sha256_end(&hash, digest);
        for (size_t i = 0; i < sizeof digest; i++)
            snprintf(text + 2 * i, 3, "%02x", digest[i]);
        inspect_send(rig, "agent-memory-checksum", "'address':65539,'size':%zu", size);
        inspect_expect(rig, "{'algorithm': 'crc32', 'size': %zu, 'checksum': '%08x'}", size,
                       reference_crc32(inspect_board.memory + 3, size));
        inspect_send(rig, "agent-memory-checksum",
                     "'address':65539,'size':%zu,'algorithm':'sha256'", size);
        inspect_expect(rig, "{'algorithm': 'sha256', 'size': %zu, 'checksum': '%s'}", size, text);
    }
    rig_free(rig);
}

static void checksum_of_memory_that_is_not_all_there_is_none(void **state)
{
    struct rig *rig = inspect_start(1);

    (void)state;
    inspect_board.hole = INSPECT_BASE + 1000;
    inspect_send(rig, "agent-memory-checksum", "'address':65536,'size':8000");
    inspect_expect(rig, "{'algorithm': 'crc32', 'size': 1000, 'fault': %u}", INSPECT_BASE + 1000);
    inspect_send(rig, "agent-memory-checksum", "'address':65536,'size':1000");
    inspect_expect(rig, "{'algorithm': 'crc32', 'size': 1000, 'checksum': '%08x'}",
                   reference_crc32(inspect_board.memory, 1000));
    inspect_send(rig, "agent-memory-checksum", "'address':0,'size':0");
    inspect_expect_error(rig, "Address 0x0 is not memory");
    rig_free(rig);
}

/* ------------------------------------------------------------------- cancel */

static void filling_and_summing_up_can_be_cancelled(void **state)
{
    struct rig *rig = inspect_start(1);
    const char *line;
    unsigned size;

    (void)state;
    inspect_cancel(rig, "{'execute':'agent-memory-fill','arguments':"
                        "{'address':65536,'size':8192,'data':'61'}}");
    line = rig_line(rig);
    assert_non_null(line);
    assert_int_equal(sscanf(line, "{\"return\": {\"size\": %u, \"cancelled\": true}}", &size), 1);
    assert_in_range(size, 1, 8191);
    for (unsigned i = 0; i < size; i++)
        assert_int_equal(inspect_board.memory[i], 0x61);
    rig_expect(rig, "{\"return\": {\"cancelled\": true}}");
    inspect_cancel(rig, "{'execute':'agent-memory-checksum','arguments':"
                        "{'address':65536,'size':8192}}");
    line = rig_line(rig);
    assert_non_null(line);
    assert_int_equal(sscanf(line,
                            "{\"return\": {\"algorithm\": \"crc32\", \"size\": %u, "
                            "\"cancelled\": true}}",
                            &size),
                     1);
    assert_null(strstr(line, "checksum"));
    rig_expect(rig, "{\"return\": {\"cancelled\": true}}");
    rig_free(rig);
}

/* --------------------------------------------------------------------- read */

/* Whatever room there is, and however the address lies: the port takes a few bytes at a time. */
static void read_is_the_same_however_the_port_takes_it(void **state)
{
    static const char *const formats[] = {"hex", "base64"};

    (void)state;
    for (size_t take = 1; take < 4000; take += take < 40 ? 13 : 501) {
        for (size_t at = 0; at < 9; at++) {
            for (size_t f = 0; f < COUNT(formats); f++) {
                struct rig *rig = inspect_start(31);
                char request[200], whole[9000];

                snprintf(request, sizeof request,
                         "{'execute':'agent-memory-read','arguments':"
                         "{'address':%zu,'size':4000,'format':'%s'}}",
                         INSPECT_BASE + at, formats[f]);
                rig_send(rig, request);
                snprintf(whole, sizeof whole, "%s", rig_line(rig));
                rig_offer(rig, request, strlen(request));
                do {
                    rig_run(rig);
                } while (rig_take(rig, take));
                rig_expect(rig, whole);
                rig_free(rig);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fill_repeats_a_pattern_of_any_length_and_touches_nothing_around),
        cmocka_unit_test(fill_refuses_what_it_cannot_do_before_it_writes),
        cmocka_unit_test(fill_ends_at_a_fault_with_what_was_below),
        cmocka_unit_test(checksum_gives_the_known_values),
        cmocka_unit_test(checksum_of_several_pieces_is_that_of_the_whole),
        cmocka_unit_test(checksum_of_memory_that_is_not_all_there_is_none),
        cmocka_unit_test(filling_and_summing_up_can_be_cancelled),
        cmocka_unit_test(read_is_the_same_however_the_port_takes_it),
    };

    return cmocka_run_group_tests_name("inspect", tests, NULL, NULL);
}
