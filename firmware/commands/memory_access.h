/* memory_access.h - what commands that look at memory have in common: which memory they may
 * touch, how they touch it, and bytes in their arguments.
 *
 * Context: agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef COMMANDS_MEMORY_ACCESS_H
#define COMMANDS_MEMORY_ACCESS_H

#include "bytes.h"
#include "commands.h"
#include "debug/debug.h"

/* Bytes of memory that are looked at in one piece. */
#define MEMORY_PIECE AGENT_MEMORY_PIECE
_Static_assert(MEMORY_PIECE % 24 == 0, "pieces are whole words, and whole groups of base64");

/* Checks that the SIZE bytes at ADDRESS are memory, writable if WRITE, that is not with the host
 * at the moment; of no bytes, that the first one would be.  Returns 0, or -1 with the error, whose
 * number is where the part begins that is not. */
int memory_check_range(struct qmp_call *call, uint64_t address, uint64_t size, bool write);

#if QMP_GROUP_INSPECT || QMP_GROUP_MONITOR
/* The region of board_info that ADDRESS is in, or NULL. */
const struct board_region *memory_region(uint64_t address);
#endif

/* Copy SIZE bytes, without breakpoints.  Return how many there were before one that faults, or is
 * with the host. */
#if QMP_GROUP_DEVICES
size_t memory_read(struct agent *agent, uintptr_t address, void *buffer, size_t size);
size_t memory_write(struct agent *agent, uintptr_t address, const void *buffer, size_t size);
#else
#define memory_read  debug_memory_read
#define memory_write debug_memory_write
#endif

/* Turns text into bytes, see bytes.h. */
typedef ptrdiff_t bytes_decoder(uint8_t *bytes, const char *text, size_t length, size_t *wrong);

/* The decoder for the argument number FORMAT, an AgentMemoryFormat; hex if it is absent. */
static inline bytes_decoder *memory_decoder(const struct qmp_call *call, unsigned format)
{
    unsigned value = qmp_enum(call, format, &qmp_type_AgentMemoryFormat, QMP_FORMAT_HEX);

    return value == QMP_FORMAT_HEX ? bytes_from_hex : bytes_from_base64;
}

/* Fails for a wrong character at POSITION; FORMAT names the argument. */
static inline int memory_fail_position(struct qmp_call *call, size_t position, const char *format)
{
    json_format_uint(call->where, position);
    return qmp_fail(call, QMP_GENERIC_ERROR, format);
}

#define MEMORY_WRONG_CHARACTER(argument)                                                           \
    "Parameter '" argument "' is not of its format at character %w"

#endif
