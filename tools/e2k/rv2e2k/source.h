/* source.h - the RISC-V program to translate: what of its ELF file matters.
 *
 * Everything points into the file's bytes, which the caller keeps.  Every offset, size
 * and index of the file is checked here; nobody else looks at the file.
 *
 * Source: System V ABI, ELF-64 object file format; RISC-V ELF psABI, chapter 8.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RV2E2K_SOURCE_H
#define RV2E2K_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "problem.h"

/* Limits that keep addresses within what e2k literals and tables can hold. */
#define SOURCE_ADDRESS_LIMIT UINT64_C(0x40000000) /* bytes: the image lies below */
#define SOURCE_CODE_LIMIT    (4u << 20)           /* instructions */

struct source_segment {
    uint64_t address;
    const uint8_t *data; /* file_size bytes */
    uint64_t file_size, memory_size;
};

struct source_section { /* of code */
    const char *name;
    uint64_t address, size; /* bytes, multiples of 4 */
    const uint8_t *data;
};

struct source_symbol {
    const char *name;
    uint64_t address, size;
    uint8_t type, bind; /* STT_, STB_ */
    bool in_code;       /* defined in a section of code */
};

struct source_relocation {
    uint64_t place;  /* address that was relocated */
    uint64_t target; /* symbol + addend */
    uint32_t type;   /* R_RISCV_ */
};

struct source {
    uint64_t entry;
    struct source_segment *segments; /* ascending, disjoint, none of size 0 */
    size_t segment_count;
    struct source_section *sections; /* ascending, disjoint */
    size_t section_count;
    struct source_symbol *symbols; /* ascending by address; without section and file symbols */
    size_t symbol_count;
    struct source_relocation *relocations; /* of loaded sections, in no order */
    size_t relocation_count;
};

/* Reads FILE of SIZE bytes.  Returns 0, or -1 with PROBLEM set.  Either way source_free()
 * is called afterwards. */
int source_read(struct source *source, const void *file, size_t size, struct problem *problem);
void source_free(struct source *source);

/* The section that ADDRESS lies in, or NULL. */
const struct source_section *source_section_at(const struct source *source, uint64_t address);

/* The instruction word at ADDRESS, a multiple of 4 within a section of code. */
uint32_t source_word(const struct source *source, uint64_t address);

/* The symbol NAME, or NULL. */
const struct source_symbol *source_find(const struct source *source, const char *name);

/* Where the routine SYMBOL ends: with its size or, if it has none, where the next one begins. */
uint64_t source_end_of(const struct source *source, const struct source_symbol *symbol);

/* Writes "main+0x10", or "" when no function is near, to TEXT of SIZE bytes; returns TEXT. */
const char *source_describe(const struct source *source, uint64_t address, char *text, size_t size);

#endif
