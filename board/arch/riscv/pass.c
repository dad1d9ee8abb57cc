/* pass.c - break instructions of the agent's that others than the application come to.
 *
 * A breakpoint, or the end of a step, may stand in code that the application shares with the agent
 * and with the board's interrupts.  Those are not to stop, so what the break stands in the place of
 * is put back, another one is planted wherever that instruction leads, and taken away again when it
 * is met.  If an interrupt meets either of them in between, this is merely done too early, and the
 * interrupted code comes here once more.
 *
 * This is part of every such trap: neither it nor what it calls is a function that the application
 * may call, too.
 *
 * SPDX-License-Identifier: MIT */
#include "pass.h"

#include <stddef.h>
#include <stdint.h>

#include "core/levels.h"
#include "decode.h"

#define BREAK 0x9002u /* as board_debug.break_bytes has it */

static struct {
    uintptr_t at; /* where the agent's stood; 0: nothing is being passed */
    uintptr_t ends[DECODE_NEXT_MAX];
    uint16_t codes[DECODE_NEXT_MAX]; /* what is at `ends` otherwise */
    volatile unsigned count;
} passing;

static uint16_t read_code(uintptr_t address)
{
    return *(volatile uint16_t *)address;
}

static void write_code(uintptr_t address, uint16_t code)
{
    *(volatile uint16_t *)address = code;
}

static void synchronise(void)
{
    __asm__ volatile("fence rw, rw\n\tfence.i" : : : "memory");
}

/* What is executed can be read, and so can what stands near it. */
static bool fetch(uint64_t address, uint16_t *half)
{
    *half = read_code(address);
    return true;
}

static void finish(void)
{
    if (passing.at == 0)
        return;
    for (unsigned i = passing.count; i-- > 0;)
        write_code(passing.ends[i], passing.codes[i]);
    write_code(passing.at, BREAK);
    passing.count = 0;
    passing.at = 0;
    synchronise();
}

bool pass_ends_at(unsigned long address)
{
    for (unsigned i = 0; i < passing.count; i++)
        if (passing.ends[i] == address && passing.codes[i] != BREAK)
            return true;
    return false;
}

static bool begin(const struct trap_frame *frame, const uint8_t *original)
{
    const struct decode_state state = {
        .pc = frame->pc, .x = (const uint64_t *)frame, .fetch = fetch};
    uint64_t next[DECODE_NEXT_MAX];
    unsigned count;

    write_code(frame->pc, (uint16_t)(original[0] | original[1] << 8));
    count = decode_next(&state, next);
    if (count == 0) {
        write_code(frame->pc, BREAK);
        return false;
    }
    passing.at = frame->pc;
    for (unsigned i = 0; i < count; i++) {
        passing.ends[i] = next[i];
        passing.codes[i] = read_code(next[i]);
        passing.count = i + 1; /* before the break is there: other harts look */
        write_code(next[i], BREAK);
    }
    synchronise();
    return true;
}

bool pass_break(struct trap_frame *frame)
{
    const uint8_t *original;
    uint32_t instruction;

    for (unsigned i = 0; i < passing.count; i++)
        if (passing.ends[i] == frame->pc) {
            finish();
            return true;
        }
    instruction = read_code(frame->pc) | (uint32_t)read_code(frame->pc + 2) << 16;
    if ((instruction & 3) != 3)
        instruction &= 0xffff;
    if (!decode_is_break(instruction)) { /* finished by an interrupt in the meantime */
        synchronise();
        return true;
    }
    original = instruction == BREAK ? levels_original(frame->pc) : NULL;
    if (original == NULL)
        return false;
    finish();
    return begin(frame, original);
}
