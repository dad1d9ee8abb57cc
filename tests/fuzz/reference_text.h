/* reference_text.h - a value as the writer has to print it, by another way: slow, recursive, from a
 * tree of jansson's.
 *
 * SPDX-License-Identifier: MIT */
#ifndef REFERENCE_TEXT_H
#define REFERENCE_TEXT_H

#include <stdbool.h>

#include <jansson.h>

/* VALUE is as oracle_exactly() leaves values.  On one line as QEMU prints it, or PRETTY as its
 * pretty=on does.  To be freed. */
char *reference_text(const json_t *value, bool pretty, size_t *size);

/* SIZE bytes as characters, as the writer has to see them: what is no modified UTF-8 is U+FFFD,
 * once for each sequence as far as it goes, and U+0000 is U+10FFFF.  To be freed. */
char *reference_characters(const char *bytes, size_t size);

#endif
