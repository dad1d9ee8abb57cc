/* isolate.c - what a thread may access, and its call of the rest.
 * Source: ARMv7-M Architecture Reference Manual, B3.5 (protected memory system, PMSAv7), B1.4.4
 * (CONTROL), B1.5.6 (exception entry).
 *
 * The privileged have the default memory map (mpu.h); a thread that is not has these regions, and
 * no registers of the processor.
 *
 * SPDX-License-Identifier: MIT */
#include "isolate.h"

#include <stdint.h>

#include "board/board.h"
#include "core/gate.h"
#include "frame.h"
#include "mpu.h"
#include "vectors.h"

extern const char __image_origin[], __image_length[], __app_stack_bottom[], __app_end[];

#define REGION_IMAGE 0u
#define REGION_APP   1u

#define MPU_ALL_WRITE  (3u << 24)
#define MPU_ALL_READ   (2u << 24) /* and the privileged write: breakpoints */
#define MPU_SUBREGIONS 8u

bool armv7m_gate(struct exception_frame *frame);

/* The least power of two that is SIZE or more. */
static unsigned log_of(uint32_t size)
{
    return 32 - (unsigned)__builtin_clz(size - 1);
}

/* A region is a power of two; the eighths of it that lie behind the application's end are off. */
void isolate_memory(void)
{
    uint32_t image = (uint32_t)(uintptr_t)__image_origin,
             app = (uint32_t)(uintptr_t)__app_stack_bottom;
    uint32_t size = (uint32_t)(uintptr_t)__app_end - app;
    unsigned log = log_of(size);
    uint32_t used = size / ((1u << log) / MPU_SUBREGIONS), off = 0xffu << used & 0xff;

    if (!mpu_is_there())
        board_reset();
    mpu_set(REGION_IMAGE, image, log_of((uint32_t)(uintptr_t)__image_length),
            MPU_NORMAL | MPU_ALL_READ);
    mpu_set(REGION_APP, app, log, MPU_NORMAL | MPU_ALL_WRITE | MPU_NO_EXECUTE | off << 8);
}

/* FRAME is the thread's.  When the processor could not write it, for want of rights or of stack,
 * it comes here nevertheless, after the fault's handler and before the agent. */
bool armv7m_gate(struct exception_frame *frame)
{
    struct board_gate_call call;

    if (!board_app_may_write((uintptr_t)frame, sizeof *frame))
        return true;
    call = (struct board_gate_call){.words = {frame->r0, frame->r1, frame->r2}};
    if (!gate_do(frame->r3, &call))
        return false;
    frame->r0 = (uint32_t)call.result;
    frame->r1 = (uint32_t)(call.result >> 32);
    return true;
}

/* What is refused, or is no thread's, is a fault: its handler finds stack and lr as the processor
 * left them.  r3 keeps the stack aligned. */
__attribute__((naked)) void svcall_handler(void)
{
    __asm__ volatile("tst lr, #4\n\t"
                     "beq fault_handler\n\t"
                     "mrs r0, psp\n\t"
                     "push {r3, lr}\n\t"
                     "bl armv7m_gate\n\t"
                     "pop {r3, lr}\n\t"
                     "cmp r0, #0\n\t"
                     "beq fault_handler\n\t"
                     "bx lr");
}

#define UNUSED __attribute__((unused)) /* but by the handler */

/* A naked function may have nothing but its assembly. */
__attribute__((naked)) uint64_t board_gate(UNUSED uintptr_t a, UNUSED uintptr_t b,
                                           UNUSED uintptr_t c, UNUSED unsigned operation)
{
    __asm__ volatile("svc #0\n\t"
                     "bx lr");
}
