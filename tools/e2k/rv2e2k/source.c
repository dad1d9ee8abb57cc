/* source.c - reads the RISC-V ELF file.
 *
 * SPDX-License-Identifier: MIT */
#include "source.h"

#include <elf.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A file under examination.  Structures are copied out of it: they may lie anywhere. */
struct reader {
    struct source *source;
    struct problem *problem;
    const uint8_t *bytes;
    size_t size;
    Elf64_Ehdr header;
};

/* True when COUNT items of ITEM bytes at OFFSET lie in the file. */
static bool inside(const struct reader *reader, uint64_t offset, uint64_t count, uint64_t item)
{
    return offset <= reader->size && count <= (reader->size - offset) / item;
}

static Elf64_Shdr section_header(const struct reader *reader, size_t index)
{
    Elf64_Shdr section;

    memcpy(&section, reader->bytes + reader->header.e_shoff + index * sizeof section,
           sizeof section);
    return section;
}

/* The text at OFFSET of string table SECTION; "" when there is none, or when the table ends
 * amid a text. */
static const char *text_at(const struct reader *reader, const Elf64_Shdr *section, uint64_t offset)
{
    const char *text;

    if (section->sh_type != SHT_STRTAB ||
        !inside(reader, section->sh_offset, section->sh_size, 1) || offset >= section->sh_size)
        return "";
    text = (const char *)reader->bytes + section->sh_offset;
    return text[section->sh_size - 1] == '\0' ? text + offset : "";
}

static int check_identity(const struct reader *reader)
{
    const Elf64_Ehdr *header = &reader->header;
    struct problem *problem = reader->problem;

    if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0)
        return problem_set(problem, "not an ELF file");
    if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_ident[EI_DATA] != ELFDATA2LSB)
        return problem_set(problem, "not a 64-bit little-endian ELF file");
    if (header->e_machine != EM_RISCV)
        return problem_set(problem, "not a RISC-V program (its machine is %u)", header->e_machine);
    if (header->e_type != ET_EXEC)
        return problem_set(problem, "not a static executable (link with -static, without -pie)");
    if (header->e_flags & EF_RISCV_RVC)
        return problem_set(problem, "contains compressed instructions (compile for rv64im)");
    if (header->e_flags & EF_RISCV_FLOAT_ABI)
        return problem_set(problem, "built for a floating-point ABI (compile for lp64)");
    return 0;
}

static int check_tables(const struct reader *reader)
{
    const Elf64_Ehdr *header = &reader->header;
    struct problem *problem = reader->problem;

    if (header->e_phentsize != sizeof(Elf64_Phdr) || header->e_shentsize != sizeof(Elf64_Shdr))
        return problem_set(problem, "header entries of an unknown size");
    if (!inside(reader, header->e_phoff, header->e_phnum, sizeof(Elf64_Phdr)))
        return problem_set(problem, "the file ends before its program headers do");
    if (!inside(reader, header->e_shoff, header->e_shnum, sizeof(Elf64_Shdr)))
        return problem_set(problem, "the file ends before its section headers do");
    if (header->e_shnum == 0)
        return problem_set(problem, "no section headers (the program is stripped)");
    return 0;
}

static int by_segment_address(const void *left, const void *right)
{
    const struct source_segment *a = left, *b = right;

    return a->address < b->address ? -1 : a->address > b->address;
}

static int add_segment(const struct reader *reader, size_t index)
{
    struct source *source = reader->source;
    Elf64_Phdr program;

    memcpy(&program, reader->bytes + reader->header.e_phoff + index * sizeof program,
           sizeof program);
    if (program.p_type == PT_DYNAMIC || program.p_type == PT_INTERP)
        return problem_set(reader->problem, "a dynamically linked program");
    if (program.p_type != PT_LOAD || program.p_memsz == 0)
        return 0;
    if (!inside(reader, program.p_offset, program.p_filesz, 1))
        return problem_set(reader->problem, "the file ends before segment %zu does", index);
    if (program.p_filesz > program.p_memsz)
        return problem_set(reader->problem, "segment %zu is larger in the file than in memory",
                           index);
    if (program.p_vaddr >= SOURCE_ADDRESS_LIMIT ||
        program.p_memsz > SOURCE_ADDRESS_LIMIT - program.p_vaddr)
        return problem_set(reader->problem,
                           "segment %zu at 0x%" PRIx64 " does not lie below 0x%" PRIx64, index,
                           program.p_vaddr, SOURCE_ADDRESS_LIMIT);
    /* Where an emulator loads it.  What is loaded elsewhere than it runs is moved by the program
     * itself, which then also clears the rest of the memory that the segment has. */
    if (program.p_paddr != program.p_vaddr)
        program.p_memsz = program.p_filesz;
    if (program.p_memsz == 0)
        return 0;
    source->segments[source->segment_count++] = (struct source_segment){
        .address = program.p_paddr,
        .data = reader->bytes + program.p_offset,
        .file_size = program.p_filesz,
        .memory_size = program.p_memsz,
    };
    return 0;
}

static int read_segments(const struct reader *reader)
{
    struct source *source = reader->source;

    source->segments = calloc(reader->header.e_phnum + 1u, sizeof *source->segments);
    if (source->segments == NULL)
        return problem_set(reader->problem, "out of memory");
    for (size_t i = 0; i < reader->header.e_phnum; i++)
        if (add_segment(reader, i) != 0)
            return -1;
    if (source->segment_count == 0)
        return problem_set(reader->problem, "nothing to load");
    qsort(source->segments, source->segment_count, sizeof *source->segments, by_segment_address);
    for (size_t i = 0; i < source->segment_count; i++) {
        const struct source_segment *segment = &source->segments[i];

        if (segment->address >= SOURCE_ADDRESS_LIMIT ||
            segment->memory_size > SOURCE_ADDRESS_LIMIT - segment->address)
            return problem_set(reader->problem,
                               "a segment is loaded at 0x%" PRIx64 ", not below 0x%" PRIx64,
                               segment->address, SOURCE_ADDRESS_LIMIT);
        if (i > 0 && segment[-1].address + segment[-1].memory_size > segment->address)
            return problem_set(reader->problem, "segments overlap at 0x%" PRIx64, segment->address);
    }
    return 0;
}

static bool is_code(const Elf64_Shdr *section)
{
    return section->sh_type == SHT_PROGBITS && (section->sh_flags & SHF_ALLOC) != 0 &&
           (section->sh_flags & SHF_EXECINSTR) != 0 && section->sh_size != 0;
}

static int by_section_address(const void *left, const void *right)
{
    const struct source_section *a = left, *b = right;

    return a->address < b->address ? -1 : a->address > b->address;
}

static int add_section(const struct reader *reader, const Elf64_Shdr *names, size_t index)
{
    struct source *source = reader->source;
    Elf64_Shdr section = section_header(reader, index);
    const char *name;

    if (!is_code(&section))
        return 0;
    name = text_at(reader, names, section.sh_name);
    if (!inside(reader, section.sh_offset, section.sh_size, 1))
        return problem_set(reader->problem, "the file ends before section %s does", name);
    if (section.sh_addr % 4 != 0 || section.sh_size % 4 != 0)
        return problem_set(reader->problem, "section %s is not made of 4-byte instructions", name);
    if (section.sh_addr >= SOURCE_ADDRESS_LIMIT || section.sh_size / 4 > SOURCE_CODE_LIMIT)
        return problem_set(reader->problem, "section %s is too large or too high", name);
    source->sections[source->section_count++] = (struct source_section){
        .name = name,
        .address = section.sh_addr,
        .size = section.sh_size,
        .data = reader->bytes + section.sh_offset,
    };
    return 0;
}

static int read_sections(const struct reader *reader)
{
    struct source *source = reader->source;
    Elf64_Shdr names = {0};

    if (reader->header.e_shstrndx < reader->header.e_shnum)
        names = section_header(reader, reader->header.e_shstrndx);
    source->sections = calloc(reader->header.e_shnum, sizeof *source->sections);
    if (source->sections == NULL)
        return problem_set(reader->problem, "out of memory");
    for (size_t i = 0; i < reader->header.e_shnum; i++)
        if (add_section(reader, &names, i) != 0)
            return -1;
    if (source->section_count == 0)
        return problem_set(reader->problem, "no section of code");
    qsort(source->sections, source->section_count, sizeof *source->sections, by_section_address);
    for (size_t i = 1; i < source->section_count; i++)
        if (source->sections[i - 1].address + source->sections[i - 1].size >
            source->sections[i].address)
            return problem_set(reader->problem, "sections %s and %s overlap",
                               source->sections[i - 1].name, source->sections[i].name);
    return 0;
}

/* The one symbol table, or -1. */
static int find_symbols(const struct reader *reader, Elf64_Shdr *symbols)
{
    for (size_t i = 0; i < reader->header.e_shnum; i++) {
        *symbols = section_header(reader, i);
        if (symbols->sh_type != SHT_SYMTAB)
            continue;
        if (!inside(reader, symbols->sh_offset, symbols->sh_size, 1))
            return problem_set(reader->problem, "the file ends before its symbols do");
        return (int)i;
    }
    return problem_set(reader->problem, "no symbols (the program is stripped)");
}

static Elf64_Sym symbol_at(const struct reader *reader, const Elf64_Shdr *table, size_t index)
{
    Elf64_Sym symbol;

    memcpy(&symbol, reader->bytes + table->sh_offset + index * sizeof symbol, sizeof symbol);
    return symbol;
}

static int by_symbol_address(const void *left, const void *right)
{
    const struct source_symbol *a = left, *b = right;

    if (a->address != b->address)
        return a->address < b->address ? -1 : 1;
    /* A function before what else has its address: it gives the better name. */
    if ((a->type == STT_FUNC) != (b->type == STT_FUNC))
        return a->type == STT_FUNC ? -1 : 1;
    return strcmp(a->name, b->name);
}

static int read_symbols(const struct reader *reader, const Elf64_Shdr *table)
{
    struct source *source = reader->source;
    size_t count = table->sh_size / sizeof(Elf64_Sym);
    Elf64_Shdr names = {0};

    if (table->sh_link < reader->header.e_shnum)
        names = section_header(reader, table->sh_link);
    source->symbols = calloc(count + 1, sizeof *source->symbols);
    if (source->symbols == NULL)
        return problem_set(reader->problem, "out of memory");
    for (size_t i = 1; i < count; i++) {
        Elf64_Sym symbol = symbol_at(reader, table, i);
        unsigned type = ELF64_ST_TYPE(symbol.st_info);
        Elf64_Shdr section = {0};

        if (type == STT_SECTION || type == STT_FILE || symbol.st_shndx == SHN_UNDEF)
            continue;
        if (symbol.st_shndx < reader->header.e_shnum)
            section = section_header(reader, symbol.st_shndx);
        source->symbols[source->symbol_count++] = (struct source_symbol){
            .name = text_at(reader, &names, symbol.st_name),
            .address = symbol.st_value,
            .size = symbol.st_size,
            .type = (uint8_t)type,
            .bind = ELF64_ST_BIND(symbol.st_info),
            .in_code = is_code(&section),
        };
    }
    qsort(source->symbols, source->symbol_count, sizeof *source->symbols, by_symbol_address);
    return 0;
}

/* Adds what relocation section INDEX says of a loaded section. */
static int add_relocations(const struct reader *reader, const Elf64_Shdr *rela,
                           const Elf64_Shdr *symbols, size_t room)
{
    struct source *source = reader->source;
    size_t count = rela->sh_size / sizeof(Elf64_Rela);
    size_t symbol_count = symbols->sh_size / sizeof(Elf64_Sym);

    for (size_t i = 0; i < count && source->relocation_count < room; i++) {
        Elf64_Rela entry;
        size_t index;

        memcpy(&entry, reader->bytes + rela->sh_offset + i * sizeof entry, sizeof entry);
        index = ELF64_R_SYM(entry.r_info);
        if (index >= symbol_count)
            return problem_set(reader->problem,
                               "a relocation at 0x%" PRIx64 " names symbol %zu of %zu",
                               entry.r_offset, index, symbol_count);
        source->relocations[source->relocation_count++] = (struct source_relocation){
            .place = entry.r_offset,
            .target = symbol_at(reader, symbols, index).st_value + (uint64_t)entry.r_addend,
            .type = (uint32_t)ELF64_R_TYPE(entry.r_info),
        };
    }
    return 0;
}

/* Whether section header RELA relocates something that is loaded; *OF_CODE: code. */
static bool relocates(const struct reader *reader, const Elf64_Shdr *rela, bool *of_code)
{
    Elf64_Shdr section;

    if (rela->sh_type != SHT_RELA || rela->sh_info >= reader->header.e_shnum)
        return false;
    section = section_header(reader, rela->sh_info);
    *of_code = is_code(&section);
    return (section.sh_flags & SHF_ALLOC) != 0;
}

static int read_relocations(const struct reader *reader, const Elf64_Shdr *symbols)
{
    struct source *source = reader->source;
    bool of_code = false, code_has_some = false;
    size_t total = 0;

    for (size_t i = 0; i < reader->header.e_shnum; i++) {
        Elf64_Shdr rela = section_header(reader, i);

        if (!relocates(reader, &rela, &of_code))
            continue;
        if (!inside(reader, rela.sh_offset, rela.sh_size, 1))
            return problem_set(reader->problem, "the file ends before its relocations do");
        code_has_some |= of_code;
        total += rela.sh_size / sizeof(Elf64_Rela);
    }
    if (!code_has_some)
        return problem_set(reader->problem, "no relocations of the code (link with --emit-relocs)");
    if (total > reader->size / sizeof(Elf64_Rela))
        return problem_set(reader->problem, "sections of relocations overlap");
    source->relocations = calloc(total + 1, sizeof *source->relocations);
    if (source->relocations == NULL)
        return problem_set(reader->problem, "out of memory");
    for (size_t i = 0; i < reader->header.e_shnum; i++) {
        Elf64_Shdr rela = section_header(reader, i);

        if (relocates(reader, &rela, &of_code) &&
            add_relocations(reader, &rela, symbols, total) != 0)
            return -1;
    }
    return 0;
}

int source_read(struct source *source, const void *file, size_t size, struct problem *problem)
{
    struct reader reader = {.source = source, .problem = problem, .bytes = file, .size = size};
    Elf64_Shdr symbols = {0};

    *source = (struct source){0};
    if (size < sizeof reader.header)
        return problem_set(problem, "the file ends before its ELF header does");
    memcpy(&reader.header, file, sizeof reader.header);
    if (check_identity(&reader) != 0 || check_tables(&reader) != 0 || read_segments(&reader) != 0 ||
        read_sections(&reader) != 0 || find_symbols(&reader, &symbols) < 0 ||
        read_symbols(&reader, &symbols) != 0)
        return -1;
    source->entry = reader.header.e_entry;
    return read_relocations(&reader, &symbols);
}

void source_free(struct source *source)
{
    free(source->segments);
    free(source->sections);
    free(source->symbols);
    free(source->relocations);
    *source = (struct source){0};
}
