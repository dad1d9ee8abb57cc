/* riscv_program.c - makes RISC-V programs of the fuzzer's bytes.
 *
 * The instructions are those of RV64IM in the proportion that the bytes have; branches lead
 * near, most loads and stores go to the data.  Before them all registers are loaded from the
 * data, behind them the data are added up in a register, so that to compare registers is
 * enough.
 *
 * Sources: The RISC-V Instruction Set Manual, volume I, chapter 24; System V ABI, ELF-64.
 *
 * SPDX-License-Identifier: MIT */
#include "riscv_program.h"

#include <elf.h>
#include <string.h>

#define STATE  3 /* x3 */
#define RESUME 0x0bu

/* The countdown of safepoints is 0: each of them calls the routine. */
#define COUNTED_DOWN 0x300bu

struct choices {
    const uint8_t *bytes;
    size_t size, at;
};

static uint32_t choose(struct choices *c)
{
    return c->at < c->size ? c->bytes[c->at++] : 0;
}

static uint32_t choose_register(struct choices *c)
{
    return choose(c) % 32;
}

static uint32_t choose_target(struct choices *c)
{
    uint32_t reg = choose_register(c);

    return reg == STATE ? STATE + 1 : reg;
}

static uint32_t choose_immediate(struct choices *c)
{
    uint32_t low = choose(c);

    return (low | choose(c) << 8) & 0xfff;
}

/* ------------------------------------------------------------- instructions */

static uint32_t register_form(uint32_t function7, uint32_t rs2, uint32_t rs1, uint32_t function3,
                              uint32_t rd, uint32_t opcode)
{
    return function7 << 25 | rs2 << 20 | rs1 << 15 | function3 << 12 | rd << 7 | opcode;
}

static uint32_t immediate_form(uint32_t immediate, uint32_t rs1, uint32_t function3, uint32_t rd,
                               uint32_t opcode)
{
    return (immediate & 0xfff) << 20 | rs1 << 15 | function3 << 12 | rd << 7 | opcode;
}

static uint32_t store_form(uint32_t offset, uint32_t rs2, uint32_t rs1, uint32_t function3)
{
    return register_form(offset >> 5 & 0x7f, rs2, rs1, function3, offset & 31, 0x23);
}

static uint32_t branch_form(int32_t distance, uint32_t rs2, uint32_t rs1, uint32_t function3)
{
    uint32_t d = (uint32_t)distance;

    return register_form((d >> 12 & 1) << 6 | (d >> 5 & 63), rs2, rs1, function3,
                         (d >> 1 & 15) << 1 | (d >> 11 & 1), 0x63);
}

static uint32_t jump_form(int32_t distance, uint32_t rd)
{
    uint32_t d = (uint32_t)distance;

    return (d >> 20 & 1) << 31 | (d >> 1 & 0x3ff) << 21 | (d >> 11 & 1) << 20 |
           (d >> 12 & 0xff) << 12 | rd << 7 | 0x6f;
}

/* function7, function3, opcode of those with two source registers. */
static const uint8_t two_registers[][3] = {
    {0x00, 0, 0x33}, {0x20, 0, 0x33}, {0x00, 1, 0x33}, {0x00, 2, 0x33}, {0x00, 3, 0x33},
    {0x00, 4, 0x33}, {0x00, 5, 0x33}, {0x20, 5, 0x33}, {0x00, 6, 0x33}, {0x00, 7, 0x33},
    {0x00, 0, 0x3b}, {0x20, 0, 0x3b}, {0x00, 1, 0x3b}, {0x00, 5, 0x3b}, {0x20, 5, 0x3b},
    {0x01, 0, 0x33}, {0x01, 1, 0x33}, {0x01, 2, 0x33}, {0x01, 3, 0x33}, {0x01, 4, 0x33},
    {0x01, 5, 0x33}, {0x01, 6, 0x33}, {0x01, 7, 0x33}, {0x01, 0, 0x3b}, {0x01, 4, 0x3b},
    {0x01, 5, 0x3b}, {0x01, 6, 0x3b}, {0x01, 7, 0x3b},
};

static uint32_t two_register_insn(struct choices *c)
{
    const uint8_t *form = two_registers[choose(c) % (sizeof two_registers / 3)];
    uint32_t rd = choose_target(c), rs1 = choose_register(c);

    return register_form(form[0], choose_register(c), rs1, form[1], rd, form[2]);
}

static uint32_t immediate_insn(struct choices *c)
{
    uint32_t kind = choose(c) % 16, rd = choose_target(c), rs1 = choose_register(c);
    uint32_t immediate = choose_immediate(c), shift = immediate & 63;

    switch (kind) {
    case 1:
        return immediate_form(shift, rs1, 1, rd, 0x13);
    case 5:
        return immediate_form(shift, rs1, 5, rd, 0x13);
    case 8:
        return immediate_form(shift | 0x400, rs1, 5, rd, 0x13);
    case 9:
        return immediate_form(immediate, rs1, 0, rd, 0x1b);
    case 10:
        return immediate_form(shift & 31, rs1, 1, rd, 0x1b);
    case 11:
        return immediate_form(shift & 31, rs1, 5, rd, 0x1b);
    case 12:
        return immediate_form((shift & 31) | 0x400, rs1, 5, rd, 0x1b);
    case 13:
    case 14:
        return immediate << 20 | rs1 << 15 | kind << 12 | rd << 7 | 0x37;
    case 15:
        return (immediate & 0xff) << 12 | rd << 7 | 0x17;
    default: /* addi, slti, sltiu, xori, ori, andi: the number is function3 */
        return immediate_form(immediate, rs1, kind, rd, 0x13);
    }
}

/* Widths as function3 has them; one in 64 at an address that may be anything. */
static uint32_t access_insn(struct choices *c, bool load)
{
    uint32_t width = choose(c), reg = load ? choose_target(c) : choose_register(c);
    uint32_t place = choose(c), size, base = STATE;

    width = load ? width % 7 : width % 4;
    size = 1u << (width & 3);
    place = place % (8 * PROGRAM_WORDS) / size * size;
    if (choose(c) % 64 == 63)
        base = choose_register(c);
    return load ? immediate_form(place, base, width, reg, 0x03)
                : store_form(place, reg, base, width);
}

/* A distance in bytes from instruction AT to one of those from FIRST to LAST: as a rule
 * forwards, as programs that do not end are no good. */
static int32_t choose_distance(struct choices *c, size_t at, size_t first, size_t last, bool back)
{
    uint32_t chosen = choose(c);
    int32_t to = (int32_t)at + (int32_t)(chosen / 8 % 16) + 1;

    if (back && chosen % 8 == 0)
        to = (int32_t)at - (int32_t)(chosen / 8 % 16);
    to = to < (int32_t)first ? (int32_t)first : to > (int32_t)last ? (int32_t)last : to;
    return 4 * (to - (int32_t)at);
}

static uint32_t drawn_insn(struct choices *c, size_t at, size_t first, size_t last)
{
    static const uint8_t conditions[] = {0, 1, 4, 5, 6, 7};
    uint32_t kind = choose(c), rs1, rs2;

    switch (kind % 16) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
        return two_register_insn(c);
    case 5:
    case 6:
    case 7:
    case 8:
        return immediate_insn(c);
    case 9:
    case 10:
        return access_insn(c, true);
    case 11:
    case 12:
        return access_insn(c, false);
    case 13:
    case 14:
        rs1 = choose_register(c);
        rs2 = choose_register(c);
        return branch_form(choose_distance(c, at, first, last, true), rs2, rs1,
                           conditions[choose(c) % sizeof conditions]);
    default:
        break;
    }
    switch (kind / 16) {
    case 0:
        return 0x00100073; /* ebreak */
    case 1:
        return 0x0ff0000f; /* fence */
    case 2:
    case 3:
    case 4:
        rs1 = choose_register(c);
        return immediate_form(4 * (choose(c) % 4), rs1, 0, choose_target(c), 0x67);
    default:
        rs1 = choose_target(c);
        return jump_form(choose_distance(c, at, first, last, false), kind & 0x80 ? 0 : rs1);
    }
}

/* ------------------------------------------------------------------ program */

static void add(struct riscv_program *program, uint32_t insn)
{
    program->insns[program->count++] = insn;
}

static void add_start(struct riscv_program *program)
{
    if (program->every)
        add(program, COUNTED_DOWN);
    add(program, (uint32_t)PROGRAM_DATA | STATE << 7 | 0x37);
    for (uint32_t reg = 1; reg < 32; reg++)
        if (reg != STATE)
            add(program, immediate_form(8 * (reg % PROGRAM_WORDS), STATE, 3, reg, 0x03));
}

/* Stores x29 to x31, then makes one number of the data in x31. */
static void add_end(struct riscv_program *program)
{
    for (uint32_t reg = 29; reg < 32; reg++)
        add(program, store_form(8 * (reg - 29), reg, STATE, 3));
    for (uint32_t word = 0; word < PROGRAM_WORDS; word++) {
        add(program, immediate_form(8 * word, STATE, 3, 30, 0x03));
        add(program, register_form(0, 30, 31, 0, 31, 0x33)); /* add x31, x31, x30 */
        add(program, immediate_form(5, 31, 1, 29, 0x13));    /* slli x29, x31, 5 */
        add(program, register_form(0, 29, 31, 4, 31, 0x33)); /* xor x31, x31, x29 */
    }
    add(program, 0x00100073);
    program->routine = program->count;
    if (program->every)
        add(program, COUNTED_DOWN);
    add(program, RESUME);
}

static bool is_call(uint32_t insn)
{
    uint32_t opcode = insn & 0x7f;

    return (opcode == 0x6f || opcode == 0x67) && (insn >> 7 & 31) != 0;
}

static void put_symbol(Elf64_Sym *symbol, unsigned section, uint64_t value, uint32_t name)
{
    *symbol = (Elf64_Sym){
        .st_name = name,
        .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_NOTYPE),
        .st_shndx = (uint16_t)section,
        .st_value = value,
    };
}

/* One segment each of code and data; a symbol at every target that is none for another
 * reason; one relocation, of the first instruction, as rv2e2k wants to see some. */
static void make_file(struct riscv_program *program, const bool *named)
{
    static const char names[] = "\0.text\0.rela.text\0.symtab\0.strtab\0label\0poll";
    struct {
        Elf64_Ehdr header;
        Elf64_Phdr segments[2];
        Elf64_Shdr sections[5];
        Elf64_Rela relocation;
        uint64_t data[PROGRAM_WORDS];
        uint32_t insns[PROGRAM_INSNS];
        char names[sizeof names];
        Elf64_Sym symbols[PROGRAM_DRAWN + 3];
    } file = {
        .header =
            {
                .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
                            EV_CURRENT},
                .e_type = ET_EXEC,
                .e_machine = EM_RISCV,
                .e_version = EV_CURRENT,
                .e_entry = PROGRAM_TEXT,
                .e_ehsize = sizeof(Elf64_Ehdr),
                .e_phentsize = sizeof(Elf64_Phdr),
                .e_phnum = 2,
                .e_shentsize = sizeof(Elf64_Shdr),
                .e_shnum = 5,
                .e_shstrndx = 4,
            },
    };
    size_t symbols = 1, base = (size_t)((char *)file.insns - (char *)&file);

    _Static_assert(sizeof file <= PROGRAM_FILE, "room");
    file.header.e_phoff = (uint64_t)((char *)file.segments - (char *)&file);
    file.header.e_shoff = (uint64_t)((char *)file.sections - (char *)&file);
    memcpy(file.insns, program->insns, sizeof file.insns);
    memcpy(file.data, program->data, sizeof file.data);
    memcpy(file.names, names, sizeof names);
    for (size_t i = 0; i < program->count && symbols < PROGRAM_DRAWN + 2; i++)
        if (named[i])
            put_symbol(&file.symbols[symbols++], 1, PROGRAM_TEXT + 4 * i, 34);
    put_symbol(&file.symbols[symbols++], 1, PROGRAM_TEXT + 4 * program->routine, 40);
    file.relocation.r_info = ELF64_R_INFO(1, R_RISCV_RELAX);
    file.segments[0] = (Elf64_Phdr){PT_LOAD,
                                    PF_R | PF_X,
                                    base,
                                    PROGRAM_TEXT,
                                    PROGRAM_TEXT,
                                    4 * program->count,
                                    4 * program->count,
                                    4};
    file.segments[1] = (Elf64_Phdr){PT_LOAD,
                                    PF_R | PF_W,
                                    (uint64_t)((char *)file.data - (char *)&file),
                                    PROGRAM_DATA,
                                    PROGRAM_DATA,
                                    sizeof file.data,
                                    sizeof file.data,
                                    8};
    file.sections[1] = (Elf64_Shdr){
        1, SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, PROGRAM_TEXT, base, 4 * program->count, 0, 0, 4,
        0};
    file.sections[2] = (Elf64_Shdr){7,
                                    SHT_RELA,
                                    SHF_INFO_LINK,
                                    0,
                                    (uint64_t)((char *)&file.relocation - (char *)&file),
                                    sizeof file.relocation,
                                    3,
                                    1,
                                    8,
                                    sizeof(Elf64_Rela)};
    file.sections[3] = (Elf64_Shdr){18,
                                    SHT_SYMTAB,
                                    0,
                                    0,
                                    (uint64_t)((char *)file.symbols - (char *)&file),
                                    symbols * sizeof(Elf64_Sym),
                                    4,
                                    1,
                                    8,
                                    sizeof(Elf64_Sym)};
    file.sections[4] =
        (Elf64_Shdr){26,           SHT_STRTAB, 0, 0, (uint64_t)((char *)file.names - (char *)&file),
                     sizeof names, 0,          0, 1, 0};
    memcpy(program->file, &file, sizeof file);
    program->size = sizeof file;
}

void program_make(struct riscv_program *program, const uint8_t *bytes, size_t size)
{
    struct choices c = {bytes, size, 0};
    bool named[PROGRAM_INSNS] = {false};
    uint32_t options = choose(&c), labels = choose(&c);
    size_t first, last, drawn;

    memset(program, 0, sizeof *program);
    program->safepoints = options & 1;
    program->interval = 1 + (options >> 1) % 5;
    program->places = (options >> 4 & 3) % 3;
    program->every = program->safepoints && options >> 6 & 1;
    drawn = 1 + choose(&c) % PROGRAM_DRAWN;
    for (size_t i = 0; i < PROGRAM_WORDS; i++)
        for (size_t j = 0; j < 8; j++)
            program->data[i] |= i < 12 ? (uint64_t)choose(&c) << 8 * j : 0;
    /* Pointers to code, for jumps. */
    for (size_t i = 0; i < 4; i++)
        program->data[12 + i] = PROGRAM_TEXT + 4 * (uint64_t)(32 + choose(&c) % drawn);
    add_start(program);
    first = program->count;
    last = first + drawn;
    while (program->count < last) {
        named[program->count] = labels && program->count % (1 + labels % 8) == 0;
        add(program, drawn_insn(&c, program->count, first, last));
    }
    add_end(program);
    for (size_t i = 0; i < program->count; i++)
        program->targets[i] = i == 0 || named[i] || is_call(program->insns[i - 1]);
    make_file(program, named);
}
