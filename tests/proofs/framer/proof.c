/* proof.c - the framer as images compile it.
 *
 * SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "bits/bits.h"
#include "libc.h"
#include "words.h"
#include "protocol/json/framer.c"
