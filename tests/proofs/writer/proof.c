/* proof.c - the writer as images compile it (QMP_PRETTY=0).
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "words.h"
#include "protocol/json/writer.c"
