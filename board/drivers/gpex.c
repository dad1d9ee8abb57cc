/* gpex.c - a generic PCI Express host bridge as it shows itself on its bus.
 * Source: PCI Express Base Specification, "Type 0 configuration space header".
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/gpex.h"

#include "drivers/register.h"

#define VENDOR_ID 0x0
#define DEVICE_ID 0x2
#define COMMAND   0x4
#define STATUS    0x6
#define REVISION  0x8 /* the upper three bytes are the class */

static const struct object_property properties[] = {
    REGISTER_READ("vendor-id", 16, VENDOR_ID, "of the host bridge"),
    REGISTER_READ("device-id", 16, DEVICE_ID, "of the host bridge"),
    REGISTER_READ("command", 16, COMMAND, "bit 0: I/O, bit 1: memory, bit 2: bus master"),
    REGISTER_READ("status", 16, STATUS, "errors seen on the bus"),
    REGISTER_READ("class-revision", 32, REVISION, "class in the upper three bytes"),
};
OBJECT_TYPE(gpex_type, "gpex-root", &object_device, properties);
