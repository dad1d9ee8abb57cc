/* quote.h - arguments that begin with a word of their own: "file:NAME", "fd:NAME".
 *
 * SPDX-License-Identifier: MIT */
#ifndef COMMANDS_QUOTE_H
#define COMMANDS_QUOTE_H

#include "commands.h"

/* The text of a string argument behind PREFIX, as what an error quotes; false: it does not
 * begin so. */
static inline bool quote_behind(struct qmp_call *call, unsigned argument, const char *prefix)
{
    struct json_span text = qmp_string(call, argument);

    for (; *prefix != '\0'; prefix++, text.text++, text.length--)
        if (text.length == 0 || *text.text != *prefix)
            return false;
    call->error_text = text;
    return true;
}

#endif
