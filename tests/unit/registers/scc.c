/* scc.c - a channel of a Z85C30, for the test of its driver.
 * Source: Zilog UM010903, SCC/ESCC User Manual, "Register Descriptions".
 *
 * SPDX-License-Identifier: MIT */
#include "scc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/mmio.h"

struct scc scc;

static bool receiver_is_on(void)
{
    return scc.wr[3] & 0x01;
}

static void reset(void)
{
    memset(scc.wr, 0, sizeof scc.wr);
    scc.wr[15] = 0xf8;
    scc.pointer = 0;
    scc.count = 0;
    scc.overflowed = scc.overrun = scc.asked = scc.full = false;
    if (scc.like_qemu) {
        scc.in_break = false;
        scc.last = 0;
    }
}

void scc_start(bool like_qemu)
{
    scc = (struct scc){.like_qemu = like_qemu, .last = 0x5a};
    reset();
}

bool scc_receive(uint8_t byte)
{
    size_t size = scc.like_qemu ? 1 : sizeof scc.fifo;

    if (scc.like_qemu && (!receiver_is_on() || !scc.asked || scc.count == size))
        return false;
    if (!receiver_is_on())
        return true; /* lost */
    if (scc.count == size) {
        scc.count--;
        scc.overflowed = true;
    }
    scc.fifo[scc.count++] = byte;
    scc.asked = false;
    return true;
}

void scc_break_begins(void)
{
    scc.in_break = true;
}

void scc_break_ends(void)
{
    assert_false(scc.like_qemu);
    scc.in_break = false;
    scc_receive(0);
}

void scc_sent(void)
{
    scc.full = false;
}

static uint8_t status(void)
{
    uint8_t value =
        (uint8_t)((scc.count ? 0x01 : 0) | (scc.full ? 0 : 0x04) | (scc.in_break ? 0x80 : 0));

    if (scc.impatient && receiver_is_on() && scc.count == 0) {
        scc.fifo[scc.count++] = scc.impatient;
        scc.impatient = 0;
    }
    return value;
}

static uint8_t read_control(void)
{
    uint8_t pointer = scc.pointer;

    scc.pointer = 0;
    switch (pointer) {
    case 0:
        return status();
    case 1:
        return (uint8_t)(0x06 | (scc.full ? 0 : 0x01) | (scc.overrun ? 0x20 : 0));
    default:
        return 0; /* nothing that the driver looks at */
    }
}

/* An empty receiver reads as what it gave last. */
static uint8_t read_data(void)
{
    scc.asked = receiver_is_on();
    if (scc.count == 0)
        return scc.last;
    scc.last = scc.fifo[0];
    memmove(scc.fifo, scc.fifo + 1, --scc.count);
    if (scc.count == 0) {
        scc.overrun |= scc.overflowed;
        scc.overflowed = false;
    }
    return scc.last;
}

static void write_control(uint8_t value)
{
    uint8_t pointer = scc.pointer;

    scc.pointer = 0;
    if (pointer == 9 && (value & 0xc0) == SCC_RESET) {
        reset();
    } else if (pointer != 0) {
        scc.wr[pointer] = value;
    } else {
        scc.pointer = (uint8_t)((value & 7) | ((value & 0x38) == 0x08 ? 8 : 0));
        if ((value & 0x38) == 0x30)
            scc.overrun = false;
    }
}

static void write_data(uint8_t value)
{
    assert_true(scc.wr[5] & 0x08);
    assert_false(scc.full); /* it would be written over */
    assert_in_range(scc.sent_count, 0, sizeof scc.sent - 1);
    scc.sent[scc.sent_count++] = value;
    scc.full = scc.stuffed;
}

uint8_t mmio_read8(uintptr_t address)
{
    assert_in_range(address, SCC_CONTROL, SCC_CONTROL + 1);
    return address == SCC_CONTROL ? read_control() : read_data();
}

void mmio_write8(uintptr_t address, uint8_t value)
{
    assert_in_range(address, SCC_CONTROL, SCC_CONTROL + 1);
    if (address == SCC_CONTROL)
        write_control(value);
    else
        write_data(value);
}
