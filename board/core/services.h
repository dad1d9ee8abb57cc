/* services.h - how drivers tell the agent what happened (board/services.h).
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_SERVICES_H
#define CORE_SERVICES_H

#include "board/services.h"

/* Raises NOTICES (BOARD_NOTICE_) and asks for the agent.  Any context but one that irq_save()
 * does not hold back, a Cortex-M's NMI. */
void services_notify(unsigned notices);

/* The notices that the agent has not taken yet.  Any context, that one included. */
unsigned services_raised(void);

#endif
