/* bundle_test.h - what the tests of bundles share: words and a structure that are the same.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BUNDLE_TEST_H
#define BUNDLE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "bundles.h"

/* BUNDLE becomes these words, and these words become BUNDLE. */
#define assert_words(bundle, ...)                                                                  \
    bundle_assert_words(bundle, (const uint32_t[]){__VA_ARGS__},                                   \
                        COUNT(((const uint32_t[]){__VA_ARGS__})), __FILE__, __LINE__)

/* These words become BUNDLE. */
#define assert_decodes(bundle, ...)                                                                \
    bundle_assert_decodes(bundle, (const uint32_t[]){__VA_ARGS__},                                 \
                          COUNT(((const uint32_t[]){__VA_ARGS__})), __FILE__, __LINE__)

/* These words are refused with FAULT. */
#define assert_refused(fault, ...)                                                                 \
    bundle_assert_refused(fault, (const uint32_t[]){__VA_ARGS__},                                  \
                          COUNT(((const uint32_t[]){__VA_ARGS__})), __FILE__, __LINE__)

/* BUNDLE is refused with FAULT, and no word is written. */
#define assert_not_encoded(fault, bundle)                                                          \
    bundle_assert_not_encoded(fault, bundle, __FILE__, __LINE__)

/* BUNDLE becomes LENGTH words, and these become BUNDLE. */
#define assert_length(length, bundle) bundle_assert_length(length, bundle, __FILE__, __LINE__)

void bundle_assert_words(const struct e2k_bundle *bundle, const uint32_t *words, size_t count,
                         const char *file, int line);
void bundle_assert_decodes(const struct e2k_bundle *bundle, const uint32_t *words, size_t count,
                           const char *file, int line);
void bundle_assert_refused(int fault, const uint32_t *words, size_t count, const char *file,
                           int line);
void bundle_assert_not_encoded(int fault, const struct e2k_bundle *bundle, const char *file,
                               int line);
void bundle_assert_length(int length, const struct e2k_bundle *bundle, const char *file, int line);

/* e2k_decode() of a copy of its exact size: the sanitizer sees a step past it. */
int bundle_decode_exactly(const uint32_t *words, size_t count, struct e2k_bundle *bundle);

#endif
