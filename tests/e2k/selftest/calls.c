/* calls.c - calls: recursion, pointers to functions and tables of them, tail calls, variable
 * arguments, structures in and out, many arguments, setjmp and longjmp, stack arrays of a
 * size known late, callbacks of the library.
 *
 * SPDX-License-Identifier: MIT */
#include "selftest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#define NOINLINE __attribute__((noinline, noclone))

/* ---------------------------------------------------------------- recursion */

static NOINLINE unsigned ackermann(unsigned m, unsigned n)
{
    if (!m)
        return n + 1;
    return ackermann(m - 1, n ? ackermann(m, n - 1) : 1);
}

static NOINLINE uint64_t fibonacci(unsigned n)
{
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

static NOINLINE int is_odd(unsigned n);

static NOINLINE int is_even(unsigned n)
{
    return n ? is_odd(n - 1) : 1;
}

static NOINLINE int is_odd(unsigned n)
{
    return n ? is_even(n - 1) : 0;
}

static NOINLINE void hanoi(unsigned discs, unsigned from, unsigned to)
{
    if (!discs)
        return;
    hanoi(discs - 1, from, 3 - from - to);
    result(discs * 16 + from * 4 + to);
    hanoi(discs - 1, 3 - from - to, to);
}

static void recursion(void)
{
    group("recursion");
    for (unsigned n = 0; n < 6; n++)
        result(ackermann(2, n));
    result(fibonacci(15));
    for (unsigned n = 0; n < 60; n += 7)
        result((unsigned)is_even(n));
    hanoi(6, 0, 2);
}

/* ----------------------------------------------------------------- pointers */

static NOINLINE int64_t add(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a + (uint64_t)b);
}

static NOINLINE int64_t subtract(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a - (uint64_t)b);
}

static NOINLINE int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static NOINLINE int64_t shifted(int64_t a, int64_t b)
{
    return a >> (b & 63);
}

static int64_t (*const constant_table[])(int64_t, int64_t) = {add, subtract, larger, shifted};
static int64_t (*table[4])(int64_t, int64_t) = {larger, add, shifted, subtract};

static NOINLINE int64_t apply(int64_t (*function)(int64_t, int64_t), int64_t a, int64_t b)
{
    return function(a, b); /* a tail call through a register */
}

static NOINLINE int64_t apply_after(int64_t (*function)(int64_t, int64_t), int64_t a, int64_t b)
{
    return subtract(function(b, a), a);
}

static void pointers(void)
{
    group("pointers to functions");
    random_seed(31);
    for (int i = 0; i < 200; i++) {
        uint64_t choice = random_next();
        int64_t a = (int64_t)random_next(), b = (int64_t)random_next();

        result((uint64_t)constant_table[choice % 4](a, b));
        result((uint64_t)table[choice / 4 % 4](a, b));
        result((uint64_t)apply(constant_table[choice / 16 % 4], a, b));
        result((uint64_t)apply_after(table[choice / 64 % 4], a, b));
        table[choice % 4] = table[choice / 4 % 4];
    }
}

/* ---------------------------------------------------------------- arguments */

static NOINLINE uint64_t sum(unsigned count, ...)
{
    uint64_t total = 0;
    va_list arguments;

    va_start(arguments, count);
    for (unsigned i = 0; i < count; i++) {
        switch (i % 3) {
        case 0:
            total += (uint64_t)va_arg(arguments, int);
            break;
        case 1:
            total ^= va_arg(arguments, uint64_t);
            break;
        default:
            total *= (uint64_t)va_arg(arguments, long) | 1;
        }
    }
    va_end(arguments);
    return total;
}

static NOINLINE uint64_t many(int8_t a, uint8_t b, int16_t c, uint16_t d, int32_t e, uint32_t f,
                              int64_t g, uint64_t h, int8_t i, uint16_t j, int32_t k, uint64_t l)
{
    return (uint64_t)(a + b + c + d) * 3 + (uint64_t)e * 5 + f * UINT64_C(7) + (uint64_t)g +
           (h ^ l) + (uint64_t)(i * j) + (uint64_t)k;
}

struct small {
    int16_t a;
    int8_t b;
    uint32_t c;
};

struct pair {
    uint64_t a, b;
};

struct large {
    uint64_t values[5];
    char text[7];
};

static NOINLINE struct small make_small(struct small s, int by)
{
    s.a = (int16_t)(s.a + by);
    s.b = (int8_t)(s.b - by);
    s.c = s.c * (unsigned)by + (uint32_t)s.a;
    return s;
}

static NOINLINE struct pair swap(struct pair p)
{
    return (struct pair){p.b + 1, p.a ^ p.b};
}

static NOINLINE struct large rotate(struct large l, unsigned by)
{
    struct large out = l;

    for (unsigned i = 0; i < 5; i++)
        out.values[i] = l.values[(i + by) % 5];
    for (unsigned i = 0; i < 7; i++)
        out.text[i] = l.text[(i + by) % 7];
    return out;
}

static void arguments(void)
{
    struct small s = {1, 2, 3};
    struct pair p = {5, 7};
    struct large l = {{1, 20, 300, 4000, 50000}, "abcdef"};

    group("arguments");
    result(sum(0));
    result(sum(3, -1, UINT64_C(2), 3L));
    result(sum(12, 1, UINT64_MAX, -3L, INT32_MIN, UINT64_C(5), 6L, -7, UINT64_C(8), 9L, 10,
               UINT64_C(11), -12L));
    for (size_t i = 0; i < edge_count; i++) {
        uint64_t e = edges[i];

        result(many((int8_t)e, (uint8_t)e, (int16_t)e, (uint16_t)e, (int32_t)e, (uint32_t)e,
                    (int64_t)e, e, (int8_t)(e >> 3), (uint16_t)(e >> 5), (int32_t)(e >> 7), ~e));
        s = make_small(s, (int)(e & 0xff));
        p = swap(p);
        l = rotate(l, (unsigned)(e % 35));
        result((uint64_t)s.a + (uint64_t)s.b * 3 + s.c);
        result(p.a * 3 + p.b);
        result_bytes(l.values, sizeof l.values);
        result_bytes(l.text, sizeof l.text);
    }
}

/* ----------------------------------------------------------------- longjmp */

static jmp_buf place;

static NOINLINE void dive(unsigned depth, unsigned until)
{
    volatile uint64_t weight[4] = {depth, until, 3, 4};

    if (depth == until)
        longjmp(place, (int)depth + 1);
    if (depth < 1000) /* always; a compiler must not think that it never returns */
        dive(depth + 1, until);
    result(weight[0]);
}

static NOINLINE uint64_t late_size(size_t size)
{
    uint32_t values[size];
    uint64_t total = 0;

    for (size_t i = 0; i < size; i++)
        values[i] = (uint32_t)(i * i);
    for (size_t i = size; i-- > 0;)
        total = total * 3 + values[i];
    return total;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static void unusual(void)
{
    static uint64_t values[150];

    group("longjmp, qsort");
    for (unsigned until = 0; until < 20; until += 3) {
        int code = setjmp(place);

        if (!code)
            dive(0, until);
        result((unsigned)code);
    }
    for (size_t size = 1; size < 40; size += 5)
        result(late_size(size));
    random_seed(33);
    for (size_t i = 0; i < 150; i++)
        values[i] = random_next();
    qsort(values, 150, sizeof values[0], by_value);
    result_bytes(values, sizeof values);
    for (size_t i = 0; i < 150; i += 9) {
        uint64_t key = values[i];

        result((uint64_t)((uint64_t *)bsearch(&key, values, 150, sizeof key, by_value) - values));
    }
}

void test_calls(void)
{
    recursion();
    pointers();
    arguments();
    unusual();
}
