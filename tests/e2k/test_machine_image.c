/* test_machine_image.c - images: good ones, and each kind of bad one with its own message.
 *
 * SPDX-License-Identifier: MIT */
#include "machine_rig.h"

#include <stdlib.h>
#include <string.h>

#define PHDR(n, field) (64 + 56 * (size_t)(n) + (field))
#define P_OFFSET       8
#define P_VADDR        16
#define P_PADDR        24
#define P_FILESZ       32
#define P_MEMSZ        40

/* A right image: a program at PROGRAM_BASE, and data at 0x20000. */
static void make(struct rig *rig)
{
    program_trap(rig->program);
    program_image(rig->program, rig->image);
    elf_segment(rig->image, 0x20000, "data", 4, 4096);
}

static void refuse(struct rig *rig, size_t size, const char *text)
{
    assert_int_equal(e2k_machine_load(rig->machine, rig->image->bytes, size), -1);
    rig_expect_message(rig, text);
}

/* A right image with one field changed. */
static void refuse_change(struct rig *rig, size_t offset, uint64_t value, unsigned size,
                          const char *text)
{
    program_start(rig->program);
    make(rig);
    elf_put(rig->image, offset, value, size);
    refuse(rig, rig->image->size, text);
}

static void a_right_image_runs(void **state)
{
    struct rig *rig = *state;

    make(rig);
    assert_int_equal(e2k_machine_load(rig->machine, rig->image->bytes, rig->image->size), 0);
    assert_int_equal(e2k_machine_run(rig->machine, RIG_LIMIT), E2K_STOP_TRAP);
}

static void segments_go_to_their_physical_addresses(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDW, 0x20000, 10);
    program_load(rig->program, E2K_LDW, 0x20004, 11);
    make(rig);
    elf_put(rig->image, PHDR(1, P_VADDR), 0x30000, 8);
    /* Memory that the file does not fill is left alone, as the real loader leaves it. */
    assert_int_equal(e2k_machine_poke(rig->machine, 0x20004, 5), 0);
    assert_int_equal(e2k_machine_load(rig->machine, rig->image->bytes, rig->image->size), 0);
    assert_int_equal(e2k_machine_run(rig->machine, RIG_LIMIT), E2K_STOP_TRAP);
    assert_int_equal(rig_register(rig, 10), 0x61746164);
    assert_int_equal(rig_register(rig, 11), 5);
}

static void files_shorter_than_a_header_are_refused(void **state)
{
    struct rig *rig = *state;

    make(rig);
    for (size_t size = 0; size < 64; size++)
        refuse(rig, size, "shorter than the header of an ELF file");
}

static void other_files_are_refused(void **state)
{
    refuse_change(*state, 0, 0x7E, 1, "not an ELF file");
}

static void other_classes_are_refused(void **state)
{
    refuse_change(*state, 4, 1, 1, "not an ELF file of 64 bits");
}

static void big_endian_is_refused(void **state)
{
    refuse_change(*state, 5, 2, 1, "not little-endian");
}

static void objects_are_refused(void **state)
{
    refuse_change(*state, 16, 1, 2, "not an executable");
}

static void riscv_is_told_what_to_do(void **state)
{
    refuse_change(*state, 18, 243, 2, "for RISC-V: translate it with rv2e2k first");
}

static void other_machines_are_refused(void **state)
{
    refuse_change(*state, 18, 62, 2, "for machine 62, and not for e2k, which is 175");
}

static void program_headers_must_be_in_the_file(void **state)
{
    refuse_change(*state, 32, UINT64_MAX - 8, 8, "its program headers are outside of the file");
}

static void program_headers_must_have_their_size(void **state)
{
    refuse_change(*state, 54, 32, 2, "program headers of a size other than 56");
}

static void section_headers_must_be_in_the_file(void **state)
{
    refuse_change(*state, 60, 500, 2, "section headers are outside of the file");
}

static void section_headers_must_have_their_size(void **state)
{
    struct rig *rig = *state;

    make(rig);
    elf_section(rig->image, ".comment", 1, 0, "x", 1, 0);
    elf_finish(rig->image);
    elf_put(rig->image, 58, 40, 2);
    refuse(rig, rig->image->size, "section headers of a size other than 64");
}

static void sections_that_are_read_must_be_in_the_file(void **state)
{
    struct rig *rig = *state;

    make(rig);
    elf_section(rig->image, E2K_MAP_SECTION, 1, 0, "x", 1, 0);
    rig->image->extents[1][2] = IMAGE_MAX;
    elf_finish(rig->image);
    refuse(rig, rig->image->size, "section 1 is outside of the file");
}

static void something_must_be_loaded(void **state)
{
    refuse_change(*state, 56, 0, 2, "nothing in it is to be loaded");
}

static void segments_must_be_in_the_file(void **state)
{
    refuse_change(*state, PHDR(1, P_OFFSET), IMAGE_MAX, 8, "segment 1 is outside of the file");
}

static void segments_must_not_wrap_in_the_file(void **state)
{
    refuse_change(*state, PHDR(1, P_OFFSET), UINT64_MAX, 8, "segment 1 is outside of the file");
}

static void segments_must_fit_their_memory(void **state)
{
    refuse_change(*state, PHDR(1, P_MEMSZ), 3, 8, "segment 1 is larger in the file than in memory");
}

static void segments_must_be_in_memory(void **state)
{
    refuse_change(*state, PHDR(1, P_PADDR), RIG_RAM - 3, 8,
                  "segment 1, 4 bytes at 0x7ffffd, is outside of memory, which has 0x800000");
    refuse_change(*state, PHDR(1, P_VADDR), RIG_RAM - 8, 8,
                  "segment 1, 4096 bytes at 0x7ffff8, is outside of memory, which has 0x800000");
}

static void segments_must_not_wrap_in_memory(void **state)
{
    refuse_change(*state, PHDR(1, P_MEMSZ), UINT64_MAX, 8, "is outside of memory");
}

static void segments_must_not_overlap(void **state)
{
    refuse_change(*state, PHDR(1, P_PADDR), PROGRAM_BASE - 3, 8, "segments 0 and 1 overlap");
}

static void segments_may_touch(void **state)
{
    struct rig *rig = *state;

    make(rig);
    elf_put(rig->image, PHDR(1, P_PADDR), PROGRAM_BASE - 4, 8);
    assert_int_equal(e2k_machine_load(rig->machine, rig->image->bytes, rig->image->size), 0);
}

static void the_entry_must_be_in_memory(void **state)
{
    refuse_change(*state, 24, RIG_RAM, 8, "its entry 0x800000 is outside of memory");
}

static void the_entry_must_be_at_a_page(void **state)
{
    refuse_change(*state, 24, PROGRAM_BASE + 8, 8,
                  "its entry 0x100008 is not at the start of a page of 4096 bytes");
}

/* Whatever is missing at the end is noticed, as the section headers stand there. */
static void truncated_images_are_refused(void **state)
{
    struct rig *rig = *state;

    make(rig);
    elf_section(rig->image, ".comment", 1, 0, "x", 1, 0);
    elf_finish(rig->image);
    assert_int_equal(e2k_machine_load(rig->machine, rig->image->bytes, rig->image->size), 0);
    for (size_t size = 0; size < rig->image->size; size++) {
        uint8_t *copy = malloc(size + 1); /* of its own, for a sanitizer to watch */

        assert_non_null(copy);
        memcpy(copy, rig->image->bytes, size);
        assert_int_equal(e2k_machine_load(rig->machine, copy, size), -1);
        free(copy);
    }
}

/* ------------------------------------------------------------- symbols */

static void symbol_names_must_be_in_their_table(void **state)
{
    static const uint8_t symbols[48] = {[24] = 100};
    struct rig *rig = *state;

    make(rig);
    elf_section(rig->image, ".symtab", 2, 0, symbols, sizeof symbols, 2);
    elf_section(rig->image, ".strtab", 3, 0, "\0main", 6, 0);
    elf_finish(rig->image);
    refuse(rig, rig->image->size, "the name of a symbol is outside of their table");
}

static void a_table_of_names_must_be_there(void **state)
{
    static const uint8_t symbols[24];
    struct rig *rig = *state;

    make(rig);
    elf_section(rig->image, ".symtab", 2, 0, symbols, sizeof symbols, 77);
    elf_finish(rig->image);
    refuse(rig, rig->image->size, "section 77, which another one needs, is not there");
}

static void the_map_must_be_in_order(void **state)
{
    static const uint8_t map[24] = {[0] = 8, [12] = 8};
    struct rig *rig = *state;

    make(rig);
    elf_section(rig->image, E2K_MAP_SECTION, 1, 0, map, sizeof map, 0);
    elf_finish(rig->image);
    refuse(rig, rig->image->size, "the map to RISC-V addresses is not in order");
}

static void the_map_must_have_whole_entries(void **state)
{
    static const uint8_t map[16];
    struct rig *rig = *state;

    make(rig);
    elf_section(rig->image, E2K_MAP_SECTION, 1, 0, map, sizeof map, 0);
    elf_finish(rig->image);
    refuse(rig, rig->image->size, "the map to RISC-V addresses is not made of whole entries");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(a_right_image_runs),
        rig_test(segments_go_to_their_physical_addresses),
        rig_test(files_shorter_than_a_header_are_refused),
        rig_test(other_files_are_refused),
        rig_test(other_classes_are_refused),
        rig_test(big_endian_is_refused),
        rig_test(objects_are_refused),
        rig_test(riscv_is_told_what_to_do),
        rig_test(other_machines_are_refused),
        rig_test(program_headers_must_be_in_the_file),
        rig_test(program_headers_must_have_their_size),
        rig_test(section_headers_must_be_in_the_file),
        rig_test(section_headers_must_have_their_size),
        rig_test(sections_that_are_read_must_be_in_the_file),
        rig_test(something_must_be_loaded),
        rig_test(segments_must_be_in_the_file),
        rig_test(segments_must_not_wrap_in_the_file),
        rig_test(segments_must_fit_their_memory),
        rig_test(segments_must_be_in_memory),
        rig_test(segments_must_not_wrap_in_memory),
        rig_test(segments_must_not_overlap),
        rig_test(segments_may_touch),
        rig_test(the_entry_must_be_in_memory),
        rig_test(the_entry_must_be_at_a_page),
        rig_test(truncated_images_are_refused),
        rig_test(symbol_names_must_be_in_their_table),
        rig_test(a_table_of_names_must_be_there),
        rig_test(the_map_must_be_in_order),
        rig_test(the_map_must_have_whole_entries),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
