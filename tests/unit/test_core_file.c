/* test_core_file.c - core files, read back with the host's own description of ELF.
 *
 * Memory has at each address a byte that follows from it, registers a value that follows from
 * processor and number.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include <elf.h>

#include "debug/core_file.h"

enum { REGISTERS = 6, PC = 2, CPUS = 4, WORDS = 5 };

/* --------------------------------------------------------- a board of the test's */

static struct board_region regions[3];
const struct board_info board_info = {.name = "test", .regions = regions, .region_count = 3};
static struct board_register registers[REGISTERS] = {{.name = "a"}, {.name = "b"}, {.name = "pc"},
                                                     {.name = "d"}, {.name = "e"}, {.name = "f"}};
/* pc first, one number that is none, and one register that no file has. */
static const uint8_t order[WORDS] = {PC, 0, 1, 255, 4};

const struct board_debug board_debug = {
    .registers = registers,
    .register_count = REGISTERS,
    .general_count = REGISTERS,
    .pc = PC,
    .elf_machine = EM_RISCV,
    .elf_flags = 5,
    .core_registers = order,
    .core_register_count = WORDS,
};

static unsigned cpu_count;
static uint32_t unknown[CPUS]; /* bits of registers */
static uintptr_t faults_at;

unsigned board_cpu_count(void)
{
    return cpu_count;
}

static uint64_t register_value(unsigned cpu, unsigned number)
{
    uint64_t value = UINT64_C(0xA1B2C3D4E5F60000) + cpu * 0x100 + number;

    return registers[number].size == 8 ? value : (uint32_t)value;
}

bool board_register_read(unsigned cpu, unsigned number, uint64_t *value)
{
    assert_in_range(cpu, 0, cpu_count - 1);
    assert_in_range(number, 0, REGISTERS - 1);
    if (unknown[cpu] >> number & 1)
        return false;
    *value = register_value(cpu, number);
    return true;
}

static uint8_t byte_at(uintptr_t address)
{
    return (uint8_t)(address * 37 + (address >> 8) * 11 + 5);
}

static size_t read_memory(struct agent *agent, uintptr_t address, void *buffer, size_t size)
{
    (void)agent;
    for (size_t i = 0; i < size; i++) {
        if (address + i == faults_at)
            return i;
        ((uint8_t *)buffer)[i] = byte_at(address + i);
    }
    return size;
}

/* ------------------------------------------------------------------- the file */

static struct agent agent;
static struct core_file file;
static uint8_t bytes[1 << 16];
static size_t length;

static void set_up(unsigned word, unsigned cpus)
{
    for (unsigned i = 0; i < REGISTERS; i++)
        registers[i].size = (uint8_t)word;
    cpu_count = cpus;
    memset(unknown, 0, sizeof unknown);
    faults_at = 0;
    agent.state = QMP_RUN_PAUSED;
    regions[0] = (struct board_region){"flash", 0x1000, 0x200, false};
    regions[1] = (struct board_region){"ram", 0x20000, 0x1003, true};
    regions[2] = (struct board_region){"more", 0x21003, 0x5D, true};
}

/* Makes the whole file in pieces of at most PIECE bytes. */
static void make(size_t piece)
{
    uintptr_t fault = 0;
    size_t got;

    memset(bytes, 0xEE, sizeof bytes);
    for (length = 0; length < core_file_size(&file); length += got) {
        assert_in_range(length + piece, 0, sizeof bytes);
        got = core_file_read(&file, &agent, read_memory, length, bytes + length, piece, &fault);
        if (got == 0)
            return;
        assert_in_range(got, 1, piece);
        assert_int_equal(bytes[length + got], 0xEE); /* not one byte too many */
    }
    assert_int_equal(core_file_read(&file, &agent, read_memory, length, bytes, piece, &fault), 0);
}

static void plan(uintptr_t first, uintptr_t last, bool writable_only)
{
    core_file_of(&file, first, last, writable_only);
    core_file_plan(&file, &agent);
    make(512);
}

/* A little-endian number of the file. */
static uint64_t number_at(size_t offset, unsigned width)
{
    uint64_t value = 0;

    assert_in_range(offset + width, 0, length);
    while (width--)
        value = value << 8 | bytes[offset + width];
    return value;
}

/* Program header INDEX, of either class. */
static Elf64_Phdr program(unsigned index)
{
    Elf64_Phdr p;
    Elf32_Phdr narrow;

    if (bytes[EI_CLASS] == ELFCLASS64) {
        memcpy(&p, bytes + sizeof(Elf64_Ehdr) + index * sizeof p, sizeof p);
        return p;
    }
    memcpy(&narrow, bytes + sizeof(Elf32_Ehdr) + index * sizeof narrow, sizeof narrow);
    return (Elf64_Phdr){narrow.p_type,  narrow.p_flags,  narrow.p_offset, narrow.p_vaddr,
                        narrow.p_paddr, narrow.p_filesz, narrow.p_memsz,  narrow.p_align};
}

static void expect_load(unsigned index, uintptr_t base, size_t size, unsigned flags)
{
    Elf64_Phdr p = program(index);

    assert_int_equal(p.p_type, PT_LOAD);
    assert_int_equal(p.p_flags, flags);
    assert_true(p.p_vaddr == base);
    assert_int_equal(p.p_filesz, size);
    assert_int_equal(p.p_memsz, size);
    assert_in_range(p.p_offset + size, 0, length);
    for (size_t i = 0; i < size; i++)
        assert_int_equal(bytes[p.p_offset + i], byte_at(base + i));
}

/* The note at *AT, which becomes the place behind it; returns where its contents begin. */
static size_t take_note(size_t *at, const char *name, uint32_t type, uint32_t *size)
{
    size_t name_size = (size_t)number_at(*at, 4), contents = *at + 12 + ((name_size + 3) & ~3u);

    assert_string_equal((const char *)bytes + *at + 12, name);
    assert_int_equal(name_size, strlen(name) + 1);
    assert_int_equal(number_at(*at + 8, 4), type);
    *size = (uint32_t)number_at(*at + 4, 4);
    *at = contents + ((*size + 3) & ~3u);
    return contents;
}

/* The next NT_PRSTATUS must be that of CPU; offsets of struct elf_prstatus of either class. */
static void expect_registers(size_t *at, unsigned cpu, unsigned signal)
{
    unsigned word = registers[PC].size, before = word == 8 ? 112 : 72;
    uint32_t size;
    size_t contents = take_note(at, "CORE", NT_PRSTATUS, &size);

    assert_int_equal(size, before + WORDS * word + word);
    assert_int_equal(number_at(contents, 4), signal);
    assert_int_equal(number_at(contents + 12, 2), signal);
    assert_int_equal(number_at(contents + (word == 8 ? 32 : 24), 4), cpu + 1);
    for (unsigned i = 0; i < WORDS; i++) {
        bool known = order[i] != 255 && !(unknown[cpu] >> order[i] & 1);

        assert_true(number_at(contents + before + i * word, word) ==
                    (known ? register_value(cpu, order[i]) : 0));
    }
}

static void expect_own_note(size_t *at, const uint32_t *counts)
{
    uint32_t size;
    size_t contents = take_note(at, "e2kmon", CORE_NOTE_TYPE, &size);

    assert_int_equal(size, 8 + 4 * cpu_count);
    assert_int_equal(number_at(contents, 4), 1);
    assert_int_equal(number_at(contents + 4, 4), cpu_count);
    for (unsigned i = 0; i < cpu_count; i++)
        assert_int_equal(number_at(contents + 8 + 4 * i, 4), counts[i]);
}

static size_t notes_begin(void)
{
    assert_int_equal(program(0).p_type, PT_NOTE);
    return program(0).p_offset;
}

static void expect_notes_end(size_t at)
{
    assert_int_equal(at, program(0).p_offset + program(0).p_filesz);
}

/* ---------------------------------------------------------------------- tests */

static void check_header(unsigned word, unsigned programs)
{
    Elf64_Ehdr wide;
    Elf32_Ehdr narrow;

    assert_memory_equal(bytes, ELFMAG, SELFMAG);
    assert_int_equal(bytes[EI_CLASS], word == 8 ? ELFCLASS64 : ELFCLASS32);
    assert_int_equal(bytes[EI_DATA], ELFDATA2LSB);
    assert_int_equal(bytes[EI_VERSION], EV_CURRENT);
    memcpy(&wide, bytes, sizeof wide);
    memcpy(&narrow, bytes, sizeof narrow);
#define CHECK(field, value) assert_int_equal(word == 8 ? wide.field : narrow.field, value)
    CHECK(e_type, ET_CORE);
    CHECK(e_machine, EM_RISCV);
    CHECK(e_version, EV_CURRENT);
    CHECK(e_flags, 5);
    CHECK(e_ehsize, word == 8 ? sizeof wide : sizeof narrow);
    CHECK(e_phoff, word == 8 ? sizeof wide : sizeof narrow);
    CHECK(e_phentsize, word == 8 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr));
    CHECK(e_phnum, programs);
    CHECK(e_shnum, 0);
#undef CHECK
}

static void check_whole(unsigned word)
{
    const uint32_t counts[] = {0};
    size_t at;

    set_up(word, 1);
    plan(0, UINTPTR_MAX, false);
    check_header(word, 4);
    expect_load(1, 0x1000, 0x200, PF_R | PF_X);
    expect_load(2, 0x20000, 0x1003, PF_R | PF_W | PF_X);
    expect_load(3, 0x21003, 0x5D, PF_R | PF_W | PF_X);
    assert_int_equal(program(3).p_offset + 0x5D, length);
    assert_int_equal(file.memory, 0x200 + 0x1003 + 0x5D);
    at = notes_begin();
    expect_registers(&at, 0, 0);
    expect_own_note(&at, counts);
    expect_notes_end(at);
}

static void a_core_file_has_headers_notes_and_memory(void **state)
{
    (void)state;
    check_whole(8);
    check_whole(4);
}

static void pieces_of_any_size_make_the_same_file(void **state)
{
    static uint8_t whole[sizeof bytes];
    size_t size;

    (void)state;
    set_up(8, 2);
    plan(0, UINTPTR_MAX, false);
    memcpy(whole, bytes, length);
    size = length;
    for (size_t piece = 1; piece < 1000; piece = piece * 3 / 2 + 1) {
        make(piece);
        assert_int_equal(length, size);
        assert_memory_equal(bytes, whole, size);
    }
}

static void only_what_lies_between_first_and_last_is_in_it(void **state)
{
    (void)state;
    set_up(8, 1);
    plan(0x11FF, 0x20000, false); /* a byte of each */
    check_header(8, 3);
    expect_load(1, 0x11FF, 1, PF_R | PF_X);
    expect_load(2, 0x20000, 1, PF_R | PF_W | PF_X);
    plan(0x1200, 0x1FFFF, false); /* a byte past each */
    check_header(8, 1);
    assert_int_equal(file.memory, 0);
    plan(0, UINTPTR_MAX, true);
    check_header(8, 3);
    expect_load(1, 0x20000, 0x1003, PF_R | PF_W | PF_X);
}

static void memory_may_reach_the_last_address(void **state)
{
    (void)state;
    set_up(8, 1);
    regions[2] = (struct board_region){"top", UINTPTR_MAX - 0xF, 0x10, true};
    plan(UINTPTR_MAX - 2, UINTPTR_MAX, false);
    expect_load(1, UINTPTR_MAX - 2, 3, PF_R | PF_W | PF_X);
    regions[2].size = 0;
    plan(UINTPTR_MAX - 2, UINTPTR_MAX, false);
    check_header(8, 1);
}

static void unknown_registers_are_counted_and_a_processor_without_pc_left_out(void **state)
{
    const uint32_t counts[] = {0, CORE_NO_REGISTERS, 2, 1};
    size_t at;

    (void)state;
    set_up(8, CPUS);
    unknown[1] = 1u << PC;
    unknown[2] = 1u << 0 | 1u << 4;
    unknown[3] = 1u << 1 | 1u << 5; /* the latter in no file */
    plan(0x20000, 0x20003, false);
    at = notes_begin();
    expect_registers(&at, 0, 0);
    expect_registers(&at, 2, 0);
    expect_registers(&at, 3, 0);
    expect_own_note(&at, counts);
    expect_notes_end(at);
}

static void a_file_without_any_registers_has_memory_all_the_same(void **state)
{
    const uint32_t counts[] = {CORE_NO_REGISTERS};
    size_t at;

    (void)state;
    set_up(4, 1);
    unknown[0] = 1u << PC;
    plan(0x20000, 0x20003, false);
    at = notes_begin();
    expect_own_note(&at, counts);
    expect_notes_end(at);
    expect_load(1, 0x20000, 4, PF_R | PF_W | PF_X);
}

static void expect_signal(enum qmp_run_state state, enum debug_reason reason, const char *cause,
                          unsigned signal)
{
    size_t at;

    agent.state = state;
    agent.debug.last = (struct debug_last_stop){.reason = reason, .cpu = 2, .cause = cause};
    plan(0x20000, 0x20003, false);
    at = notes_begin();
    if (state != QMP_RUN_PAUSED)
        expect_registers(&at, 2, signal);
    expect_registers(&at, 0, 0);
    expect_registers(&at, 1, 0);
    if (state == QMP_RUN_PAUSED)
        expect_registers(&at, 2, 0);
    expect_registers(&at, 3, 0);
}

static void the_processor_that_stopped_comes_first_with_its_signal(void **state)
{
    (void)state;
    set_up(8, CPUS);
    expect_signal(QMP_RUN_DEBUG, DEBUG_BREAKPOINT, NULL, 5);
    expect_signal(QMP_RUN_DEBUG, DEBUG_WATCHPOINT, NULL, 5);
    expect_signal(QMP_RUN_GUEST_PANICKED, DEBUG_FAULT, "load-access", 11);
    expect_signal(QMP_RUN_GUEST_PANICKED, DEBUG_FAULT, "illegal-instruction", 4);
    expect_signal(QMP_RUN_GUEST_PANICKED, DEBUG_FAULT, "misaligned", 7);
    expect_signal(QMP_RUN_GUEST_PANICKED, DEBUG_PANIC, NULL, 6);
    expect_signal(QMP_RUN_PAUSED, DEBUG_FAULT, "load-access", 0); /* that was long ago */
}

static void a_fault_ends_the_file_before_the_byte(void **state)
{
    uintptr_t fault = 0;
    uint8_t piece[64];
    uint64_t offset;

    (void)state;
    set_up(8, 1);
    faults_at = 0x20021;
    plan(0x20000, 0x20FFF, false);
    assert_int_equal(length, file.head + 0x21);
    offset = length;
    assert_int_equal(
        core_file_read(&file, &agent, read_memory, offset, piece, sizeof piece, &fault), 0);
    assert_true(fault == faults_at);
    faults_at = 0x20000;
    make(64);
    assert_int_equal(length, file.head);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_core_file_has_headers_notes_and_memory),
        cmocka_unit_test(pieces_of_any_size_make_the_same_file),
        cmocka_unit_test(only_what_lies_between_first_and_last_is_in_it),
        cmocka_unit_test(memory_may_reach_the_last_address),
        cmocka_unit_test(unknown_registers_are_counted_and_a_processor_without_pc_left_out),
        cmocka_unit_test(a_file_without_any_registers_has_memory_all_the_same),
        cmocka_unit_test(the_processor_that_stopped_comes_first_with_its_signal),
        cmocka_unit_test(a_fault_ends_the_file_before_the_byte),
    };

    return cmocka_run_group_tests_name("core_file", tests, NULL, NULL);
}
