/* loops.c - loops: nested, with several exits, counted in every direction and width, over
 * memory, and blocks long enough to need more registers than there are.
 *
 * SPDX-License-Identifier: MIT */
#include "selftest.h"

#define SIZE 24

static void matrices(void)
{
    static uint64_t a[SIZE][SIZE], b[SIZE][SIZE], c[SIZE][SIZE];

    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++) {
            a[i][j] = random_next();
            b[j][i] = random_next();
        }
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++) {
            uint64_t sum = 0;

            for (int k = 0; k < SIZE; k++)
                sum += a[i][k] * b[k][j];
            c[i][j] = sum;
        }
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++)
            result(c[i][j]);
}

static void sieve(void)
{
    static uint8_t composite[4096];
    unsigned count = 0;

    for (unsigned i = 2; i < sizeof composite; i++) {
        if (composite[i])
            continue;
        count++;
        for (unsigned j = i * i; j < sizeof composite; j += i)
            composite[j] = 1;
    }
    result(count);
    result_bytes(composite, 256);
}

static void collatz(void)
{
    for (uint64_t start = 1; start < 300; start++) {
        uint64_t value = start, steps = 0;

        while (value != 1) {
            value = value % 2 ? 3 * value + 1 : value / 2;
            steps++;
        }
        result(steps);
    }
}

static void exits(void)
{
    for (int limit = 0; limit < 30; limit++) {
        int64_t sum = 0;
        int i, j = 0;

        for (i = 0; i < limit; i++) {
            if (i == 17)
                break;
            for (j = limit; j > i; j--) {
                if ((i ^ j) == 5)
                    continue;
                if (i * j > 200)
                    goto out;
                sum += i * j;
            }
            do
                sum -= j;
            while (++j < limit / 2);
        }
    out:
        result((uint64_t)(sum * 1000 + i * 50 + j));
    }
}

/* Counters of every width that wrap around. */
static void counters(void)
{
    uint64_t turns = 0;

    for (uint8_t i = 200; i != 100; i++)
        turns = turns * 3 + i;
    for (int8_t i = -100; i < 100; i = (int8_t)(i + 7))
        turns = turns * 3 + (uint64_t)(int64_t)i;
    for (uint16_t i = 65000; i > 2; i = (uint16_t)(i + 9))
        turns += i;
    for (int32_t i = INT32_MAX - 100; i > 0;) {
        turns = turns * 5 + (uint32_t)i;
        i = (int32_t)((uint32_t)i + 3);
    }
    for (uint32_t i = 5; i % 1000 != 17; i = i * 3 + 1)
        turns = turns * 7 + i;
    for (uint64_t i = 1; i; i <<= 3)
        turns ^= i;
    result(turns);
}

/* More live values than registers. */
static void crowd(uint64_t seed)
{
    uint64_t a[40];

    random_seed(seed);
    for (int i = 0; i < 40; i++)
        a[i] = random_next();
    for (int turn = 0; turn < 8; turn++) {
#define STEP(i)                                                                                    \
    a[i] += a[((i) + 1) % 40] ^ (a[((i) + 39) % 40] << ((i) % 63 + 1)),                            \
        a[((i) + 20) % 40] -= a[i] >> ((i) % 31 + 1)
        STEP(0), STEP(1), STEP(2), STEP(3), STEP(4), STEP(5), STEP(6), STEP(7);
        STEP(8), STEP(9), STEP(10), STEP(11), STEP(12), STEP(13), STEP(14), STEP(15);
        STEP(16), STEP(17), STEP(18), STEP(19), STEP(20), STEP(21), STEP(22), STEP(23);
        STEP(24), STEP(25), STEP(26), STEP(27), STEP(28), STEP(29), STEP(30), STEP(31);
        STEP(32), STEP(33), STEP(34), STEP(35), STEP(36), STEP(37), STEP(38), STEP(39);
#undef STEP
    }
    for (int i = 0; i < 40; i++)
        result(a[i]);
}

void test_loops(void)
{
    group("loops");
    random_seed(11);
    matrices();
    sieve();
    collatz();
    exits();
    counters();
    group("many live values");
    for (uint64_t seed = 1; seed < 6; seed++)
        crowd(seed);
}
