/* proof.c - hexadecimal and base64 as small images compile them: a character at a time.
 *
 * SPDX-License-Identifier: MIT */
#include "bits/bits.h"
#include "words.h"
#include "qmp/framer.h"

/* Proven in ../framer. */
/*@ assigns \nothing;
    ensures -1 <= \result <= 15;
    ensures decimal: '0' <= c <= '9' ==> \result == c - '0';
    ensures small: 'a' <= c <= 'f' ==> \result == c - 'a' + 10;
    ensures large: 'A' <= c <= 'F' ==> \result == c - 'A' + 10;
    ensures none: \result == -1 <==>
        !('0' <= c <= '9') && !('a' <= c <= 'f') && !('A' <= c <= 'F'); */
int json_hex_digit(unsigned c);

#include "firmware/commands/bytes.c"
