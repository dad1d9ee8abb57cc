/* proof.c - the writer as images compile it (QMP_PRETTY=0).
 *
 * SPDX-License-Identifier: MIT */
#include "bits/bits.h"
#include "libc.h"
#include "words.h"
#include "protocol/json/writer.c"
