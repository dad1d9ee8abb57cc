/* system.h - the control and status registers that a debugger sees.
 * Source: The RISC-V Instruction Set Manual, volume II, machine-level CSRs.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_SYSTEM_H
#define RISCV_SYSTEM_H

/* Those that a trap changes come first: what they were is in its frame. */
#define SYSTEM_REGISTERS(X)                                                                        \
    X(mstatus)                                                                                     \
    X(mepc)                                                                                        \
    X(mcause)                                                                                      \
    X(mtval)                                                                                       \
    X(mscratch)                                                                                    \
    X(misa)                                                                                        \
    X(mie)                                                                                         \
    X(mip)                                                                                         \
    X(mtvec)                                                                                       \
    X(pmpcfg0)                                                                                     \
    X(pmpaddr0)                                                                                    \
    X(mcycle)                                                                                      \
    X(minstret)                                                                                    \
    X(mvendorid)                                                                                   \
    X(marchid)                                                                                     \
    X(mimpid)                                                                                      \
    X(mhartid)

enum system_register {
#define SYSTEM_NUMBER(name) SYSTEM_##name,
    SYSTEM_REGISTERS(SYSTEM_NUMBER)
#undef SYSTEM_NUMBER
        SYSTEM_COUNT
};

/* As they are now, on the hart that calls. */
unsigned long system_read(enum system_register number);
void system_save(unsigned long values[SYSTEM_COUNT]);

#endif
