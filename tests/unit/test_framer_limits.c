/* test_framer_limits.c - every limit of the framer at the limit and one past it, and
 * how the stream goes on after it.
 *
 * SPDX-License-Identifier: MIT */
#include "feeding.h"

#define NESTING        "JSON nesting depth limit exceeded\n"
#define SIZE           "JSON token size limit exceeded\n"
#define TOKENS         "JSON token count limit exceeded\n"
#define PARSE_STRAY_FF "JSON parse error, stray '\xFF'\n"

/* Text under construction. */
struct text {
    char *bytes;
    size_t size;
};

static struct text text_new(void)
{
    struct text t = {malloc(8 * (size_t)QMP_MESSAGE_MAX + 64 * (size_t)QMP_NESTING_MAX), 0};

    assert_non_null(t.bytes);
    return t;
}

static void text_add(struct text *t, const char *more)
{
    memcpy(t->bytes + t->size, more, strlen(more));
    t->size += strlen(more);
}

static void text_repeat(struct text *t, const char *more, size_t times)
{
    while (times--)
        text_add(t, more);
}

/* Feeds T, all at once and then in odd pieces, and a message after it; expects the
 * notes NOTES, or T itself as a message when they are NULL. */
static void expect_then_goes_on(const struct text *t, const char *notes)
{
    for (size_t piece = t->size; piece; piece = piece > 7 ? 7 : 0) {
        struct feeding f;
        const char *rest;

        feeding_begin(&f);
        feeding_pieces(&f, t->bytes, t->size, piece);
        feeding_bytes(&f, "\n{\"next\":1}", 11);
        rest = f.notes;
        if (notes) {
            assert_memory_equal(rest, notes, strlen(notes));
            rest += strlen(notes);
        } else {
            assert_memory_equal(rest, "message ", 8);
            assert_memory_equal(rest + 8, t->bytes, t->size);
            assert_int_equal(rest[8 + t->size], '\n');
            rest += 8 + t->size + 1;
        }
        assert_string_equal(rest, "message {\"next\":1}\n");
        feeding_end(&f);
    }
}

/* ------------------------------------------------------------------ nesting */

static const struct {
    const char *open, *core, *close;
} nests[] = {
    {"[", "", "]"},
    {"[", "0", "]"},
    {"{\"\":", "1", "}"},
    {"[1,", "{}", "]"}, /* a level more in its core */
};

static void nest(struct text *t, size_t kind, size_t levels)
{
    bool inner = nests[kind].core[0] == '{';

    t->size = 0;
    text_repeat(t, nests[kind].open, levels - inner);
    text_add(t, nests[kind].core);
    text_repeat(t, nests[kind].close, levels - inner);
}

static void framer_accepts_nesting_up_to_its_limit(void **state)
{
    struct text t = text_new();

    (void)state;
    for (size_t kind = 0; kind < COUNT(nests); kind++) {
        nest(&t, kind, QMP_NESTING_MAX);
        expect_then_goes_on(&t, NULL);
    }
    free(t.bytes);
}

static void framer_refuses_nesting_past_its_limit_once(void **state)
{
    static const size_t excess[] = {1, 2, 7, 100, QMP_NESTING_MAX};
    struct text t = text_new();

    (void)state;
    for (size_t kind = 0; kind < COUNT(nests); kind++) {
        for (size_t i = 0; i < COUNT(excess); i++) {
            nest(&t, kind, QMP_NESTING_MAX + excess[i]);
            expect_then_goes_on(&t, NESTING);
        }
    }
    free(t.bytes);
}

static void framer_refuses_as_soon_as_a_limit_is_passed(void **state)
{
    struct text t = text_new();
    struct feeding f;
    size_t used;

    (void)state;
    feeding_begin(&f);
    text_repeat(&t, "[", QMP_NESTING_MAX + 5);
    assert_int_equal(json_framer_feed(&f.framer, t.bytes, t.size, &used), JSON_REFUSED);
    assert_int_equal(used, QMP_NESTING_MAX + 1);
    assert_int_equal(f.framer.fault, JSON_FAULT_NESTING);
    feeding_end(&f);
    free(t.bytes);
}

/* --------------------------------------------------------------------- size */

/* Messages of any size: what stands before and after the bytes that fill them, and
 * how many bytes these become. */
static const struct {
    const char *before, *filling, *after;
    size_t becomes;
} sizes[] = {
    {"\"", "a", "\"", 1},         {"[\"", "a", "\"]", 1},     {"{\"", "k", "\":1}", 1},
    {"[", "7", "]", 1},           {"[0.", "7", "]", 1},       {"[\"", "\\\\", "\"]", 2},
    {"[\"", "\\u0041", "\"]", 1}, {"['", "x", "' ]", 1},      {"[\"", "\xC3\xA9", "\"]", 2},
    {"[\"", "\\u00e9", "\"]", 2}, {" [ \"", "b", "\" ] ", 1}, {"7", "7", "\n", 1},
};

/* Writes kind KIND so that its canonical form has SIZE bytes; returns false if that
 * cannot be. */
static bool make_size(struct text *t, size_t kind, size_t size)
{
    struct feeding f;
    size_t around;

    t->size = 0;
    text_add(t, sizes[kind].before);
    text_add(t, sizes[kind].filling);
    text_add(t, sizes[kind].after);
    feeding_begin(&f);
    feeding_bytes(&f, t->bytes, t->size);
    around = f.length - strlen("message \n") - sizes[kind].becomes;
    feeding_end(&f);
    if ((size - around) % sizes[kind].becomes)
        return false;
    t->size = 0;
    text_add(t, sizes[kind].before);
    text_repeat(t, sizes[kind].filling, (size - around) / sizes[kind].becomes);
    text_add(t, sizes[kind].after);
    return true;
}

static void framer_accepts_messages_up_to_its_size_limit(void **state)
{
    struct text t = text_new();

    (void)state;
    for (size_t kind = 0; kind < COUNT(sizes); kind++) {
        struct feeding f;

        if (!make_size(&t, kind, QMP_MESSAGE_MAX))
            assert_true(make_size(&t, kind, QMP_MESSAGE_MAX - 1));
        feeding_begin(&f);
        feeding_bytes(&f, t.bytes, t.size);
        assert_memory_equal(f.notes, "message ", 8);
        assert_in_range(f.length, QMP_MESSAGE_MAX - 1 + 9, QMP_MESSAGE_MAX + 9);
        feeding_end(&f);
    }
    free(t.bytes);
}

static void framer_refuses_messages_past_its_size_limit_once(void **state)
{
    struct text t = text_new();

    (void)state;
    for (size_t kind = 0; kind < COUNT(sizes); kind++)
        for (size_t excess = 1; excess < 40; excess++)
            if (make_size(&t, kind, QMP_MESSAGE_MAX + excess))
                expect_then_goes_on(&t, SIZE);
    free(t.bytes);
}

static void framer_does_not_count_white_space(void **state)
{
    struct text t = text_new();

    (void)state;
    text_repeat(&t, " ", QMP_MESSAGE_MAX);
    text_add(&t, "[");
    text_repeat(&t, "\n", 2 * QMP_MESSAGE_MAX);
    text_add(&t, "]");
    expect_then_goes_on(&t, "message []\n");
    free(t.bytes);
}

/* ------------------------------------------------------------------- tokens */

static void framer_accepts_tokens_up_to_its_limit(void **state)
{
    struct text t = text_new();

    (void)state;
    text_add(&t, "[1");
    text_repeat(&t, ",1", QMP_TOKENS_MAX - 2);
    text_add(&t, "]");
    expect_then_goes_on(&t, NULL);
    t.size = 0;
    text_add(&t, "[{\"a\":1}"); /* a key is a token too */
    text_repeat(&t, ",[]", QMP_TOKENS_MAX - 4);
    text_add(&t, "]");
    expect_then_goes_on(&t, NULL);
    free(t.bytes);
}

static void framer_refuses_tokens_past_its_limit_once(void **state)
{
    static const char *const kinds[] = {",1", ",\"s\"", ",null", ",[]", ",{}"};
    struct text t = text_new();

    (void)state;
    for (size_t kind = 0; kind < COUNT(kinds); kind++) {
        for (size_t excess = 0; excess < 3; excess++) {
            t.size = 0;
            text_add(&t, "[1");
            text_repeat(&t, ",1", QMP_TOKENS_MAX - 2);
            text_add(&t, kinds[kind]);
            text_repeat(&t, kinds[kind], excess);
            text_add(&t, "]");
            expect_then_goes_on(&t, TOKENS);
        }
    }
    free(t.bytes);
}

/* ------------------------------------------------------------- going on after it */

/* What is skipped is still JSON: brackets within its strings count for nothing. */
static void framer_skips_the_rest_of_a_refused_message_as_json(void **state)
{
    struct text t = text_new();

    (void)state;
    text_repeat(&t, "[", QMP_NESTING_MAX + 1);
    text_add(&t, "\"[\\\"[\",'{',{\"}\":\"]\"} 1 nul , , : ");
    text_repeat(&t, "]", QMP_NESTING_MAX + 1);
    expect_then_goes_on(&t, NESTING);
    t.size = 0;
    text_add(&t, "[\"");
    text_repeat(&t, "x", QMP_MESSAGE_MAX + 1);
    text_add(&t, "[\\\"[{\", {\"a\":\"]\"}]");
    expect_then_goes_on(&t, SIZE);
    free(t.bytes);
}

static void framer_ends_the_skipping_at_a_resynchronisation(void **state)
{
    struct text t = text_new();

    (void)state;
    text_repeat(&t, "[", QMP_NESTING_MAX + 1);
    text_add(&t, "\xFF");
    expect_then_goes_on(&t, NESTING PARSE_STRAY_FF);
    t.size = 0;
    text_add(&t, "[");
    text_repeat(&t, "7", QMP_MESSAGE_MAX);
    text_add(&t, ",\xFF");
    expect_then_goes_on(&t, SIZE PARSE_STRAY_FF);
    free(t.bytes);
}

static void framer_forgets_the_skipping_when_reset(void **state)
{
    struct text t = text_new();
    struct feeding f;

    (void)state;
    feeding_begin(&f);
    text_repeat(&t, "[", QMP_NESTING_MAX + 3);
    feeding_bytes(&f, t.bytes, t.size);
    feeding_clear(&f);
    json_framer_reset(&f.framer);
    feeding_bytes(&f, "{}", 2);
    assert_string_equal(f.notes, "message {}\n");
    feeding_end(&f);
    free(t.bytes);
}

/* The limit falls before, into and behind an escape; the pieces are such that the
 * framer stops there with the escape begun.  What follows is long enough to leave the
 * buffer, which the sanitizer would see. */
static void framer_stops_at_its_limit_inside_an_escape(void **state)
{
    static const char *const escapes[] = {"\\n", "\\u0041", "\\ud83d\\ude00", "\\\"", "\xC3\xA9"};
    struct text t = text_new();

    (void)state;
    for (size_t kind = 0; kind < COUNT(escapes); kind++)
        for (size_t short_of = 0; short_of < 24; short_of++) {
            struct feeding f;

            t.size = 0;
            text_add(&t, "\"");
            text_repeat(&t, "a", QMP_MESSAGE_MAX - short_of);
            text_add(&t, escapes[kind]);
            text_repeat(&t, "b", QMP_MESSAGE_MAX);
            text_add(&t, "\"[]");
            feeding_begin(&f);
            feeding_pieces(&f, t.bytes, t.size, 256);
            assert_string_equal(f.notes, SIZE "message []\n");
            feeding_end(&f);
        }
    free(t.bytes);
}

/* A fault does not lift the limits of the next message. */
static void framer_keeps_its_limits_after_a_refusal(void **state)
{
    struct text t = text_new();
    struct feeding f;

    (void)state;
    feeding_begin(&f);
    for (int round = 0; round < 3; round++) {
        feeding_clear(&f);
        nest(&t, 0, QMP_NESTING_MAX + 1);
        feeding_bytes(&f, t.bytes, t.size);
        assert_string_equal(f.notes, NESTING);
        feeding_clear(&f);
        nest(&t, 0, QMP_NESTING_MAX);
        feeding_bytes(&f, t.bytes, t.size);
        assert_memory_equal(f.notes, "message ", 8);
    }
    feeding_end(&f);
    free(t.bytes);
}

/* ------------------------------------------------------------- other bounds */

/* QEMU's buffer for the text of a parse error ends there. */
static void framer_cuts_a_long_word_where_qemu_cuts_its_text(void **state)
{
    static const char before[] = "JSON parse error, invalid keyword '";

    (void)state;
    for (size_t length = 1005; length <= 1008; length++) {
        size_t quoted = length < 1006 ? length : 1006;
        struct text t = text_new();
        struct feeding f;

        text_repeat(&t, "q", length);
        text_add(&t, "\n");
        feeding_begin(&f);
        feeding_bytes(&f, t.bytes, t.size);
        assert_int_equal(strlen(f.notes), strlen(before) + quoted + 2);
        assert_memory_equal(f.notes, before, strlen(before));
        assert_memory_equal(f.notes + strlen(before), t.bytes, quoted);
        assert_string_equal(f.notes + strlen(before) + quoted, "'\n");
        feeding_end(&f);
        free(t.bytes);
    }
}

/* A host that sends nothing but brackets for hours does not make a count turn negative, which
 * would end the message. */
static void framer_counts_brackets_only_as_far_as_it_can(void **state)
{
    struct feeding f;

    (void)state;
    feeding_begin(&f);
    feeding_bytes(&f, "{:[", 3); /* refused already, so without a limit of its own */
    assert_string_equal(f.notes, "");
    f.framer.braces = INT32_MAX / 2 - 1;
    feeding_bytes(&f, "{{{{", 4);
    assert_int_equal(f.framer.braces, INT32_MAX / 2);
    assert_int_equal(f.framer.brackets, 1);
    assert_string_equal(f.notes, "");
    feeding_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(framer_accepts_nesting_up_to_its_limit),
        cmocka_unit_test(framer_refuses_nesting_past_its_limit_once),
        cmocka_unit_test(framer_refuses_as_soon_as_a_limit_is_passed),
        cmocka_unit_test(framer_accepts_messages_up_to_its_size_limit),
        cmocka_unit_test(framer_refuses_messages_past_its_size_limit_once),
        cmocka_unit_test(framer_does_not_count_white_space),
        cmocka_unit_test(framer_accepts_tokens_up_to_its_limit),
        cmocka_unit_test(framer_refuses_tokens_past_its_limit_once),
        cmocka_unit_test(framer_skips_the_rest_of_a_refused_message_as_json),
        cmocka_unit_test(framer_ends_the_skipping_at_a_resynchronisation),
        cmocka_unit_test(framer_forgets_the_skipping_when_reset),
        cmocka_unit_test(framer_stops_at_its_limit_inside_an_escape),
        cmocka_unit_test(framer_keeps_its_limits_after_a_refusal),
        cmocka_unit_test(framer_cuts_a_long_word_where_qemu_cuts_its_text),
        cmocka_unit_test(framer_counts_brackets_only_as_far_as_it_can),
    };

    return cmocka_run_group_tests_name("framer: limits", tests, NULL, NULL);
}
