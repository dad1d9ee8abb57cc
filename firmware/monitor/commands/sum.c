/* sum.c - sum: the checksum of BSD's sum, 16 bits: rotated to the right by one, the byte added.
 *
 * What is not memory counts as zeros, as in QEMU.
 *
 * SPDX-License-Identifier: MIT */
#include "commands/memory_access.h"
#include "monitor/commands/show.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_INSPECT

enum { START, SIZE };

/* The cursor: the bytes that are in the sum, and the sum. */
enum { AT_DONE, AT_SUM };

static uint32_t rotate(uint32_t sum, unsigned bits)
{
    return (sum >> bits | sum << (16 - bits)) & 0xffff;
}

static uint32_t add(uint32_t sum, const uint8_t *bytes, size_t size)
{
    while (size--)
        sum = (rotate(sum, 1) + *bytes++) & 0xffff;
    return sum;
}

static bool emit_sum(struct monitor_run *run)
{
    uint32_t left = (uint32_t)(monitor_number(run, SIZE) - (int64_t)run->at[AT_DONE]);
    uint64_t address = (uint64_t)monitor_number(run, START) + run->at[AT_DONE];
    _Alignas(uintptr_t) uint8_t bytes[MEMORY_PIECE];
    size_t got;

    if (left == 0) {
        say(run, "%05zu\n", run->at[AT_SUM]);
        return false;
    }
    got = monitor_look(run, address, bytes, left < sizeof bytes ? left : sizeof bytes);
    if (got > 0) {
        run->at[AT_SUM] = add((uint32_t)run->at[AT_SUM], bytes, got);
    } else {
        got = monitor_gap(address, left);
        run->at[AT_SUM] = rotate((uint32_t)run->at[AT_SUM], got % 16);
    }
    run->at[AT_DONE] += got;
    run->pause = true;
    return true;
}

int hmp_sum(struct monitor_run *run)
{
    run->emit = emit_sum;
    return 0;
}

#endif
