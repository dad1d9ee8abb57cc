/* source_lookup.c - answers questions about the program that source.c has read.
 *
 * SPDX-License-Identifier: MIT */
#include "source.h"

#include <elf.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const struct source_section *source_section_at(const struct source *source, uint64_t address)
{
    size_t low = 0, high = source->section_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct source_section *section = &source->sections[middle];

        if (address < section->address)
            high = middle;
        else if (address - section->address >= section->size)
            low = middle + 1;
        else
            return section;
    }
    return NULL;
}

uint32_t source_word(const struct source *source, uint64_t address)
{
    const struct source_section *section = source_section_at(source, address);
    const uint8_t *bytes = section->data + (address - section->address);

    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

const struct source_symbol *source_find(const struct source *source, const char *name)
{
    for (size_t i = 0; i < source->symbol_count; i++)
        if (strcmp(source->symbols[i].name, name) == 0)
            return &source->symbols[i];
    return NULL;
}

uint64_t source_end_of(const struct source *source, const struct source_symbol *symbol)
{
    if (symbol->size != 0)
        return symbol->address + symbol->size;
    for (size_t i = 0; i < source->symbol_count; i++)
        if (source->symbols[i].in_code && source->symbols[i].type == STT_FUNC &&
            source->symbols[i].address > symbol->address)
            return source->symbols[i].address;
    return UINT64_MAX;
}

const char *source_describe(const struct source *source, uint64_t address, char *text, size_t size)
{
    const struct source_symbol *best = NULL;

    for (size_t i = 0; i < source->symbol_count && source->symbols[i].address <= address; i++)
        if (source->symbols[i].in_code && source->symbols[i].name[0] != '.' &&
            source->symbols[i].name[0] != '$' &&
            (best == NULL || source->symbols[i].address > best->address))
            best = &source->symbols[i];
    if (best == NULL)
        snprintf(text, size, "no function");
    else
        snprintf(text, size, "%s+0x%" PRIx64, best->name, address - best->address);
    return text;
}
