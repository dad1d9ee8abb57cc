/* describe.c - what there is to tell of the processor: the registers of the RISC-V program it
 * executes the translation of.
 *
 * It protects and translates nothing here.
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"

#include "arch/riscv/layout.h"
#include "custom.h"

static bool translation(struct board_translation *translation)
{
    const struct safepoint_table *table = custom_table();

    if (table == NULL)
        return false;
    translation->size = table->code_size;
    translation->bundles = table->bundles;
    translation->entries = table->count;
    return true;
}

const struct board_processor board_processor = {.layout = LAYOUT_PC LAYOUT_X,
                                                .translation = translation};
