/* mps2_scc.h - the configuration controller of an MPS2 board as an object.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_MPS2_SCC_H
#define DRIVERS_MPS2_SCC_H

#include "board/object.h"

/* The state is the device's base. */
extern const struct object_type mps2_scc_type;

#endif
