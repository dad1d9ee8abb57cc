/* layout.h - pretty output: text as it would stand on one line, laid out over many.
 *
 * SPDX-License-Identifier: MIT */
#ifndef JSON_LAYOUT_H
#define JSON_LAYOUT_H

#include "qmp/writer.h"

#if QMP_PRETTY

static inline bool layout_is_on(const struct json_writer *w)
{
    return w->layout.on;
}

/* Writes one byte, and before it what its place demands.  Returns false when that did not fit;
 * blanks that did are kept, so that even those of a thousand levels pass through a small buffer
 * when it is called again for the same byte. */
bool layout_byte(struct json_writer *w, char byte);

/* The same for SIZE of them; sets w->overflow. */
void layout_bytes(struct json_writer *w, const char *bytes, uint32_t size);

#else

#define layout_is_on(w)              false
#define layout_byte(w, byte)         true
#define layout_bytes(w, bytes, size) (void)(bytes)

#endif
#endif
