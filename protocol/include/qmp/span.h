/* span.h - a piece of JSON text, as the reader hands it out and the writer takes it.
 *
 * The text belongs to whoever made the span; nothing is copied.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_SPAN_H
#define QMP_SPAN_H

#include <stdint.h>

/* Bytes of canonical text; not terminated. */
struct json_span {
    const char *text;
    uint32_t length;
};

#endif
