/* services.h - how drivers tell the agent what happened (board/services.h).
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_SERVICES_H
#define CORE_SERVICES_H

#include "board/services.h"

/* Raises NOTICES (BOARD_NOTICE_) and asks for the agent.  Any context. */
void services_notify(unsigned notices);

#endif
