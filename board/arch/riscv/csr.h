/* csr.h - control and status registers of machine mode.
 * Source: The RISC-V Instruction Set Manual, volume II, machine-level CSRs.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_CSR_H
#define RISCV_CSR_H

#define csr_read(name)                                                                             \
    ({                                                                                             \
        unsigned long csr_value;                                                                   \
        __asm__ volatile("csrr %0, " #name : "=r"(csr_value));                                     \
        csr_value;                                                                                 \
    })
#define csr_write(name, value) __asm__ volatile("csrw " #name ", %0" : : "r"(value) : "memory")

#define MSTATUS_MIE   (1ul << 3)
#define MSTATUS_MPIE  (1ul << 7)
#define MSTATUS_MPP_M (3ul << 11)

#define MIE_SOFTWARE (1ul << 3)
#define MIE_TIMER    (1ul << 7)
#define MIE_EXTERNAL (1ul << 11)

/* What pmpcfg0 has for each entry. */
#define PMP_READ             1ul
#define PMP_WRITE            2ul
#define PMP_EXECUTE          4ul
#define PMP_TOR              (1ul << 3) /* from the entry before */
#define PMP_NAPOT            (3ul << 3)
#define PMP_ENTRY(n, config) ((config) << 8 * (n))

#define MCAUSE_INTERRUPT (1ul << (__riscv_xlen - 1))
#define MCAUSE_SOFTWARE  (MCAUSE_INTERRUPT | 3)
#define MCAUSE_TIMER     (MCAUSE_INTERRUPT | 7)
#define MCAUSE_EXTERNAL  (MCAUSE_INTERRUPT | 11)

#define MCAUSE_INSTRUCTION_MISALIGNED 0
#define MCAUSE_INSTRUCTION_ACCESS     1
#define MCAUSE_ILLEGAL                2
#define MCAUSE_BREAKPOINT             3
#define MCAUSE_LOAD_MISALIGNED        4
#define MCAUSE_LOAD_ACCESS            5
#define MCAUSE_STORE_MISALIGNED       6
#define MCAUSE_STORE_ACCESS           7
#define MCAUSE_ECALL_U                8
#define MCAUSE_ECALL_M                11

/* One page without any permission, in machine mode either: NAPOT, 4 KiB, locked. */
#define PMP_ADDRESS_PAGE(page) ((page) >> 2 | (4096 / 8 - 1))
#define PMP_CONFIG_GUARD       0x98ul

#endif
