/* debug.h - what a board lets a debugger see and do: registers, stops, single steps, watchpoints,
 * and the run of its processors.
 *
 * A board that offers it defines board_debug and the functions below, most of them in its
 * processor's folder; one that does not is linked with core/no_debug.c, which offers nothing.
 * The agent takes what it finds: a number that is 0 or a pointer that is NULL here becomes an
 * error that says so to the host.
 *
 * "cpu" is the number of a processor, 0 to board_cpu_count() - 1; the agent runs on number 0.
 * A cpu is held while the agent decides so (board_run_only()); its registers are those with which
 * the application will go on.  Context: agent, unless a function says otherwise; none waits longer
 * than another processor takes to answer an interrupt.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BOARD_DEBUG_H
#define BOARD_DEBUG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/config.h"

/* ---------------------------------------------------------------- processors */

/* Processors that are there, 1 to BOARD_CPUS_MAX. */
unsigned board_cpu_count(void);

/* Lets the processors whose bits are set in CPUS run the application, and holds all others; when
 * it returns they are held.  Number 0 runs when the agent hook returns, and is held until then
 * whatever its bit says.  A board with one processor has nothing to do. */
void board_run_only(uint32_t cpus);

/* True while CPU has an application and is not held.  Number 0 always has one, and is held while
 * the agent runs. */
bool board_cpu_runs(unsigned cpu);

/* ----------------------------------------------------------------- registers */

struct board_register {
    const char *name; /* as the processor's assembler has it: "a0", "xpsr", "mstatus" */
    uint8_t size;     /* bytes: 4 or 8 */
    bool writable;
};

/* Of cpu, which is held.  Return false, and do nothing, when the register cannot be known: the
 * processor did not save it, or the application has not begun there. */
bool board_register_read(unsigned cpu, unsigned number, uint64_t *value);
bool board_register_write(unsigned cpu, unsigned number, uint64_t value);

/* --------------------------------------------------------------------- stops */

enum board_stop_kind {
    BOARD_STOP_BREAK,     /* came to a break instruction; it is not executed, pc is its address */
    BOARD_STOP_CALL,      /* called board_break() */
    BOARD_STOP_WATCH,     /* is about to access what a hardware watchpoint watches */
    BOARD_STOP_SAFEPOINT, /* came to a safepoint, see board_safepoints() */
    BOARD_STOP_FAULT,     /* cannot go on: illegal instruction, bad access, ... */
};

struct board_stop {
    enum board_stop_kind kind;
    bool has_pc, has_address;
    bool write;        /* WATCH: the access writes */
    uint8_t size;      /* WATCH: bytes accessed; 0: not known */
    uintptr_t pc;      /* where the application stands */
    uintptr_t address; /* WATCH, FAULT: what was accessed */
    const char *cause; /* FAULT: constant, one of QMP's enum AgentFaultCause */
    uint32_t code;     /* FAULT: the processor's own number: mcause, CFSR */
};

/* Takes the reason why the application on CPU entered the agent by itself; false: it did not.
 * The board asks for the agent whenever there is one, and lets no cpu go on that has one that was
 * not taken. */
bool board_take_stop(unsigned cpu, struct board_stop *stop);

/* Enters the agent level at once, though interrupts be masked: BOARD_STOP_CALL.  Returns when the
 * agent lets the application go on.  Context: application. */
void board_break(void);

/* Every safepoint (each board_poll(), on e2k also those in loops) enters the agent level with
 * BOARD_STOP_SAFEPOINT while EVERY is true.  Only where board_debug.safepoints says so. */
void board_safepoints(bool every);

/* True when the application can stop at ADDRESS as a safepoint. */
bool board_is_safepoint(uintptr_t address);

/* --------------------------------------------------------- steps and watchpoints */

/* Most addresses at which one step may end. */
#define BOARD_NEXT_MAX 4

/* Finds where the application on CPU will be after its next instruction, by decoding it; a
 * sequence that must not be interrupted (load-reserved to store-conditional) counts as one.
 * Returns how many addresses it may be, 0 when the instruction cannot be read or decoded. */
unsigned board_next_pc(unsigned cpu, uintptr_t next[BOARD_NEXT_MAX]);

/* True when the next instruction on CPU calls a function; *AFTER is then where that returns to. */
bool board_is_call(unsigned cpu, uintptr_t *after);

/* True when ADDRESS stands behind an instruction that calls, so that it may be a return address. */
bool board_is_return_address(uintptr_t address);

/* Code at ADDRESS was written: has every processor see it before it goes on. */
void board_code_written(uintptr_t address, size_t size);

/* What a watchpoint watches for; bits. */
enum { BOARD_WATCH_WRITE = 1, BOARD_WATCH_READ = 2 };

/* Has hardware watch the SIZE bytes at ADDRESS on all processors, for ACCESS, with watchpoint SLOT
 * (below board_debug.watch_count); only the application is watched.  Returns NULL, or a constant
 * text that says why it cannot be. */
const char *board_watch_set(unsigned slot, uintptr_t address, size_t size, unsigned access);
void board_watch_clear(unsigned slot);

/* ---------------------------------------------------------------------- facts */

struct board_debug {
    /* Numbers are indexes: the general registers in the order of gdb's description of the
     * architecture first, then system registers. */
    const struct board_register *registers;
    uint8_t register_count, general_count;
    uint8_t pc, sp; /* numbers */
    uint8_t link;   /* where a call leaves its return address */

    uint8_t watch_count; /* hardware watchpoints */
    uint8_t break_size;  /* bytes of the break instruction; 0: there is no patching here */
    uint8_t break_bytes[4];
    bool safepoints; /* breakpoints and watchpoints are looked at at safepoints */
    bool nmi;        /* the processor has a non-maskable interrupt */

    /* For gdb: the architecture, and the features its general and system registers make up. */
    const char *architecture, *feature, *system_feature; /* the last may be NULL */

    /* For core dumps: ELF's e_machine and e_flags, and which registers make up elf_gregset_t, in
     * its order; 255: a word of zeros. */
    uint16_t elf_machine;
    uint32_t elf_flags;
    const uint8_t *core_registers;
    uint8_t core_register_count;

    const char *code, *code_end; /* the image's instructions */
    const char *stop_code,
        *stop_code_end;          /* of these, the way into a stop: no break may stand here */
    const char *used, *used_end; /* the image's RAM: stacks and variables */
};

extern const struct board_debug board_debug;

/* ------------------------------------------------------------------- survivors */

/* A variable that a reset of the board leaves as it was; after power-on it holds anything. */
#define BOARD_KEPT __attribute__((section(".kept")))

#endif
