/* step.c - the decoder on this machine's frames and memory: board/debug.h's part on steps.
 *
 * SPDX-License-Identifier: MIT */
#include "step.h"

#include "application.h"
#include "core/arch.h"
#include "harts.h"

_Static_assert(BOARD_NEXT_MAX >= DECODE_NEXT_MAX, "a step may end at as many places");

static bool fetch(uint64_t address, uint16_t *half)
{
    return arch_probe_copy(half, (const void *)address, sizeof *half) == sizeof *half;
}

struct decode_state step_state(const struct trap_frame *frame)
{
    /* A frame is an array of registers but for its first element, which is not looked at. */
    return (struct decode_state){.pc = frame->pc, .x = (const uint64_t *)frame, .fetch = fetch};
}

unsigned board_next_pc(unsigned cpu, uintptr_t next[BOARD_NEXT_MAX])
{
    struct trap_frame *frame = application_frame(cpu);
    struct decode_state state;

    if (frame == NULL)
        return 0;
    state = step_state(frame);
    return decode_next(&state, next);
}

bool board_is_call(unsigned cpu, uintptr_t *after)
{
    struct trap_frame *frame = application_frame(cpu);
    struct decode_state state;
    uint32_t instruction;
    unsigned length;

    if (frame == NULL)
        return false;
    state = step_state(frame);
    length = decode_fetch(&state, state.pc, &instruction);
    if (length == 0 || !decode_is_call(instruction))
        return false;
    *after = state.pc + length;
    return true;
}

bool board_is_return_address(uintptr_t address)
{
    const struct decode_state state = {.fetch = fetch};
    uint32_t instruction;

    /* A call of either length; a full one may end in what looks like the other. */
    for (unsigned length = 4; length >= 2; length -= 2)
        if (address > length && decode_fetch(&state, address - length, &instruction) == length &&
            decode_is_call(instruction))
            return true;
    return false;
}

void board_code_written(uintptr_t address, size_t size)
{
    (void)address, (void)size; /* fence.i knows no addresses */
    __asm__ volatile("fence.i" : : : "memory");
    harts_renew();
}
