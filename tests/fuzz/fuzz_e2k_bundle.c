/* fuzz_e2k_bundle.c - the decoder of e2k bundles against the encoder.
 *
 * Any bytes as words, one bundle after another as e2k-board reads them: refused, or what they
 * mean can be encoded again, in no more words, and read back as the same.  The same bytes as
 * the choices of a structure: refused, or read back as it was.
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "bundles.h"

/* The input as a source of small numbers; zeros behind its end. */
struct choices {
    const uint8_t *data;
    size_t size, at;
};

static unsigned choose(struct choices *c)
{
    return c->at < c->size ? c->data[c->at++] : 0;
}

/* Encodes BUNDLE, which needs no more than MOST words, and reads it back. */
static void check_encodes(const struct e2k_bundle *bundle, int most)
{
    uint32_t words[E2K_WORDS_MAX], again[E2K_WORDS_MAX];
    struct e2k_bundle decoded;
    int length = e2k_encode(bundle, words);

    REQUIRE(length >= 2 && length <= most && length % 2 == 0);
    REQUIRE(e2k_decode(words, (size_t)length, &decoded) == length);
    REQUIRE(bundle_equal(bundle, &decoded));
    REQUIRE(e2k_encode(&decoded, again) == length);
    REQUIRE(memcmp(words, again, (size_t)length * sizeof *words) == 0);
    REQUIRE(e2k_decode(words, (size_t)length - 1, &decoded) == E2K_FAULT_TRUNCATED);
}

/* Also of what is no bundle, and where there is little room. */
static void check_prints(const struct e2k_bundle *bundle)
{
    char text[E2K_TEXT_MAX];

    REQUIRE(e2k_print(bundle, UINT64_MAX, text, sizeof text) == text);
    REQUIRE(strlen(text) < sizeof text - 1); /* not cut off */
    REQUIRE(e2k_print(bundle, 0, text, 20) == text);
    REQUIRE(strlen(text) < 20);
}

static void check_words(const uint8_t *data, size_t size)
{
    size_t total = size / sizeof(uint32_t), at = 0;

    while (at < total) {
        size_t count = total - at < E2K_WORDS_MAX ? total - at : E2K_WORDS_MAX;
        /* Of its exact size, to see a look past its end. */
        uint32_t *words = malloc(count * sizeof *words);
        struct e2k_bundle bundle;
        int length;

        REQUIRE(words);
        memcpy(words, data + at * sizeof *words, count * sizeof *words);
        length = e2k_decode(words, count, &bundle);
        free(words);
        if (length > 0) {
            REQUIRE((size_t)length <= count && length % 2 == 0);
            check_encodes(&bundle, length);
            check_prints(&bundle);
        } else {
            REQUIRE(length >= E2K_FAULT_RESULTS && length <= E2K_FAULT_TRUNCATED);
            REQUIRE(*e2k_fault_text(length));
        }
        at += length > 0 ? (size_t)length : E2K_ALIGN / sizeof *words;
    }
}

static struct e2k_operand choose_operand(struct choices *c)
{
    unsigned kind = choose(c);
    uint64_t value = 0;

    if (kind & 1)
        return bundle_r(choose(c));
    for (unsigned n = 0; n < (kind >> 1) % 9; n++) /* of any size */
        value = value << 8 | choose(c);
    return bundle_c(kind & 0x80 ? (int64_t)~value : (int64_t)value);
}

static struct e2k_condition choose_condition(struct choices *c)
{
    unsigned kind = choose(c);

    if (!(kind & 1))
        return (struct e2k_condition){.used = false, .predicate = (uint8_t)(kind >> 2)};
    return kind & 2 ? bundle_if(kind >> 2) : bundle_unless(kind >> 2);
}

static void check_structure(const uint8_t *data, size_t size)
{
    struct choices c = {data, size, 0};
    struct e2k_bundle bundle = {0};
    uint32_t words[E2K_WORDS_MAX];
    int length;

    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        struct e2k_op *op = &bundle.ops[n];

        op->opcode = (enum e2k_opcode)(choose(&c) % (E2K_OPCODES + 1));
        op->src1 = choose_operand(&c);
        op->src2 = choose_operand(&c);
        op->dst = (uint8_t)choose(&c);
        op->only_if = choose_condition(&c);
        op->merge = choose_condition(&c);
    }
    bundle.transfer = (enum e2k_transfer)(choose(&c) % 4);
    bundle.taken_if = choose_condition(&c);
    bundle.displacement = choose_operand(&c).value;
    bundle.ctpr = (uint8_t)choose(&c);
    bundle.window = (uint8_t)choose(&c);
    check_prints(&bundle);
    length = e2k_encode(&bundle, words);
    if (length > 0)
        check_encodes(&bundle, length);
    else
        REQUIRE(length >= E2K_FAULT_RESULTS && length <= E2K_FAULT_OPCODE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_words(data, size);
    check_structure(data, size);
    return 0;
}
