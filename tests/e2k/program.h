/* program.h - small e2k programs for tests, written bundle by bundle, as an image.
 *
 * Without cmocka, for the fuzz target too.
 *
 * SPDX-License-Identifier: MIT */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "bundles.h"

#define PROGRAM_BASE  UINT64_C(0x100000)
#define PROGRAM_MAX   600 /* bundles */
#define PROGRAM_WORDS (PROGRAM_MAX * E2K_WORDS_MAX)

/* Addresses of the board. */
#define CONTROL_A UINT64_C(0x80001002)
#define DATA_A    UINT64_C(0x80001003)
#define CONTROL_B UINT64_C(0x80001000)
#define DATA_B    UINT64_C(0x80001001)

struct program {
    struct e2k_bundle bundles[PROGRAM_MAX];
    size_t targets[PROGRAM_MAX]; /* of branches: index of a bundle */
    size_t count;
    /* Once it is assembled: */
    uint32_t words[PROGRAM_WORDS];
    size_t word_count;
    uint64_t addresses[PROGRAM_MAX + 1];
};

/* An empty program; its first bundle makes the window 64 registers large. */
void program_start(struct program *program);

/* A new bundle, empty. */
struct e2k_bundle *program_bundle(struct program *program);

/* A new bundle with one operation, on a channel that can do it: the operation. */
struct e2k_op *program_op(struct program *program, enum e2k_opcode opcode, struct e2k_operand src1,
                          struct e2k_operand src2, unsigned dst);

/* Bundles for what is often needed.  Addresses are constants. */
void program_set(struct program *program, unsigned reg, int64_t value);
void program_load(struct program *program, enum e2k_opcode opcode, uint64_t address, unsigned reg);
void program_store(struct program *program, enum e2k_opcode opcode, uint64_t address, unsigned reg);
/* Writes the byte VALUE; uses %r1. */
void program_store_byte(struct program *program, uint64_t address, unsigned value);

/* A branch to the bundle number TARGET, which may come later. */
struct e2k_bundle *program_branch(struct program *program, size_t target,
                                  struct e2k_condition taken_if);

/* ct through a %ctpr that nobody has prepared. */
void program_trap(struct program *program);

/* The end of a translated program that powers off; uses the registers of isa/image.h. */
void program_power_off(struct program *program, unsigned status);

/* Encodes it, to be executed at PROGRAM_BASE. */
void program_assemble(struct program *program);

/* ---- ELF files */

#define IMAGE_MAX (1u << 20)

struct elf_image {
    uint8_t bytes[IMAGE_MAX];
    size_t size;
    unsigned segments, sections;
    uint64_t headers[8][3]; /* of sections: name, type, link */
    uint64_t extents[8][3]; /* of sections: address, offset, size */
    uint8_t names[256];
    size_t names_size;
};

/* A header with room for 8 segments. */
void elf_start(struct elf_image *image, uint64_t entry);
/* Adds SIZE bytes at ADDRESS, IN_MEMORY bytes there. */
void elf_segment(struct elf_image *image, uint64_t address, const void *bytes, size_t size,
                 uint64_t in_memory);
/* Adds a section: its number. */
unsigned elf_section(struct elf_image *image, const char *name, unsigned type, uint64_t address,
                     const void *bytes, size_t size, unsigned link);
/* Writes the section headers: the last step, needed only if there are sections. */
void elf_finish(struct elf_image *image);
/* Changes SIZE bytes, up to 8, at OFFSET. */
void elf_put(struct elf_image *image, size_t offset, uint64_t value, unsigned size);

/* The whole program as an image. */
void program_image(struct program *program, struct elf_image *image);

#endif
