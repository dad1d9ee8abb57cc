/* loader.c - an ELF file to memory; whatever is in the file, only its own bytes are read.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "bytes.h"
#include "core.h"
#include "elf64.h"

struct image {
    struct e2k_machine *machine;
    const uint8_t *bytes;
    uint64_t size;
    uint64_t segments, sections; /* offsets of the tables */
    unsigned segment_count, section_count;
};

__attribute__((format(printf, 2, 3))) static bool refuse(const struct image *image,
                                                         const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(image->machine->message, sizeof image->machine->message, format, arguments);
    va_end(arguments);
    return false;
}

static bool is_inside(uint64_t offset, uint64_t bytes, uint64_t size)
{
    return offset <= size && bytes <= size - offset;
}

static bool check_kind(const struct image *image)
{
    const uint8_t *header = image->bytes;
    unsigned machine;

    if (image->size < EH_BYTES || memcmp(header, "\177ELF", 4) != 0)
        return refuse(image, image->size < EH_BYTES ? "shorter than the header of an ELF file"
                                                    : "not an ELF file");
    if (header[EH_CLASS] != CLASS_64)
        return refuse(image, "not an ELF file of 64 bits");
    if (header[EH_DATA] != DATA_LITTLE)
        return refuse(image, "not little-endian");
    machine = (unsigned)bytes_get16(header + EH_MACHINE);
    if (machine == E2K_RISCV_MACHINE)
        return refuse(image, "for RISC-V: translate it with rv2e2k first");
    if (machine != E2K_ELF_MACHINE)
        return refuse(image, "for machine %u, and not for e2k, which is %d", machine,
                      E2K_ELF_MACHINE);
    if (bytes_get16(header + EH_TYPE) != TYPE_EXECUTABLE)
        return refuse(image, "not an executable");
    return true;
}

static bool check_tables(struct image *image)
{
    const uint8_t *header = image->bytes;

    image->segments = bytes_get64(header + EH_PHOFF);
    image->segment_count = (unsigned)bytes_get16(header + EH_PHNUM);
    image->sections = bytes_get64(header + EH_SHOFF);
    image->section_count = (unsigned)bytes_get16(header + EH_SHNUM);
    if (image->segment_count && bytes_get16(header + EH_PHENTSIZE) != PH_BYTES)
        return refuse(image, "program headers of a size other than %d", PH_BYTES);
    if (!is_inside(image->segments, (uint64_t)image->segment_count * PH_BYTES, image->size))
        return refuse(image, "its program headers are outside of the file");
    if (image->section_count && bytes_get16(header + EH_SHENTSIZE) != SH_BYTES)
        return refuse(image, "section headers of a size other than %d", SH_BYTES);
    if (!is_inside(image->sections, (uint64_t)image->section_count * SH_BYTES, image->size))
        return refuse(image, "its section headers are outside of the file");
    return true;
}

static const uint8_t *segment_at(const struct image *image, unsigned n)
{
    return image->bytes + image->segments + (uint64_t)n * PH_BYTES;
}

static bool is_loaded(const uint8_t *segment)
{
    return bytes_get32(segment + PH_TYPE) == SEGMENT_LOAD && bytes_get64(segment + PH_MEMSZ) > 0;
}

/* Of what is in the file: that is loaded, to the physical address. */
static bool check_overlap(const struct image *image, unsigned n)
{
    uint64_t address = bytes_get64(segment_at(image, n) + PH_PADDR);
    uint64_t end = address + bytes_get64(segment_at(image, n) + PH_FILESZ);

    for (unsigned other = 0; other < n; other++) {
        const uint8_t *segment = segment_at(image, other);
        uint64_t start = bytes_get64(segment + PH_PADDR);

        if (is_loaded(segment) && start < end && address < start + bytes_get64(segment + PH_FILESZ))
            return refuse(image, "segments %u and %u overlap", other, n);
    }
    return true;
}

static bool check_in_memory(const struct image *image, unsigned n, uint64_t address, uint64_t size)
{
    uint64_t ram_size = image->machine->ram_size;

    if (is_inside(address, size, ram_size))
        return true;
    return refuse(image,
                  "segment %u, %" PRIu64 " bytes at 0x%" PRIx64
                  ", is outside of memory, which has 0x%" PRIx64 " bytes",
                  n, size, address, ram_size);
}

static bool check_segment(const struct image *image, unsigned n)
{
    const uint8_t *segment = segment_at(image, n);
    uint64_t in_file = bytes_get64(segment + PH_FILESZ);
    uint64_t in_memory = bytes_get64(segment + PH_MEMSZ);

    if (in_file > in_memory)
        return refuse(image, "segment %u is larger in the file than in memory", n);
    if (!is_inside(bytes_get64(segment + PH_OFFSET), in_file, image->size))
        return refuse(image, "segment %u is outside of the file", n);
    return check_in_memory(image, n, bytes_get64(segment + PH_PADDR), in_file) &&
           check_in_memory(image, n, bytes_get64(segment + PH_VADDR), in_memory) &&
           check_overlap(image, n);
}

static bool check_entry(const struct image *image)
{
    uint64_t entry = bytes_get64(image->bytes + EH_ENTRY);

    if (entry % E2K_PAGE)
        return refuse(image,
                      "its entry 0x%" PRIx64 " is not at the start of a page of %u bytes, where "
                      "the board begins the program's memory",
                      entry, E2K_PAGE);
    if (entry >= image->machine->ram_size)
        return refuse(image, "its entry 0x%" PRIx64 " is outside of memory", entry);
    return true;
}

static void load_segment(const struct image *image, const uint8_t *segment)
{
    uint64_t in_file = bytes_get64(segment + PH_FILESZ);

    if (in_file)
        memcpy(image->machine->ram + bytes_get64(segment + PH_PADDR),
               image->bytes + bytes_get64(segment + PH_OFFSET), in_file);
}

static bool load_segments(const struct image *image)
{
    unsigned loaded = 0;

    for (unsigned n = 0; n < image->segment_count; n++) {
        if (!is_loaded(segment_at(image, n)))
            continue;
        if (!check_segment(image, n))
            return false;
        loaded++;
    }
    if (loaded == 0)
        return refuse(image, "nothing in it is to be loaded");
    if (!check_entry(image))
        return false;
    for (unsigned n = 0; n < image->segment_count; n++) {
        if (is_loaded(segment_at(image, n)))
            load_segment(image, segment_at(image, n));
    }
    return true;
}

/* The contents of section N; false: it is not there. */
static bool section_bytes(const struct image *image, unsigned n, const uint8_t **bytes,
                          size_t *size)
{
    const uint8_t *section = image->bytes + image->sections + (uint64_t)n * SH_BYTES;
    uint64_t offset, length;

    if (n >= image->section_count)
        return refuse(image, "section %u, which another one needs, is not there", n);
    offset = bytes_get64(section + SH_OFFSET);
    length = bytes_get64(section + SH_SIZE);
    if (bytes_get32(section + SH_TYPE) == SECTION_NOBITS)
        length = 0;
    else if (!is_inside(offset, length, image->size))
        return refuse(image, "section %u is outside of the file", n);
    *bytes = image->bytes + (length ? offset : 0);
    *size = (size_t)length;
    return true;
}

static bool has_name(const uint8_t *names, size_t size, uint64_t at, const char *name)
{
    return at < size && size - at > strlen(name) && memcmp(names + at, name, strlen(name) + 1) == 0;
}

static bool read_sections(const struct image *image, struct symbol_source *source)
{
    unsigned names_section = (unsigned)bytes_get16(image->bytes + EH_SHSTRNDX);
    const uint8_t *names = NULL;
    size_t names_size = 0;

    source->sections = image->bytes + image->sections;
    source->section_count = image->section_count;
    if (image->section_count && names_section &&
        !section_bytes(image, names_section, &names, &names_size))
        return false;
    for (unsigned n = 0; n < image->section_count; n++) {
        const uint8_t *section = image->bytes + image->sections + (uint64_t)n * SH_BYTES;
        bool fine = true;

        if (bytes_get32(section + SH_TYPE) == SECTION_SYMBOLS)
            fine = section_bytes(image, n, &source->symbols, &source->symbols_size) &&
                   section_bytes(image, (unsigned)bytes_get32(section + SH_LINK), &source->names,
                                 &source->names_size);
        else if (has_name(names, names_size, bytes_get32(section + SH_NAME), E2K_MAP_SECTION))
            fine = section_bytes(image, n, &source->map, &source->map_size);
        if (!fine)
            return false;
    }
    return true;
}

bool loader_load(struct e2k_machine *machine, const uint8_t *bytes, size_t size)
{
    struct image image = {.machine = machine, .bytes = bytes, .size = size};
    struct symbol_source source = {0};
    const char *text = NULL;

    if (!check_kind(&image) || !check_tables(&image) || !read_sections(&image, &source) ||
        !load_segments(&image))
        return false;
    if (!symbols_read(&machine->symbols, &source, &text))
        return refuse(&image, "%s", text);
    machine->pc = bytes_get64(bytes + EH_ENTRY);
    return true;
}
