/* fuzz_rv2e2k.c - the translator, and what it makes.
 *
 * Input that begins like an ELF file is one; the translator refuses it with a reason or makes
 * an image.  Other input becomes a small program (riscv_program.h), which the translator
 * refuses or which comes, on the emulator of the board, to the same end and the same
 * registers as in an interpreter.
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <elf.h>

#include "isa/bundle.h"
#include "isa/image.h"
#include "machine.h"
#include "riscv_program.h"
#include "translate.h"

#define CODE_BASE    0x80000u
#define RAM          (UINT64_C(1) << 20)
#define INSTRUCTIONS 3000
#define BUNDLES      200000

static Elf64_Shdr section_at(const uint8_t *file, unsigned index)
{
    Elf64_Ehdr header;
    Elf64_Shdr section;

    memcpy(&header, file, sizeof header);
    memcpy(&section, file + header.e_shoff + index * sizeof section, sizeof section);
    return section;
}

static Elf64_Shdr section_named(const uint8_t *file, const char *name)
{
    Elf64_Ehdr header;

    memcpy(&header, file, sizeof header);
    for (unsigned i = 1; i < header.e_shnum; i++) {
        Elf64_Shdr names = section_at(file, header.e_shstrndx), section = section_at(file, i);

        if (!strcmp((const char *)file + names.sh_offset + section.sh_name, name))
            return section;
    }
    abort();
}

/* Every bundle that the map names is one. */
static void check_bundles(const struct translate_result *result)
{
    Elf64_Shdr map = section_named(result->file, E2K_MAP_SECTION);
    Elf64_Shdr text = section_named(result->file, ".text");

    REQUIRE(map.sh_offset + map.sh_size <= result->size);
    REQUIRE(text.sh_offset + text.sh_size <= result->size);
    for (size_t at = 0; at < map.sh_size; at += 4 * E2K_MAP_ENTRY) {
        uint32_t address, words[E2K_WORDS_MAX];
        struct e2k_bundle bundle;
        size_t offset, room;

        memcpy(&address, result->file + map.sh_offset + at, sizeof address);
        REQUIRE(address >= text.sh_addr && address - text.sh_addr < text.sh_size);
        offset = address - text.sh_addr;
        room = (text.sh_size - offset) / 4 < E2K_WORDS_MAX ? (text.sh_size - offset) / 4
                                                           : E2K_WORDS_MAX;
        memcpy(words, result->file + text.sh_offset + offset, 4 * room);
        REQUIRE(e2k_decode(words, room, &bundle) > 0);
    }
}

static bool make_image(const uint8_t *file, size_t size, const struct translate_options *options,
                       struct translate_result *result)
{
    struct problem problem;

    if (translate(file, size, options, result, &problem) != 0) {
        REQUIRE(!result->file && *problem.text && strlen(problem.text) < sizeof problem.text);
        REQUIRE(!strchr(problem.text, '\n'));
        return false;
    }
    check_bundles(result);
    return true;
}

static uint64_t no_time(void *context)
{
    (void)context;
    return 0;
}

static size_t no_input(void *context, int channel, uint8_t *bytes, size_t size)
{
    (void)context, (void)channel, (void)bytes, (void)size;
    return 0;
}

static size_t no_output(void *context, int channel, const uint8_t *bytes, size_t size)
{
    (void)context, (void)channel, (void)bytes;
    return size;
}

static void compare(const struct riscv_program *program, const struct translate_result *image)
{
    const struct e2k_host host = {.now = no_time, .receive = no_input, .send = no_output};
    struct e2k_machine *machine = e2k_machine_create(RAM, &host);
    uint64_t registers[32];
    enum riscv_end end = riscv_run(program, registers, INSTRUCTIONS, NULL, NULL);
    enum e2k_stop stop;

    REQUIRE(machine);
    REQUIRE(e2k_machine_load(machine, image->file, image->size) == 0);
    stop = e2k_machine_run(machine, BUNDLES);
    if (end == RISCV_BREAK) {
        if (stop != E2K_STOP_TRAP && stop != E2K_STOP_POWER_OFF)
            fprintf(stderr, "%d %s\n", (int)stop, e2k_machine_message(machine));
        REQUIRE(stop == E2K_STOP_TRAP || stop == E2K_STOP_POWER_OFF);
        for (unsigned i = 1; i < 32; i++) {
            if (registers[i] != e2k_machine_register(machine, i))
                fprintf(stderr, "x%u\n", i);
            REQUIRE(registers[i] == e2k_machine_register(machine, i));
        }
    } else if (end == RISCV_JUMP) {
        REQUIRE(stop == E2K_STOP_TRAP && strstr(e2k_machine_message(machine), "jump to"));
    } else if (end == RISCV_FAULT) {
        REQUIRE(stop == E2K_STOP_CHECK && strstr(e2k_machine_message(machine), "misaligned"));
    }
    e2k_machine_destroy(machine);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct translate_options options = {.code_base = TRANSLATE_CODE_BASE,
                                        .interval = TRANSLATE_INTERVAL};
    struct translate_result result;
    struct riscv_program program;

    if (size >= SELFMAG && !memcmp(data, ELFMAG, SELFMAG)) {
        if (make_image(data, size, &options, &result))
            free(result.file);
        return 0;
    }
    program_make(&program, data, size);
    options.code_base = CODE_BASE;
    options.interval = program.interval;
    options.safepoints = program.safepoints ? ".text" : NULL;
    options.safepoints_at = (enum flow_at)program.places;
    options.poll = "poll";
    if (make_image(program.file, program.size, &options, &result)) {
        compare(&program, &result);
        free(result.file);
    }
    return 0;
}
