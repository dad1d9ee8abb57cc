/* output.c - writes the e2k ELF file.
 *
 * Order in the file: ELF header, program headers, loaded bytes, map, symbols, strings,
 * section headers.
 *
 * SPDX-License-Identifier: MIT */
#include "output.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "isa/image.h"

#define PAGE 4096u

/* Bytes of the file so far. */
struct buffer {
    uint8_t *bytes;
    size_t size, room;
    bool failed; /* out of memory */
};

/* Appends SIZE bytes, zeros where DATA is NULL.  Returns where they are in the file. */
static size_t append(struct buffer *buffer, const void *data, size_t size)
{
    size_t at = buffer->size;

    if (buffer->failed)
        return at;
    if (buffer->size + size > buffer->room) {
        size_t room = (buffer->size + size) * 2;
        uint8_t *bytes = realloc(buffer->bytes, room);

        if (bytes == NULL) {
            buffer->failed = true;
            return at;
        }
        buffer->bytes = bytes;
        buffer->room = room;
    }
    if (size == 0)
        return at; /* there may be no bytes yet */
    if (data != NULL)
        memcpy(buffer->bytes + at, data, size);
    else
        memset(buffer->bytes + at, 0, size);
    buffer->size += size;
    return at;
}

static size_t append_word(struct buffer *buffer, uint32_t word)
{
    const uint8_t bytes[4] = {(uint8_t)word, (uint8_t)(word >> 8), (uint8_t)(word >> 16),
                              (uint8_t)(word >> 24)};

    return append(buffer, bytes, sizeof bytes);
}

static void align(struct buffer *buffer, size_t to)
{
    append(buffer, NULL, (to - buffer->size % to) % to);
}

static void append_bundle(struct buffer *buffer, const struct e2k_bundle *bundle)
{
    uint32_t words[E2K_WORDS_MAX];
    int count = e2k_encode(bundle, words);

    for (int i = 0; i < count; i++)
        append_word(buffer, words[i]);
}

/* Sections of the file. */
enum section {
    SECTION_NONE,
    SECTION_TRAP,
    SECTION_TABLE,
    SECTION_CODE,
    SECTION_MAP,
    SECTION_SYMBOLS,
    SECTION_STRINGS,
    SECTION_NAMES,
    SECTIONS
};

static const char section_names[] =
    "\0.trap\0.targets\0.text\0" E2K_MAP_SECTION "\0.symtab\0.strtab\0.shstrtab";

static uint32_t name_offset(const char *name)
{
    const char *at = section_names + 1;

    while (strcmp(at, name) != 0)
        at += strlen(at) + 1;
    return (uint32_t)(at - section_names);
}

struct writer {
    const struct source *source;
    const struct code *code;
    const struct target_table *table;
    struct buffer file;
    Elf64_Phdr *programs; /* the loaded segments */
    size_t program_count;
    Elf64_Shdr sections[SECTIONS];
};

static void add_program(struct writer *writer, uint64_t address, size_t offset, size_t size,
                        uint32_t flags)
{
    writer->programs[writer->program_count++] = (Elf64_Phdr){
        .p_type = PT_LOAD,
        .p_flags = flags,
        .p_offset = offset,
        .p_vaddr = address,
        .p_paddr = address,
        .p_filesz = size,
        .p_memsz = size,
        .p_align = 8,
    };
}

static Elf64_Shdr loaded_section(const char *name, uint64_t flags, uint64_t address, size_t offset,
                                 size_t size)
{
    return (Elf64_Shdr){
        .sh_name = name_offset(name),
        .sh_type = SHT_PROGBITS,
        .sh_flags = SHF_ALLOC | flags,
        .sh_addr = address,
        .sh_offset = offset,
        .sh_size = size,
        .sh_addralign = 8,
    };
}

/* A jump to 0, where zeroed memory would be executed as bundles that do nothing, is a trap. */
static void write_trap(struct writer *writer)
{
    const struct e2k_bundle trap = {.transfer = E2K_CT, .ctpr = 3};
    size_t start = writer->file.size;

    append_bundle(&writer->file, &trap);
    append(&writer->file, NULL, PAGE - (writer->file.size - start));
    add_program(writer, 0, start, PAGE, PF_R | PF_X);
    writer->sections[SECTION_TRAP] = loaded_section(".trap", SHF_EXECINSTR, 0, start, PAGE);
}

static void write_table(struct writer *writer)
{
    const struct flow *flow = writer->code->flow;

    for (size_t i = 0; i < writer->table->size / 4; i++) {
        bool known = i < flow->count && (flow->marks[i] & FLOW_TARGET) != 0;

        append_word(&writer->file, known ? code_region_address(writer->code, i)
                                         : code_wild_jump_address(writer->code));
    }
}

static void write_safepoints(struct writer *writer)
{
    const struct code *code = writer->code;
    size_t lines = writer->table->safepoints_size / E2K_SAFEPOINTS_LINE;

    if (lines == 0)
        return;
    append_word(&writer->file, (uint32_t)code->safepoint_count);
    append_word(&writer->file, code->countdown);
    append_word(&writer->file, (uint32_t)code->count);
    append_word(&writer->file, code->size);
    for (size_t i = 0; i < code->safepoint_count; i++) {
        append_word(&writer->file, (uint32_t)code->safepoints[i].pc);
        append_word(&writer->file, code->safepoints[i].known);
    }
    append(&writer->file, NULL,
           E2K_SAFEPOINTS_LINE * (lines - E2K_SAFEPOINTS_HEADER - code->safepoint_count));
}

/* The tables of jump targets and of safepoints and, from the next page on, the code. */
static void write_code(struct writer *writer)
{
    uint64_t address = writer->table->base + (uint64_t)writer->table->bias;
    size_t start, code;

    align(&writer->file, PAGE);
    start = writer->file.size;
    write_table(writer);
    align(&writer->file, 8);
    write_safepoints(writer);
    append(&writer->file, NULL, writer->code->base - address - (writer->file.size - start));
    code = writer->file.size;
    for (size_t i = 0; i < writer->code->count; i++)
        append_bundle(&writer->file, &writer->code->bundles[i].bundle);
    add_program(writer, address, start, writer->file.size - start, PF_R | PF_X);
    writer->sections[SECTION_TABLE] =
        loaded_section(".targets", 0, address, start, writer->table->size);
    writer->sections[SECTION_CODE] =
        loaded_section(".text", SHF_EXECINSTR, writer->code->base, code, writer->file.size - code);
}

/* The program's own bytes where it has them, its RISC-V code too: it is data now. */
static void write_data(struct writer *writer)
{
    for (size_t i = 0; i < writer->source->segment_count; i++) {
        const struct source_segment *segment = &writer->source->segments[i];

        if (segment->file_size == 0) /* memory is zero at reset */
            continue;
        align(&writer->file, 8);
        add_program(writer, segment->address,
                    append(&writer->file, segment->data, segment->file_size), segment->file_size,
                    PF_R | PF_W);
    }
}

/* The emulator lays a memory region as large as all segments together over the code, and
 * regions are made of pages. */
static void pad_to_pages(struct writer *writer)
{
    uint64_t total = 0;

    for (size_t i = 0; i < writer->program_count; i++)
        total += writer->programs[i].p_memsz;
    writer->programs[1].p_memsz += (PAGE - total % PAGE) % PAGE;
}

static void write_map(struct writer *writer)
{
    size_t start;

    align(&writer->file, 8);
    start = writer->file.size;
    for (size_t i = 0; i < writer->code->count; i++) {
        const struct code_bundle *bundle = &writer->code->bundles[i];

        append_word(&writer->file, bundle->address);
        append_word(&writer->file, (uint32_t)bundle->pc);
        append_word(&writer->file, bundle->flags);
    }
    writer->sections[SECTION_MAP] = (Elf64_Shdr){
        .sh_name = name_offset(E2K_MAP_SECTION),
        .sh_type = SHT_PROGBITS,
        .sh_offset = start,
        .sh_size = writer->file.size - start,
        .sh_addralign = 4,
        .sh_entsize = 4 * E2K_MAP_ENTRY,
    };
}

/* Where the e2k code of the instructions from ADDRESS on begins. */
static uint32_t code_from(const struct writer *writer, uint64_t address)
{
    const struct code *code = writer->code;
    size_t index = (address - code->flow->base) / 4;

    for (; index < code->flow->count; index++)
        if (code_region_address(code, index) != 0)
            return code_region_address(code, index);
    return code->base + code->size;
}

/* A symbol of the program: functions where their e2k code is, everything else as it was. */
static bool make_symbol(const struct writer *writer, const struct source_symbol *source,
                        Elf64_Sym *symbol)
{
    size_t index;

    if (source->name[0] == '\0' || source->name[0] == '$' || source->name[0] == '.')
        return false;
    *symbol = (Elf64_Sym){.st_info = (uint8_t)ELF64_ST_INFO(source->bind, source->type),
                          .st_shndx = SHN_ABS,
                          .st_value = source->address,
                          .st_size = source->size};
    if (!source->in_code)
        return true;
    if (!flow_find(writer->code->flow, source->address, &index) ||
        code_region_address(writer->code, index) == 0)
        return false;
    symbol->st_value = code_region_address(writer->code, index);
    symbol->st_shndx = SECTION_CODE;
    if (source->size != 0)
        symbol->st_size = code_from(writer, source->address + source->size) - symbol->st_value;
    return true;
}

static void append_symbol(struct writer *writer, struct buffer *strings, Elf64_Sym symbol,
                          const char *name)
{
    symbol.st_name = (Elf64_Word)append(strings, name, strlen(name) + 1);
    append(&writer->file, &symbol, sizeof symbol);
}

/* ELF wants local symbols before the others.  Returns how many were written. */
static size_t append_symbols(struct writer *writer, struct buffer *strings, bool local)
{
    size_t count = 0;

    for (size_t i = 0; i < writer->source->symbol_count; i++) {
        const struct source_symbol *source = &writer->source->symbols[i];
        Elf64_Sym symbol;

        if ((source->bind == STB_LOCAL) != local || !make_symbol(writer, source, &symbol))
            continue;
        append_symbol(writer, strings, symbol, source->name);
        count++;
    }
    return count;
}

static void write_symbols(struct writer *writer)
{
    const Elf64_Sym bias = {.st_info = ELF64_ST_INFO(STB_LOCAL, STT_NOTYPE),
                            .st_shndx = SHN_ABS,
                            .st_value = (Elf64_Addr)writer->table->bias};
    struct buffer strings = {0};
    size_t start, locals;

    align(&writer->file, 8);
    start = writer->file.size;
    append(&strings, "", 1);
    append(&writer->file, NULL, sizeof(Elf64_Sym));
    append_symbol(writer, &strings, bias, E2K_BIAS_SYMBOL);
    locals = 2 + append_symbols(writer, &strings, true);
    append_symbols(writer, &strings, false);
    writer->sections[SECTION_SYMBOLS] = (Elf64_Shdr){
        .sh_name = name_offset(".symtab"),
        .sh_type = SHT_SYMTAB,
        .sh_offset = start,
        .sh_size = writer->file.size - start,
        .sh_link = SECTION_STRINGS,
        .sh_info = (Elf64_Word)locals,
        .sh_addralign = 8,
        .sh_entsize = sizeof(Elf64_Sym),
    };
    writer->sections[SECTION_STRINGS] = (Elf64_Shdr){
        .sh_name = name_offset(".strtab"),
        .sh_type = SHT_STRTAB,
        .sh_offset = append(&writer->file, strings.bytes, strings.size),
        .sh_size = strings.size,
        .sh_addralign = 1,
    };
    writer->file.failed |= strings.failed;
    free(strings.bytes);
}

static void write_headers(struct writer *writer)
{
    Elf64_Ehdr header = {
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_EXEC,
        .e_machine = E2K_ELF_MACHINE,
        .e_version = EV_CURRENT,
        .e_entry = writer->code->base,
        .e_phoff = sizeof header,
        .e_ehsize = sizeof header,
        .e_phentsize = sizeof(Elf64_Phdr),
        .e_phnum = (Elf64_Half)writer->program_count,
        .e_shentsize = sizeof(Elf64_Shdr),
        .e_shnum = SECTIONS,
        .e_shstrndx = SECTION_NAMES,
    };

    writer->sections[SECTION_NAMES] = (Elf64_Shdr){
        .sh_name = name_offset(".shstrtab"),
        .sh_type = SHT_STRTAB,
        .sh_offset = append(&writer->file, section_names, sizeof section_names),
        .sh_size = sizeof section_names,
        .sh_addralign = 1,
    };
    align(&writer->file, 8);
    header.e_shoff = append(&writer->file, writer->sections, sizeof writer->sections);
    if (writer->file.failed)
        return;
    memcpy(writer->file.bytes, &header, sizeof header);
    memcpy(writer->file.bytes + sizeof header, writer->programs,
           writer->program_count * sizeof *writer->programs);
}

int output_make(const struct source *source, const struct code *code,
                const struct target_table *table, struct translate_result *result,
                struct problem *problem)
{
    struct writer writer = {.source = source, .code = code, .table = table};
    size_t most = source->segment_count + 2; /* program headers */

    if (most >= PN_XNUM)
        return problem_set(problem, "more segments than an ELF file can have");
    writer.programs = calloc(most, sizeof *writer.programs);
    if (writer.programs == NULL)
        return problem_set(problem, "out of memory");
    append(&writer.file, NULL, sizeof(Elf64_Ehdr) + most * sizeof(Elf64_Phdr));
    align(&writer.file, PAGE);
    write_trap(&writer);
    write_code(&writer);
    write_data(&writer);
    pad_to_pages(&writer);
    write_map(&writer);
    write_symbols(&writer);
    write_headers(&writer);
    free(writer.programs);
    if (writer.file.failed) {
        free(writer.file.bytes);
        return problem_set(problem, "out of memory");
    }
    result->file = writer.file.bytes;
    result->size = writer.file.size;
    return 0;
}
