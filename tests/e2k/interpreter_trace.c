/* interpreter_trace.c - a random program of the fuzzer's, as an executable for qemu-riscv64, and
 * what the fuzzer's interpreter has in its registers before each instruction.
 *
 * usage: interpreter_trace SEED ELF >TRACE
 *
 * The trace has a line for each instruction: the pc, the instruction, x1 to x31.  Exit status 0, or
 * 3 when the program does not come to its end by itself: such a one cannot be compared.
 *
 * SPDX-License-Identifier: MIT */
#include <elf.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "riscv_program.h"

#define BYTES        700u
#define INSTRUCTIONS 3000u
#define PAGE         4096u

static void show(void *context, uint64_t pc, const uint64_t registers[32])
{
    const struct riscv_program *program = context;

    printf("%" PRIx64 " %" PRIx32, pc, program->insns[(pc - PROGRAM_TEXT) / 4]);
    for (unsigned i = 1; i < 32; i++)
        printf(" %" PRIx64, registers[i]);
    putchar('\n');
}

/* Code and data in a page of the file each, as a kernel maps them. */
static int write_executable(const struct riscv_program *program, const char *name)
{
    static union {
        struct {
            Elf64_Ehdr header;
            Elf64_Phdr segments[2];
        } head;
        uint8_t bytes[3 * PAGE];
    } file;
    const uint64_t places[] = {PROGRAM_TEXT, PROGRAM_DATA};
    const uint64_t sizes[] = {4 * program->count, sizeof program->data};
    const uint32_t flags[] = {PF_R | PF_X, PF_R | PF_W};
    FILE *stream = fopen(name, "wb");
    size_t written;

    if (!stream)
        return -1;
    file.head.header = (Elf64_Ehdr){
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_EXEC,
        .e_machine = EM_RISCV,
        .e_version = EV_CURRENT,
        .e_entry = PROGRAM_TEXT,
        .e_phoff = sizeof(Elf64_Ehdr),
        .e_ehsize = sizeof(Elf64_Ehdr),
        .e_phentsize = sizeof(Elf64_Phdr),
        .e_phnum = 2,
    };
    for (unsigned i = 0; i < 2; i++)
        file.head.segments[i] = (Elf64_Phdr){.p_type = PT_LOAD,
                                             .p_flags = flags[i],
                                             .p_offset = (i + 1) * PAGE,
                                             .p_vaddr = places[i],
                                             .p_paddr = places[i],
                                             .p_filesz = sizes[i],
                                             .p_memsz = sizes[i],
                                             .p_align = PAGE};
    memcpy(file.bytes + PAGE, program->insns, sizes[0]);
    memcpy(file.bytes + 2 * PAGE, program->data, sizes[1]);
    written = fwrite(&file, 1, sizeof file, stream);
    return fclose(stream) == 0 && written == sizeof file ? 0 : -1;
}

int main(int argc, char **argv)
{
    static struct riscv_program program;
    uint64_t registers[32];
    uint8_t bytes[BYTES];
    uint64_t state;

    if (argc != 3)
        return 2;
    state = strtoull(argv[1], NULL, 10);
    for (size_t i = 0; i < BYTES; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        bytes[i] = (uint8_t)(state >> 56);
    }
    bytes[0] &= 0xfe; /* safepoints are not RISC-V's */
    program_make(&program, bytes, sizeof bytes);
    /* Nor is what an indirect jump may go to. */
    memset(program.targets, true, sizeof program.targets);
    if (riscv_run(&program, registers, INSTRUCTIONS, NULL, NULL) != RISCV_BREAK)
        return 3;
    if (write_executable(&program, argv[2]) != 0)
        return 2;
    return riscv_run(&program, registers, INSTRUCTIONS, show, &program) == RISCV_BREAK ? 0 : 1;
}
