/* raw_message.h - a message as it came, before the framer: into RFC 8259, and how large it is.
 *
 * Slow, and with nothing of the framer's, so that the two can be compared.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RAW_MESSAGE_H
#define RAW_MESSAGE_H

#include <stddef.h>

/* The message without QMP's two extensions to RFC 8259 and the framer's own: 'single quotes', the
 * escape \', and U+0000 as 0xC0 0x80 in a string.  Nothing else is repaired.  To be freed. */
char *raw_to_rfc8259(const char *raw, size_t size, size_t *result_size);

/* What the limits count, of a message or of the beginning of one. */
struct raw_size {
    size_t nesting;   /* levels open at a time, at most */
    size_t tokens;    /* values and keys */
    size_t canonical; /* bytes of the canonical form, a string that is not ended included */
};

struct raw_size raw_measure(const char *raw, size_t size);

#endif
