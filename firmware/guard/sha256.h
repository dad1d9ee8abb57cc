/* sha256.h - the SHA-256 of bytes that come in pieces.
 *
 * You call sha256_begin(), sha256_add() as often as there are pieces, sha256_end().
 *
 * Context: any.  The structure is the caller's; sha256_end() leaves nothing in it.
 * Linear in the size; about 4,700 instructions of a Cortex-M3 for each 64 bytes begun.
 * Source: FIPS 180-4.
 *
 * SPDX-License-Identifier: MIT */
#ifndef GUARD_SHA256_H
#define GUARD_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_SIZE 32 /* bytes of a digest */

struct sha256 {
    uint32_t state[8];
    uint32_t size; /* bytes so far: less than 4 GiB in all */
    uint8_t block[64];
};

void sha256_begin(struct sha256 *hash);
void sha256_add(struct sha256 *hash, const void *bytes, size_t size);
void sha256_end(struct sha256 *hash, uint8_t *digest);

#endif
