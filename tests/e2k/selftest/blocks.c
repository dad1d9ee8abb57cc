/* blocks.c - runs the functions of pressure.S and jumps.S.
 *
 * SPDX-License-Identifier: MIT */
#include "selftest.h"

void test_pressure(void)
{
    static struct pressure state;

    random_seed(7);
    for (const struct pressure_block *block = pressure_blocks; block->name; block++) {
        group(block->name);
        for (int round = 0; round < 40; round++) {
            for (size_t i = 0; i < PRESSURE_REGISTERS; i++)
                state.registers[i] = round % 2 ? edges[random_next() % edge_count] : random_next();
            for (size_t i = 0; i < PRESSURE_SCRATCH; i++)
                state.scratch[i] = random_next();
            block->function(&state);
            for (size_t i = 0; i < PRESSURE_REGISTERS; i++)
                result(state.registers[i]);
            for (size_t i = 0; i < PRESSURE_SCRATCH; i++)
                result(state.scratch[i]);
        }
    }
}

void test_jumps(void)
{
    group("jal, jalr");
    random_seed(8);
    for (size_t i = 0; i < jump_function_count; i++)
        for (uint64_t a = 0; a < 40; a++)
            result(jump_functions[i](a < 16 ? a : random_next()));
}
