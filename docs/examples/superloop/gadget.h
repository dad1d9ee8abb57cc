/* gadget.h - what this firmware is about: a lamp that blinks.
 *
 * SPDX-License-Identifier: MIT */
#ifndef GADGET_H
#define GADGET_H

#include "qmp/schema.h"
#include "qmp/server.h"

/* The firmware's own command, gadget-blink, for qmp_server_extend(). */
extern const struct qmp_schema gadget_schema;
extern qmp_handler *const gadget_handlers[];

/* Sets the lamp's pin up. */
void gadget_init(void);

/* One turn: the lamp as it is to be now. */
void gadget_turn(uint64_t now);

#endif
