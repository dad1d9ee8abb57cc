/* nvic.c - external interrupts of a Cortex-M3 or M4.
 *
 * SPDX-License-Identifier: MIT */
#include "nvic.h"

#include <stdint.h>

#include "scb.h"

static struct {
    void (*handler)(void *device);
    void *device;
} lines[NVIC_LINES];

static uint32_t board_lines[NVIC_WORDS]; /* a bit for each line that the board connected */

static unsigned word(unsigned line)
{
    return NVIC_WORDS > 1 ? line / 32 : 0;
}

static uint32_t bit(unsigned line)
{
    return 1u << (NVIC_WORDS > 1 ? line % 32 : line);
}

static void connect(unsigned line, void (*handler)(void *device), void *device, uint8_t priority)
{
    lines[line].handler = handler;
    lines[line].device = device;
    mmio_write8(NVIC_IPR(line), priority);
    mmio_write32(NVIC_ISER(word(line)), bit(line));
}

void nvic_connect(unsigned line, void (*handler)(void *device), void *device)
{
    board_lines[word(line)] |= bit(line);
    connect(line, handler, device, PRIORITY_PORT);
}

void nvic_connect_application(unsigned line, void (*handler)(void *device), void *device)
{
    connect(line, handler, device, PRIORITY_APPLICATION);
}

void nvic_quiet_application(void)
{
    if (!NVIC_SYSTICK) {
        mmio_write32(SYST_CSR, 0);
        mmio_write32(SCB_ICSR, ICSR_PENDSTCLR);
    }
    for (unsigned i = 0; i < NVIC_WORDS; i++) {
        mmio_write32(NVIC_ICER(i), ~board_lines[i]);
        mmio_write32(NVIC_ICPR(i), ~board_lines[i]);
    }
}

void nvic_dispatch(void)
{
    uint32_t exception;
    unsigned line;

    __asm__ volatile("mrs %0, ipsr" : "=r"(exception));
    line = exception - 16;
    lines[line].handler(lines[line].device);
}
