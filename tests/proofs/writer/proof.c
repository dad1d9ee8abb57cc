/* proof.c - the writer as images compile it (QMP_PRETTY=0).
 *
 * SPDX-License-Identifier: MIT */
#include "bits/bits.h"
#include "bits/halves.h"
#include "libc.h"
#include "words.h"

/* As in words.h; stated for this proof alone, because it costs the provers of others time. */
/*@ axiomatic Low {
      axiom low: \forall integer x; 0 <= x ==> (uint32_t)x == x % 0x100000000;
    } */

#include "protocol/json/writer.c"
