/* watch.c - watchpoints by the memory protection unit.
 * Source: ARMv7-M Architecture Reference Manual, B3.5 (protected memory system, PMSAv7), B3.1
 * (default memory map).
 *
 * A DWT unit, where there is one, would watch single words and cost nothing beside them; QEMU's
 * processors have none.  A region of the protection unit is a power of two of at least 32 bytes,
 * so an access to a neighbour of what is watched stops the application too; the stop tells the
 * address, and the agent lets it go on.
 *
 * SPDX-License-Identifier: MIT */
#include "watch.h"

#include <stddef.h>

#include "board/debug.h"
#include "board/gate.h"
#include "mpu.h"
#include "vectors.h"

extern char __app_stack_bottom[], __app_stack_top[], __agent_stack_bottom[], __agent_stack_top[];
extern char __text_start[], __text_end[];

#define LOG_MIN 5 /* a region of 32 bytes */

static struct region {
    uint32_t base, attributes;
    uint8_t log; /* of its size in bytes; 0: not in use */
} regions[WATCH_COUNT];

static uint8_t in_use; /* regions */
static bool on;        /* accesses are watched */
static bool off;       /* the unit is */

/* The default map: devices from 0x40000000 and from 0xa0000000 on. */
static bool is_device(uint32_t address)
{
    return address >> 29 == 2 || address >= 0xa0000000u;
}

static uint32_t bytes_in(unsigned log)
{
    return 1u << log;
}

static bool is_in(const struct region *region, uint32_t address)
{
    return region->log != 0 && address - region->base < bytes_in(region->log);
}

static void program(unsigned slot)
{
    const struct region *region = &regions[slot];

    mpu_set(MPU_WATCH + slot, region->base, region->log, region->attributes);
}

void watch_on(void)
{
    on = in_use != 0;
    if (off) {
        mpu_enable(true);
        off = false;
    }
}

/* The other regions do not count either: they are for the application. */
void watch_off(void)
{
    on = false;
    if (in_use != 0 && !off) {
        mpu_enable(false);
        off = true;
    }
}

bool watch_covers(uint32_t address)
{
    for (unsigned slot = 0; slot < WATCH_COUNT; slot++)
        if (on && is_in(&regions[slot], address))
            return true;
    return false;
}

static bool reaches(const struct region *region, const char *begin, const char *end)
{
    uint32_t first = (uint32_t)(uintptr_t)begin, behind = (uint32_t)(uintptr_t)end;

    return is_in(region, first) || (region->base >= first && region->base < behind);
}

/* A watchpoint grants an isolated application nothing. */
static uint32_t readable(const struct region *region)
{
#if BOARD_ISOLATED
    if (!board_app_may_read(region->base, bytes_in(region->log)))
        return MPU_PRIVILEGED_READ;
#else
    (void)region;
#endif
    return MPU_READ_ONLY;
}

static const char *choose(struct region *region, uint32_t address, uint32_t size, unsigned access)
{
    uint32_t last = address + (size - 1);

    if (size == 0 || last < address)
        return "There is nothing to watch";
    region->log = LOG_MIN;
    while (region->log < 31 && (address ^ last) >> region->log != 0)
        region->log++;
    region->base = address & ~(bytes_in(region->log) - 1);
    if (!is_in(region, last) || last >= 0xe0000000u)
        return "The processor's own registers cannot be watched";
    /* An exception is entered through the stacks: one that could not be written would be the
     * end.  To execute is to read. */
    if (reaches(region, __app_stack_bottom, __app_stack_top) ||
        reaches(region, __agent_stack_bottom, __agent_stack_top))
        return "It is too near to the stacks: they would be watched too";
    if ((access & BOARD_WATCH_READ) && reaches(region, __text_start, __text_end))
        return "Code cannot be watched for reading";
    region->attributes = (access & BOARD_WATCH_READ ? MPU_NOTHING : readable(region)) |
                         (is_device(address) ? MPU_DEVICE : MPU_NORMAL);
    return NULL;
}

const char *board_watch_set(unsigned slot, uintptr_t address, size_t size, unsigned access)
{
    struct region region;
    const char *refusal;

    if (!mpu_is_there())
        return "This processor has no memory protection unit that could watch";
    refusal = choose(&region, (uint32_t)address, size, access);
    if (refusal != NULL)
        return refusal;
    board_watch_clear(slot);
    regions[slot] = region;
    in_use++;
    watch_off(); /* from now on the agent's accesses would be watched */
    program(slot);
    return NULL;
}

void board_watch_clear(unsigned slot)
{
    if (regions[slot].log == 0)
        return;
    regions[slot].log = 0;
    in_use--;
    program(slot);
}
