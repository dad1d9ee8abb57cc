/* port_e2k.c - a test program on the e2k board: channel A of the ESCC, power off by a trap
 * (tools/e2k/isa/image.h).
 *
 * SPDX-License-Identifier: MIT */
#include "port.h"
#include "escc_send.h"

#include "isa/image.h"

static struct escc_channel *const channel_a = (struct escc_channel *)(uintptr_t)0x80001002;

/* WR3: 8 bits, receiver on; WR5: 8 bits, transmitter on. */
static void set_up(void)
{
    static const uint8_t words[] = {3, 0xC1, 5, 0x68};

    for (size_t i = 0; i < sizeof words; i++)
        channel_a->control = words[i];
}

void port_send(const char *text, size_t size)
{
    static int ready;

    if (!ready) {
        set_up();
        ready = 1;
    }
    escc_send(channel_a, text, size);
}

_Noreturn void port_end(int status)
{
    register long a0 __asm__("a0") = status;
    register unsigned long a1 __asm__("a1") = E2K_POWER_OFF_MAGIC;

    for (;;)
        __asm__ volatile("ebreak" : : "r"(a0), "r"(a1) : "memory");
}
