/* core_notes.c - the notes of a core file: the registers of each processor, and how many of them
 * are not known.
 *
 * Source: struct elf_prstatus of Linux (include/uapi/linux/elfcore.h), which debuggers expect.
 *
 * SPDX-License-Identifier: MIT */
#include "board/debug.h"
#include "debug/core_parts.h"

#if QMP_GROUP_DUMP

/* Numbers of signals that debuggers take for a cause. */
enum { SIGNAL_ILL = 4, SIGNAL_TRAP = 5, SIGNAL_ABRT = 6, SIGNAL_BUS = 7, SIGNAL_SEGV = 11 };

#define NT_PRSTATUS 1u
#define NOTE_HEAD   20u /* three words, and a name of eight bytes */
#define OWN_WORDS   2u
#define NO_REGISTER 255 /* in board_debug.core_registers */

void core_put(struct core_window *w, uint64_t value, unsigned width)
{
    for (; width > 0; width--, value >>= 8, w->at++)
        if (w->at >= w->first && w->at - w->first < w->size)
            w->bytes[w->at - w->first] = (uint8_t)value;
}

void core_put_zeros(struct core_window *w, unsigned count)
{
    while (count--)
        core_put(w, 0, 1);
}

unsigned core_word_size(void)
{
    return board_debug.registers[board_debug.pc].size;
}

/* --------------------------------------------------------------------- plan */

static bool begins(const char *text, const char *with)
{
    while (*with && *text == *with)
        text++, with++;
    return *with == '\0';
}

static uint8_t signal_of(const struct debug_last_stop *stop)
{
    switch (stop->reason) {
    case DEBUG_FAULT:
        return stop->cause && begins(stop->cause, "illegal")      ? SIGNAL_ILL
               : stop->cause && begins(stop->cause, "misaligned") ? SIGNAL_BUS
                                                                  : SIGNAL_SEGV;
    case DEBUG_PANIC:
        return SIGNAL_ABRT;
    case DEBUG_BREAKPOINT:
    case DEBUG_WATCHPOINT:
    case DEBUG_STEP:
        return SIGNAL_TRAP;
    default:
        return 0;
    }
}

void core_plan_notes(struct core_file *file, const struct agent *agent)
{
    const struct debug_last_stop *stop = &agent->debug.last;
    uint64_t pc;

    file->cpu_count = (uint8_t)board_cpu_count();
    for (unsigned cpu = 0; cpu < file->cpu_count; cpu++)
        if (board_register_read(cpu, board_debug.pc, &pc))
            file->cpus |= UINT32_C(1) << cpu;
    /* The last stop is why it stands only as long as it does not go on. */
    if (agent->state == QMP_RUN_DEBUG || agent->state == QMP_RUN_GUEST_PANICKED) {
        file->first_cpu = stop->cpu;
        file->signal = signal_of(stop);
    }
}

/* Bytes of struct elf_prstatus: si_signo, si_code, si_errno, pr_cursig; two masks; four ids; four
 * times of two words; the registers; pr_fpvalid. */
static uint32_t prstatus_size(void)
{
    return 32 + (2 + 8 + board_debug.core_register_count + 1) * core_word_size();
}

uint32_t core_notes_size(const struct core_file *file)
{
    uint32_t size = NOTE_HEAD + 4 * (OWN_WORDS + file->cpu_count);

    for (unsigned cpu = 0; cpu < file->cpu_count; cpu++)
        if (file->cpus >> cpu & 1)
            size += NOTE_HEAD + prstatus_size();
    return size;
}

/* -------------------------------------------------------------------- notes */

/* NAME has at most seven characters. */
static void put_note(struct core_window *w, const char *name, uint32_t size, uint32_t type)
{
    unsigned length = 0;

    while (name[length])
        length++;
    core_put(w, length + 1, 4);
    core_put(w, size, 4);
    core_put(w, type, 4);
    for (unsigned i = 0; i < 8; i++)
        core_put(w, i < length ? (uint8_t)name[i] : 0, 1);
}

/* Writes the registers (W may be NULL), and returns how many are not known. */
static unsigned put_registers(struct core_window *w, unsigned cpu)
{
    unsigned unknown = 0;

    for (unsigned i = 0; i < board_debug.core_register_count; i++) {
        uint8_t number = board_debug.core_registers[i];
        uint64_t value = 0;

        if (number != NO_REGISTER && !board_register_read(cpu, number, &value)) {
            value = 0;
            unknown++;
        }
        if (w)
            core_put(w, value, core_word_size());
    }
    return unknown;
}

static void put_prstatus(struct core_window *w, const struct core_file *file, unsigned cpu)
{
    unsigned word = core_word_size(), signal = cpu == file->first_cpu ? file->signal : 0;

    put_note(w, "CORE", prstatus_size(), NT_PRSTATUS);
    core_put(w, signal, 12);     /* si_signo, si_code, si_errno */
    core_put(w, signal, 4);      /* pr_cursig */
    core_put_zeros(w, 2 * word); /* pr_sigpend, pr_sighold */
    core_put(w, cpu + 1, 4);     /* pr_pid: a thread 0 there is not */
    core_put_zeros(w, 12);       /* pr_ppid, pr_pgrp, pr_sid */
    core_put_zeros(w, 8 * word); /* four times */
    (void)put_registers(w, cpu);
    core_put_zeros(w, word); /* pr_fpvalid */
}

static void put_own_note(struct core_window *w, const struct core_file *file)
{
    put_note(w, "e2kmon", 4 * (OWN_WORDS + file->cpu_count), CORE_NOTE_TYPE);
    core_put(w, 1, 4);
    core_put(w, file->cpu_count, 4);
    for (unsigned cpu = 0; cpu < file->cpu_count; cpu++)
        core_put(w, file->cpus >> cpu & 1 ? put_registers(NULL, cpu) : CORE_NO_REGISTERS, 4);
}

void core_put_notes(struct core_window *w, const struct core_file *file)
{
    /* Debuggers show the first thread first. */
    if (file->cpus >> file->first_cpu & 1)
        put_prstatus(w, file, file->first_cpu);
    for (unsigned cpu = 0; cpu < file->cpu_count; cpu++)
        if (cpu != file->first_cpu && file->cpus >> cpu & 1)
            put_prstatus(w, file, cpu);
    put_own_note(w, file);
}

#endif
