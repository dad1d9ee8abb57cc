/* wide.c - 128-bit integers (libgcc's routines and pairs of registers), overflow checks,
 * counting and turning bits, division by constants.
 *
 * SPDX-License-Identifier: MIT */
#include "selftest.h"

__extension__ typedef unsigned __int128 wide;
__extension__ typedef __int128 signed_wide;

static void result_wide(wide value)
{
    result((uint64_t)value);
    result((uint64_t)(value >> 64));
}

static void pair(wide a, wide b)
{
    unsigned shift = (unsigned)(b & 127);

    result_wide(a + b);
    result_wide(a - b);
    result_wide(a * b);
    result_wide(a << shift);
    result_wide(a >> shift);
    result_wide((wide)((signed_wide)a >> shift));
    result((uint64_t)((a < b) + 2 * ((signed_wide)a < (signed_wide)b) + 4 * (a == b)));
    if (b) {
        result_wide(a / b);
        result_wide(a % b);
        if (~b) { /* not -1: no overflow */
            result_wide((wide)((signed_wide)a / (signed_wide)b));
            result_wide((wide)((signed_wide)a % (signed_wide)b));
        }
    }
}

static void overflow(uint64_t a, uint64_t b)
{
    uint64_t u = 0;
    int64_t s = 0;
    int32_t w = 0;

    result(__builtin_add_overflow(a, b, &u) + u);
    result(__builtin_sub_overflow((int64_t)a, (int64_t)b, &s) + (uint64_t)s);
    result(__builtin_mul_overflow((int64_t)a, (int64_t)b, &s) + (uint64_t)s);
    result(__builtin_mul_overflow(a, b, &u) + u);
    result(__builtin_add_overflow((int32_t)a, (int32_t)b, &w) + (uint64_t)w);
    result(__builtin_mul_overflow((int32_t)a, (int32_t)b, &w) + (uint64_t)w);
}

static void bits(uint64_t a)
{
    result((uint64_t)__builtin_popcountll(a));
    result((uint64_t)__builtin_parityll(a));
    result(__builtin_bswap64(a));
    result(__builtin_bswap32((uint32_t)a));
    if (a)
        result((uint64_t)(__builtin_clzll(a) * 64 + __builtin_ctzll(a)));
    if ((uint32_t)a)
        result((uint64_t)(__builtin_clz((uint32_t)a) * 64 + __builtin_ffs((int)a)));
    result(a << 13 | a >> 51);
    result((uint32_t)a << 9 | (uint32_t)a >> 23);
}

static void constants(uint64_t a)
{
    int64_t s = (int64_t)a;
    int32_t w = (int32_t)a;

    result(a / 3 + a % 7 + a / 10 + a / 1000003 + a % 641);
    result((uint64_t)(s / 3 + s % 7 - s / 10 + s / 8 + s % 16 + s / -5));
    result((uint64_t)(w / 3 + w % 7 - w / 10 + w / 8 + w % 16 + w / -5));
    result((uint32_t)a / 7 + (uint32_t)a % 100);
    result(a * 10 + a * 255 + a * 0x10001);
}

void test_wide(void)
{
    group("128 bits");
    random_seed(81);
    for (size_t i = 0; i < edge_count; i++)
        for (size_t j = 0; j < edge_count; j += 3)
            pair((wide)edges[i] << 64 | edges[(i * 7) % edge_count],
                 j % 2 ? (wide)edges[j] : (wide)edges[j] << 64 | edges[(i + j) % edge_count]);
    for (int i = 0; i < 200; i++) {
        wide a = (wide)random_next() << 64 | random_next();

        pair(a, (wide)random_next() << (i % 64));
    }
    group("overflow, bits");
    for (size_t i = 0; i < edge_count; i++) {
        bits(edges[i]);
        constants(edges[i]);
        for (size_t j = 0; j < edge_count; j++)
            overflow(edges[i], edges[j]);
    }
    for (int i = 0; i < 200; i++) {
        uint64_t a = random_next();

        bits(a);
        constants(a);
        overflow(a, random_next());
    }
}
