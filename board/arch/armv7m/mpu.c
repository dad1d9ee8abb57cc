/* mpu.c - the memory protection unit.
 * Source: as mpu.h.
 *
 * SPDX-License-Identifier: MIT */
#include "mpu.h"

#include "isolate.h"
#include "scb.h"

#define MPU_TYPE 0xe000ed90u
#define MPU_CTRL 0xe000ed94u
#define MPU_RNR  0xe000ed98u
#define MPU_RBAR 0xe000ed9cu
#define MPU_RASR 0xe000eda0u

#define CTRL_ENABLE     1u
#define CTRL_PRIVDEFENA 4u
#define RASR_ENABLE     1u
#define RASR_SIZE(log)  (((log)-1) << 1)
#define RASR_REST       0x3fu /* these two */

#define GUARD_LOG 12 /* 4 KiB: a larger frame may jump over it */

extern char __app_stack_bottom[];

bool mpu_is_there(void)
{
    return (mmio_read32(MPU_TYPE) >> 8 & 0xff) >= MPU_REGIONS;
}

void mpu_set(unsigned region, uint32_t base, unsigned log, uint32_t attributes)
{
    mmio_write32(MPU_RNR, region);
    mmio_write32(MPU_RASR, 0);
    mmio_write32(MPU_RBAR, base);
    if (log != 0)
        mmio_write32(MPU_RASR, attributes | RASR_SIZE(log) | RASR_ENABLE);
}

bool mpu_get(unsigned number, struct mpu_region *region)
{
    uint32_t size;

    if (!mpu_is_there())
        return false;
    mmio_write32(MPU_RNR, number);
    size = mmio_read32(MPU_RASR);
    region->base = mmio_read32(MPU_RBAR) & ~31u;
    region->attributes = size & ~RASR_REST;
    region->log = (size >> 1 & 31) + 1;
    return (size & RASR_ENABLE) != 0;
}

/* The barriers: what follows is under the new rules. */
void mpu_enable(bool enable)
{
    mmio_write32(MPU_CTRL, enable ? CTRL_ENABLE | CTRL_PRIVDEFENA : 0);
    __asm__ volatile("dsb\n\tisb" : : : "memory");
}

/* The stack is the lowest thing in RAM (linker/sections.ld), at a multiple of 4 KiB. */
void mpu_init(void)
{
    uint32_t bottom = (uint32_t)(uintptr_t)__app_stack_bottom;

    if (!mpu_is_there() && !BOARD_ISOLATED)
        return;
    if (bottom % (1u << GUARD_LOG) == 0)
        mpu_set(MPU_GUARD, bottom - (1u << GUARD_LOG), GUARD_LOG, MPU_NOTHING | MPU_NORMAL);
    isolate_memory();
    mpu_enable(true);
}
