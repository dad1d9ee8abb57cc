/* clock.c - microseconds since the start, counted by the SysTick timer.
 *
 * Source: ARMv7-M Architecture Reference Manual, B3.3 (SysTick); LM3S6965 data sheet,
 * "System Control".
 *
 * SPDX-License-Identifier: MIT */
#include "clock.h"

#include "registers.h"

#define RIS         0x400FE050u
#define RIS_LOCKED  (1u << 6)
#define RCC         0x400FE060u
#define RCC_CLEAR   (0xFu << 23 | 1u << 13 | 0xFu << 6 | 3u << 4 | 1u << 0)
#define RCC_DIVIDED (7u << 23 | 1u << 22) /* 200 MHz by 8 */
#define RCC_CRYSTAL (0xEu << 6)           /* 8 MHz, for the PLL */
#define RCC_BYPASS  (1u << 11)

#define SYST_CSR 0xE000E010u
#define SYST_RVR 0xE000E014u
#define SYST_CVR 0xE000E018u

#define CYCLES (CLOCK_HZ / 1000) /* between two interrupts: a millisecond */

static volatile uint32_t milliseconds;

void clock_init(void)
{
    uint32_t rcc = (REGISTER(RCC) & ~RCC_CLEAR) | RCC_DIVIDED | RCC_CRYSTAL | RCC_BYPASS;

    REGISTER(RCC) = rcc;
    while (!(REGISTER(RIS) & RIS_LOCKED))
        ;
    REGISTER(RCC) = rcc & ~RCC_BYPASS;
    REGISTER(SYST_RVR) = CYCLES - 1;
    REGISTER(SYST_CVR) = 0;
    REGISTER(SYST_CSR) = 7; /* on, with its interrupt, from the processor's clock */
}

void clock_interrupt(void)
{
    milliseconds++;
}

/* 49 days fit the counter; called more often than that, it is carried into 64 bits. */
uint64_t clock_now(void)
{
    static uint64_t base;
    static uint32_t last;
    uint32_t now, rest;

    do { /* again when a millisecond ended in between */
        now = milliseconds;
        rest = REGISTER(SYST_CVR);
    } while (now != milliseconds);
    if (now < last)
        base += UINT64_C(1) << 32;
    last = now;
    return (base + now) * 1000 + (CYCLES - 1 - rest) / (CLOCK_HZ / 1000000);
}
