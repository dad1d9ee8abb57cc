/* nor.c - the devices of nor.h, as the data sheet of the 28F128J3 has their commands.
 *
 * SPDX-License-Identifier: MIT */
#include "nor.h"

#include "../unit.h"

#include "drivers/mmio.h"

#define LANES 2

struct nor nor;

void nor_start(void)
{
    static const struct nor fresh = {
        .signature = "QRY", .command_set = 1, .regions = 1, .vendor = 0x89, .device = 0x18};

    nor = fresh;
    for (size_t i = 0; i < COUNT(nor.words); i++)
        nor.words[i] = 0x01010101u * (uint32_t)(i & 0xff);
}

/* What a device answers to a query at the word AT. */
static uint8_t query(const struct nor *n, size_t at)
{
    switch (at) {
    case 0x10:
    case 0x11:
    case 0x12:
        return (uint8_t)n->signature[at - 0x10];
    case 0x13:
        return n->command_set;
    case 0x2c:
        return n->regions;
    case 0x2d:
        return NOR_BLOCKS - 1;
    case 0x2f:
        return (NOR_BLOCK_WORDS * 2 / 256) & 0xff;
    case 0x30:
        return NOR_BLOCK_WORDS * 2 / 256 >> 8;
    default:
        return 0;
    }
}

static uint16_t status(unsigned lane)
{
    if (nor.busy[lane] > 0) {
        nor.busy[lane]--;
        return 0;
    }
    return 0x80 | nor.error[lane];
}

static uint16_t lane_answer(size_t at, unsigned lane)
{
    switch (nor.mode) {
    case NOR_QUERY:
        return lane == 1 && nor.odd_lane ? 0 : query(&nor, at);
    case NOR_ID:
        return at == 0 ? nor.vendor : at == 1 ? nor.device : 0;
    case NOR_STATUS:
        return status(lane);
    default:
        return (uint16_t)(nor.words[at] >> (16 * lane));
    }
}

uint32_t mmio_read32(uintptr_t address)
{
    size_t at = (address - NOR_BASE) / 4;

    assert_in_range(address, NOR_BASE, NOR_BASE + sizeof nor.words - 4);
    assert_int_equal(address % 4, 0);
    return (uint32_t)lane_answer(at, 1) << 16 | lane_answer(at, 0);
}

/* An operation's second write. */
static void operate(size_t at, uint32_t value)
{
    size_t block = at / NOR_BLOCK_WORDS * NOR_BLOCK_WORDS;
    bool works = nor.fails == 0;

    if (nor.first == 0x20)
        assert_int_equal(value, 0x00d000d0);
    for (size_t i = 0; works && nor.first == 0x20 && i < NOR_BLOCK_WORDS; i++)
        nor.words[block + i] = UINT32_MAX;
    if (works && nor.first == 0x40)
        nor.words[at] &= value;
    nor.operations++;
    nor.programmed = value;
    nor.first = 0;
    nor.mode = NOR_STATUS;
    for (unsigned lane = 0; lane < LANES; lane++)
        nor.busy[lane] = nor.slow + lane * nor.slow_lane;
    nor.error[1] |= nor.fails; /* and stays until it is cleared */
}

static void command(size_t at, uint8_t code)
{
    switch (code) {
    case 0x20:
    case 0x40:
        nor.first = code;
        nor.mode = NOR_STATUS;
        break;
    case 0x50:
        nor.error[0] = nor.error[1] = 0;
        break;
    case 0x90:
        nor.mode = NOR_ID;
        break;
    case 0x98:
        assert_int_equal(at, 0x55);
        nor.mode = NOR_QUERY;
        break;
    case 0xff:
        nor.mode = NOR_ARRAY;
        break;
    default:
        fail_msg("command 0x%02x", code);
    }
}

void mmio_write32(uintptr_t address, uint32_t value)
{
    size_t at = (address - NOR_BASE) / 4;

    assert_in_range(address, NOR_BASE, NOR_BASE + sizeof nor.words - 4);
    assert_int_equal(nor.busy[0] + nor.busy[1], 0);
    if (nor.first != 0) {
        operate(at, value);
        return;
    }
    assert_int_equal(value >> 16, value & 0xffff); /* to both devices */
    command(at, (uint8_t)value);
}
