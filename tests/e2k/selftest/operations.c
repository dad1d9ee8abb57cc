/* operations.c - runs the functions of registers.S, immediates.S, branches.S and
 * regressions.S over edge and pseudo-random operands.
 *
 * SPDX-License-Identifier: MIT */
#include "selftest.h"

#include <string.h>

#define RANDOM_PAIRS 200

static void over_pairs(const struct operation *operation, uint64_t seed)
{
    /* Every second pair, and others for the next form of the instruction. */
    for (size_t i = 0; i < edge_count; i++)
        for (size_t j = (i + seed) % 2; j < edge_count; j += 2)
            result(operation->function(edges[i], edges[j]));
    random_seed(seed);
    for (int i = 0; i < RANDOM_PAIRS; i++) {
        uint64_t a = random_next();

        result(operation->function(a, random_next()));
    }
}

/* The second operand takes part in few of them, so it is only paired with its neighbour. */
static void over_operands(const struct operation *operation, uint64_t seed)
{
    for (size_t i = 0; i < edge_count; i++)
        result(operation->function(edges[i], edges[edge_count - 1 - i]));
    random_seed(seed);
    for (int i = 0; i < RANDOM_PAIRS; i++) {
        uint64_t a = random_next();

        result(operation->function(a, random_next()));
    }
}

static void over_table(const struct operation *operation,
                       void (*over)(const struct operation *, uint64_t))
{
    const char *name = "";
    uint64_t seed = 0;

    for (; operation->name; operation++) {
        if (strcmp(name, operation->name))
            group(name = operation->name);
        over(operation, ++seed);
    }
}

void test_operations(void)
{
    over_table(register_operations, over_pairs);
    over_table(immediate_operations, over_operands);
    over_table(branch_operations, over_pairs);
    over_table(regression_operations, over_pairs);
}
