/* words.h - what a conversion to a byte or to a word of 32 bits does (C11, 6.3.1.3), as far as the
 * proofs need it.  WP 25 gives its provers only that the result is in range and that what is in
 * range stays, so this is stated, not proven.
 *
 * SPDX-License-Identifier: MIT */
#ifndef PROOFS_WORDS_H
#define PROOFS_WORDS_H

#include <stdint.h>

/*@ axiomatic Words {
      axiom below: \forall integer x; -0x100000000 <= x < 0 ==> (uint32_t)x == x + 0x100000000;
      axiom above: \forall integer x;
        0x100000000 <= x < 0x200000000 ==> (uint32_t)x == x - 0x100000000;
      axiom negative: \forall integer x;
        0x80000000 <= x < 0x100000000 ==> (int32_t)x == x - 0x100000000;
      axiom positive: \forall integer x;
        -0x100000000 <= x < -0x80000000 ==> (int32_t)x == x + 0x100000000;
      axiom byte_below: \forall integer x; -0x100 <= x < 0 ==> (uint8_t)x == x + 0x100;
      axiom byte_above: \forall integer x; 0 <= x ==> (uint8_t)x == x % 0x100;
    } */

#endif
