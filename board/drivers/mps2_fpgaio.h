/* mps2_fpgaio.h - the user's LEDs and buttons and the counters of an MPS2 board as an object.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_MPS2_FPGAIO_H
#define DRIVERS_MPS2_FPGAIO_H

#include "board/object.h"

/* The state is the device's base. */
extern const struct object_type mps2_fpgaio_type;

#endif
