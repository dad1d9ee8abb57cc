/* clint.c - RISC-V core-local interruptor: hart 0's clock and timer, the harts' software
 * interrupts.
 * Source: SiFive FU540-C000 manual, chapter "CLINT"; QEMU's virt clocks mtime at 10 MHz.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/clint.h"

#include "board/board.h"
#include "core/deadlines.h"
#include "drivers/clock_jump.h"
#include "drivers/mmio.h"
#include "drivers/register.h"

#define CLINT_BASE 0x02000000ul

#define MSIP_AT     0x0
#define MTIMECMP_AT 0x4000
#define MTIME_AT    0xbff8

#define MSIP(hart) (CLINT_BASE + MSIP_AT + 4 * (uintptr_t)(hart))
#define MTIMECMP   (CLINT_BASE + MTIMECMP_AT)
#define MTIME      (CLINT_BASE + MTIME_AT)

#define TICKS_PER_US 10u

/* mtime need not start at 0: a reset may leave it running. */
static uint64_t start;

void clint_init(void)
{
    mmio_write32(MSIP(0), 0);
    mmio_write64(MTIMECMP, UINT64_MAX);
    start = mmio_read64(MTIME);
    clock_skipped = 0;
}

void clint_raise_software(unsigned hart)
{
    mmio_write32(MSIP(hart), 1);
}

void clint_clear_software(unsigned hart)
{
    mmio_write32(MSIP(hart), 0);
}

bool clint_software_pending(unsigned hart)
{
    return mmio_read32(MSIP(hart)) & 1;
}

uint64_t board_clock(void)
{
    return (mmio_read64(MTIME) - start) / TICKS_PER_US + clock_skipped;
}

void timer_program(uint64_t when)
{
    uint64_t compare = UINT64_MAX;

    if (when != UINT64_MAX)
        when = when > clock_skipped ? when - clock_skipped : 0;
    if (when <= (UINT64_MAX - start) / TICKS_PER_US)
        compare = start + when * TICKS_PER_US;
    mmio_write64(MTIMECMP, compare);
}

/* ---------------------------------------------------------------- properties */

static const char *get_frequency(const struct object *object, union object_value *value)
{
    (void)object;
    value->natural = TICKS_PER_US * 1000000u;
    return NULL;
}

static const struct object_property properties[] = {
    REGISTER_READ("msip", 32, MSIP_AT, "1: the software interrupt is pending"),
    REGISTER_READ("mtime", 64, MTIME_AT, "ticks of 100 ns"),
    REGISTER_READ("mtimecmp", 64, MTIMECMP_AT, "when the timer interrupts, ticks of 100 ns"),
    REGISTER_GET("timebase-freq", 32, get_frequency, "ticks in a second"),
    CLOCK_JUMP_PROPERTIES,
};
OBJECT_TYPE(clint_type, "riscv.aclint.mtimer", &object_device, properties);
OBJECT_INSTANCE(clint_object, &object_unattached, "clint", &clint_type, (void *)CLINT_BASE);
