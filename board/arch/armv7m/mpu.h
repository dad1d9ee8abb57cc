/* mpu.h - the memory protection unit: a guard below the application's stack, and regions for
 * others.
 * Source: ARMv7-M Architecture Reference Manual, B3.5 (protected memory system, PMSAv7).
 *
 * Between regions the default memory map holds (PRIVDEFENA), as if there were no protection, and
 * the NMI and HardFaults are not held to any (HFNMIENA is 0).  Where regions overlap the one with
 * the highest number counts.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_MPU_H
#define ARMV7M_MPU_H

#include <stdbool.h>
#include <stdint.h>

/* Who has which.  0 and 1 are an isolated application's (isolate.c), 2 is free. */
#define MPU_GUARD   3u
#define MPU_WATCH   4u /* this and three more */
#define MPU_REGIONS 8u /* needed for all of them */

/* Attributes (MPU_RASR).  Memory is write-back, as in the default map. */
#define MPU_NORMAL          (1u << 19 | 1u << 17 | 1u << 16)
#define MPU_DEVICE          (1u << 28 | 1u << 16) /* not executable, shared */
#define MPU_NOTHING         0u
#define MPU_READ_ONLY       (6u << 24)
#define MPU_PRIVILEGED_READ (5u << 24)
#define MPU_NO_EXECUTE      (1u << 28)

/* True when the processor has one, with enough regions. */
bool mpu_is_there(void);

/* Sets REGION to 2^LOG bytes (LOG: 5 or more) at BASE, a multiple of that; LOG 0: it is off. */
void mpu_set(unsigned region, uint32_t base, unsigned log, uint32_t attributes);

/* What a region is; ATTRIBUTES as in MPU_RASR, with the eighths that are off in bits 15:8. */
struct mpu_region {
    uint32_t base, attributes;
    unsigned log; /* 2^LOG bytes */
};

/* Reads region NUMBER; false: it is off, or there is no unit.  While the agent runs all
 * may be off: that is not looked at. */
bool mpu_get(unsigned number, struct mpu_region *region);

/* All regions count, or none. */
void mpu_enable(bool enable);

/* Guards the application's stack: what runs below it meets a fault.  Context: reset. */
void mpu_init(void);

#endif
