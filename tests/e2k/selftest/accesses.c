/* accesses.c - runs the functions of loads_stores.S and hashes all memory that they may reach.
 *
 * SPDX-License-Identifier: MIT */
#include "selftest.h"

#include <string.h>

#define REACH 2048
#define SLACK 64 /* bytes: some forms go a little further */

static uint64_t memory[(2 * REACH + 2 * SLACK) / 8];
static uint64_t *const middle = memory + (REACH + SLACK) / 8;

static void fill(void)
{
    for (size_t i = 0; i < sizeof memory / sizeof memory[0]; i++)
        memory[i] = random_next() | UINT64_C(0x0080008000800080) << (i % 8);
}

static void hash_memory(void)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < sizeof memory / sizeof memory[0]; i++)
        sum = sum * 31 + memory[i];
    result(sum);
}

static const char *begin(const char *before, const char *name)
{
    if (strcmp(before, name)) {
        group(name);
        fill();
    }
    return name;
}

void test_accesses(void)
{
    const char *name = "";

    random_seed(99);
    for (const struct access *a = load_accesses; a->name; a++) {
        name = begin(name, a->name);
        for (int words = -4; words <= 4; words++)
            result(a->function(middle + words, 0));
    }
    for (const struct access *a = store_accesses; a->name; a++) {
        name = begin(name, a->name);
        for (size_t i = 0; i < edge_count; i += 9) {
            (void)a->function(middle, edges[i]);
            hash_memory();
        }
    }
}
