/* memory.c - the agent's look at memory, and at registers of devices, that may not be there.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "board/board.h"
#include "board/config.h"
#include "core/arch.h"
#include "core/registers.h"

#if BOARD_TRAPS

#define copy_bytes arch_probe_copy
#define copy_words arch_probe_words
#define copy_one   arch_probe_one

/* An access must not run past the last address: it would go on at 0. */
static size_t readable(uintptr_t address, size_t size)
{
    uintptr_t last = UINTPTR_MAX - address;

    return size != 0 && size - 1 > last ? (size_t)last + 1 : size;
}

static size_t writable(uintptr_t address, size_t size)
{
    return readable(address, size);
}

#else

/* No trap would come back from a fault: only what is listed as memory is touched. */
static size_t inside_region(uintptr_t address, size_t size, bool write)
{
    for (size_t i = 0; i < board_info.region_count; i++) {
        const struct board_region *region = &board_info.regions[i];

        if (address >= region->base && address - region->base < region->size &&
            (region->writable || !write)) {
            size_t left = region->size - (address - region->base);

            return size < left ? size : left;
        }
    }
    return 0;
}

static size_t readable(uintptr_t address, size_t size)
{
    return inside_region(address, size, false);
}

static size_t writable(uintptr_t address, size_t size)
{
    return inside_region(address, size, true);
}

static size_t copy_bytes(void *to, const void *from, size_t size)
{
    volatile uint8_t *out = to;
    const volatile uint8_t *in = from;

    for (size_t i = 0; i < size; i++)
        out[i] = in[i];
    return size;
}

#if BOARD_WIDE_ACCESS

static size_t copy_words(void *to, const void *from, size_t size)
{
    volatile uintptr_t *out = to;
    const volatile uintptr_t *in = from;

    for (size_t i = 0; i < size / sizeof *out; i++)
        out[i] = in[i];
    return size;
}

static size_t copy_one(void *to, const void *from, size_t width)
{
    switch (width) {
    case 1:
        *(volatile uint8_t *)to = *(const volatile uint8_t *)from;
        break;
    case 2:
        *(volatile uint16_t *)to = *(const volatile uint16_t *)from;
        break;
    case 4:
        *(volatile uint32_t *)to = *(const volatile uint32_t *)from;
        break;
    default:
        *(volatile uint64_t *)to = *(const volatile uint64_t *)from;
        break;
    }
    return width;
}

#endif
#endif

#if BOARD_WIDE_ACCESS

#define WORD sizeof(uintptr_t)

/* Bytes up to the first whole word, words, and bytes again: those behind the last word, and those
 * of a word that faulted, of which the first ones may be there. */
static size_t copy(void *to, const void *from, size_t size)
{
    uint8_t *out = to;
    const uint8_t *in = from;
    size_t head = -(uintptr_t)in % WORD, done = 0;

    if (((uintptr_t)in ^ (uintptr_t)out) % WORD == 0 && size >= 2 * WORD) {
        done = copy_bytes(out, in, head);
        if (done < head)
            return done;
        done += copy_words(out + done, in + done, (size - done) / WORD * WORD);
    }
    return done + copy_bytes(out + done, in + done, size - done);
}

/* A register's value is what its bytes are in memory: the processors are little-endian. */
bool registers_read(uintptr_t address, unsigned width, uint64_t *value)
{
    uint64_t place = 0;

    if (copy_one(&place, (const void *)address, width) != width)
        return false;
    *value = place;
    return true;
}

bool registers_write(uintptr_t address, unsigned width, uint64_t value)
{
    return copy_one((void *)address, &value, width) == width;
}

#if BOARD_TRAPS
const struct board_registers core_registers = {.read = registers_read, .write = registers_write};
#endif

#else
#define copy copy_bytes
#endif

size_t board_memory_read(uintptr_t address, void *buffer, size_t size)
{
    return copy(buffer, (const void *)address, readable(address, size));
}

/* Two bytes may be a break instruction in code that an interrupt executes: never half of it. */
size_t board_memory_write(uintptr_t address, const void *buffer, size_t size)
{
#if BOARD_WIDE_ACCESS
    if (size == 2 && address % 2 == 0 && writable(address, size) == size) {
        uint16_t place;

        memcpy(&place, buffer, sizeof place);
        return copy_one((void *)address, &place, sizeof place);
    }
#endif
    return copy((void *)address, buffer, writable(address, size));
}
