/* bits.h - what shifts, masks and ors of numbers that are not negative are worth, as far as the
 * proofs need it.  WP 25 knows little of bits, so this is stated; that it is so for all words of
 * 64 bits, bits.py has z3 prove.
 *
 * SPDX-License-Identifier: MIT */
#ifndef PROOFS_BITS_H
#define PROOFS_BITS_H

/*@ axiomatic Bits {
      axiom right_3: \forall integer x; 0 <= x ==> (x >> 3) == x / 8;
      axiom right_4: \forall integer x; 0 <= x ==> (x >> 4) == x / 16;
      axiom right_6: \forall integer x; 0 <= x ==> (x >> 6) == x / 64;
      axiom right_8: \forall integer x; 0 <= x ==> (x >> 8) == x / 256;
      axiom right_12: \forall integer x; 0 <= x ==> (x >> 12) == x / 4096;
      axiom right_16: \forall integer x; 0 <= x ==> (x >> 16) == x / 65536;
      axiom right_18: \forall integer x; 0 <= x ==> (x >> 18) == x / 262144;
      axiom right_32: \forall integer x; 0 <= x ==> (x >> 32) == x / 4294967296;
      axiom left_4: \forall integer x; 0 <= x ==> (x << 4) == x * 16;
      axiom left_6: \forall integer x; 0 <= x ==> (x << 6) == x * 64;
      axiom left_8: \forall integer x; 0 <= x ==> (x << 8) == x * 256;
      axiom left_16: \forall integer x; 0 <= x ==> (x << 16) == x * 65536;
      axiom left_32: \forall integer x; 0 <= x ==> (x << 32) == x * 4294967296;
      axiom and_7: \forall integer x; 0 <= x ==> (x & 7) == x % 8;
      axiom and_15: \forall integer x; 0 <= x ==> (x & 15) == x % 16;
      axiom and_63: \forall integer x; 0 <= x ==> (x & 63) == x % 64;
      axiom and_255: \forall integer x; 0 <= x ==> (x & 255) == x % 256;
      axiom and_65535: \forall integer x; 0 <= x ==> (x & 65535) == x % 65536;
      axiom and_1: \forall integer x; 0 <= x ==> (x & 1) == x % 2;
      axiom and_2: \forall integer x; 0 <= x < 4 ==> (x & 2) == (x < 2 ? 0 : 2);
      axiom or_1: \forall integer x; 0 <= x ==> (x | 1) == (x % 2 == 0 ? x + 1 : x);
      axiom or_32: \forall integer x; 0 <= x ==> (x | 32) == (x / 32 % 2 == 0 ? x + 32 : x);
      // Numbers without a common bit; and for whichever comes first.
      axiom or_16: \forall integer x, y; 0 <= x && x % 16 == 0 && 0 <= y < 16 ==> (x | y) == x + y;
      axiom or_16_too: \forall integer x, y;
        0 <= y && y % 16 == 0 && 0 <= x < 16 ==> (x | y) == x + y;
      axiom or_64: \forall integer x, y; 0 <= x && x % 64 == 0 && 0 <= y < 64 ==> (x | y) == x + y;
      axiom or_64_too: \forall integer x, y;
        0 <= y && y % 64 == 0 && 0 <= x < 64 ==> (x | y) == x + y;
      axiom or_256: \forall integer x, y;
        0 <= x && x % 256 == 0 && 0 <= y < 256 ==> (x | y) == x + y;
      axiom or_256_too: \forall integer x, y;
        0 <= y && y % 256 == 0 && 0 <= x < 256 ==> (x | y) == x + y;
      axiom or_65536: \forall integer x, y;
        0 <= x && x % 65536 == 0 && 0 <= y < 65536 ==> (x | y) == x + y;
      axiom or_65536_too: \forall integer x, y;
        0 <= y && y % 65536 == 0 && 0 <= x < 65536 ==> (x | y) == x + y;
      axiom or_between: \forall integer x, y;
        0 <= x < 65536 && x % 256 == 0 && 0 <= y && y % 65536 < 256 ==> (x | y) == x + y;
      axiom or_between_too: \forall integer x, y;
        0 <= y < 65536 && y % 256 == 0 && 0 <= x && x % 65536 < 256 ==> (x | y) == x + y;
    } */

#endif
