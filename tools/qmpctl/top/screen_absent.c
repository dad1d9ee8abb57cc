/* screen_absent.c - qmpctl top where ncurses was not there when qmpctl was built.
 *
 * SPDX-License-Identifier: MIT */
#include "top/screen.h"

int screen_run(struct engine *engine)
{
    (void)engine;
    return options_refuse("this qmpctl was built without ncurses and knows only --once, --count N "
                          "and --json; install libncurses-dev and pkgconf, configure the build "
                          "anew and build it again",
                          "");
}
