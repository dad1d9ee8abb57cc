/* nvic.c - external interrupts of a Cortex-M3 or M4.
 * Source: ARMv7-M Architecture Reference Manual, B3.4.
 *
 * SPDX-License-Identifier: MIT */
#include "nvic.h"

#include <stdint.h>

#include "drivers/register.h"
#include "scb.h"

static struct {
    void (*handler)(void *device);
    void *device;
#if NVIC_COUNTS
    uint32_t count;
#endif
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

void nvic_pend(unsigned line)
{
    mmio_write32(NVIC_ISPR(word(line)), bit(line));
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
#if NVIC_COUNTS
    lines[line].count++;
#endif
    lines[line].handler(lines[line].device);
}

#if NVIC_COUNTS
bool nvic_interrupts(unsigned line, uint32_t *count)
{
    if (line >= NVIC_LINES)
        return false;
    *count = lines[line].count;
    return true;
}
#endif

/* ------------------------------------------------------------------ the object */

/* The first 64 lines of the registers with a bit a line, the first of which is at FIRST. */
static uint64_t words(uintptr_t first)
{
    uint64_t high = NVIC_WORDS > 1 ? mmio_read32(first + 4) : 0;

    return high << 32 | mmio_read32(first);
}

static const char *get_enabled(const struct object *object, union object_value *value)
{
    (void)object;
    value->natural = words(NVIC_ISER(0));
    return NULL;
}

static const char *get_pending(const struct object *object, union object_value *value)
{
    (void)object;
    value->natural = words(NVIC_ISPR(0));
    return NULL;
}

static const char *get_active(const struct object *object, union object_value *value)
{
    (void)object;
    value->natural = words(NVIC_IABR(0));
    return NULL;
}

static const char *set_pending(const struct object *object, const union object_value *value)
{
    (void)object;
    nvic_pend((unsigned)value->natural);
    return NULL;
}

static const char *clear_pending(const struct object *object, const union object_value *value)
{
    unsigned line = (unsigned)value->natural;

    (void)object;
    mmio_write32(NVIC_ICPR(word(line)), bit(line));
    return NULL;
}

static const struct object_property properties[] = {
    REGISTER_GET("enabled", 64, get_enabled, "bit n: line n interrupts"),
    REGISTER_GET("pending", 64, get_pending, "bit n: line n waits"),
    REGISTER_GET("active", 64, get_active, "bit n: line n is being handled"),
    REGISTER_ACTION("set-pending", 32, set_pending, 0, NVIC_LINES - 1,
                    "number of a line that is to interrupt as if its device had asked"),
    REGISTER_ACTION("clear-pending", 32, clear_pending, 0, NVIC_LINES - 1,
                    "number of a line that is to wait no longer"),
};
OBJECT_TYPE(nvic_type, "armv7m_nvic", &object_device, properties);
OBJECT_INSTANCE(nvic_object, &object_unattached, "nvic", &nvic_type, NULL);
