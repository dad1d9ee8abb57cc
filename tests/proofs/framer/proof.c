/* proof.c - the framer as images compile it.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "words.h"
#include "protocol/json/framer.c"
