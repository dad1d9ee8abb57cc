/* board.c - the machine "e2k": what it has and where.
 * Source: the machine of OpenE2K's QEMU, hw/e2k; docs/e2k.md has the whole map.
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"

#include "core/service.h"
#include "drivers/apic_timer.h"
#include "drivers/escc.h"
#include "e2k/pci.h"
#include "machine.h"

#define CONTROL_A 0x80001002ul
#define CONTROL_B 0x80001000ul

/* 38400 baud from 2.4576 MHz.  No emulator minds. */
#define TIME_CONSTANT 0

/* 128 MiB, and all of it is there: the trap at 0, the stacks of the processor at 8 to 20
 * MiB, the e2k code from 24 MiB on, the image from 32 MiB on. */
static const struct board_region regions[] = {
    {.name = "ram", .base = 0, .size = 128ul << 20, .writable = true},
};

const struct board_info board_info = {
    .name = BOARD_NAME,
    .target = "e2k",
    .regions = regions,
    .region_count = sizeof regions / sizeof *regions,
    .interrupts = false,
};

static struct ring a_received, a_to_send, b_received, b_to_send;

static struct escc channel_a = {
    .port = {&escc_ops, "escc-a", "escc", BOARD_ROLE_ESCC_A, .sees_hosts = false},
    .control = CONTROL_A,
    .reset = ESCC_RESET_A,
    .time_constant = TIME_CONSTANT,
    .received = &a_received,
    .to_send = &a_to_send,
};

static struct escc channel_b = {
    .port = {&escc_ops, "escc-b", "escc", BOARD_ROLE_ESCC_B, .sees_hosts = false},
    .control = CONTROL_B,
    .reset = ESCC_RESET_B,
    .time_constant = TIME_CONSTANT,
    .received = &b_received,
    .to_send = &b_to_send,
};

struct board_port *const board_ports[] = {&channel_a.port, &channel_b.port};
const size_t board_port_count = sizeof board_ports / sizeof *board_ports;

OBJECT_INSTANCE(escc_a_object, &object_unattached, "escc-a", &escc_type, &channel_a);
OBJECT_INSTANCE(escc_b_object, &object_unattached, "escc-b", &escc_type, &channel_b);

void board_init(void)
{
    apic_timer_init();
    e2k_pci_init();
    escc_init(&channel_a);
    escc_init(&channel_b);
}

void board_service_ports(void)
{
    escc_service(&channel_a);
    escc_service(&channel_b);
    (void)board_clock(); /* so that the timer never goes round unseen */
}

bool board_time_of_day(int64_t *seconds, int32_t *microseconds)
{
    (void)seconds;
    (void)microseconds;
    return false;
}

_Noreturn void board_power_off(void)
{
    e2k_power_off(0);
}

/* The machine knows no reset by software.  The start code initialises everything that the
 * image has, board_init() the devices. */
_Noreturn void board_reset(void)
{
    board_start();
}
