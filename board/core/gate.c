/* gate.c - what an isolated application may have done, and what is its own.
 *
 * SPDX-License-Identifier: MIT */
#include "core/gate.h"

#include "board/board.h"
#include "core/deadlines.h"
#include "core/levels.h"

extern const char __text_start[], __image_end[], __app_stack_bottom[], __app_end[];

static bool is_inside(const char *begin, const char *end, uintptr_t address, size_t size)
{
    uintptr_t offset = address - (uintptr_t)begin, room = (uintptr_t)end - (uintptr_t)begin;

    return offset <= room && size <= room - offset;
}

bool board_app_may_write(uintptr_t address, size_t size)
{
    return is_inside(__app_stack_bottom, __app_end, address, size);
}

bool board_app_may_read(uintptr_t address, size_t size)
{
    return board_app_may_write(address, size) ||
           is_inside(__text_start, __image_end, address, size);
}

/* A word may have all 64 bits itself. */
static uint64_t two_words(const uintptr_t *words)
{
    return sizeof *words == 8 ? words[0] : words[0] | (uint64_t)words[1] << 32;
}

bool gate_do(unsigned operation, struct board_gate_call *call)
{
    const struct board_hooks *hooks = levels_hooks();

    switch (operation) {
    case BOARD_GATE_ENTRY:
        call->result = (uintptr_t)hooks->application;
        return true;
    case BOARD_GATE_CLOCK:
        call->result = board_clock();
        return true;
    case BOARD_GATE_WAIT:
        call->result = deadlines_wait(two_words(call->words));
        return true;
    default:
        return operation >= BOARD_GATE_HOOK && hooks->gate != NULL &&
               hooks->gate(hooks->context, operation - BOARD_GATE_HOOK, call);
    }
}
