/* symbols.h - names for addresses: the image's symbols, and its map from e2k to RISC-V.
 *
 * Symbols of code have e2k addresses or those of the RISC-V program; both are found.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_SYMBOLS_H
#define E2K_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct symbol {
    uint64_t value, end;
    uint32_t name; /* offset in `names` */
};

struct symbols {
    struct symbol *symbols; /* of code, ascending by value */
    size_t count;
    char *names; /* ends with a 0 */
    size_t names_size;
    uint32_t *map; /* E2K_MAP_ENTRY words for each bundle, ascending by e2k address */
    size_t map_count;
    uint64_t bias;
    bool has_bias;
};

/* The sections of an image: all NULL or 0 if it has none. */
struct symbol_source {
    const uint8_t *symbols, *names, *map, *sections;
    size_t symbols_size, names_size, map_size;
    unsigned section_count; /* headers at `sections` */
};

/* Copies what SOURCE has.  False: TEXT says what is wrong. */
bool symbols_read(struct symbols *symbols, const struct symbol_source *source, const char **text);
void symbols_free(struct symbols *symbols);

/* The entry of the bundle at ADDRESS in the map, or NULL. */
const uint32_t *symbols_map(const struct symbols *symbols, uint64_t address);

/* Writes "0x2001230 in sensor_poll+0x10" for the bundle at e2k address E2K that stands for
 * RISCV, as far as it is known; BETWEEN stands before the name.  RISCV 0: not known. */
void symbols_print(const struct symbols *symbols, uint64_t e2k, uint64_t riscv, const char *between,
                   char *text, size_t size);

#endif
