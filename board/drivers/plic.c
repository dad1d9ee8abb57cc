/* plic.c - RISC-V platform-level interrupt controller, context 0 (hart 0, machine mode).
 * Source: RISC-V Platform-Level Interrupt Controller Specification 1.0.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/plic.h"

#include <stddef.h>

#include "drivers/mmio.h"

#define PLIC_BASE   0x0c000000ul
#define PRIORITY(n) (PLIC_BASE + 4 * (n))
#define ENABLE      (PLIC_BASE + 0x2000)
#define THRESHOLD   (PLIC_BASE + 0x200000)
#define CLAIM       (PLIC_BASE + 0x200004)

static struct {
    void (*handler)(void *device);
    void *device;
} lines[PLIC_SOURCES];

void plic_init(void)
{
    mmio_write32(ENABLE, 0);
    mmio_write32(ENABLE + 4, 0);
    mmio_write32(THRESHOLD, 0);
}

void plic_connect(unsigned source, void (*handler)(void *device), void *device)
{
    lines[source].handler = handler;
    lines[source].device = device;
    mmio_write32(PRIORITY(source), 1);
    mmio_write32(ENABLE, mmio_read32(ENABLE) | 1u << source);
}

/* One source per trap: what else is pending traps again, which costs less than a claim
 * that finds nothing. */
void plic_dispatch(void)
{
    uint32_t source = mmio_read32(CLAIM);

    if (source == 0)
        return;
    if (source < PLIC_SOURCES && lines[source].handler != NULL)
        lines[source].handler(lines[source].device);
    mmio_write32(CLAIM, source);
}
