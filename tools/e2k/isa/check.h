/* check.h - whether a bundle is one of our forms, whichever way it came.
 *
 * Used inside of isa/ only.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_CHECK_H
#define E2K_CHECK_H

#include "isa/bundle.h"

/* 0, or a fault.  Whether BUNDLE's constants and conditions fit in words is not asked. */
int e2k_check(const struct e2k_bundle *bundle);

#endif
