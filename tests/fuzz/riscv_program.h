/* riscv_program.h - small RISC-V programs for the fuzzer: made from its bytes, as an ELF
 * file for rv2e2k, and executed by an interpreter.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_PROGRAM_H
#define RISCV_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROGRAM_TEXT  UINT64_C(0x40000)
#define PROGRAM_DATA  UINT64_C(0x50000)
#define PROGRAM_WORDS 32   /* of data, 64 bits each; x3 points to them */
#define PROGRAM_DRAWN 160  /* instructions made from the fuzzer's bytes, at most */
#define PROGRAM_INSNS 400  /* with those before and behind */
#define PROGRAM_FILE  8192 /* bytes */

struct riscv_program {
    uint32_t insns[PROGRAM_INSNS];
    size_t count;
    /* An indirect jump may go there: a symbol, or behind a call. */
    bool targets[PROGRAM_INSNS];
    uint64_t data[PROGRAM_WORDS];
    uint8_t file[PROGRAM_FILE];
    size_t size;
    bool safepoints; /* with the routine `poll` */
    uint32_t interval;
    unsigned places; /* rv2e2k's --safepoints-at: loops, entries, blocks */
    bool every;      /* each of them calls the routine, which else begins a new interval */
    size_t routine;  /* its first instruction */
};

/* Makes a program of SIZE bytes at BYTES: any bytes make one. */
void program_make(struct riscv_program *program, const uint8_t *bytes, size_t size);

enum riscv_end {
    RISCV_BREAK,     /* ebreak */
    RISCV_JUMP,      /* an indirect jump to what is no target */
    RISCV_FAULT,     /* a misaligned access to data */
    RISCV_ELSEWHERE, /* an access to what is not data, or the safepoint's routine */
    RISCV_LATE,      /* more instructions than allowed */
};

/* Executes PROGRAM from its start with all registers 0.  Where OBSERVE is not NULL, it is called
 * before each instruction. */
enum riscv_end riscv_run(const struct riscv_program *program, uint64_t registers[32],
                         size_t instructions,
                         void (*observe)(void *context, uint64_t pc, const uint64_t registers[32]),
                         void *context);

#endif
