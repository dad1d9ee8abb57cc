/* firmware_framer.c - the firmware's framer, as firmware.h wants it.
 *
 * SPDX-License-Identifier: MIT */
#include "firmware.h"

#include "json/framer.c"
