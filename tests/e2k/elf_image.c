/* elf_image.c - ELF files for tests, right ones to begin with.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "program.h"

#define SEGMENTS 8u
#define SECTIONS 8u
#define EH_BYTES 64u
#define PH_BYTES 56u
#define SH_BYTES 64u
#define STRINGS  3u /* type of a table of names */

void elf_put(struct elf_image *image, size_t offset, uint64_t value, unsigned size)
{
    for (unsigned n = 0; n < size; n++)
        image->bytes[offset + n] = (uint8_t)(value >> 8 * n);
}

static size_t append(struct elf_image *image, const void *bytes, size_t size)
{
    size_t offset = (image->size + 7) & ~(size_t)7;

    if (offset + size > IMAGE_MAX)
        abort();
    if (size)
        memcpy(image->bytes + offset, bytes, size);
    image->size = offset + size;
    return offset;
}

void elf_start(struct elf_image *image, uint64_t entry)
{
    static const uint8_t ident[] = {0x7F, 'E', 'L', 'F', 2, 1, 1};

    memset(image, 0, sizeof *image);
    memcpy(image->bytes, ident, sizeof ident);
    elf_put(image, 16, 2, 2);   /* executable */
    elf_put(image, 18, 175, 2); /* e2k */
    elf_put(image, 20, 1, 4);
    elf_put(image, 24, entry, 8);
    elf_put(image, 32, EH_BYTES, 8);
    elf_put(image, 52, EH_BYTES, 2);
    elf_put(image, 54, PH_BYTES, 2);
    elf_put(image, 58, SH_BYTES, 2);
    image->size = EH_BYTES + SEGMENTS * PH_BYTES;
    image->sections = 1; /* number 0 is none */
    image->names_size = 1;
}

void elf_segment(struct elf_image *image, uint64_t address, const void *bytes, size_t size,
                 uint64_t in_memory)
{
    size_t at = EH_BYTES + image->segments * PH_BYTES;
    size_t offset = append(image, bytes, size);

    if (image->segments == SEGMENTS)
        abort();
    elf_put(image, at, 1, 4); /* to be loaded */
    elf_put(image, at + 4, 7, 4);
    elf_put(image, at + 8, offset, 8);
    elf_put(image, at + 16, address, 8);
    elf_put(image, at + 24, address, 8);
    elf_put(image, at + 32, size, 8);
    elf_put(image, at + 40, in_memory, 8);
    elf_put(image, 56, ++image->segments, 2);
}

unsigned elf_section(struct elf_image *image, const char *name, unsigned type, uint64_t address,
                     const void *bytes, size_t size, unsigned link)
{
    unsigned n = image->sections++;

    if (n == SECTIONS || image->names_size + strlen(name) + 1 > sizeof image->names)
        abort();
    image->headers[n][0] = image->names_size;
    image->headers[n][1] = type;
    image->headers[n][2] = link;
    image->extents[n][0] = address;
    image->extents[n][1] = append(image, bytes, size);
    image->extents[n][2] = size;
    memcpy(image->names + image->names_size, name, strlen(name) + 1);
    image->names_size += strlen(name) + 1;
    return n;
}

void elf_finish(struct elf_image *image)
{
    static const uint8_t zeros[SECTIONS * SH_BYTES];
    unsigned names = elf_section(image, ".shstrtab", STRINGS, 0, "", 0, 0);
    size_t table;

    image->extents[names][1] = append(image, image->names, image->names_size);
    image->extents[names][2] = image->names_size;
    table = append(image, zeros, image->sections * SH_BYTES);
    elf_put(image, 40, table, 8);
    elf_put(image, 60, image->sections, 2);
    elf_put(image, 62, names, 2);
    for (unsigned n = 1; n < image->sections; n++) {
        size_t at = table + n * SH_BYTES;

        elf_put(image, at, image->headers[n][0], 4);
        elf_put(image, at + 4, image->headers[n][1], 4);
        elf_put(image, at + 16, image->extents[n][0], 8);
        elf_put(image, at + 24, image->extents[n][1], 8);
        elf_put(image, at + 32, image->extents[n][2], 8);
        elf_put(image, at + 40, image->headers[n][2], 4);
    }
}
