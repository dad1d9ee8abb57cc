/* symbols.c - names for addresses.
 *
 * SPDX-License-Identifier: MIT */
#include "symbols.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "isa/image.h"

#include "bytes.h"
#include "elf64.h"

#define MAP_BYTES  (4u * E2K_MAP_ENTRY)
#define NEIGHBOURS 8u /* symbols inside of another one, say labels, that are looked past */

static int compare_values(const void *left, const void *right)
{
    const struct symbol *a = left;
    const struct symbol *b = right;

    return a->value < b->value ? -1 : a->value > b->value;
}

static bool read_names(struct symbols *symbols, const struct symbol_source *source,
                       const char **text)
{
    symbols->names = malloc(source->names_size + 1);
    if (!symbols->names) {
        *text = "not enough memory for its symbols";
        return false;
    }
    if (source->names_size)
        memcpy(symbols->names, source->names, source->names_size);
    symbols->names[source->names_size] = '\0';
    symbols->names_size = source->names_size;
    return true;
}

/* Labels of the assembler and of literal pools are no places that people know. */
static bool is_place(const char *name)
{
    return *name && *name != '$' && strncmp(name, ".L", 2) != 0;
}

/* What has no size goes on to the end of its section; false: that is not known. */
static bool read_extent(const struct symbol_source *source, const uint8_t *entry,
                        struct symbol *symbol)
{
    uint64_t n = bytes_get16(entry + ST_SHNDX);
    uint64_t size = bytes_get64(entry + ST_SIZE);
    const uint8_t *section = source->sections + n * SH_BYTES;

    if (n == 0 || n >= source->section_count)
        return false;
    symbol->value = bytes_get64(entry + ST_VALUE);
    symbol->end = size ? symbol->value + size
                       : bytes_get64(section + SH_ADDR) + bytes_get64(section + SH_SIZE);
    return true;
}

static bool read_symbol(struct symbols *symbols, const struct symbol_source *source,
                        const uint8_t *entry)
{
    uint64_t name = bytes_get32(entry + ST_NAME);
    unsigned type = entry[ST_INFO] & 0xF;
    struct symbol *to = &symbols->symbols[symbols->count];

    if (name >= symbols->names_size)
        return false;
    if (bytes_get16(entry + ST_SHNDX) == INDEX_ABSOLUTE &&
        strcmp(symbols->names + name, E2K_BIAS_SYMBOL) == 0) {
        symbols->bias = bytes_get64(entry + ST_VALUE);
        symbols->has_bias = true;
    }
    if ((type == SYMBOL_NOTYPE || type == SYMBOL_FUNCTION) && is_place(symbols->names + name) &&
        read_extent(source, entry, to)) {
        to->name = (uint32_t)name;
        symbols->count++;
    }
    return true;
}

static bool read_symbols(struct symbols *symbols, const struct symbol_source *source,
                         const char **text)
{
    size_t count = source->symbols_size / ST_BYTES;

    if (count == 0)
        return true;
    symbols->symbols = calloc(count, sizeof *symbols->symbols);
    if (!symbols->symbols) {
        *text = "not enough memory for its symbols";
        return false;
    }
    for (size_t n = 0; n < count; n++) {
        if (!read_symbol(symbols, source, source->symbols + n * ST_BYTES)) {
            *text = "the name of a symbol is outside of their table";
            return false;
        }
    }
    qsort(symbols->symbols, symbols->count, sizeof *symbols->symbols, compare_values);
    return true;
}

static bool read_map(struct symbols *symbols, const struct symbol_source *source, const char **text)
{
    size_t words = source->map_size / 4;

    if (source->map_size == 0)
        return true;
    *text = "the map to RISC-V addresses is not made of whole entries";
    if (source->map_size % MAP_BYTES)
        return false;
    *text = "not enough memory for the map to RISC-V addresses";
    symbols->map = malloc(words * sizeof *symbols->map);
    if (!symbols->map)
        return false;
    for (size_t n = 0; n < words; n++)
        symbols->map[n] = (uint32_t)bytes_get32(source->map + 4 * n);
    *text = "the map to RISC-V addresses is not in order";
    for (size_t n = E2K_MAP_ENTRY; n < words; n += E2K_MAP_ENTRY) {
        if (symbols->map[n] <= symbols->map[n - E2K_MAP_ENTRY])
            return false;
    }
    symbols->map_count = words / E2K_MAP_ENTRY;
    return true;
}

bool symbols_read(struct symbols *symbols, const struct symbol_source *source, const char **text)
{
    return read_names(symbols, source, text) && read_symbols(symbols, source, text) &&
           read_map(symbols, source, text);
}

void symbols_free(struct symbols *symbols)
{
    free(symbols->symbols);
    free(symbols->names);
    free(symbols->map);
    *symbols = (struct symbols){0};
}

const uint32_t *symbols_map(const struct symbols *symbols, uint64_t address)
{
    size_t first = 0;
    size_t end = symbols->map_count;

    while (first < end) {
        size_t middle = first + (end - first) / 2;
        const uint32_t *entry = &symbols->map[middle * E2K_MAP_ENTRY];

        if (entry[0] == address)
            return entry;
        if (entry[0] < address)
            first = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

/* The last symbol at or below ADDRESS that reaches beyond it. */
static const struct symbol *find(const struct symbols *symbols, uint64_t address)
{
    size_t first = 0;
    size_t end = symbols->count;

    while (first < end) {
        size_t middle = first + (end - first) / 2;

        if (symbols->symbols[middle].value <= address)
            first = middle + 1;
        else
            end = middle;
    }
    for (size_t n = first; n > 0 && n + NEIGHBOURS > first; n--) {
        if (address < symbols->symbols[n - 1].end)
            return &symbols->symbols[n - 1];
    }
    return NULL;
}

void symbols_print(const struct symbols *symbols, uint64_t e2k, uint64_t riscv, const char *between,
                   char *text, size_t size)
{
    const struct symbol *symbol = find(symbols, e2k);
    const uint32_t *start = symbol ? symbols_map(symbols, symbol->value) : NULL;
    uint64_t offset = start ? riscv - start[1] : 0;

    text[0] = '\0';
    if (!riscv)
        return;
    /* Code that stands elsewhere, behind a function of unknown size, is not that function's. */
    if (!start || riscv < start[1]) {
        symbol = find(symbols, riscv);
        offset = symbol ? riscv - symbol->value : 0;
    }
    if (symbol)
        snprintf(text, size, "0x%" PRIx64 "%s%s+0x%" PRIx64, riscv, between,
                 symbols->names + symbol->name, offset);
    else
        snprintf(text, size, "0x%" PRIx64, riscv);
}
