/* proof.c - the application's input queue as the agent compiles it.
 *
 * SPDX-License-Identifier: MIT */
#include <stdatomic.h>

/* It orders, and changes nothing. */
/*@ assigns \nothing; */
void atomic_signal_fence(memory_order order);

#include "words.h"
#include "firmware/input_queue.c"
