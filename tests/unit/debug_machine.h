/* debug_machine.h - a little simulated machine: two processors with an instruction set made up for
 * tests, which is all of a board that the debugger sees (board/debug.h).
 *
 * An instruction has 2 bytes, the most significant digit tells which.  Processors run when the test
 * says so; what board_run_only() and stops hold does not run.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DEBUG_MACHINE_H
#define DEBUG_MACHINE_H

#include "unit.h"

#include "board/board.h"
#include "board/debug.h"

#define MACHINE_CPUS 2

/* Memory begins at address 0; code there, data above; ROM last. */
#define MACHINE_DATA 0x1000u
#define MACHINE_ROM  0x1f00u
#define MACHINE_SIZE 0x2000u

#define NOP            0x0000u
#define ADD(r, n)      (0x1000u | (r) << 8 | ((n)&0xff)) /* r += n, -128 to 127 */
#define SET(r, n)      (0x2000u | (r) << 8 | ((n)&0xff)) /* r = n */
#define BRANCH(r, n)   (0x3000u | (r) << 8 | ((n)&0xff)) /* if r != 0: n instructions on */
#define JUMP(n)        (0x4000u | ((n)&0xfff))           /* n instructions on */
#define CALL(n)        (0x5000u | ((n)&0xfff))           /* the same; link: behind it */
#define RETURN         0x6000u                           /* to link */
#define STORE(r, word) (0x7000u | (r) << 8 | (word))     /* 4 bytes, of MACHINE_DATA's */
#define LOAD(r, word)  (0x8000u | (r) << 8 | (word))
#define PUSH           0x9000u /* link, onto the stack */
#define POP            0x9001u
#define POLL           0xa000u /* a safepoint */
#define BREAK          0xbbbbu /* as planted */
#define OWN_BREAK      0xbb01u /* another one */
#define ASSERT         0xc000u /* board_break() */
#define ILLEGAL        0xffffu

enum { MACHINE_R0, MACHINE_SP = 8, MACHINE_LINK, MACHINE_PC, MACHINE_STATUS, MACHINE_REGISTERS };

struct machine_cpu {
    uint64_t registers[MACHINE_REGISTERS];
    bool begun;
    bool raised; /* `stop` was not taken */
    bool polled; /* it stands at a safepoint that it told of */
    struct board_stop stop;
    uint64_t executed;
};

extern struct machine_cpu machine_cpus[MACHINE_CPUS];
extern uint8_t machine_memory[MACHINE_SIZE];
extern uint32_t machine_met[MACHINE_SIZE]; /* times that an instruction was executed, by address */
extern uint32_t machine_runs;              /* the last board_run_only() */
extern unsigned machine_writes;            /* calls of board_memory_write() */
extern unsigned machine_every;             /* board_safepoints() */
extern bool machine_watches;               /* some hardware watchpoint is on */

/* Begins anew with COUNT instructions of CODE at address 0, where processor 0 stands. */
void machine_load(const uint16_t *code, size_t count);

/* Has CPU begin at ADDRESS. */
void machine_begin(unsigned cpu, uintptr_t address);

/* Has CPU execute an instruction, or find what keeps it from that. */
void machine_execute(unsigned cpu);

uint64_t *machine_register(unsigned cpu, unsigned number);
#define machine_pc(cpu) (*machine_register(cpu, MACHINE_PC))

#endif
