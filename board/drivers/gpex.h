/* gpex.h - a generic PCI Express host bridge as it shows itself on its bus.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_GPEX_H
#define DRIVERS_GPEX_H

#include "board/object.h"

/* Function 0 of slot 0 of bus 0; the state is where its configuration space begins. */
extern const struct object_type gpex_type;

#endif
