/* machine_rig.h - a board under test: a program, a host whose clock and channels the test
 * holds in its hands.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MACHINE_RIG_H
#define MACHINE_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "isa/image.h"
#include "machine.h"
#include "program.h"

#define RIG_RAM   (UINT64_C(8) << 20)
#define RIG_LIMIT 1000000u /* bundles */

struct rig_channel {
    uint8_t in[8192], out[65536];
    size_t in_next, in_end, out_count;
    size_t room; /* bytes that the host takes */
    unsigned receives, sends;
};

struct rig {
    struct e2k_machine *machine;
    struct program *program; /* of this rig; started */
    struct elf_image *image;
    struct rig_channel channels[E2K_CHANNELS_ESCC];
    uint64_t time, tick; /* the clock, and what each look at it adds; ns */
    uint64_t waited;
    unsigned waits, services, wanted;
    unsigned services_max; /* then service() says no; 0: never */
};

/* cmocka's. */
int rig_setup(void **state);
int rig_teardown(void **state);

#define rig_test(function) cmocka_unit_test_setup_teardown(function, rig_setup, rig_teardown)

/* Makes an image of the program and loads it. */
void rig_load(struct rig *rig);

/* Loads the program and runs it to its end. */
enum e2k_stop rig_run(struct rig *rig);

/* Ends the program with a trap, and requires that it gets there. */
void rig_run_to_trap(struct rig *rig);

/* Ends with a machine check whose message has TEXT. */
void rig_run_to_check(struct rig *rig, const char *text);

/* The message has TEXT. */
void rig_expect_message(const struct rig *rig, const char *text);

uint64_t rig_register(const struct rig *rig, unsigned n);

/* The host has this for CHANNEL. */
void rig_send(struct rig *rig, int channel, const char *text);

/* Bundles that set a channel up: receiver and transmitter on, the dummy read; uses %r1. */
void rig_open_channel(struct rig *rig, uint64_t control);

#endif
