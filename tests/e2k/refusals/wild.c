/* wild.c - jumps to the address in `where`, which refusals.py pokes into memory.
 *
 * SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>

/* In halves, as e2k-board pokes words of 32 bits. */
volatile uint32_t where[2] = {1, 1};

/* How: 0 a call, 1 a jump, 2 a return. */
volatile uint32_t how;

const volatile uint32_t constants[4] = {1, 2, 3, 4};

/* One block; nothing refers to what is behind its first instruction. */
__attribute__((noinline)) uint64_t straight(uint64_t value)
{
    value = value * 3 + 1;
    value ^= value >> 7;
    value = value * 5 + 3;
    return value ^ value << 9;
}

static __attribute__((noinline)) void return_to(uint64_t address)
{
    __asm__ volatile("mv ra, %0\n\tret" : : "r"(address) : "ra", "memory");
}

int main(void)
{
    uint64_t address = where[constants[0] - 1] | (uint64_t)where[1] << 32;

    printf("before %lu\n", (unsigned long)straight(7));
    switch (how) {
    case 0:
        ((void (*)(void))address)();
        break;
    case 1:
        __asm__ volatile("jr %0" : : "r"(address) : "memory");
        break;
    default:
        return_to(address);
    }
    printf("behind\n");
    return 0;
}
