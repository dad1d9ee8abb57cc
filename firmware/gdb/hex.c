/* hex.c - bytes as hexadecimal digits, fast enough for megabytes of them.
 *
 * On a processor of 64 bits four bytes become eight digits at once, in the lanes of a word.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/hex.h"

#include "qmp/memory.h"

static const char digits[16] = "0123456789abcdef";

static uint8_t write_each(char *out, const uint8_t *in, size_t size)
{
    uint8_t sum = 0;

    for (size_t i = 0; i < size; i++) {
        uint8_t byte = in[i];
        char high = digits[byte >> 4], low = digits[byte & 15];

        out[2 * i] = high;
        out[2 * i + 1] = low;
        sum = (uint8_t)(sum + high + low);
    }
    return sum;
}

#if UINTPTR_MAX > UINT32_MAX && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

#define LANES(byte) ((uint64_t)(byte)*0x0101010101010101u)

/* The digits of the four bytes of WORD, the lowest byte's first. */
static inline uint64_t digits_of(uint64_t word)
{
    word = (word | word << 16) & 0x0000ffff0000ffffu;
    word = (word | word << 8) & 0x00ff00ff00ff00ffu;
    word = ((word >> 4) & LANES(0x0f)) | (word & 0x000f000f000f000fu) << 8;
    /* From 10 on a digit is a letter, which stands 39 behind where it would as a numeral. */
    return word + LANES('0') + (((word + LANES(6)) >> 4) & LANES(1)) * ('a' - 10 - '0');
}

/* Sums of pairs of lanes, in lanes of 16 bits: 321 of them fit. */
static inline uint64_t pairs(uint64_t word)
{
    return (word & 0x00ff00ff00ff00ffu) + (word >> 8 & 0x00ff00ff00ff00ffu);
}

static inline uint8_t sum_of(uint64_t pair_sums)
{
    return (uint8_t)(pair_sums + (pair_sums >> 16) + (pair_sums >> 32) + (pair_sums >> 48));
}

/* BLOCKS of 8 bytes, at most 64; both are aligned. */
static uint8_t write_blocks(char *out_bytes, const uint8_t *in_bytes, size_t blocks)
{
    const uint8_t *in = __builtin_assume_aligned(in_bytes, 8);
    char *out = __builtin_assume_aligned(out_bytes, 8);
    uint64_t sums = 0;

    for (; blocks > 0; blocks--, in += 8, out += 16) {
        uint64_t word, low, high;

        memcpy(&word, in, 8);
        low = digits_of(word & UINT32_MAX);
        high = digits_of(word >> 32);
        memcpy(out, &low, 8);
        memcpy(out + 8, &high, 8);
        sums += pairs(low) + pairs(high);
    }
    return sum_of(sums);
}

uint8_t hex_write(char *out, const uint8_t *in, size_t size)
{
    uint8_t sum = 0;

    if (((uintptr_t)out | (uintptr_t)in) % 8 != 0)
        return write_each(out, in, size);
    while (size >= 8) {
        size_t blocks = size / 8 < 64 ? size / 8 : 64;

        sum = (uint8_t)(sum + write_blocks(out, in, blocks));
        in += 8 * blocks;
        out += 16 * blocks;
        size -= 8 * blocks;
    }
    return (uint8_t)(sum + write_each(out, in, size));
}

#else

uint8_t hex_write(char *out, const uint8_t *in, size_t size)
{
    return write_each(out, in, size);
}

#endif

/* How many of the next COUNT groups of 8 bytes are all WORD. */
static size_t run_of(const uint8_t *in, size_t count, uint64_t word)
{
    size_t n = 0;

    for (; n < count; n++, in += 8) {
        uint64_t next;

        memcpy(&next, __builtin_assume_aligned(in, 8), 8);
        if (next != word)
            break;
    }
    return n;
}

/* `c*x` stands for c and x - 29 more of them, at most 97.  Always eight characters, so that what
 * follows is aligned: 12 groups, 192 digits, are two digits and two runs of 95, and fewer than 12
 * are five digits and one run.  Returns how many groups it wrote. */
static size_t write_run(char *out, char c, size_t groups)
{
    size_t count = groups < 12 ? (groups < 6 ? groups : 6) : 12;

    for (unsigned i = 0; i < 8; i++)
        out[i] = c;
    out[6] = '*';
    out[7] = (char)(16 * count - 6 + 29);
    if (count == 12) {
        out[3] = out[6];
        out[4] = out[7] = 94 + 29;
        out[5] = c;
    }
    return count;
}

/* Groups of 8 bytes up to the next that begins a run. */
static size_t plain_groups(const uint8_t *in, size_t count)
{
    size_t n = 0;

    for (; n < count; n++, in += 8) {
        uint64_t next;

        memcpy(&next, __builtin_assume_aligned(in, 8), 8);
        if (next + 1 <= 1)
            break;
    }
    return n;
}

static uint8_t sum_of_text(const char *text, size_t size)
{
    uint8_t sum = 0;

    while (size--)
        sum = (uint8_t)(sum + *text++);
    return sum;
}

size_t hex_pack(char *out, const uint8_t *in, size_t size, uint8_t *sum)
{
    char *at = out;

    *sum = 0;
    while (size >= 8 && (uintptr_t)in % 8 == 0) {
        size_t done = plain_groups(in, size / 8);

        if (done > 0) {
            *sum = (uint8_t)(*sum + hex_write(at, in, 8 * done));
            at += 16 * done;
        } else {
            size_t ones = run_of(in, size / 8, UINT64_MAX);

            done = write_run(at, ones ? 'f' : '0', ones ? ones : run_of(in, size / 8, 0));
            *sum = (uint8_t)(*sum + sum_of_text(at, 8));
            at += 8;
        }
        in += 8 * done;
        size -= 8 * done;
    }
    *sum = (uint8_t)(*sum + hex_write(at, in, size));
    return (size_t)(at - out) + 2 * size;
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}
