/* firmware_check.c - the firmware's frame check, as firmware.h wants it.
 *
 * SPDX-License-Identifier: MIT */
#include "firmware.h"

#include "json/line_check.c"
