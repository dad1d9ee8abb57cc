/* envelope.h - what a message of a client asks for, and the errors that QEMU gives for it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_ENVELOPE_H
#define BRIDGE_ENVELOPE_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/text.h"
#include "qmp/reader.h"

/* What is told of a request that failed.  In FORMAT %t stands for `text` as the canonical content
 * of a string, %r for it as bytes. */
struct refusal {
    const char *error_class; /* NULL: there is none */
    const char *format;
    struct json_span text;
};

/* A request that has been looked at; spans point into its message. */
struct envelope {
    struct json_doc doc;
    int execute;         /* the token of the command's name */
    int arguments;       /* -1: none */
    struct json_span id; /* canonical, strings with their quotes; no text: none */
    bool oob;
};

/* Looks at a canonical message, as far as its members go; `exec-oob` is one where OOB is set.
 * TOKENS has room for QMP_TOKENS_MAX of them, which the envelope's doc then refers to.  The id is
 * set also of a request that is refused, where it was found. */
struct refusal envelope_read(struct envelope *envelope, struct json_span message, bool oob,
                             jsmntok_t *tokens);

/* Whether a canonical message is to overtake others. */
bool envelope_is_oob(struct json_span message, jsmntok_t *tokens);

bool envelope_is(const struct envelope *envelope, const char *command);

/* Adds the line of an error reply; ID is JSON text or none. */
void envelope_refuse(struct text *text, struct json_span id, const struct refusal *refusal);

#endif
