/* selftest.h - what the groups of the self-test share: a running hash, operands, and the
 * entries of the tables that the assembly files make.
 *
 * The program prints one line per group: its name and the hash of all results.  It means
 * nothing by itself; two machines, or two levels of optimisation, must agree.  So results
 * never contain addresses, and nothing depends on what C leaves open.
 *
 * SPDX-License-Identifier: MIT */
#ifndef SELFTEST_H
#define SELFTEST_H

#include <stddef.h>
#include <stdint.h>

/* ------------------------------------------------------------------ results */

/* Begins the group NAME with a fresh hash; prints the line of the one before. */
void group(const char *name);

/* Mixes a result into the hash of the group. */
void result(uint64_t value);

/* The same for SIZE bytes. */
void result_bytes(const void *bytes, size_t size);

/* Prints the last group's line and that of the whole. */
void groups_end(void);

/* ----------------------------------------------------------------- operands */

/* Values at which arithmetic turns: limits of every width, powers of two and their
 * neighbours, shift counts. */
extern const uint64_t edges[];
extern const size_t edge_count;

/* The next pseudo-random number; the same sequence in every run.  Every fourth has few
 * significant bits. */
uint64_t random_next(void);
void random_seed(uint64_t seed);

/* ---------------------------------------------- functions of the assembly files */

/* A function of two operands for one form of an instruction.  The tables end with an
 * entry without a name. */
struct operation {
    uint64_t (*function)(uint64_t a, uint64_t b);
    const char *name; /* the mnemonic; forms of one mnemonic stand together */
};

extern const struct operation register_operations[], immediate_operations[], branch_operations[],
    regression_operations[];

/* Loads or stores at BASE + their offset, -2048 to 2047; returns what was loaded or the
 * address of the store. */
struct access {
    uint64_t (*function)(void *base, uint64_t value);
    const char *name;
};

extern const struct access load_accesses[], store_accesses[];

/* Long blocks without a branch on all registers: in and out are x1, x2, x4 to x31, and
 * `scratch` is addressed by their loads and stores. */
#define PRESSURE_REGISTERS 30
#define PRESSURE_SCRATCH   4

struct pressure {
    uint64_t saved[16];
    uint64_t registers[PRESSURE_REGISTERS];
    uint64_t scratch[PRESSURE_SCRATCH];
};

struct pressure_block {
    void (*function)(struct pressure *state);
    const char *name;
};

extern const struct pressure_block pressure_blocks[];

/* Each returns a number that depends on every jump it made. */
extern uint64_t (*const jump_functions[])(uint64_t a);
extern const size_t jump_function_count;

/* ------------------------------------------------------------------- groups */

void test_operations(void);
void test_accesses(void);
void test_pressure(void);
void test_jumps(void);
void test_loops(void);
void test_switches(void);
void test_calls(void);
void test_memory(void);
void test_order(void);
void test_library(void);
void test_floats(void);
void test_wide(void);

/* A value the compiler knows nothing about. */
static inline uint64_t opaque(uint64_t value)
{
    __asm__ volatile("" : "+r"(value));
    return value;
}

#endif
