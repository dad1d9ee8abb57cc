/* scb.h - system control block and NVIC registers.
 * Source: ARMv7-M Architecture Reference Manual, B3.2 and B3.4.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_SCB_H
#define ARMV7M_SCB_H

#include "drivers/mmio.h"

#define SCB_ICSR  0xe000ed04u
#define SCB_AIRCR 0xe000ed0cu
#define SCB_CCR   0xe000ed14u
#define SCB_SHPR1 0xe000ed18u /* MemManage, BusFault, UsageFault */
#define SCB_SHPR2 0xe000ed1cu /* SVCall in bits 31:24 */
#define SCB_SHPR3 0xe000ed20u /* PendSV in bits 23:16, SysTick in 31:24 */
#define SCB_SHCSR 0xe000ed24u
#define SCB_CFSR  0xe000ed28u
#define SCB_HFSR  0xe000ed2cu
#define SCB_DFSR  0xe000ed30u
#define SCB_MMFAR 0xe000ed34u
#define SCB_BFAR  0xe000ed38u

#define SYST_CSR 0xe000e010u
#define SYST_RVR 0xe000e014u
#define SYST_CVR 0xe000e018u /* a write sets it to 0 */

#define NVIC_ISER(n) (0xe000e100u + 4 * (n))
#define NVIC_ICER(n) (0xe000e180u + 4 * (n))
#define NVIC_ISPR(n) (0xe000e200u + 4 * (n))
#define NVIC_ICPR(n) (0xe000e280u + 4 * (n))
#define NVIC_IABR(n) (0xe000e300u + 4 * (n))
#define NVIC_IPR(n)  (0xe000e400u + (n)) /* bytes */

#define SYST_CSR_ON     3u /* counts and interrupts, at the rate of the external clock */
#define ICSR_PENDSVSET  (1u << 28)
#define ICSR_PENDSVCLR  (1u << 27)
#define ICSR_PENDSTCLR  (1u << 25)
#define ICSR_RETTOBASE  (1u << 11)
#define AIRCR_RESET     0x05fa0004u /* key and SYSRESETREQ */
#define CCR_STKALIGN    (1u << 9)
#define SHCSR_FAULTS_ON (7u << 16)
#define CFSR_IACCVIOL   (1u << 0)
#define CFSR_DACCVIOL   (1u << 1)
#define CFSR_MUNSTKERR  (1u << 3)
#define CFSR_MSTKERR    (1u << 4)
#define CFSR_MMARVALID  (1u << 7)
#define CFSR_IBUSERR    (1u << 8)
#define CFSR_PRECISERR  (1u << 9)
#define CFSR_IMPRECISE  (1u << 10)
#define CFSR_UNSTKERR   (1u << 11)
#define CFSR_STKERR     (1u << 12)
#define CFSR_BFARVALID  (1u << 15)
#define CFSR_UNDEFINSTR (1u << 16)
#define CFSR_INVSTATE   (1u << 17)
#define CFSR_NOCP       (1u << 19)
#define CFSR_UNALIGNED  (1u << 24)
#define CFSR_DIVBYZERO  (1u << 25)

/* The exception's frame is not what the processor had: it could not be written or read. */
#define CFSR_STACKING (CFSR_MUNSTKERR | CFSR_MSTKERR | CFSR_UNSTKERR | CFSR_STKERR)

/* Levels of urgency, the lower the more urgent: ports and faults, the agent; the
 * application's own interrupts come below. */
#define PRIORITY_PORT        0x00u
#define PRIORITY_AGENT       0x20u
#define PRIORITY_APPLICATION 0x40u

#define EXC_RETURN_HANDLER 0xfffffff1u
#define EXC_RETURN_THREAD  0xfffffffdu /* on the process stack */

#endif
