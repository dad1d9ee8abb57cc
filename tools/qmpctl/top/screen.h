/* screen.h - the picture on a terminal, and its keys.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_TOP_SCREEN_H
#define QMPCTL_TOP_SCREEN_H

#include "top/engine.h"

/* Until `q` or a signal that ends programs; returns an exit code. */
int screen_run(struct engine *engine);

#endif
