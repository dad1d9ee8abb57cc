/* document.h - a message read from text, with exactly the tokens it needs.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "unit.h"

#include "qmp/config.h"
#include "qmp/reader.h"

struct document {
    struct json_doc doc;
    char *text; /* canonical */
    uint32_t length;
    jsmntok_t *tokens;
};

/* Passes INPUT, one message, through the framer and reads it.  Returns what
 * json_read() says. */
int document_read(struct document *document, const char *input, size_t size);
int document_read_tokens(struct document *document, const char *input, size_t size, unsigned max);
void document_free(struct document *document);

#endif
