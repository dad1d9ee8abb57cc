/* identifier.c - the ids that hosts give to what they create.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"

#if QMP_GROUP_OBJECTS || (QMP_GROUP_MONITOR && QMP_GROUP_UNCONFIGURED)

bool agent_is_identifier(struct json_span id)
{
    for (uint32_t i = 0; i < id.length; i++) {
        char c = id.text[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool other = (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';

        if (!letter && (i == 0 || !other))
            return false;
    }
    return id.length > 0;
}

#endif
