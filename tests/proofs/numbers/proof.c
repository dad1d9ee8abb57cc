/* proof.c - how the reader makes integers of a message's numbers.  jsmn stays outside.
 *
 * SPDX-License-Identifier: MIT */
#include "words.h"
#include "protocol/json/reader.c"
