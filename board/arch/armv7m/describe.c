/* describe.c - what there is to tell of a Cortex-M: its registers as QEMU lays them out, and its
 * memory protection unit.
 * Source: ARMv7-M Architecture Reference Manual, B1.4.2 (xPSR), B1.4.4 (CONTROL), B3.5 (MPU).
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"

#include "board/debug.h"
#include "frame.h"
#include "mpu.h"

#if BOARD_DEBUG

/* clang-format off */
static const char layout[] =
    "R00=\x80 R01=\x81 R02=\x82 R03=\x83\n"
    "R04=\x84 R05=\x85 R06=\x86 R07=\x87\n"
    "R08=\x88 R09=\x89 R10=\x8a R11=\x8b\n"
    "R12=\x8c R13=\x8d R14=\x8e R15=\x8f\n"
    "XPSR=\x90 \x01\n";
/* clang-format on */

/* Of registers.c. */
#define XPSR_NUMBER    16u
#define CONTROL_NUMBER 22u

#define CONTROL_UNPRIVILEGED 1u

static char *append(char *text, const char *more)
{
    while (*more)
        *text++ = *more++;
    *text = '\0';
    return text;
}

static void state(unsigned cpu, char *text)
{
    uint64_t xpsr, control = 0;

    *text = '\0';
    if (!board_register_read(cpu, XPSR_NUMBER, &xpsr))
        return;
    (void)board_register_read(cpu, CONTROL_NUMBER, &control);
    for (unsigned i = 0; i < 4; i++)
        *text++ = xpsr >> (31 - i) & 1 ? "NZCV"[i] : '-';
    text = append(text, xpsr & XPSR_THUMB ? " T " : " A ");
    (void)append(text, xpsr & XPSR_EXCEPTION            ? "handler"
                       : control & CONTROL_UNPRIVILEGED ? "unpriv-thread"
                                                        : "priv-thread");
}

/* -------------------------------------------------------------------- protection */

#define ALL (BOARD_MAY_READ | BOARD_MAY_WRITE | BOARD_MAY_EXECUTE)

/* By the field AP; nobody may execute what he may not read. */
static const struct {
    uint8_t privileged, user;
} rights[8] = {
    {0, 0},
    {ALL, 0},
    {ALL, BOARD_MAY_READ | BOARD_MAY_EXECUTE},
    {ALL, ALL},
    {0, 0},
    {BOARD_MAY_READ | BOARD_MAY_EXECUTE, 0},
    {BOARD_MAY_READ | BOARD_MAY_EXECUTE, BOARD_MAY_READ | BOARD_MAY_EXECUTE},
    {BOARD_MAY_READ | BOARD_MAY_EXECUTE, BOARD_MAY_READ | BOARD_MAY_EXECUTE},
};

static bool protection(unsigned entry, struct board_protection *protection)
{
    struct mpu_region region;
    unsigned mask;

    while (entry < MPU_REGIONS && !mpu_get(entry, &region))
        entry++;
    if (entry >= MPU_REGIONS)
        return false;
    mask = region.attributes & MPU_NO_EXECUTE ? ALL & ~BOARD_MAY_EXECUTE : ALL;
    protection->entry = entry;
    protection->first = region.base;
    protection->last = region.base + (UINT64_C(1) << region.log) - 1;
    protection->privileged = rights[region.attributes >> 24 & 7].privileged & mask;
    protection->user = rights[region.attributes >> 24 & 7].user & mask;
    protection->holes = (uint8_t)(region.attributes >> 8);
    return true;
}

const struct board_processor board_processor = {
    .layout = layout, .state = state, .protection = protection};

#else

/* Without debugging commands nothing of the processor is looked at, and it protects nothing. */
const struct board_processor board_processor = {.layout = NULL};

#endif
