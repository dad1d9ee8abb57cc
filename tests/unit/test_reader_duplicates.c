/* test_reader_duplicates.c - duplicate keys are found at every level, however many
 * keys there are, and nothing else is taken for one.
 *
 * SPDX-License-Identifier: MIT */
#include "document.h"

static int read_literal(struct literal text)
{
    struct document d;
    int result = document_read(&d, text.bytes, text.size);

    document_free(&d);
    return result;
}

static void reader_refuses_duplicate_keys_at_every_level(void **state)
{
    static const struct literal texts[] = {
        BYTES("{\"a\":1,\"a\":1}"),
        BYTES("{\"a\":1,\"b\":2,\"a\":3}"),
        BYTES("{\"\":1,\"\":2}"),
        BYTES("{\"x\":{\"a\":1,\"a\":2}}"),
        BYTES("[{\"a\":1,\"a\":2}]"),
        BYTES("{\"x\":[0,[{\"y\":{\"a\":{},\"b\":[],\"a\":0}}]],\"z\":1}"),
        BYTES("[{},{\"k\":[{\"a\":1,\"b\":{\"a\":1},\"b\":2}]}]"),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_int_equal(read_literal(texts[i]), JSON_READ_DUPLICATE);
}

static void reader_compares_keys_without_their_escapes(void **state)
{
    static const struct literal texts[] = {
        BYTES("{\"a\":1,\"\\u0061\":2}"),
        BYTES("{\"a\":1,'a':2}"),
        BYTES("{\"\\n\":1,\"\\u000A\":2}"),
        BYTES("{\"\\/\":1,\"/\":2}"),
        BYTES("{\"\\\"\":1,'\"':2}"),
        BYTES("{\"\\u00e9\":1,\"\xC3\xA9\":2}"),
        BYTES("{\"\\uD834\\uDD1E\":1,\"\xF0\x9D\x84\x9E\":2}"),
        BYTES("{\"\\u0000\":1,\"\xC0\x80\":2}"),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_int_equal(read_literal(texts[i]), JSON_READ_DUPLICATE);
}

static void reader_takes_no_other_keys_for_duplicates(void **state)
{
    static const struct literal texts[] = {
        BYTES("{\"a\":1,\"A\":2,\"aa\":3,\"\":4}"),
        BYTES("{\"a\":{\"a\":{\"a\":1}}}"),
        BYTES("[{\"a\":1},{\"a\":1}]"),
        BYTES("{\"a\":[{\"b\":1},{\"b\":2}],\"b\":{\"a\":3}}"),
        BYTES("{\"x\":\"x\",\"y\":\"x\",\"z\":[\"x\",\"x\"]}"),
        BYTES("{\"\\u0000\":1,\"\":2,\"\\u0000\\u0000\":3}"),
        BYTES("{\"a\\\\\":1,\"a\":2,\"a\\\"\":3}"),
        BYTES("{}"),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_int_equal(read_literal(texts[i]), 0);
}

/* An object with COUNT keys "k<number>", of which key B is named as key A. */
static char *make_object(unsigned count, unsigned a, unsigned b, bool nested, size_t *size)
{
    char *text = malloc(32 * (size_t)count + 64), *to = text;

    assert_non_null(text);
    to += sprintf(to, nested ? "{\"outer\":[{" : "{");
    for (unsigned i = 0; i < count; i++) {
        /* Values of all shapes: only keys may be compared. */
        const char *value = i % 3 ? "0" : i % 2 ? "{}" : "\"k1\"";

        to += sprintf(to, "%s\"k%u\":%s", i ? "," : "", i == b ? a : i * 7919u % 8192u, value);
    }
    to += sprintf(to, nested ? "}]}" : "}");
    *size = (size_t)(to - text);
    return text;
}

static void check_many(unsigned count)
{
    /* Places where a duplicate may stand: neighbours, the ends, the middle. */
    const unsigned pairs[][2] = {
        {0, 1}, {0, count - 1}, {count / 2, count - 1}, {0, count / 2}, {count - 2, count - 1}};

    for (int nested = 0; nested < 2; nested++) {
        struct document d;
        size_t size;
        char *text = make_object(count, 0, UINT32_MAX, nested, &size);

        assert_int_equal(document_read(&d, text, size), 0);
        document_free(&d);
        free(text);
        for (size_t i = 0; i < COUNT(pairs) && count > 1; i++) {
            if (pairs[i][0] == pairs[i][1])
                continue;
            text = make_object(count, pairs[i][0] * 7919u % 8192u, pairs[i][1], nested, &size);
            assert_int_equal(document_read(&d, text, size), JSON_READ_DUPLICATE);
            document_free(&d);
            free(text);
        }
    }
}

/* Few keys are compared pair by pair, more are sorted: both, and where it changes. */
static void reader_finds_a_duplicate_among_any_number_of_keys(void **state)
{
    (void)state;
    for (unsigned count = 1; count <= 40; count++)
        check_many(count);
}

static void reader_finds_a_duplicate_among_as_many_keys_as_a_message_can_hold(void **state)
{
    (void)state;
    check_many(QMP_SMALL ? 46 : 8000);
}

static void reader_walks_an_object_after_its_keys_were_sorted(void **state)
{
    size_t size;
    unsigned count = QMP_SMALL ? 40 : 1000, n = 0;
    char *text = make_object(count, 0, UINT32_MAX, false, &size), key_text[16];
    struct document d;

    (void)state;
    assert_int_equal(document_read(&d, text, size), 0);
    for (int key = json_first(0); key < json_end(&d.doc, 0); key = json_next(&d.doc, key), n++) {
        snprintf(key_text, sizeof key_text, "k%u", n * 7919u % 8192u);
        assert_true(json_equals(&d.doc, key, key_text));
        assert_int_equal(json_member(&d.doc, 0, key_text), key + 1);
    }
    assert_int_equal(n, count);
    document_free(&d);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reader_refuses_duplicate_keys_at_every_level),
        cmocka_unit_test(reader_compares_keys_without_their_escapes),
        cmocka_unit_test(reader_takes_no_other_keys_for_duplicates),
        cmocka_unit_test(reader_finds_a_duplicate_among_any_number_of_keys),
        cmocka_unit_test(reader_finds_a_duplicate_among_as_many_keys_as_a_message_can_hold),
        cmocka_unit_test(reader_walks_an_object_after_its_keys_were_sorted),
    };

    return cmocka_run_group_tests_name("reader: duplicate keys", tests, NULL, NULL);
}
