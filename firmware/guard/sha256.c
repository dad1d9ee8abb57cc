/* sha256.c - SHA-256, small rather than fast.
 *
 * Source: FIPS 180-4; the names of the functions and variables in compress() are its own.
 *
 * SPDX-License-Identifier: MIT */
#include "guard/sha256.h"

#include "guard/wipe.h"
#include "qmp/memory.h"

#define BLOCK 64 /* bytes */
#define BITS  8  /* bytes at the end of the last block: the size of the message in bits */

/* Clause 4.2.2. */
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* Clause 5.3.3. */
static const uint32_t first_state[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static uint32_t rotate(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

/* Clause 4.1.2: three rotations, or two and a shift. */
static uint32_t upper_sigma(uint32_t x, unsigned a, unsigned b, unsigned c)
{
    return rotate(x, a) ^ rotate(x, b) ^ rotate(x, c);
}

static uint32_t lower_sigma(uint32_t x, unsigned a, unsigned b, unsigned c)
{
    return rotate(x, a) ^ rotate(x, b) ^ x >> c;
}

static uint32_t load(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void store(uint8_t *bytes, uint32_t word)
{
    for (int i = 3; i >= 0; i--, word >>= 8)
        bytes[i] = (uint8_t)word;
}

/* The word of the message schedule for round I (clause 6.2.2, step 1); W keeps the last 16. */
static uint32_t schedule(uint32_t *w, unsigned i, const uint8_t *block)
{
    uint32_t *word = &w[i & 15];

    if (i < 16)
        *word = load(block + 4 * i);
    else
        *word += lower_sigma(w[(i + 1) & 15], 7, 18, 3) + w[(i + 9) & 15] +
                 lower_sigma(w[(i + 14) & 15], 17, 19, 10);
    return *word;
}

/* Clause 6.2.2, steps 2 to 4. */
static void compress(uint32_t *state, const uint8_t *block)
{
    uint32_t w[16];
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];

    for (unsigned i = 0; i < 64; i++) {
        uint32_t t1 = h + upper_sigma(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + constants[i] +
                      schedule(w, i, block);
        uint32_t t2 = upper_sigma(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));

        h = g, g = f, f = e, e = d + t1;
        d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
    wipe(w, sizeof w); /* the block can be computed from the last words of its schedule */
}

void sha256_begin(struct sha256 *hash)
{
    memcpy(hash->state, first_state, sizeof first_state);
    hash->size = 0;
}

void sha256_add(struct sha256 *hash, const void *bytes, size_t size)
{
    const uint8_t *from = bytes;

    while (size--) {
        hash->block[hash->size++ % BLOCK] = *from++;
        if (hash->size % BLOCK == 0)
            compress(hash->state, hash->block);
    }
}

/* Clause 5.1.1: a one, zeros to the end of a block, in whose last bytes the size is. */
void sha256_end(struct sha256 *hash, uint8_t *digest)
{
    uint8_t *block = hash->block;
    uint32_t used = hash->size % BLOCK;

    block[used++] = 0x80;
    memset(block + used, 0, BLOCK - used);
    if (used > BLOCK - BITS) {
        compress(hash->state, block);
        memset(block, 0, BLOCK);
    }
    store(block + BLOCK - BITS, hash->size >> 29);
    store(block + BLOCK - BITS + 4, hash->size << 3);
    compress(hash->state, block);
    for (unsigned i = 0; i < 8; i++)
        store(digest + 4 * i, hash->state[i]);
    wipe(hash, sizeof *hash);
}
