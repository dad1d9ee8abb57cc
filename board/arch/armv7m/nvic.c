/* nvic.c - external interrupts of a Cortex-M3.
 *
 * SPDX-License-Identifier: MIT */
#include "nvic.h"

#include <stdint.h>

#include "scb.h"

static struct {
    void (*handler)(void *device);
    void *device;
} lines[NVIC_LINES];

static uint32_t board_lines; /* bit N: line N was connected by the board */

static void connect(unsigned line, void (*handler)(void *device), void *device, uint8_t priority)
{
    lines[line].handler = handler;
    lines[line].device = device;
    mmio_write8(NVIC_IPR(line), priority);
    mmio_write32(NVIC_ISER(0), 1u << line);
}

void nvic_connect(unsigned line, void (*handler)(void *device), void *device)
{
    board_lines |= 1u << line;
    connect(line, handler, device, PRIORITY_PORT);
}

void nvic_connect_application(unsigned line, void (*handler)(void *device), void *device)
{
    connect(line, handler, device, PRIORITY_APPLICATION);
}

void nvic_quiet_application(void)
{
    mmio_write32(SYST_CSR, 0);
    mmio_write32(SCB_ICSR, ICSR_PENDSTCLR);
    mmio_write32(NVIC_ICER(0), ~board_lines);
    mmio_write32(NVIC_ICPR(0), ~board_lines);
}

void nvic_dispatch(void)
{
    uint32_t exception;
    unsigned line;

    __asm__ volatile("mrs %0, ipsr" : "=r"(exception));
    line = exception - 16;
    lines[line].handler(lines[line].device);
}
