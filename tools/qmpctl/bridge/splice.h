/* splice.h - the reply to one of the bridge's requests made into the reply to a client's.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_SPLICE_H
#define BRIDGE_SPLICE_H

#include "bridge/text.h"
#include "qmpc/json.h"

/* Adds REPLY to TEXT as one line, with its member "id" replaced by ID (JSON text), or left out if
 * ID has no text.  Nothing else is changed but line ends, which become blanks. */
void splice_reply(struct text *text, struct qmpc_json reply, struct qmpc_json id);

/* Adds a message as it is, as one line. */
void splice_line(struct text *text, struct qmpc_json message);

#endif
