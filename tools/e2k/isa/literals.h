/* literals.h - finds room for the constants of a bundle.
 *
 * Used inside of isa/ only.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_LITERALS_H
#define E2K_LITERALS_H

#include "isa/bundle.h"
#include "isa/syllables.h"

struct e2k_literals {
    uint32_t words[LITERAL_WORDS]; /* LTS0 to LTS3 */
    unsigned count;                /* of words that are needed */
    uint8_t fields[E2K_CHANNELS];  /* src2 of each channel that has a constant */
};

/* Finds a placing with the least words, whenever there is one.  Returns 0 or
 * E2K_FAULT_LITERALS. */
int e2k_literals_place(const struct e2k_bundle *bundle, struct e2k_literals *literals);

#endif
