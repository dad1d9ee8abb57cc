/* bytes.h - bytes as text and back: hexadecimal, base64 (RFC 4648, section 4), UTF-8 in pieces.
 *
 * Context: any.  Linear in SIZE.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_BYTES_H
#define AGENT_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* Write 2 characters a byte, and 4 for every 3 bytes begun (a last group is padded
 * with =).  Return how many characters. */
size_t bytes_to_hex(char *text, const uint8_t *bytes, size_t size);
size_t bytes_to_base64(char *text, const uint8_t *bytes, size_t size);

/* Read LENGTH characters.  BYTES may be NULL: only check.  Return how many bytes
 * they stand for, or -1 with *WRONG the position of the first wrong character
 * (LENGTH when the text ends too early).  LENGTH must be a whole number of groups
 * (2, 4 characters) unless it is all of the text. */
ptrdiff_t bytes_from_hex(uint8_t *bytes, const char *text, size_t length, size_t *wrong);
ptrdiff_t bytes_from_base64(uint8_t *bytes, const char *text, size_t length, size_t *wrong);

/* How many of the SIZE bytes are whole characters of UTF-8, or none at all; a last character
 * that has only begun is left for the next piece. */
uint32_t bytes_whole_characters(const uint8_t *bytes, uint32_t size);

#endif
