/* pci.c - the PCI bus of the machine "e2k": its configuration space, and what is on it.
 * Source: the machine of OpenE2K's QEMU, hw/e2k and hw/pci-host/iohub.c, for what is where; PCI
 * Local Bus Specification 3.0, chapter 6, and PCI-to-PCI Bridge Architecture 1.2, 3.2, for the
 * registers.
 *
 * Nobody numbers the bus behind the bridge or maps what is on the bus: the serial controller
 * answers where it is (board.c) without.
 *
 * SPDX-License-Identifier: MIT */
#include "e2k/pci.h"

#include "drivers/mmio.h"
#include "drivers/pci_ecam.h"
#include "drivers/register.h"
#include "e2k/registers.h"

#define ECAM_BASE 0x200000000ul

/* Where the configuration space of a function begins. */
#define FUNCTION_AT(slot, function) (ECAM_BASE + ((slot) << 15 | (function) << 12))
#define BRIDGE                      FUNCTION_AT(0ul, 0ul)
#define HOST                        FUNCTION_AT(1ul, 0ul)
#define SERIAL                      FUNCTION_AT(2ul, 2ul)

#define PRIMARY_BUS     0x18
#define SECONDARY_BUS   0x19
#define SUBORDINATE_BUS 0x1a
#define INTERRUPT_LINE  0x3c

static const struct object_property device_properties[] = {
    REGISTER_READ("vendor-id", 16, 0x00, "who made it: 0x1fff is MCST"),
    REGISTER_READ("device-id", 16, 0x02, "what it is"),
    REGISTER_READ("command", 16, 0x04, "bit 0: I/O, bit 1: memory, bit 2: bus master"),
    REGISTER_READ("status", 16, 0x06, "errors seen on the bus"),
    REGISTER_READ("class-revision", 32, 0x08, "class in the upper three bytes"),
    REGISTER("interrupt-line", 8, INTERRUPT_LINE, OBJECT_READ_WRITE,
             "a note of whoever routes interrupts: irq of query-pci"),
};

/* What all functions have. */
static const struct object_type pci_device_type = {
    .name = "pci-device",
    .parent = &object_device,
    .properties = device_properties,
    .property_count = sizeof device_properties / sizeof device_properties[0],
    .is_abstract = true,
};
OBJECT_LISTED("object_types", &pci_device_type);

static const struct object_property bridge_properties[] = {
    REGISTER("primary-bus", 8, PRIMARY_BUS, OBJECT_READ_WRITE, "number of the bus it is on"),
    REGISTER("secondary-bus", 8, SECONDARY_BUS, OBJECT_READ_WRITE,
             "number of the bus behind it; 0: out of reach"),
    REGISTER("subordinate-bus", 8, SUBORDINATE_BUS, OBJECT_READ_WRITE, "highest number behind it"),
};
static OBJECT_TYPE(bridge_type, "iohub-pcibridge", &pci_device_type, bridge_properties);

static const struct object_property address_properties[] = {
    REGISTER_READ("bar1", 32, 0x14, "base address that nobody sets"),
};
static OBJECT_TYPE(serial_type, "escc-pci", &pci_device_type, address_properties);

static const struct object_type host_type = {.name = "iohub", .parent = &pci_device_type};
OBJECT_LISTED("object_types", &host_type);

static OBJECT_INSTANCE(bridge_object, &object_unattached, "pci-bridge", &bridge_type,
                       (void *)BRIDGE);
static OBJECT_INSTANCE(host_object, &object_unattached, "iohub", &host_type, (void *)HOST);
static OBJECT_INSTANCE(serial_object, &object_unattached, "escc-pci", &serial_type, (void *)SERIAL);

void e2k_pci_init(void)
{
    mmio_write8(BRIDGE + PRIMARY_BUS, 0);
    mmio_write8(BRIDGE + SECONDARY_BUS, 0);
    mmio_write8(BRIDGE + SUBORDINATE_BUS, 0);
    mmio_write8(BRIDGE + INTERRUPT_LINE, 0);
    mmio_write8(HOST + INTERRUPT_LINE, 0);
    mmio_write8(SERIAL + INTERRUPT_LINE, 0);
}

static uint32_t pci_read(unsigned bus, unsigned slot, unsigned function, unsigned offset)
{
    return pci_ecam_read(ECAM_BASE, bus, slot, function, offset);
}

static void pci_write(unsigned bus, unsigned slot, unsigned function, unsigned offset,
                      uint32_t value)
{
    pci_ecam_write(ECAM_BASE, bus, slot, function, offset, value);
}

static const struct board_pci pci_service = {.read = pci_read, .write = pci_write};

const struct board_services board_services = {.pci = &pci_service, .registers = &e2k_registers};
