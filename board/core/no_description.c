/* no_description.c - board/describe.h for a board that is not of this tree and tells nothing.
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"

#define OTHERWISE __attribute__((weak))

OTHERWISE const struct board_description board_description = {.windows = NULL};
OTHERWISE const struct board_processor board_processor = {.layout = NULL};
OTHERWISE const struct board_section board_sections[1] = {{NULL, NULL, NULL}};
OTHERWISE const size_t board_section_count = 0;
