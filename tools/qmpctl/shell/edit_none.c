/* edit_none.c - in the place of edit.c, for a build without libedit.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "shell/shell.h"

bool edit_lines(struct shell *shell)
{
    (void)shell;
    fputs("qmpctl: built without libedit (libedit-dev): lines cannot be edited\n", stderr);
    return false;
}
