/* program.c - small e2k programs for tests.
 *
 * SPDX-License-Identifier: MIT */
#include "program.h"

#include <stdlib.h>
#include <string.h>

#include "isa/image.h"

#define NO_TARGET SIZE_MAX

struct e2k_bundle *program_bundle(struct program *program)
{
    struct e2k_bundle *bundle = &program->bundles[program->count];

    if (program->count == PROGRAM_MAX)
        abort();
    memset(bundle, 0, sizeof *bundle);
    program->targets[program->count++] = NO_TARGET;
    return bundle;
}

void program_start(struct program *program)
{
    program->count = 0;
    program_bundle(program)->window = E2K_REGISTERS;
}

struct e2k_op *program_op(struct program *program, enum e2k_opcode opcode, struct e2k_operand src1,
                          struct e2k_operand src2, unsigned dst)
{
    struct e2k_bundle *bundle = program_bundle(program);
    unsigned channel = 0;

    while (!(e2k_channels(opcode) >> channel & 1))
        channel++;
    bundle->ops[channel] = bundle_op(opcode, src1, src2, dst);
    return &bundle->ops[channel];
}

void program_set(struct program *program, unsigned reg, int64_t value)
{
    program_op(program, E2K_ADDD, bundle_c(0), bundle_c(value), reg);
}

void program_load(struct program *program, enum e2k_opcode opcode, uint64_t address, unsigned reg)
{
    program_op(program, opcode, bundle_c(0), bundle_c((int64_t)address), reg);
}

void program_store(struct program *program, enum e2k_opcode opcode, uint64_t address, unsigned reg)
{
    program_op(program, opcode, bundle_c(0), bundle_c((int64_t)address), reg);
}

void program_store_byte(struct program *program, uint64_t address, unsigned value)
{
    program_set(program, 1, value);
    program_store(program, E2K_STB, address, 1);
}

struct e2k_bundle *program_branch(struct program *program, size_t target,
                                  struct e2k_condition taken_if)
{
    struct e2k_bundle *bundle = program_bundle(program);

    bundle->transfer = E2K_IBRANCH;
    bundle->taken_if = taken_if;
    program->targets[program->count - 1] = target;
    return bundle;
}

void program_trap(struct program *program)
{
    struct e2k_bundle *bundle = program_bundle(program);

    bundle->transfer = E2K_CT;
    bundle->ctpr = 3;
}

void program_power_off(struct program *program, unsigned status)
{
    program_set(program, 10, status);
    program_set(program, 11, (int64_t)E2K_POWER_OFF_MAGIC);
    program_set(program, E2K_REG_TRAP_KIND, E2K_TRAP_EBREAK);
    program_trap(program);
}

void program_assemble(struct program *program)
{
    uint32_t words[E2K_WORDS_MAX];

    program->addresses[0] = PROGRAM_BASE;
    for (size_t n = 0; n < program->count; n++) {
        int length = e2k_encode(&program->bundles[n], words);

        if (length < 0)
            abort();
        program->addresses[n + 1] = program->addresses[n] + 4 * (uint64_t)length;
    }
    program->word_count = 0;
    for (size_t n = 0; n < program->count; n++) {
        struct e2k_bundle *bundle = &program->bundles[n];
        int length;

        if (program->targets[n] != NO_TARGET)
            bundle->displacement =
                (int64_t)(program->addresses[program->targets[n]] - program->addresses[n]);
        length = e2k_encode(bundle, words);
        if (length < 0)
            abort();
        memcpy(program->words + program->word_count, words, 4 * (size_t)length);
        program->word_count += (size_t)length;
    }
}

void program_image(struct program *program, struct elf_image *image)
{
    static uint8_t bytes[4 * PROGRAM_WORDS];

    program_assemble(program);
    for (size_t n = 0; n < 4 * program->word_count; n++)
        bytes[n] = (uint8_t)(program->words[n / 4] >> 8 * (n % 4));
    elf_start(image, PROGRAM_BASE);
    elf_segment(image, PROGRAM_BASE, bytes, 4 * program->word_count, 4 * program->word_count);
}
