/* core_file.h - an ELF core file of the application as it stands, made piece by piece.
 *
 * It has, in this order: headers; for every processor of which the pc is known a note NT_PRSTATUS;
 * a note of the agent's own; the memory.  What the registers are is asked for when their bytes are
 * made, so the application must stand from core_file_plan() to the last core_file_read().
 *
 * The agent's own note has the name "e2kmon" and the type CORE_NOTE_TYPE.  Its words of 32 bits
 * are: 1; the number of processors; for each of them how many registers of its NT_PRSTATUS are
 * not known (they stand there as 0), or CORE_NO_REGISTERS: it has none.
 *
 * Context: agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DEBUG_CORE_FILE_H
#define DEBUG_CORE_FILE_H

#include "agent/agent.h"

#if QMP_GROUP_DUMP

#define CORE_NOTE_TYPE    0x65326b6du
#define CORE_NO_REGISTERS 0xffffffffu

/* True where the board tells enough for a core file. */
bool core_file_possible(void);

/* Makes it a file of what is memory from FIRST to LAST (and writable, if WRITABLE_ONLY); its
 * bytes of memory are known then. */
void core_file_of(struct core_file *file, uintptr_t first, uintptr_t last, bool writable_only);

/* Completes the plan, once the application stands: what it has of each processor. */
void core_file_plan(struct core_file *file, const struct agent *agent);

/* Bytes of the file. */
static inline uint64_t core_file_size(const struct core_file *file)
{
    return file->head + file->memory;
}

/* How memory is looked at: as debug_memory_read(). */
typedef size_t core_memory_read(struct agent *agent, uintptr_t address, void *buffer, size_t size);

/* Makes the SIZE bytes from OFFSET on.  Returns how many; fewer, but not 0, where another range
 * of memory begins.  0: the file ends there, or the memory at *FAULT cannot be read. */
size_t core_file_read(const struct core_file *file, struct agent *agent, core_memory_read *read,
                      uint64_t offset, uint8_t *bytes, size_t size, uintptr_t *fault);

#endif
#endif
