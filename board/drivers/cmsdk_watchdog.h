/* cmsdk_watchdog.h - Arm's CMSDK APB watchdog, whose interrupt is the NMI.
 *
 * Not fed for its time T, it raises the NMI; not answered for T again, it resets the board.
 * Between the two stand three levels, and each has to let the next one in within T:
 *
 *   NMI         comes wherever the processor is.  It has the line given to cmsdk_watchdog_init()
 *               pended.
 *   interrupt   of that line, as urgent as a port's: comes unless interrupts are masked or
 *               a handler of a port hangs.  It raises BOARD_NOTICE_WATCHDOG and feeds the
 *               device once more, so that the agent has all of T.
 *   agent       comes unless it hangs itself.  It takes the notice, and does what it is
 *               set to do: nothing, or a stop, or a reset.
 *
 * A line that is still held back some milliseconds after the first NMI (10, or half of T) has a
 * second one, and so has an agent that has not taken the notice after T.  If that NMI finds the
 * application, what it masked is set aside and the agent gets in: an application that hangs with
 * interrupts masked is stopped or restarted like any other.  That needs a build with debugging
 * commands.  What the agent or the board masks stays masked.
 *
 * If that did not help either, the next NMI resets the board: 2 T after the last feeding, or some
 * milliseconds later.  Where not even the NMI's handler runs (a locked-up processor) the device
 * resets.  An agent that takes the notice and does nothing is told again after each T; it feeds
 * only if it means to.
 *
 * T is at least 1 ms and at most 171 s (2^32 ticks of 25 MHz); what is asked for beyond
 * that is taken for the nearest.  A busy agent takes some milliseconds to look, so less than
 * 10 ms is of no use; an emulator whose host holds it up for 2 T resets.  It goes on counting
 * while the application is held.
 *
 * Stopped it counts its longest time again and again, and the NMI that ends it is only
 * cleared.  The device as QEMU 7.2 has it cannot be turned off, and started after it was
 * left alone for twice that time it would reset at once.
 *
 * The driver unlocks the device for its own accesses only: an application that runs wild
 * does not turn it off by chance.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_CMSDK_WATCHDOG_H
#define DRIVERS_CMSDK_WATCHDOG_H

#include "board/object.h"
#include "board/services.h"

/* Implements nmi_service() too: the board has NVIC_NMI=1 and arch/armv7m/nmi.c. */
extern const struct board_watchdog cmsdk_watchdog;

/* LINE is an external interrupt whose device the board has no use for.  The watchdog does not
 * run until it is started.  Context: reset. */
void cmsdk_watchdog_init(unsigned line);

#endif
