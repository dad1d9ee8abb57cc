/* mps2_scc.c - the configuration controller of an MPS2 board as an object.
 * Sources: Arm MPS2 and MPS2+ Technical Reference Manual, "Serial Communication Controller";
 * Application Note 385, "SCC registers".
 *
 * CFG0 stays as it is: bit 0 takes the memory at 0, and with it the image, away.  The
 * switches of QEMU's board cannot be set and read as 0.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/mps2_scc.h"

#include "drivers/register.h"

#define CFG0        0x000
#define CFG1        0x004
#define CFG3        0x00c
#define CFG4        0x010
#define CFGDATA_RTN 0x0a0
#define CFGDATA_OUT 0x0a4
#define CFGCTRL     0x0a8
#define CFGSTAT     0x0ac
#define DLL         0x100
#define AID         0xff8
#define ID          0xffc

static const struct object_property properties[] = {
    REGISTER_READ("cfg0", 32, CFG0, "bit 0: block RAM at address 0"),
    REGISTER_UP_TO("leds", 32, CFG1, OBJECT_READ_WRITE, 0xff, "CFG1, bit n: LED n of the eight"),
    REGISTER_READ("switches", 32, CFG3, "CFG3, bit n: switch n of the eight"),
    REGISTER_READ("cfg4", 32, CFG4, "revision of the board"),
    REGISTER_READ("cfgdata-rtn", 32, CFGDATA_RTN, "what the last transfer has brought"),
    REGISTER_READ("cfgdata-out", 32, CFGDATA_OUT, "what the next transfer takes"),
    REGISTER_READ("cfgctrl", 32, CFGCTRL, "the last transfer: function, device, direction"),
    REGISTER_READ("cfgstat", 32, CFGSTAT, "bit 0: the transfer is complete, 1: it failed"),
    REGISTER_READ("dll", 32, DLL, "bit 0: all clocks that are not masked are locked"),
    REGISTER_READ("aid", 32, AID, "bits 31..24: build, 23..20: variant, 19..16: revision"),
    REGISTER_READ("id", 32, ID, "bits 31..24: implementer, 15..4: part, as 0x385"),
};
OBJECT_TYPE(mps2_scc_type, "mps2-scc", &object_device, properties);
