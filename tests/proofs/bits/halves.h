/* halves.h - the or of a word's two halves of 32 bits, for the proofs that need it; as bits.h, it
 * is stated here and proven by z3.
 *
 * SPDX-License-Identifier: MIT */
#ifndef PROOFS_HALVES_H
#define PROOFS_HALVES_H

/*@ axiomatic Halves {
      axiom or_4294967296: \forall integer x, y;
        0 <= x && x % 4294967296 == 0 && 0 <= y < 4294967296 ==> (x | y) == x + y;
    } */

#endif
