/* plic.c - RISC-V platform-level interrupt controller, context 0 (hart 0, machine mode).
 * Source: RISC-V Platform-Level Interrupt Controller Specification 1.0.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/plic.h"

#include <stddef.h>

#include "core/arch.h"
#include "drivers/mmio.h"
#include "drivers/register.h"

#define PLIC_BASE 0x0c000000ul

#define PENDING_AT 0x1000
#define ENABLE_AT  0x2000

#define PRIORITY(n) (PLIC_BASE + 4 * (n))
#define ENABLE      (PLIC_BASE + ENABLE_AT)
#define THRESHOLD   (PLIC_BASE + 0x200000)
#define CLAIM       (PLIC_BASE + 0x200004)

static struct line {
    void (*handler)(void *device);
    void *device;
    uint32_t claims;
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
    if (source < PLIC_SOURCES && lines[source].handler != NULL) {
        lines[source].claims++;
        lines[source].handler(lines[source].device);
    }
    mmio_write32(CLAIM, source);
}

bool plic_interrupts(unsigned source, uint32_t *count)
{
    if (source >= PLIC_SOURCES)
        return false;
    *count = lines[source].claims;
    return true;
}

/* ---------------------------------------------------------------- properties */

/* Too far from the others for the offset of a property. */
static const char *get_threshold(const struct object *object, union object_value *value)
{
    (void)object;
    value->natural = mmio_read32(THRESHOLD);
    return NULL;
}

/* The claim register is none of them: reading it claims. */
static const struct object_property properties[] = {
    REGISTER_READ("pending", 32, PENDING_AT, "bit n: source n waits, of the first 32"),
    REGISTER_READ("enabled", 32, ENABLE_AT, "bit n: source n interrupts, of the first 32"),
    REGISTER_GET("threshold", 32, get_threshold, "the highest priority that is masked"),
};
OBJECT_TYPE(plic_type, "riscv.sifive.plic", &object_device, properties);
OBJECT_INSTANCE(plic_object, &object_unattached, "plic", &plic_type, (void *)PLIC_BASE);

/* A source is an object below it; the state is its element of `lines`. */
static unsigned source_of(const struct object *object)
{
    return (unsigned)((const struct line *)object->state - lines);
}

static const char *get_priority(const struct object *object, union object_value *value)
{
    value->natural = mmio_read32(PRIORITY(source_of(object)));
    return NULL;
}

static const char *get_pending(const struct object *object, union object_value *value)
{
    value->boolean = mmio_read32(PLIC_BASE + PENDING_AT) >> source_of(object) & 1;
    return NULL;
}

static const char *get_enabled(const struct object *object, union object_value *value)
{
    value->boolean = mmio_read32(ENABLE) >> source_of(object) & 1;
    return NULL;
}

/* What a glitch on the line would do: the handler finds that nothing has happened. */
static const char *set_spurious(const struct object *object, const union object_value *value)
{
    const struct line *line = object->state;
    unsigned long irq;

    if (line->handler == NULL)
        return "Nothing is connected to the source";
    if (!value->boolean)
        return NULL;
    irq = irq_save();
    line->handler(line->device);
    irq_restore(irq);
    return NULL;
}

#define SOURCE_BOOL(property, getter, setter, access, meaning)                                     \
    {                                                                                              \
        .name = property, .type = "bool", .description = meaning, .get = getter, .set = setter,    \
        .kind = OBJECT_KIND_BOOL, .flags = access                                                  \
    }

static const struct object_property source_properties[] = {
    REGISTER_GET("priority", 32, get_priority, "0: never interrupts"),
    SOURCE_BOOL("pending", get_pending, NULL, OBJECT_READABLE, "waits to be claimed"),
    SOURCE_BOOL("enabled", get_enabled, NULL, OBJECT_READABLE, "interrupts"),
    OBJECT_COUNTER("claims", 32, struct line, claims, "interrupts served since reset"),
    SOURCE_BOOL("spurious", NULL, set_spurious, OBJECT_WRITABLE,
                "true: has the source served as if it had interrupted"),
};
OBJECT_TYPE(plic_source_type, "plic-source", &object_device, source_properties);

#define SOURCE(n)                                                                                  \
    OBJECT_INSTANCE(plic_source##n, &plic_object, "source" #n, &plic_source_type, &lines[n])

SOURCE(1);
SOURCE(2);
SOURCE(3);
SOURCE(4);
SOURCE(5);
SOURCE(6);
SOURCE(7);
SOURCE(8);
SOURCE(9);
SOURCE(10);
SOURCE(11);
SOURCE(12);
SOURCE(13);
SOURCE(14);
SOURCE(15);
_Static_assert(PLIC_SOURCES == 16, "each source that can be connected is an object");
