/* main.c - runs function0 of a file that blocks.py made, with registers of all kinds, and
 * prints a hash of what it leaves in registers and memory.
 *
 * SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>

#define ROUNDS 24

/* blocks.py knows this layout, and enter.S does. */
struct state {
    uint64_t registers[32]; /* [2] and [3] are not passed */
    uint64_t turns[8];
    uint64_t scratch[32 + 8]; /* the last are slack */
};

/* Loads the registers, calls function0, stores them. */
void blocks_enter(struct state *state);

static uint64_t number = 88172645463325252u;

static uint64_t next(void)
{
    static const uint64_t edges[] = {0,          1,         0x7fffffff,          0x80000000,
                                     0xffffffff, INT64_MAX, (uint64_t)INT64_MIN, UINT64_MAX};

    number ^= number << 13;
    number ^= number >> 7;
    number ^= number << 17;
    switch (number % 4) {
    case 0:
        return edges[number / 4 % 8];
    case 1:
        return number >> (number / 4 % 64);
    default:
        return number;
    }
}

static uint64_t hash(uint64_t into, uint64_t value)
{
    into = (into ^ value) * 0x100000001b3u;
    return into ^ into >> 31;
}

int main(void)
{
    static struct state state;

    for (int round = 0; round < ROUNDS; round++) {
        uint64_t registers = 0, memory = 0;

        for (int i = 0; i < 32; i++)
            state.registers[i] = next();
        for (int i = 0; i < 32; i++)
            state.scratch[i] = next();
        blocks_enter(&state);
        for (int i = 4; i < 32; i++)
            registers = hash(registers, state.registers[i]);
        for (int i = 0; i < 32; i++)
            memory = hash(memory, state.scratch[i]);
        printf("%2d %016lx %016lx\n", round, (unsigned long)registers, (unsigned long)memory);
    }
    return 5;
}
