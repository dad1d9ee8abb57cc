/* model_line.h - a line that the model of a session expects.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MODEL_LINE_H
#define MODEL_LINE_H

#include <jansson.h>

#include "model.h"

struct model_line {
    json_t *value;      /* as oracle_exactly() leaves it, an event without its timestamp */
    bool oob;           /* the reply to an out-of-band command */
    size_t oobs_before; /* out-of-band replies that it does not overtake */
    bool delimited;     /* 0xFF precedes it */
    bool checked;       /* it has a frame check */
    bool begins;        /* of the error's text only the beginning is known */
    bool cancellable;   /* it may be cut short by agent-cancel */
    bool cancels;       /* whether agent-cancel finds something is not known */
};

#endif
