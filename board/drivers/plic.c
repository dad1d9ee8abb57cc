/* plic.c - RISC-V platform-level interrupt controller, context 0 (hart 0, machine mode).
 * Source: RISC-V Platform-Level Interrupt Controller Specification 1.0.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/plic.h"

#include <stddef.h>

#include "drivers/mmio.h"
#include "drivers/register.h"

#define PLIC_BASE 0x0c000000ul

#define PENDING_AT 0x1000
#define ENABLE_AT  0x2000

#define PRIORITY(n) (PLIC_BASE + 4 * (n))
#define ENABLE      (PLIC_BASE + ENABLE_AT)
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

/* Too far from the others for the offset of a property. */
static void get_threshold(const struct object *object, union object_value *value)
{
    (void)object;
    value->natural = mmio_read32(THRESHOLD);
}

/* The claim register is none of them: reading it claims. */
static const struct object_property properties[] = {
    REGISTER_READ("pending", 32, PENDING_AT, "bit n: source n waits, of the first 32"),
    REGISTER_READ("enabled", 32, ENABLE_AT, "bit n: source n interrupts, of the first 32"),
    REGISTER_GET("threshold", 32, get_threshold, "the highest priority that is masked"),
};
OBJECT_TYPE(plic_type, "riscv.sifive.plic", &object_device, properties);
OBJECT_INSTANCE(plic_object, &object_unattached, "plic", &plic_type, (void *)PLIC_BASE);
