/* hostile.c - inputs that are to take the framer as long as a byte can.
 *
 * SPDX-License-Identifier: MIT */
#include "worst.h"

#include "qmp/config.h"

#define LONG    (QMP_MESSAGE_MAX + 100u) /* beyond the limit */
#define DEEP    (QMP_NESTING_MAX + 50u)
#define MANY    (QMP_TOKENS_MAX + 50u)
#define SOME    3000u
#define BYTE(n) (char)(n)

/* Every byte once, as UNIT of several. */
#define EIGHT(n)                                                                                   \
    BYTE(n), BYTE(n + 1), BYTE(n + 2), BYTE(n + 3), BYTE(n + 4), BYTE(n + 5), BYTE(n + 6),         \
        BYTE(n + 7)
#define SIXTY_FOUR(n)                                                                              \
    EIGHT(n), EIGHT(n + 8), EIGHT(n + 16), EIGHT(n + 24), EIGHT(n + 32), EIGHT(n + 40),            \
        EIGHT(n + 48), EIGHT(n + 56)
static const char all[256] = {SIXTY_FOUR(0), SIXTY_FOUR(64), SIXTY_FOUR(128), SIXTY_FOUR(192)};

const struct hostile hostile_inputs[] = {
    {"string", "\"", "a", "\"", LONG, 0},
    {"string-in-dict", "{\"k\": \"", "a", "\"}", LONG, 0},
    {"single-quotes", "'", "\"", "'", LONG, 0},
    {"escapes", "\"", "\\n\\t\\\"\\\\\\/\\b", "\"", SOME, 0},
    {"unicode-escapes", "\"", "\\u0041\\u00e9\\u20AC\\u0000", "\"", SOME, 0},
    {"surrogate-pairs", "\"", "\\ud83d\\ude00", "\"", SOME, 0},
    {"lone-surrogates", "\"", "\\ud83d", "\"", SOME, 0},
    {"trailing-surrogates", "\"", "\\ude00", "\"", SOME, 0},
    {"broken-escapes", "\"", "\\ud83d\\n\\ud83\\u12g4\\x", "\"", SOME, 0},
    {"utf-8", "\"", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", "\"", SOME, 0},
    {"broken-utf-8", "\"", "\xc3(\xe2\x82(\xf0\x9f\x98(\xff\xc0\x80", "\"", SOME, 0},
    {"lists", "", "[", "", DEEP, 0},
    {"lists-balanced", "[[[[[[[[[[[[[[[[", "[]", ",]]]]]]]]]]]]]]]]", SOME, 0},
    {"dicts", "", "{\"a\":", "", DEEP, 0},
    {"lists-and-dicts", "", "[{\"a\":", "", DEEP, 0},
    {"closing", "", "}]", "", SOME, 0},
    {"dict-as-key", "{", "{\"a\":1}:", "}", SOME, 0},
    {"many-tokens", "[", "0,", "0]", MANY, 0},
    {"many-members", "{", "\"a\":0,", "\"a\":0}", MANY, 0},
    {"long-number", "[", "9", "]", LONG, 0},
    {"fractions", "[", "-0.5e+10,", "0]", SOME, 0},
    {"broken-numbers", "[", "-,0.,1e,01,", "0]", SOME, 0},
    {"long-word", "[", "x", "]", LONG, 0},
    {"stray-after-long-word", "[", "x", "\x01", QMP_MESSAGE_MAX / 2, 0},
    {"stray-after-long-string", "[\"", "x", "\x01", QMP_MESSAGE_MAX / 2, 0},
    {"stray-after-long-number", "[", "9", "\x01", QMP_MESSAGE_MAX / 2, 0},
    {"colon-after-long-word", "[", "x", ":", QMP_MESSAGE_MAX / 2, 0},
    {"words", "[", "true,false,null,nul,truex,", "0]", SOME, 0},
    {"separators", "", ",:", "", SOME, 0},
    {"blanks", "", " \t\r\n", "", SOME, 0},
    {"interpolations", "[", "%s,%", "]", SOME, 0},
    {"requests", "", "{\"execute\": \"query-status\", \"id\": 17}\n", "", SOME, 0},
    {"faults", "", "{\"a\" 1}\x01[}\xff", "", SOME, 0},
    {"all-bytes", "", all, "", 64, sizeof all},
    {"all-bytes-in-string", "\"", all, "\"", 64, sizeof all},
    {"all-bytes-in-dict", "{\"a\":", all, "}", 64, sizeof all},
};
const size_t hostile_count = sizeof hostile_inputs / sizeof hostile_inputs[0];
