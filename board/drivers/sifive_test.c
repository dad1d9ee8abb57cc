/* sifive_test.c - SiFive's test finisher: ends or resets the machine.
 * Source: QEMU's model; there is no data sheet.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/sifive_test.h"

#include "core/arch.h"
#include "drivers/mmio.h"

#define FINISH_FAIL  0x3333u /* with the exit status in the upper half */
#define FINISH_PASS  0x5555u
#define FINISH_RESET 0x7777u

static _Noreturn void finish(uintptr_t base, uint32_t how)
{
    (void)irq_save();
    for (;;)
        mmio_write32(base, how);
}

_Noreturn void sifive_test_power_off(uintptr_t base)
{
    finish(base, FINISH_PASS);
}

_Noreturn void sifive_test_exit(uintptr_t base, uint8_t code)
{
    finish(base, code == 0 ? FINISH_PASS : (uint32_t)code << 16 | FINISH_FAIL);
}

_Noreturn void sifive_test_reset(uintptr_t base)
{
    finish(base, FINISH_RESET);
}

/* A status that is kept until the end, rather than one that ends the machine: a host that
 * sets it gets its reply, and those of all sessions leave the ports before the end. */
static const struct object_property properties[] = {
    OBJECT_UINT("exit-code", 8, struct sifive_test, exit_code, OBJECT_READ_WRITE, 0, 255,
                "exit status of the emulator once the board powers off"),
};
OBJECT_TYPE(sifive_test_type, "riscv.sifive.test", &object_device, properties);
