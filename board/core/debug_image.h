/* debug_image.h - the last members of struct board_debug: where the linker has put the image.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_DEBUG_IMAGE_H
#define CORE_DEBUG_IMAGE_H

extern const char __text_start[], __text_end[], __stop_text_start[], __stop_text_end[],
    __app_stack_bottom[], __kept_end[];

#define DEBUG_IMAGE                                                                                \
    .code = __text_start, .code_end = __text_end, .stop_code = __stop_text_start,                  \
    .stop_code_end = __stop_text_end, .used = __app_stack_bottom, .used_end = __kept_end

#endif
