/* crash.h - the record of the last crash, which a reset of the board leaves where it is.
 *
 * A record is taken for one only if its sum is right: after power-on memory holds anything.
 *
 * Context: agent; crash_note() also where the agent itself met a fault.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DEBUG_CRASH_H
#define DEBUG_CRASH_H

#include <stdbool.h>
#include <stdint.h>

#include "agent/config.h"
#include "board/debug.h"
#include "qmp/writer.h"

/* Those of QMP's enum AgentFaultCause that the agent itself finds; the others are a board's. */
enum {
    CRASH_BREAKPOINT = 8,
    CRASH_ASSERTION,
    CRASH_NMI,
    CRASH_WATCHDOG,
    CRASH_OTHER,
};

/* General registers of a processor that are kept; RISC-V has the most: 32 and pc. */
#define CRASH_REGISTERS_MAX 33

struct crash_record {
    uint32_t magic, sum; /* of all that follows */
    uint32_t count;      /* crashes since power-on, or since they were cleared */
    uint32_t resets;     /* since the crash */
    uint64_t clock;      /* microseconds since the reset before it */
    uint64_t pc, address;
    uint64_t known; /* bit n: registers[n] is known */
    uint32_t code;
    uint8_t in_agent; /* else in the application */
    uint8_t cause;
    uint8_t cpu;
    uint8_t has_pc, has_address, has_code; /* 0 or 1 */
    uint8_t register_count;                /* general ones that the processor had */
    char message[AGENT_PANIC_TEXT];
    uint64_t registers[CRASH_REGISTERS_MAX];
};

/* The board was reset: counts it, if there is a record. */
void crash_count_reset(void);

/* Writes the record: STOP of CPU, CAUSE (QMP's AgentFaultCause) and what agent_panic() was given
 * ("": nothing).  With the general registers that are known, if it was the application. */
void crash_note(bool in_agent, unsigned cpu, const struct board_stop *stop, unsigned cause,
                const char *message);

/* The record, or NULL if there is none. */
const struct crash_record *crash_record(void);

void crash_clear(void);

/* Writes members of an object: cause, cpu-index, and of pc, address and code what is known. */
void crash_write(const struct crash_record *crash, struct json_writer *w);

#endif
