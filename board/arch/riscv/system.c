/* system.c - the control and status registers that a debugger sees.
 *
 * SPDX-License-Identifier: MIT */
#include "system.h"

#include "csr.h"

unsigned long system_read(enum system_register number)
{
    switch (number) {
#define SYSTEM_CASE(name)                                                                          \
    case SYSTEM_##name:                                                                            \
        return csr_read(name);
        SYSTEM_REGISTERS(SYSTEM_CASE)
#undef SYSTEM_CASE
    default:
        return 0;
    }
}

void system_save(unsigned long values[SYSTEM_COUNT])
{
#define SYSTEM_SAVE(name) values[SYSTEM_##name] = csr_read(name);
    SYSTEM_REGISTERS(SYSTEM_SAVE)
#undef SYSTEM_SAVE
}
