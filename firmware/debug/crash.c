/* crash.c - the record of the last crash.
 * Source of the sum: the FNV-1a hash of 32 bits, draft-eastlake-fnv.
 *
 * SPDX-License-Identifier: MIT */
#include "debug/crash.h"

#include "board/board.h"
#include "qmp/memory.h"
#include "qmp/schema.h"

#if QMP_GROUP_DEBUG

#define MAGIC 0x68736172u /* "rash", should anybody see it in a dump of memory */

static BOARD_KEPT struct crash_record record;

static uint32_t sum(void)
{
    const uint8_t *bytes = (const uint8_t *)&record;
    uint32_t hash = 2166136261u;

    for (size_t i = offsetof(struct crash_record, count); i < sizeof record; i++)
        hash = (hash ^ bytes[i]) * 16777619u;
    return hash;
}

/* A reset may come at any moment: what is half written is no record. */
static void begin(void)
{
    *(volatile uint32_t *)&record.magic = 0;
}

static void seal(void)
{
    record.sum = sum();
    *(volatile uint32_t *)&record.magic = MAGIC;
}

const struct crash_record *crash_record(void)
{
    bool fits = record.magic == MAGIC && record.register_count <= CRASH_REGISTERS_MAX;

    return fits && record.sum == sum() ? &record : NULL;
}

void crash_count_reset(void)
{
    if (crash_record() == NULL || record.resets == UINT32_MAX)
        return;
    begin();
    record.resets++;
    seal();
}

void crash_clear(void)
{
    begin();
}

static void note_registers(unsigned cpu)
{
    unsigned count = board_debug.general_count;

    record.register_count =
        (uint8_t)(count < CRASH_REGISTERS_MAX ? count : (unsigned)CRASH_REGISTERS_MAX);
    for (unsigned i = 0; i < record.register_count; i++)
        if (board_register_read(cpu, i, &record.registers[i]))
            record.known |= UINT64_C(1) << i;
}

static uint32_t next_count(void)
{
    if (crash_record() == NULL)
        return 1;
    return record.count < UINT32_MAX ? record.count + 1 : UINT32_MAX;
}

void crash_note(bool in_agent, unsigned cpu, const struct board_stop *stop, unsigned cause,
                const char *message)
{
    uint32_t count = next_count();
    size_t length = text_length(message);

    begin();
    memset(&record, 0, sizeof record);
    record.count = count;
    record.clock = board_clock();
    record.in_agent = in_agent;
    record.cpu = (uint8_t)cpu;
    record.cause = (uint8_t)cause;
    record.has_pc = stop->has_pc;
    record.pc = stop->has_pc ? stop->pc : 0;
    record.has_address = stop->has_address;
    record.address = stop->has_address ? stop->address : 0;
    record.has_code = stop->kind == BOARD_STOP_FAULT && cause != CRASH_NMI;
    record.code = stop->code;
    if (length >= sizeof record.message)
        length = sizeof record.message - 1;
    memcpy(record.message, message, length);
    if (!in_agent)
        note_registers(cpu);
    seal();
}

void crash_write(const struct crash_record *crash, struct json_writer *w)
{
    json_write_string(w, "cause", qmp_type_AgentFaultCause.values[crash->cause]);
    json_write_uint(w, "cpu-index", crash->cpu);
    if (crash->has_pc)
        json_write_uint(w, "pc", crash->pc);
    if (crash->has_address)
        json_write_uint(w, "address", crash->address);
    if (crash->has_code)
        json_write_uint(w, "code", crash->code);
}

#endif
