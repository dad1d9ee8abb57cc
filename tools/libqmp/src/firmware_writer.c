/* firmware_writer.c - the firmware's writer, as firmware.h wants it.
 *
 * SPDX-License-Identifier: MIT */
#include "firmware.h"

#include "json/writer.c"
