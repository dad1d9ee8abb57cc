/* proof.c - the ring as the board layer compiles it.
 *
 * SPDX-License-Identifier: MIT */
#include <stdatomic.h>

/* It orders, and changes nothing. */
/*@ assigns \nothing; */
void atomic_signal_fence(memory_order order);

#include "words.h"
#include "core/ring.h"
