/* bundle_test.c - what the tests of bundles share: words and a structure that are the same.
 *
 * SPDX-License-Identifier: MIT */
#include "bundle_test.h"

int bundle_decode_exactly(const uint32_t *words, size_t count, struct e2k_bundle *bundle)
{
    uint32_t *copy = malloc(count ? count * sizeof *copy : 1);
    int result;

    assert_non_null(copy);
    if (count)
        memcpy(copy, words, count * sizeof *copy);
    result = e2k_decode(copy, count, bundle);
    free(copy);
    return result;
}

void bundle_assert_decodes(const struct e2k_bundle *bundle, const uint32_t *words, size_t count,
                           const char *file, int line)
{
    struct e2k_bundle decoded;
    char wanted[E2K_TEXT_MAX], got[E2K_TEXT_MAX];
    int result = bundle_decode_exactly(words, count, &decoded);

    _assert_int_equal((LargestIntegralType)result, count, file, line);
    _assert_string_equal(e2k_print(&decoded, 0, got, sizeof got),
                         e2k_print(bundle, 0, wanted, sizeof wanted), file, line);
    _assert_true(bundle_equal(&decoded, bundle), "bundle_equal(&decoded, bundle)", file, line);
}

void bundle_assert_words(const struct e2k_bundle *bundle, const uint32_t *words, size_t count,
                         const char *file, int line)
{
    uint32_t encoded[E2K_WORDS_MAX];

    _assert_int_equal((LargestIntegralType)e2k_encode(bundle, encoded), count, file, line);
    _assert_memory_equal(encoded, words, count * sizeof *words, file, line);
    bundle_assert_decodes(bundle, words, count, file, line);
}

void bundle_assert_refused(int fault, const uint32_t *words, size_t count, const char *file,
                           int line)
{
    struct e2k_bundle bundle;

    _assert_int_equal((LargestIntegralType)bundle_decode_exactly(words, count, &bundle),
                      (LargestIntegralType)fault, file, line);
}

void bundle_assert_not_encoded(int fault, const struct e2k_bundle *bundle, const char *file,
                               int line)
{
    uint32_t words[E2K_WORDS_MAX], before[E2K_WORDS_MAX];

    memset(words, 0xA5, sizeof words);
    memset(before, 0xA5, sizeof before);
    _assert_int_equal((LargestIntegralType)e2k_encode(bundle, words), (LargestIntegralType)fault,
                      file, line);
    _assert_memory_equal(words, before, sizeof words, file, line);
}

void bundle_assert_length(int length, const struct e2k_bundle *bundle, const char *file, int line)
{
    uint32_t words[E2K_WORDS_MAX];

    _assert_int_equal((LargestIntegralType)e2k_encode(bundle, words), (LargestIntegralType)length,
                      file, line);
    bundle_assert_decodes(bundle, words, (size_t)length, file, line);
}
