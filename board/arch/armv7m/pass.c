/* pass.c - break instructions of the agent's that others than the application come to.
 *
 * A breakpoint, or the end of a step, may stand in code that the application shares with the
 * agent and with the board's interrupts.  Those are not to stop, so what the break stands in the
 * place of is put back, another one is planted wherever that instruction leads, and taken away
 * again when it is met.  If an interrupt meets either of them in between, this is merely done too
 * early, and the interrupted code comes here once more.
 *
 * A break instruction in a HardFault's own path would be the processor's end: nothing here, and
 * nothing that fault_handler() calls, is a function the application may call, too.  That
 * includes what a compiler would call for the copy of a large structure.
 *
 * SPDX-License-Identifier: MIT */
#include "pass.h"

#include <stddef.h>

#include "core/levels.h"
#include "thumb.h"

#define BREAK 0xbe00u /* as board_debug.break_bytes has it */

static struct {
    uint16_t *at; /* where the agent's stood; NULL: nothing is being passed */
    uint16_t *ends[THUMB_NEXT_MAX];
    uint16_t codes[THUMB_NEXT_MAX]; /* what is at `ends` otherwise */
    unsigned count;
} passing;

static struct thumb_state state; /* 68 bytes, which the interrupted stack is spared */

/* Whatever was fetched already is fetched again. */
static void synchronise(void)
{
    __asm__ volatile("dsb\n\tisb" : : : "memory");
}

static void finish(void)
{
    if (passing.at == NULL)
        return;
    for (unsigned i = passing.count; i-- > 0;)
        *(volatile uint16_t *)passing.ends[i] = passing.codes[i];
    *(volatile uint16_t *)passing.at = BREAK;
    passing.at = NULL;
    synchronise();
}

bool pass_end(uint32_t pc)
{
    for (unsigned i = 0; passing.at != NULL && i < passing.count; i++) {
        if ((uint32_t)(uintptr_t)passing.ends[i] == pc) {
            finish();
            return true;
        }
    }
    return false;
}

static void read_state(const struct exception_frame *frame, const struct fault_frame *saved)
{
    const uint32_t *low = &frame->r0;

    for (unsigned i = 0; i < 4; i++)
        state.r[i] = low[i];
    for (unsigned i = 0; i < 8; i++)
        state.r[4 + i] = saved->r4_to_r11[i];
    state.r[12] = frame->r12;
    state.r[13] = (uint32_t)(uintptr_t)(frame + 1) + (frame->xpsr & XPSR_PADDED ? 4 : 0);
    state.r[14] = frame->lr;
    state.r[15] = frame->pc;
    state.xpsr = frame->xpsr;
}

bool pass_break(const struct exception_frame *frame, const struct fault_frame *saved)
{
    const uint8_t *original = levels_original(frame->pc);
    uint32_t next[THUMB_NEXT_MAX];

    if (original == NULL)
        return false;
    finish();
    *(volatile uint16_t *)frame->pc = (uint16_t)(original[0] | original[1] << 8);
    read_state(frame, saved);
    passing.count = thumb_next(&state, next);
    if (passing.count == 0) {
        *(volatile uint16_t *)frame->pc = BREAK;
        return false;
    }
    passing.at = (uint16_t *)frame->pc;
    for (unsigned i = 0; i < passing.count; i++) {
        passing.ends[i] = (uint16_t *)next[i];
        passing.codes[i] = *(volatile uint16_t *)next[i];
        *(volatile uint16_t *)next[i] = BREAK;
    }
    synchronise();
    return true;
}
