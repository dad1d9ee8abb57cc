/* port_user.c - a test program as a process of qemu-riscv64: system calls of Linux.
 *
 * SPDX-License-Identifier: MIT */
#include "port.h"
#include "escc_send.h"

#define SYSTEM_WRITE 64
#define SYSTEM_EXIT  93

/* Memory in the place of the chip: always room, the bytes are overwritten. */
static struct escc_channel mirror = {.control = ESCC_ROOM};

static long system_call(long number, long first, long second, long third)
{
    register long a0 __asm__("a0") = first;
    register long a1 __asm__("a1") = second;
    register long a2 __asm__("a2") = third;
    register long a7 __asm__("a7") = number;

    __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
    return a0;
}

void port_send(const char *text, size_t size)
{
    escc_send(&mirror, text, size);
    while (size) {
        long done = system_call(SYSTEM_WRITE, 1, (long)text, (long)size);

        if (done <= 0)
            port_end(255);
        text += done;
        size -= (size_t)done;
    }
}

_Noreturn void port_end(int status)
{
    for (;;)
        system_call(SYSTEM_EXIT, status, 0, 0);
}
