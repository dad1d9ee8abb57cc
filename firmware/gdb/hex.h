/* hex.h - bytes as hexadecimal digits, fast enough for megabytes of them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef GDB_HEX_H
#define GDB_HEX_H

#include <stddef.h>
#include <stdint.h>

/* Writes the SIZE bytes at IN as twice as many digits to OUT, and returns the sum of these modulo
 * 256.  IN may lie in the second half of OUT: each byte is read before it is written over.  Fast
 * where both are aligned to 8. */
uint8_t hex_write(char *out, const uint8_t *in, size_t size);

/* The same, with runs of zeros and of ones shortened as the protocol's "run-length encoding" has
 * it ("Overview" of the manual's protocol).  Returns how many characters it wrote, at most twice
 * SIZE and a multiple of 8 if SIZE is; *SUM is their sum modulo 256. */
size_t hex_pack(char *out, const uint8_t *in, size_t size, uint8_t *sum);

/* The value of a digit, below 0: it is none. */
int hex_digit(char c);

#endif
