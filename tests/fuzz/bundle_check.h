/* bundle_check.h - one bundle of e2k-board's at a time, against the model of tests/e2k.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BUNDLE_CHECK_H
#define BUNDLE_CHECK_H

#include "fuzz.h"

#include "e2k-board/machine.h"

/* Executes a bundle, and looks whether registers, predicates, memory and the next address are those
 * of the model. */
enum e2k_stop bundle_check_step(struct e2k_machine *machine);

#endif
