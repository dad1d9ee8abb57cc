/* devices.h - what the board has besides its ports and its clock.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MPS2_AN385_DEVICES_H
#define MPS2_AN385_DEVICES_H

#ifndef MPS2_DEVICES /* a build option, 1: the watchdog and the objects; needs NVIC_NMI=1 */
#define MPS2_DEVICES 0
#endif

/* Has the image contain them.  Context: reset. */
void mps2_devices_init(void);

#endif
