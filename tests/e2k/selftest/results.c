/* results.c - the running hash, and the operands.
 *
 * SPDX-License-Identifier: MIT */
#include "selftest.h"

#include <stdio.h>

#define FNV_PRIME UINT64_C(0x100000001b3)

static const char *current;
static uint64_t hash, total, results;

static uint64_t mix(uint64_t into, uint64_t value)
{
    into = (into ^ value) * FNV_PRIME;
    return into ^ into >> 29;
}

static void print_group(void)
{
    if (current)
        printf("%-24s %8lu results %016lx\n", current, (unsigned long)results, (unsigned long)hash);
}

void group(const char *name)
{
    print_group();
    total = mix(total, hash);
    current = name;
    hash = UINT64_C(0xcbf29ce484222325);
    results = 0;
}

void result(uint64_t value)
{
    hash = mix(hash, value);
    results++;
}

void result_bytes(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;

    for (size_t i = 0; i < size; i++)
        result(at[i]);
}

void groups_end(void)
{
    group("all");
    hash = total;
    print_group();
}

/* ----------------------------------------------------------------- operands */

#define AROUND(value) (value) - 1, (value), (value) + 1

const uint64_t edges[] = {
    0,
    1,
    2,
    3,
    5,
    7,
    10,
    AROUND(UINT64_C(31)),
    AROUND(UINT64_C(63)),
    AROUND(UINT64_C(0x7f)),
    AROUND(UINT64_C(0xff)),
    AROUND(UINT64_C(0x7ff)),
    AROUND(UINT64_C(0x7fff)),
    AROUND(UINT64_C(0xffff)),
    AROUND(UINT64_C(0x7fffffff)),
    AROUND(UINT64_C(0xffffffff)),
    UINT64_C(0x100000000) + 31,
    AROUND(UINT64_C(0x5555555555555555)),
    AROUND(UINT64_C(0x7fffffffffffffff)),
    AROUND(UINT64_C(0xffffffff80000000)),
    UINT64_C(0xffffffff00000000),
    UINT64_C(0xaaaaaaaaaaaaaaaa),
    UINT64_C(0x123456789abcdef0),
    UINT64_C(0xfedcba9876543210),
    UINT64_C(0xffffffffffff8000),
    UINT64_C(0xffffffffffffff80),
    (uint64_t)-64,
    (uint64_t)-32,
    (uint64_t)-7,
    (uint64_t)-3,
    (uint64_t)-2,
    (uint64_t)-1,
};

const size_t edge_count = sizeof edges / sizeof edges[0];

static uint64_t state;

void random_seed(uint64_t seed)
{
    state = seed * 2 + 1;
}

uint64_t random_next(void)
{
    uint64_t value;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    value = state * UINT64_C(0x2545f4914f6cdd1d);
    return (state & 0x300) ? value : value >> (state >> 10 & 63);
}
