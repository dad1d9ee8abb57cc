/* switches.c - dispatch: dense, sparse and negative switches, ranges, tables of constants
 * made from a switch, a switch in a loop as interpreters have it, computed goto.
 *
 * SPDX-License-Identifier: MIT */
#include "selftest.h"

static uint64_t dense(uint64_t value)
{
    switch (value) {
    case 0:
        return opaque(value) + 11;
    case 1:
        value *= 3;
        /* fall through */
    case 2:
        value += 5;
        break;
    case 3:
        return value << 5;
    case 4:
    case 5:
        return ~value;
    case 6:
        return opaque(600) - value;
    case 7:
        value ^= 0x5a5a;
        break;
    case 8:
        return value * value;
    case 9:
        return 0;
    case 10:
        value -= 100;
        /* fall through */
    default:
        value = value * 7 + 1;
    }
    return value + 1000;
}

static int64_t negative(int32_t value)
{
    switch (value) {
    case -5:
        return opaque(1);
    case -4:
        return opaque(20);
    case -3:
        return opaque(3) * 3;
    case -2:
        return -value;
    case -1:
        return value << 4;
    case 0:
        return opaque(9);
    case 1:
        return opaque(10) ^ 3;
    case 2:
        return -opaque(4);
    case INT32_MIN:
        return 77;
    case INT32_MAX:
        return 78;
    default:
        return value / 3;
    }
}

static uint64_t sparse(uint64_t value)
{
    switch (value) {
    case 3:
        return 1;
    case 1000:
        return 2;
    case 0x7fffffff:
        return 3;
    case 0x80000000:
        return 4;
    case UINT64_C(0x100000000):
        return 5;
    case UINT64_C(0xffffffffffffffff):
        return 6;
    default:
        return value & 0xff;
    }
}

/* A compiler makes an array of constants of this. */
static const char *constants(unsigned value)
{
    switch (value) {
    case 0:
        return "zero";
    case 1:
        return "one";
    case 2:
        return "two";
    case 3:
        return "three";
    case 4:
        return "four";
    case 5:
        return "five";
    case 6:
        return "six";
    default:
        return "many";
    }
}

/* A little machine with a stack; its program is pseudo-random. */
static uint64_t interpret(const uint8_t *program, size_t size)
{
    uint64_t stack[16] = {1, 2, 3, 4, 5, 6, 7, 8}, steps = 0;
    unsigned top = 8;
    size_t at = 0;

    while (at < size && steps++ < 2000) {
        uint8_t code = program[at++];
        uint64_t *a = &stack[top % 16], *b = &stack[(top + 1) % 16];

        switch (code % 16) {
        case 0:
            *a += *b;
            break;
        case 1:
            *a -= *b;
            break;
        case 2:
            *a *= *b;
            break;
        case 3:
            *a ^= *b;
            break;
        case 4:
            *a = *b ? *a / *b : 1;
            break;
        case 5:
            *a = (uint64_t)((int64_t)*a >> (code >> 4));
            break;
        case 6:
            *a <<= code >> 4;
            break;
        case 7:
            *a = *a < *b;
            break;
        case 8:
            *a = (int64_t)*a < (int64_t)*b;
            break;
        case 9:
            top++;
            break;
        case 10:
            top--;
            break;
        case 11:
            *b = *a;
            top++;
            break;
        case 12:
            *a = code;
            break;
        case 13:
            at += *a % 3;
            break;
        case 14:
            if (*a & 1)
                at -= at > 7 ? 7 : at;
            *a >>= 1;
            break;
        case 15:
            *a = ~*b;
            break;
        }
    }
    return stack[top % 16] + steps * 31;
}

/* The same dispatch through labels as values. */
static uint64_t threaded(const uint8_t *program, size_t size)
{
    static const void *const labels[] = {&&add, &&subtract, &&twist, &&less, &&skip, &&load};
    uint64_t a = 1, b = 2;
    size_t at = 0;

#define NEXT                                                                                       \
    do {                                                                                           \
        if (at >= size)                                                                            \
            return a ^ b;                                                                          \
        goto *labels[program[at++] % 6];                                                           \
    } while (0)
    NEXT;
add:
    a += b;
    NEXT;
subtract:
    b -= a;
    NEXT;
twist:
    a = a * 3 + (b << 7 | b >> 57);
    NEXT;
less:
    if (a < b)
        b++;
    NEXT;
skip:
    at += a & 3;
    NEXT;
load:
    b = program[at % size] * UINT64_C(0x100000001);
    NEXT;
#undef NEXT
}

/* Labels as differences, chosen by data. */
static uint64_t offsets(uint64_t value)
{
    static const int32_t at[] = {&&zero - &&zero, &&one - &&zero, &&two - &&zero, &&three - &&zero};

    for (int turn = 0; turn < 12; turn++) {
        goto *((const char *)&&zero + at[value % 4]);
    zero:
        value = value / 4 + 3;
        continue;
    one:
        value = value * 5 + 2;
        continue;
    two:
        value ^= 0x77;
        continue;
    three:
        value += value >> 3 | 1;
    }
    return value;
}

void test_switches(void)
{
    uint8_t program[200];

    group("switches");
    for (uint64_t i = 0; i < 20; i++)
        result(dense(i));
    for (int32_t i = -9; i < 9; i++)
        result((uint64_t)negative(i));
    result((uint64_t)negative(INT32_MIN));
    result((uint64_t)negative(INT32_MAX));
    for (size_t i = 0; i < edge_count; i++) {
        result(dense(edges[i]));
        result(sparse(edges[i]));
        result((uint64_t)negative((int32_t)edges[i]));
    }
    for (unsigned i = 0; i < 9; i++)
        result_bytes(constants(i), 3);

    group("dispatch");
    random_seed(21);
    for (int round = 0; round < 100; round++) {
        for (size_t i = 0; i < sizeof program; i++)
            program[i] = (uint8_t)(random_next() >> 3);
        result(interpret(program, sizeof program));
        result(threaded(program, sizeof program));
        result(offsets(program[0] * 77u));
    }
}
