/* sections.c - the sections of the image, where the linker script (linker/sections.ld) has put
 * them.
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"

/* An image without objects, or with a linker script of its own, may lack some. */
#define SYMBOL(name) extern __attribute__((weak)) const char name[];

SYMBOL(__app_text_start)
SYMBOL(__app_text_end)
SYMBOL(__text_start)
SYMBOL(__text_end)
SYMBOL(__rodata_start)
SYMBOL(__rodata_end)
SYMBOL(__start_object_types)
SYMBOL(__stop_object_types)
SYMBOL(__start_object_list)
SYMBOL(__stop_object_list)
SYMBOL(__app_stack_bottom)
SYMBOL(__app_stack_top)
SYMBOL(__app_data_start)
SYMBOL(__app_data_end)
SYMBOL(__app_bss_start)
SYMBOL(__app_bss_end)
SYMBOL(__agent_stack_bottom)
SYMBOL(__agent_stack_top)
SYMBOL(__data_start)
SYMBOL(__data_end)
SYMBOL(__bss_start)
SYMBOL(__bss_end)
SYMBOL(__kept_start)
SYMBOL(__kept_end)

const struct board_section board_sections[] = {
    {".app_text", __app_text_start, __app_text_end},
    {".text", __text_start, __text_end},
    {".rodata", __rodata_start, __rodata_end},
    {"object_types", __start_object_types, __stop_object_types},
    {"object_list", __start_object_list, __stop_object_list},
    {".app_stack", __app_stack_bottom, __app_stack_top},
    {".app_data", __app_data_start, __app_data_end},
    {".app_bss", __app_bss_start, __app_bss_end},
    {".agent_stack", __agent_stack_bottom, __agent_stack_top},
    {".data", __data_start, __data_end},
    {".bss", __bss_start, __bss_end},
    {".kept", __kept_start, __kept_end},
};

const size_t board_section_count = sizeof board_sections / sizeof *board_sections;
