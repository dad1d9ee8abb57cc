/* describe.c - what there is to tell of the machine "e2k": devices by address.
 * Source: docs/e2k.md.
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"

extern const struct object escc_a_object, escc_b_object, apic_timer_object;

static const struct board_window windows[] = {
    {0x80001000, 2, "escc-b", &escc_b_object},
    {0x80001002, 2, "escc-a", &escc_a_object},
    {0xfee00000, 0x1000, "apic", &apic_timer_object},
    {0x200000000, 0x10000000, "pcie-mmcfg-mmio", NULL},
};

const struct board_description board_description = {
    .windows = windows,
    .window_count = sizeof windows / sizeof *windows,
};
