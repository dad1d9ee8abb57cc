/* memory.c - accesses that alias and that do not, widths that overlap, structures with
 * bit-fields and packed ones, copies of every size and alignment.
 *
 * SPDX-License-Identifier: MIT */
#include "selftest.h"

#include <string.h>

#define NOINLINE __attribute__((noinline, noclone))

/* The same bytes in every width; memory of this type may be accessed as any of them. */
union cell {
    uint64_t d;
    uint32_t w[2];
    uint16_t h[4];
    uint8_t b[8];
    int32_t sw[2];
    int16_t sh[4];
    int8_t sb[8];
};

/* ----------------------------------------------------------------- aliasing */

/* Nothing tells the compiler, or the translator, which of these are the same. */
static NOINLINE uint64_t mixed(union cell *p, union cell *q, union cell *r)
{
    uint64_t sum;

    p->d = 0x1122334455667788;
    q->h[1] = 0xabcd;
    sum = p->d;
    r->b[3] = 0x5a;
    sum += q->w[0];
    p->w[1] = (uint32_t)sum;
    sum ^= r->d;
    q->d += sum;
    sum += (uint64_t)(int64_t)p->sh[2];
    r->sb[7] = (int8_t)sum;
    sum += (uint64_t)(int64_t)q->sb[7];
    p->h[3] ^= q->h[0];
    return sum * 31 + p->d + q->d * 3 + r->d * 5;
}

/* Stores first, loads behind, through pointers an unknown distance apart. */
static NOINLINE uint64_t distance(uint8_t *base, unsigned first, unsigned second)
{
    uint16_t *p = (uint16_t *)(void *)(base + first * 2);
    uint16_t *q = (uint16_t *)(void *)(base + second * 2);
    uint64_t sum = 0;

    for (int i = 0; i < 6; i++) {
        p[i] = (uint16_t)(q[i] + i);
        sum = sum * 7 + p[i];
        q[i + 1] ^= (uint16_t)sum;
        sum += p[i] + q[i];
    }
    return sum;
}

static NOINLINE void shift_right(uint64_t *to, const uint64_t *from, int count)
{
    for (int i = 0; i < count; i++)
        to[i] = from[i] * 3 + 1;
}

static void aliasing(void)
{
    union cell cells[3];
    uint64_t words[24];
    uint16_t halves[40];

    group("aliasing");
    for (unsigned choice = 0; choice < 27; choice++) {
        for (int i = 0; i < 3; i++)
            cells[i].d = random_next();
        result(mixed(&cells[choice % 3], &cells[choice / 3 % 3], &cells[choice / 9]));
        result_bytes(cells, sizeof cells);
    }
    for (unsigned i = 0; i < 20; i++) {
        for (unsigned j = 0; j < 40; j++)
            halves[j] = (uint16_t)random_next();
        result(distance((uint8_t *)halves, i, 10));
        result_bytes(halves, sizeof halves);
    }
    for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 24; j++)
            words[j] = random_next();
        shift_right(words + i, words + 4, 12);
        result_bytes(words, sizeof words);
    }
}

/* ------------------------------------------------------------------- widths */

static NOINLINE uint64_t widths(volatile union cell *cell, uint64_t value)
{
    uint64_t sum = 0;

    cell->d = value;
    for (int i = 0; i < 8; i++) {
        cell->b[i] = (uint8_t)(cell->b[7 - i] + i);
        sum += cell->d;
        sum = sum * 3 + (uint64_t)(int64_t)cell->sb[i];
    }
    for (int i = 0; i < 4; i++) {
        cell->h[i] = (uint16_t)(cell->h[3 - i] * 3);
        sum += cell->w[i / 2] + (uint64_t)(int64_t)cell->sh[i];
    }
    cell->w[0] += cell->w[1];
    cell->w[1] ^= (uint32_t)(int32_t)cell->sw[0] >> 3;
    return sum + cell->d + (uint64_t)(int64_t)cell->sw[1];
}

/* The same in memory whose place the compiler knows: accesses relative to the stack pointer,
 * every byte of one width read back in another. */
static NOINLINE uint64_t local_widths(uint64_t value)
{
    volatile union cell cells[2];
    uint64_t sum = 0;

#define ROUND(i)                                                                                   \
    cells[0].d = value + (i), cells[1].d = ~value;                                                 \
    cells[0].b[i] = (uint8_t)sum, sum = sum * 3 + cells[0].d;                                      \
    cells[0].h[(i) / 2] ^= 0x1234, sum = sum * 3 + cells[0].b[i];                                  \
    cells[1].w[(i) / 4] = (uint32_t)sum, sum += cells[1].h[(i) / 2] + cells[0].w[(i) / 4];         \
    cells[1].b[7 - (i)] = (uint8_t)i, sum = sum * 3 + cells[1].w[1 - (i) / 4] + cells[1].d;        \
    cells[1].h[3 - (i) / 2] = 0x4321, sum += (uint64_t)(int64_t)cells[1].sw[1 - (i) / 4]
    ROUND(0);
    ROUND(1);
    ROUND(2);
    ROUND(3);
    ROUND(4);
    ROUND(5);
    ROUND(6);
    ROUND(7);
#undef ROUND
    return sum;
}

/* --------------------------------------------------------------- structures */

struct fields {
    unsigned a : 3;
    int b : 5;
    uint64_t c : 37;
    int64_t d : 19;
    unsigned e : 1;
    int f : 32;
};

#pragma pack(push, 1)
struct packed {
    uint8_t a;
    uint64_t b;
    int16_t c;
    uint32_t d;
    int8_t e;
    int32_t f;
};
#pragma pack(pop)

static NOINLINE void turn_fields(struct fields *s, uint64_t by)
{
    s->a += (unsigned)by & 7;
    s->b = (int)(by >> 4 & 15) - 8;
    s->c = s->c * 5 + by;
    s->d -= (int64_t)(by >> 50);
    s->e ^= 1;
    s->f = (int)((unsigned)s->f + (unsigned)s->c);
}

static NOINLINE void turn_packed(struct packed *p, uint64_t by)
{
    p->a = (uint8_t)(p->a + by);
    p->b = p->b * 3 + by;
    p->c = (int16_t)(p->c ^ (int16_t)p->b);
    p->d += (uint32_t)p->c;
    p->e = (int8_t)(p->e - p->c);
    p->f = (int32_t)((uint32_t)p->f + p->d * 9);
}

static void structures(void)
{
    struct fields s = {1, -2, 3, -4, 1, -6};
    struct packed p[3] = {{1, 2, 3, 4, 5, 6}, {0}, {9, 8, 7, 6, 5, 4}};

    group("structures");
    for (int i = 0; i < 60; i++) {
        uint64_t by = random_next();

        turn_fields(&s, by);
        turn_packed(&p[i % 3], by);
        result(s.a + (uint64_t)s.b * 3 + s.c * 5 + (uint64_t)s.d * 7 + s.e);
        result((uint64_t)s.f);
        result_bytes(p, sizeof p);
    }
}

/* ------------------------------------------------------------------- copies */

static void copies(void)
{
    static uint8_t from[160], to[160];

    group("copies");
    for (size_t i = 0; i < sizeof from; i++)
        from[i] = (uint8_t)random_next();
    for (size_t size = 0; size < 70; size++)
        for (size_t at = 0; at < 9; at += 1 + size % 3) {
            memset(to, (int)size, sizeof to);
            memcpy(to + at, from + (size + at) % 11, size);
            memmove(to + at + 3, to + at, size);
            memmove(to + 1, to + 5, size);
            result((uint64_t)(memcmp(to, from, size) < 0));
            for (size_t i = 0; i < sizeof to; i += 4)
                result(to[i] | (uint32_t)to[i + 1] << 8 | (uint32_t)to[i + 3] << 16);
        }
}

void test_memory(void)
{
    union cell cell;

    random_seed(41);
    aliasing();
    group("widths");
    for (size_t i = 0; i < edge_count; i++) {
        result(widths(&cell, edges[i]));
        result(local_widths(edges[i]));
    }
    structures();
    copies();
}
