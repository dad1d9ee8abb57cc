/* nvic.h - external interrupts of a Cortex-M3.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_NVIC_H
#define ARMV7M_NVIC_H

#include <stdbool.h>
#include <stdint.h>

#include "board/config.h"

#ifndef NVIC_LINES /* a build option: external interrupts with a handler, 12 bytes of RAM each */
#define NVIC_LINES 32
#endif

#ifndef NVIC_COUNTS /* a build option, 1: how often each line has interrupted is counted */
#define NVIC_COUNTS BOARD_DEBUG
#endif

/* The registers with a bit a line. */
#define NVIC_WORDS ((NVIC_LINES + 31) / 32)

#ifndef NVIC_SYSTICK /* a build option, 1: SysTick is the board's, whose driver has its handler */
#define NVIC_SYSTICK 0
#endif

#ifndef NVIC_NMI /* a build option, 1: the NMI is the board's (arch/armv7m/nmi.c) */
#define NVIC_NMI 0
#endif

/* Enables LINE and has HANDLER called with DEVICE for it, in interrupt context, more urgent
 * than agent and application.  For the board's own devices; once at reset. */
void nvic_connect(unsigned line, void (*handler)(void *device), void *device);

/* The same for an interrupt of the application: less urgent than the agent, and turned off
 * again when the application restarts.  Context: application. */
void nvic_connect_application(unsigned line, void (*handler)(void *device), void *device);

/* Turns off what nvic_connect_application() turned on, and a SysTick of the application. */
void nvic_quiet_application(void);

/* Makes LINE pending, as its device would.  Any context, the NMI's handler included. */
void nvic_pend(unsigned line);

/* The vector of every line. */
void nvic_dispatch(void);

/* How often LINE has interrupted since reset, for board_description. */
bool nvic_interrupts(unsigned line, uint32_t *count);
#define NVIC_INTERRUPTS (NVIC_COUNTS ? nvic_interrupts : NULL)

/* Where NVIC_SYSTICK is 1, the board's timer driver implements this: as urgent as a port. */
void systick_handler(void);

/* What an NMI was about. */
enum nmi_answer {
    NMI_FAULT,        /* the device is not the cause: a fault, as it is everywhere else */
    NMI_DONE,         /* it was seen to */
    NMI_LET_AGENT_IN, /* and if the application was interrupted, its masks are to hold nothing back
                       * until the agent has run */
};

/* Where NVIC_NMI is 1, the driver that has the NMI implements nmi_service().
 * Nothing holds an NMI back: it comes in the middle of the agent, of ports' interrupts, and of
 * what irq_save() guards.  So it calls nothing of core/ that has state; it sees to its
 * device and has a line of its own pended with nvic_pend(), whose handler does the rest. */
enum nmi_answer nmi_service(void);
void nmi_handler(void); /* the vector */

#endif
